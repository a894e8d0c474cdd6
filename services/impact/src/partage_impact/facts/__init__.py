"""Facts: what happened, counted from the events of the other services or entered by hand (recommendation 22)."""
