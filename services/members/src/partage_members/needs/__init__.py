"""What members need: ranked by a survey, typed in, or brought in by file; published to members (recommendation 1)."""
