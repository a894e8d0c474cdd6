"""The directory: members as others see them, each field by its audience (recommendation 3)."""
