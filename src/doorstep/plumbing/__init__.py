"""Machinery without one domain word: database, events, work, files, sign-in, errors, settings."""
