"""A search that heeds every rule of the problem by driving each route it tries."""
