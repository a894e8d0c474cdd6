"""Profiles in bulk: files of them come in, are matched with those there are, and go out in the same form."""
