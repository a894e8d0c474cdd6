"""What a pooled order computes: pure functions of exact numbers, no session, no clock, no settings."""
