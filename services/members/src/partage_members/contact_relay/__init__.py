"""The contact relay: members write to members without seeing an address; it is limited and can be refused (R3)."""
