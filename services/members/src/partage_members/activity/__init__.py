"""Activity: what members work on, as contracts show it, against what they declare (recommendation 1)."""
