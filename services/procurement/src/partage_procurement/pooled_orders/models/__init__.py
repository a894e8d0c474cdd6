"""Tables of pooled orders, and the rules that need no I/O."""
