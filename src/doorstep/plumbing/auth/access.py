"""Who may do what: the one table, in terms of roles and of API keys' scopes.

Every route names one of these policies, or is open to everybody; the API description tells both
as ``x-access``, and a test holds every route to it.
"""

from dataclasses import dataclass

from doorstep.plumbing.auth.model import ACCOUNT_ROLES, OFFICE_ROLES, Principal, Role

_FOR_LIMITED = frozenset({"account"})
"""What is open to who must add a second factor first."""
_OWNERS = (Role.OWNER, Role.ADMIN)
_DESK = (*_OWNERS, Role.DISPATCHER)


@dataclass(frozen=True, slots=True)
class Policy:
    """What one kind of act needs.

    Parameters
    ----------
    name
        "orders:read"; also the scope that an API key needs, where keys may do it at all.
    roles
        Those who may.
    for_keys
        Whether a key with the scope may, too.
    meaning
        What it allows, for people.
    """

    name: str
    roles: frozenset[Role]
    for_keys: bool
    meaning: str

    @property
    def scope(self) -> str | None:
        """Return the scope an API key needs, or none when no key may."""
        return self.name if self.for_keys else None

    def allows(self, principal: Principal) -> bool:
        """Tell whether ``principal`` may."""
        if principal.limited:
            return self.name in _FOR_LIMITED
        if principal.kind == "key":
            return self.for_keys and self.name in principal.scopes
        return principal.role in self.roles


def _office(name: str, roles: tuple[Role, ...], meaning: str, *, for_keys: bool = True) -> Policy:
    return Policy(name, frozenset(roles), for_keys, meaning)


READ_ORDERS = _office("orders:read", OFFICE_ROLES, "See orders, shipments and their proof.")
WRITE_ORDERS = _office(
    "orders:write", (*_DESK, Role.PLANNER, Role.SUPPORT), "Import, change and cancel orders."
)
READ_DAY = _office("day:read", OFFICE_ROLES, "See plans, routes, live news and numbers.")
WRITE_PLANS = _office("plans:write", (*_DESK, Role.PLANNER), "Make plans.")
RUN_DAY = _office("day:write", _DESK, "Release and recall plans, and sign drivers in.")
WORK_DEPOT = _office("depot:write", (*_DESK, Role.DEPOT), "Load, unload and take back parcels.")
PRINT_LABELS = _office(
    "labels:write",
    (*_DESK, Role.PLANNER, Role.SUPPORT, Role.DEPOT),
    "Print labels, which gives parcels their numbers for good.",
)
READ_FLEET = _office("fleet:read", OFFICE_ROLES, "See depots, vehicles and drivers.")
WRITE_FLEET = _office("fleet:write", _DESK, "Change depots, vehicles and drivers.")
READ_MONEY = _office("money:read", (*_OWNERS, Role.FINANCE), "See cash and amounts.")
WRITE_MONEY = _office("money:write", (*_OWNERS, Role.FINANCE), "Take cash in and approve.")
MANAGE_HOOKS = _office("webhooks:write", _OWNERS, "Set up webhooks.")
MANAGE_COMPANY = _office("company:write", _OWNERS, "Set the company up.", for_keys=False)
MANAGE_TEAM = _office("team:write", _OWNERS, "Invite, suspend and change people.", for_keys=False)
MANAGE_KEYS = _office("keys:write", _OWNERS, "Make and delete API keys.", for_keys=False)
USE_CONSOLE = _office("console", OFFICE_ROLES, "See the company's own words.", for_keys=False)
OWN_ACCOUNT = _office("account", ACCOUNT_ROLES, "Look after one's own account.", for_keys=False)
OWN_ORDERS = _office(
    "own-orders", (Role.MERCHANT,), "See and send in one's own orders.", for_keys=False
)
DRIVE = _office("drive", (Role.DRIVER, Role.COURIER), "Drive one's own route.", for_keys=False)
FOLLOW = _office("follow", (Role.RECIPIENT,), "Follow one's own delivery.", for_keys=False)
"""Whoever has the link of a delivery is its recipient; nobody is asked who they are."""

POLICIES = (
    READ_ORDERS,
    WRITE_ORDERS,
    READ_DAY,
    WRITE_PLANS,
    RUN_DAY,
    WORK_DEPOT,
    PRINT_LABELS,
    READ_FLEET,
    WRITE_FLEET,
    READ_MONEY,
    WRITE_MONEY,
    MANAGE_HOOKS,
    MANAGE_COMPANY,
    MANAGE_TEAM,
    MANAGE_KEYS,
    USE_CONSOLE,
    OWN_ACCOUNT,
    OWN_ORDERS,
    DRIVE,
    FOLLOW,
)


def list_rights(principal: Principal) -> list[str]:
    """Return the names of the policies that allow ``principal``."""
    return [policy.name for policy in POLICIES if policy.allows(principal)]


SCOPES = tuple(policy.name for policy in POLICIES if policy.for_keys)
"""What an API key can be given."""
