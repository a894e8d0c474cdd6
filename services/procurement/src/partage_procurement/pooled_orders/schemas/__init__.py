"""Shapes of pooled orders, in and out: drafts, commitments, decisions, receipts and settlements."""
