"""Privacy notices: for which purposes an office asks consent, and the exact text that is shown (recommendation 1)."""
