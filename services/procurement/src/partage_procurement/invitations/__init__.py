"""Invitations: with a secret of its own a supplier reads what was published of it, and contests it (R12)."""
