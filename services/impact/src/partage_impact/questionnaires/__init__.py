"""Questionnaires: what survey waves ask, in every language they are open in (recommendations 22 and 26)."""
