"""Proof of delivery as evidence: sealed on arrival, handed out as a file, checked anywhere."""
