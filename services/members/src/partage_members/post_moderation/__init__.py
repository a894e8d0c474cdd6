"""Moderation of posts: reported by readers, hidden with a reason, contested once (recommendation 3)."""
