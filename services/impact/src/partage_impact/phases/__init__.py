"""Phases: how an evaluation goes forward through its gates, and back (recommendation 19)."""
