"""Initiatives: what members begin together, or have learnt from doing so (recommendation 1)."""
