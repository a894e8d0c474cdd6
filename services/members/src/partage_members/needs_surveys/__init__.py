"""Surveys of needs: an office asks for one, and what members rank comes back (recommendation 1)."""
