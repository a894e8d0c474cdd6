"""Alembic runs this file; the kit does the work."""

from partage_kit.migrations import run_environment

run_environment()
