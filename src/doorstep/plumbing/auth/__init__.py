"""Who is there and what they may do: tenants, accounts, sessions, one-time codes, roles."""

from doorstep.plumbing.auth.model import Principal, Role, Tenant
from doorstep.plumbing.auth.service import (
    CODE_LIFETIME,
    SESSION_LIFETIME,
    create_account,
    create_tenant,
    end_session,
    find_account_id,
    find_principal,
    find_tenant,
    issue_code,
    redeem_code,
    sign_in,
)

__all__ = [
    "CODE_LIFETIME",
    "SESSION_LIFETIME",
    "Principal",
    "Role",
    "Tenant",
    "create_account",
    "create_tenant",
    "end_session",
    "find_account_id",
    "find_principal",
    "find_tenant",
    "issue_code",
    "redeem_code",
    "sign_in",
]
