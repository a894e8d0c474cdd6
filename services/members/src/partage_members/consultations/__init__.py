"""Consultations: what members think of launching or closing a filière (recommendation 2)."""
