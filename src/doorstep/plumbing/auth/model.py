"""Tenants, roles and the one who acts."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; ``DRIVER`` is a person on the road with a device of their own."""

    ADMIN = "admin"
    DISPATCHER = "dispatcher"
    DRIVER = "driver"


@dataclass(frozen=True, slots=True)
class Tenant:
    """One company on this installation.

    Parameters
    ----------
    timezone
        IANA name; screens show times in it.
    currency
        ISO 4217 code of its costs.
    locale
        BCP 47 language tag of its screens.
    """

    id: str
    name: str
    timezone: str
    currency: str
    locale: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is signed in: an account, or a driver by the driver's id in ``fleet``."""

    kind: str
    id: str
    name: str
    role: Role
    tenant_id: str
    email: str = ""

    @property
    def actor(self) -> str:
        """Return the name under which events record what this one does."""
        return f"{self.kind}:{self.id}"
