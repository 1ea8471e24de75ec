"""Depots, vehicles, drivers, shifts."""
