"""Exports of all that is kept about a member, as she asks for it (GDPR, articles 15 and 20; recommendation 1)."""
