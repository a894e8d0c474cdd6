"""Community analytics: how many members there are of what kind, as protected counts that never change (R1)."""
