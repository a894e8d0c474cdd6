"""Topics and posts: what the members of a filière, or of the whole office, discuss (recommendation 3)."""
