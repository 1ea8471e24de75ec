"""PostgreSQL keeps tenants apart by itself: row-level security on every table that has them.

Each transaction says whose it is (``doorstep.tenant``), and the database shows and takes only
that tenant's rows, whatever a query forgets. A connection that says nothing sees nothing. Work
that is about no tenant in particular, such as looking a session up by its token, says so.
"""

from http import HTTPStatus

from sqlalchemy import Connection, text

from doorstep.plumbing.problem import DoorstepError

SETTING = "doorstep.tenant"
"""Holds the tenant's id for the length of a transaction."""
EVERY_TENANT = "*"
"""What a transaction says that is about no tenant in particular."""

_POLICY = "only_its_tenant"
_TENANT_COLUMNS = """
    select c.table_name, c.column_name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
      and (c.column_name = 'tenant_id' or (c.table_name = 'tenants' and c.column_name = 'id'))
    order by c.table_name
"""
_LOOKS_PAST = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"


class DatabaseUserTooStrongError(DoorstepError):
    """PostgreSQL would show this user the rows of every company, whatever is set."""

    code = "database_user_too_strong"
    status = HTTPStatus.CONFLICT
    title = "The database user may see too much"
    action = "Use one that is no superuser and has no BYPASSRLS, and owns its database."


def secure_rows(connection: Connection) -> None:
    """Put the policy on every table that has tenants and lacks it; harmless to do again."""
    for table, column in connection.execute(text(_TENANT_COLUMNS)).all():
        if connection.scalar(
            text("select 1 from pg_policy where polname = :name and polrelid = to_regclass(:t)"),
            {"name": _POLICY, "t": f'"{table}"'},
        ):
            continue
        # Forced: its owner, who is us, is held to it as well.
        for what in ("enable row level security", "force row level security"):
            connection.execute(text(f'alter table "{table}" {what}'))
        whose = f"current_setting('{SETTING}', true) in (\"{column}\", '{EVERY_TENANT}')"
        connection.execute(text(f'create policy {_POLICY} on "{table}" using ({whose})'))


def require_ordinary_user(connection: Connection) -> None:
    """Refuse a user whom row-level security does not hold.

    Raises
    ------
    DatabaseUserTooStrongError
        It is a superuser, or has BYPASSRLS.
    """
    if connection.scalar(text(_LOOKS_PAST)):
        message = "The user of DOORSTEP_DATABASE_URL is not held by row-level security."
        raise DatabaseUserTooStrongError(message)
