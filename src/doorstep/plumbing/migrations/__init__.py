"""Alembic migrations of every table, oldest first."""
