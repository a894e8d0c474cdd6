"""Passing a request on to its service and the answer back, byte for byte, in both directions at once."""
