"""How often Python looks for cycles of things that nobody holds any more.

It counts what is made, and a server under load makes many things that are soon gone by
themselves. With Python's own numbers it looked through them, and through all that was imported,
so often that two fifths of the time of a request went there.
"""

import gc

_MADE_BETWEEN_LOOKS = 10_000
"""Things more than before, at which the youngest are looked through; Python itself says 700."""
_YOUNG_LOOKS, _OLD_LOOKS = 20, 20
"""Looks at the youngest for one at the older ones, and of those for one at all."""


def settle() -> None:
    """Set aside for good what there is by now, and look less often at what comes.

    Call it once a process has begun to serve: what it has imported and loaded stays anyway.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BETWEEN_LOOKS, _YOUNG_LOOKS, _OLD_LOOKS)
