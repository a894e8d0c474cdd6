"""Opportunities: somebody looks for members to work with; answered by relay, without fee or paid rank (R3)."""
