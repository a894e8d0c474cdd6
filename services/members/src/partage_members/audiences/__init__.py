"""Audiences: who may see what a member tells of herself, decided in one place (recommendations 1 and 3).

Everything that can be seen is visible in some scopes, and everybody who looks sees some scopes; it is seen when the two
have one in common. So reads, search, facets, counts, feeds and exports ask the same question, and an index only has to
keep the scopes of each entry.
"""
