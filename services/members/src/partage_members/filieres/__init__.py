"""Filières: groups of members of one trade, one sector or one shared reality of work (recommendation 2)."""
