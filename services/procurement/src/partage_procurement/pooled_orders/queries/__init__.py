"""Named reads of pooled orders: rows, not objects; states as they are at the instant of reading."""
