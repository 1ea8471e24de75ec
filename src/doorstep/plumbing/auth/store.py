"""Tables of tenants, accounts, sessions, codes, invitations and API keys.

What lets somebody in is kept as a hash: who reads the database cannot sign in with it.
"""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from doorstep.plumbing.db import Base, Tenanted


class TenantRow(Base):
    """One company."""

    __tablename__ = "tenants"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    timezone: Mapped[str] = mapped_column(String(64))
    currency: Mapped[str] = mapped_column(String(3))
    locale: Mapped[str] = mapped_column(String(35))
    region: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]


class AccountRow(Tenanted, Base):
    """A person who signs in with a password.

    ``totp_secret`` counts only once ``totp_step`` is set, by the first code that fitted; a code
    of that time step or an earlier one is not taken again.
    """

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(32))
    password_hash: Mapped[str] = mapped_column(String(200))
    suspended: Mapped[bool]
    totp_secret: Mapped[str] = mapped_column(String(64))
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int]
    created_at: Mapped[datetime]


class SessionRow(Tenanted, Base):
    """A signed-in browser or device, named by the SHA-256 of its token."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    principal_kind: Mapped[str] = mapped_column(String(16))
    principal_id: Mapped[str] = mapped_column(String(36), index=True)
    principal_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(32))
    device: Mapped[str] = mapped_column(String(200))
    began_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class CodeRow(Tenanted, Base):
    """A sign-in code that works once, named by the SHA-256 of the code."""

    __tablename__ = "sign_in_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    principal_kind: Mapped[str] = mapped_column(String(16))
    principal_id: Mapped[str] = mapped_column(String(36), index=True)
    principal_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(32))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class InvitationRow(Tenanted, Base):
    """A place in the team, for whoever has the link; gone once it is taken or withdrawn."""

    __tablename__ = "invitations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(32))
    invited_by: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[datetime]


class ApiKeyRow(Tenanted, Base):
    """A machine's key, named by the SHA-256 of its secret."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    prefix: Mapped[str] = mapped_column(String(16))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
