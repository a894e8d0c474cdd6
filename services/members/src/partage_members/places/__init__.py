"""Places: what municipalities and regions are called in each language, and where they are."""
