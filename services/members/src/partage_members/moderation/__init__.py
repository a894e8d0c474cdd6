"""Moderation of what members write, the same for posts and opportunities: reported by readers, hidden with a reason,
contested once, decided by another than who hid it (recommendation 3)."""
