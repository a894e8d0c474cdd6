"""From the shapes that come in to columns, and from rows to the shapes that go out."""
