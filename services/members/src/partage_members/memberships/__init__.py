"""Memberships: members in filières, by their own choice (recommendation 2)."""
