"""Retention: what goes by itself, how long after what, and what an erasure does with the rest (GDPR, article 5(1))."""
