"""The demo: a made-up company in a real city, and drivers who drive its real roads.

Nothing here is needed by a real installation.
"""
