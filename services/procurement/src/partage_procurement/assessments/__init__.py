"""Suppliers scored against a charter version: answers, evidence, scores, standings and their explanation (R12)."""
