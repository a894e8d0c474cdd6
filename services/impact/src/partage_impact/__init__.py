"""Evaluate over years what the shared enterprise changes in its members' work (recommendations 18 to 26)."""
