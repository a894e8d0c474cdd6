"""Stage decisions: the only way a filière moves through its life (recommendations 2, 5 and 7)."""
