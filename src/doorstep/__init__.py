"""Doorstep: the open-source operating system for the last mile."""
