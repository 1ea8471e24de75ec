"""Who is there and what they may do: tenants, accounts, sessions, one-time codes, roles."""

from doorstep.plumbing.auth.model import Principal, Role, Tenant
from doorstep.plumbing.auth.service import (
    CODE_LIFETIME,
    SESSION_LIFETIME,
    check_password,
    create_account,
    create_tenant,
    end_session,
    find_account_id,
    find_principal,
    find_tenant,
    issue_code,
    redeem_code,
    start_session,
)

__all__ = [
    "CODE_LIFETIME",
    "SESSION_LIFETIME",
    "Principal",
    "Role",
    "Tenant",
    "check_password",
    "create_account",
    "create_tenant",
    "end_session",
    "find_account_id",
    "find_principal",
    "find_tenant",
    "issue_code",
    "redeem_code",
    "start_session",
]
