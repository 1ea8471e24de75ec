"""What the rich search heeds: one rule, one file, each reads the route in ``Work.trial``."""
