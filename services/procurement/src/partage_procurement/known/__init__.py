"""What this service remembers of others' facts, so that it answers while the members service is away."""
