"""Categories: one classification of what is bought, for members and structure alike (recommendation 10)."""
