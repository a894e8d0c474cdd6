"""Profiles: what members tell of themselves (recommendation 1)."""
