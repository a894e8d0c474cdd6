"""Suppliers: vendors and sharing partners, how the office stands to them and why (recommendations 11, 13 and 16)."""
