"""The arithmetic of the charter: evidence, scores, standings and their explanation, without session or clock (R12)."""
