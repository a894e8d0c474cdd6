"""What this service remembers of others' facts, newest version only."""
