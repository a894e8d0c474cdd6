"""The facts that the services announce, and nothing else. One module a producing service."""
