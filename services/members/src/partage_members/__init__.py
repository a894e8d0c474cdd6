"""Know and connect the members of a cooperative and their filières (recommendations 1 to 8)."""
