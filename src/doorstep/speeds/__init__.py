"""What driving has taught about the speed of streets.

Owns the lessons of finished routes, put together by week and profile so that nobody's way can be
told from them, and which routes have been learned from. Owns neither positions nor the roads.
Emits ``speeds.learned``.
"""

from doorstep.speeds.service import (
    KEPT_WEEKS,
    NOTHING,
    Learned,
    Taught,
    list_unlearned,
    load,
    record,
)

__all__ = ["KEPT_WEEKS", "NOTHING", "Learned", "Taught", "list_unlearned", "load", "record"]
