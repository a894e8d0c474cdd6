"""Moderation of opportunities, in the way of posts: reported by readers, hidden with a reason, contested once (R3)."""
