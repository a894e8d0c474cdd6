"""Criteria: what an evaluation looks for within a dimension (recommendation 22)."""
