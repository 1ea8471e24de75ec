"""Tables of tenants, accounts, sessions, codes, invitations and API keys.

What lets somebody in is kept as a hash: who reads the database cannot sign in with it.
"""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text
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
    asks_managers_twice: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int]


class AccountRow(Tenanted, Base):
    """A person who signs in.

    ``totp_secret`` is sealed with the server's key. It counts only once ``totp_step`` is set, by
    the first code that fitted; a code of that time step or an earlier one is not taken again.
    Without a password (``password_hash`` empty) the person comes by a passkey or the company's
    own sign-in, which knows them as ``oidc_subject``. ``merchant`` is whose orders a merchant's
    account sees.
    """

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(32))
    password_hash: Mapped[str] = mapped_column(String(200))
    suspended: Mapped[bool]
    totp_secret: Mapped[str] = mapped_column(String(200))
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    oidc_subject: Mapped[str | None] = mapped_column(String(300), unique=True)
    merchant: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int]
    created_at: Mapped[datetime]


class PasskeyRow(Tenanted, Base):
    """A passkey (WebAuthn credential) of an account: its public half."""

    __tablename__ = "passkeys"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCodeRow(Tenanted, Base):
    """A code that stands in once for a lost phone, named by its SHA-256; used ones are gone."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)


class SessionRow(Tenanted, Base):
    """A signed-in browser or device, named by the SHA-256 of its token.

    A ``limited`` one may only add the second factor that the company asks for.
    """

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    principal_kind: Mapped[str] = mapped_column(String(16))
    principal_id: Mapped[str] = mapped_column(String(36), index=True)
    principal_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(32))
    device: Mapped[str] = mapped_column(String(200))
    limited: Mapped[bool] = mapped_column(default=False)
    began_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class CodeRow(Tenanted, Base):
    """A sign-in code that works once, named by the SHA-256 of the code.

    ``session_until`` is when the session it opens ends, where that is sooner than others do.
    """

    __tablename__ = "sign_in_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    principal_kind: Mapped[str] = mapped_column(String(16))
    principal_id: Mapped[str] = mapped_column(String(36), index=True)
    principal_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(32))
    expires_at: Mapped[datetime]
    session_until: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class InvitationRow(Tenanted, Base):
    """A place in the team, for whoever has the link; gone once it is taken or withdrawn."""

    __tablename__ = "invitations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(32))
    merchant: Mapped[str] = mapped_column(String(200), default="")
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
