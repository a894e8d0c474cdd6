"""Observations: indicators computed per period and territory, explained, and released past disclosure control."""
