"""The files behind evidence: sent once, checked against the hash that the evidence names, read by those who judge."""
