"""Needs in bulk: what an office has gathered elsewhere comes in by file."""
