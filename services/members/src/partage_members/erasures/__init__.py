"""Erasures: a member is forgotten, here and in the other services, and sees who still lags (GDPR, art. 17)."""
