"""Cash on delivery: what was due, what came in, what was handed in, and the difference."""
