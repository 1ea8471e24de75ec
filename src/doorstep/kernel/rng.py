"""Where chance comes from: seeded for science and tests, the operating system for secrets."""

import random
import secrets
from typing import Protocol


class Rng(Protocol):
    """A source of random bytes."""

    def random_bytes(self, count: int) -> bytes:
        """Return ``count`` random bytes."""
        ...


class SystemRng:
    """Random bytes of the operating system, fit for secrets."""

    def random_bytes(self, count: int) -> bytes:
        """Return ``count`` bytes nobody can guess."""
        return secrets.token_bytes(count)


class SeededRng(random.Random):
    """The same bytes and numbers for the same seed; never for secrets."""

    def random_bytes(self, count: int) -> bytes:
        """Return the next ``count`` bytes of the sequence."""
        return self.randbytes(count)
