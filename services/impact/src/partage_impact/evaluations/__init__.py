"""Evaluations: one question, asked over years, with its mandate, aims and perimeter (recommendations 18 to 20)."""
