"""Tenants, roles and the one who acts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here; ``access`` says what each may do."""

    OWNER = "owner"
    ADMIN = "admin"
    DISPATCHER = "dispatcher"
    PLANNER = "planner"
    DEPOT = "depot"
    FINANCE = "finance"
    SUPPORT = "support"
    DRIVER = "driver"
    COURIER = "courier"
    MERCHANT = "merchant"
    RECIPIENT = "recipient"
    INTEGRATION = "integration"


OFFICE_ROLES = (
    Role.OWNER,
    Role.ADMIN,
    Role.DISPATCHER,
    Role.PLANNER,
    Role.DEPOT,
    Role.FINANCE,
    Role.SUPPORT,
)
"""Those who sign in to the console with an account of their own."""

ACCOUNT_ROLES = (*OFFICE_ROLES, Role.MERCHANT)
"""Those who have an account; a merchant's shows the merchant's own orders and no more."""

MANAGING_ROLES = frozenset({Role.OWNER, Role.ADMIN})
"""Those whose account opens every other one, so only an owner hands these out."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One company on this installation.

    Parameters
    ----------
    name
        Empty until the company has been set up.
    timezone
        IANA name; screens show times in it.
    currency
        ISO 4217 code of its costs.
    locale
        BCP 47 language tag of its screens.
    region
        Name of the region it works in, or empty.
    version
        Counts its changes.
    asks_managers_twice
        Owners and administrators do nothing before they have a second factor.
    """

    id: str
    name: str
    timezone: str
    currency: str
    locale: str
    region: str = ""
    version: int = 1
    asks_managers_twice: bool = False


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: an account, a driver by the driver's id in ``fleet``, or an API key.

    Parameters
    ----------
    kind
        "account", "driver" or "key".
    scopes
        What an API key was given; nobody else has any.
    limited
        Must add a second factor before anything else.
    """

    kind: str
    id: str
    name: str
    role: Role
    tenant_id: str
    email: str = ""
    scopes: frozenset[str] = frozenset()
    limited: bool = False

    @property
    def actor(self) -> str:
        """Return the name under which events record what this one does."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who signs in.

    Parameters
    ----------
    suspended
        Kept, but not let in.
    merchant
        Whose orders a merchant's account sees; empty for everybody else.
    has_second_factor
        Signing in also asks for a code of the person's phone.
    has_password
        Not where the person only comes by the company's own sign-in.
    version
        Counts its changes.
    """

    id: str
    name: str
    email: str
    role: Role
    suspended: bool
    has_second_factor: bool
    has_password: bool
    merchant: str
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One signed-in browser or phone.

    Parameters
    ----------
    device
        What the browser says it is; as sent, so to be shown as text only.
    """

    id: str
    principal_kind: str
    principal_id: str
    principal_name: str
    device: str
    began_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """A place in the team that waits for the one who has its link."""

    id: str
    tenant_id: str
    email: str
    name: str
    role: Role
    merchant: str
    invited_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A machine's key; its secret is shown once and kept as a hash.

    Parameters
    ----------
    prefix
        How the secret begins, to tell keys apart.
    """

    id: str
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_by: str
    created_at: datetime
    last_used_at: datetime | None
