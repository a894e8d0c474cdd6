"""Survey waves: a questionnaire asked of members for a time, and answers that nobody can trace (recommendation 22)."""
