"""Answers to opportunities: a relay between a member and the poster, which shows no address (recommendation 3)."""
