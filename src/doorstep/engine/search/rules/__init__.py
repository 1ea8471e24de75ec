"""What a route must keep and what it costs: one rule, one file; see ``engine.search``."""
