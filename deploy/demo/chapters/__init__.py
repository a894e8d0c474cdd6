"""The chapters of the story; each module tells one part of the cooperative's life in a few steps."""
