"""Offices: the settings each cooperative entity chooses for itself."""
