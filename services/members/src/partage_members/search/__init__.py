"""The search index: documents made of words and codes, each visible in scopes; it knows neither members nor filières.

Each token of the index carries the scope in which it is visible, so what a caller may not see is not among what their
query can match: no count, order or suggestion can tell of it (recommendation 3).
"""
