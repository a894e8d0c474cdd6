"""Classifications: the codes of occupations and sectors, with labels in three languages."""
