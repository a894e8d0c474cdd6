"""Facilitators: who facilitates which filière, appointed by the office and free to leave (recommendations 5 and 6)."""
