"""Pooled orders: members and the structure buy together (R11, R14, R15)."""
