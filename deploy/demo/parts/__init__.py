"""The parts of the story, in the order of life."""
