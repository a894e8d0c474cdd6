"""Indicators: their periods, typed formulas, roll-ups and progress (R22, R23)."""
