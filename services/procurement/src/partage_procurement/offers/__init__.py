"""Offers: negotiated partnerships with suppliers, and how a member obtains them (recommendation 11)."""
