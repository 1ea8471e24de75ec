"""Somebody from outside may look for some hours, because an owner or administrator lets them.

They are nobody's colleague: they have no account, the role of support, and a session that ends by
itself. Who let them in, why and until when is in the journal, and so is what they do.
"""

from datetime import datetime, timedelta

from doorstep.plumbing.auth import sessions
from doorstep.plumbing.auth.model import Principal, Role
from doorstep.plumbing.unit import Unit

MOST_SUPPORT_HOURS = 4
SUPPORT_KIND = "support"


def let_support_in(
    unit: Unit, by: Principal, *, name: str, reason: str, hours: int
) -> tuple[str, datetime]:
    """Return a code that signs support in once, and when all of it ends.

    Raises
    ------
    ValueError
        It is for more than four hours.
    """
    if not 1 <= hours <= MOST_SUPPORT_HOURS:
        message = f"support is let in for at most {MOST_SUPPORT_HOURS} hours, not {hours}"
        raise ValueError(message)
    until = unit.kit.wall.now() + timedelta(hours=hours)
    guest = Principal(SUPPORT_KIND, unit.new_id(), name, Role.SUPPORT, unit.tenant_id)
    code = sessions.issue_code(unit, guest, until)
    about = {"by": by.actor, "reason": reason, "until": until.isoformat()}
    unit.emit("support.let_in", guest.id, about)
    return code, until


def show_support_out(unit: Unit) -> int:
    """End every session and code of support; return how many sessions there were."""
    ended = sessions.end_sessions_of_kind(unit, SUPPORT_KIND)
    unit.emit("support.shown_out", unit.tenant_id, {"sessions": ended})
    return ended
