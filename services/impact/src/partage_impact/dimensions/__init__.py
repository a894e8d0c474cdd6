"""Dimensions: the six sides from which an evaluation looks (recommendation 22)."""
