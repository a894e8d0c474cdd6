"""Charters: the versioned expectations that suppliers are scored against (recommendation 12)."""
