"""What a charter version would do to every assessed supplier, seen before it is adopted (recommendation 12)."""
