"""External spaces: the tools that a filière or the office uses elsewhere, such as a forum or a shared folder (R3)."""
