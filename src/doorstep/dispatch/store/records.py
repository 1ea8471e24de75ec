"""Everything a tenant's dispatch has on record, for examining it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from doorstep.dispatch.model import Attempt, DispatchedRoute
from doorstep.dispatch.store.mapping import to_attempt, to_route
from doorstep.dispatch.store.tables import AttemptRow, CommandRow, FileRow, RouteRow


@dataclass(frozen=True, slots=True)
class AppliedCommand:
    """A driver's command that was applied, and to which route."""

    driver_id: str
    command_id: str
    route_id: str


def list_all_routes(session: Session) -> list[DispatchedRoute]:
    """Return every route, recalled ones too, in the order of their release."""
    rows = session.scalars(select(RouteRow).order_by(RouteRow.released_at, RouteRow.id))
    return [to_route(row) for row in rows]


def list_attempts(session: Session) -> list[Attempt]:
    """Return every attempt in the order in which they were recorded."""
    rows = session.scalars(select(AttemptRow).order_by(AttemptRow.recorded_at, AttemptRow.id))
    return [to_attempt(row) for row in rows]


def list_commands(session: Session) -> list[AppliedCommand]:
    """Return every applied command."""
    rows = session.execute(
        select(CommandRow.driver_id, CommandRow.command_id, CommandRow.route_id)
    )
    return [AppliedCommand(*row) for row in rows]


def list_files(session: Session) -> list[tuple[str, int]]:
    """Return the name and size of every uploaded file, and of the copy that is shown of it."""
    rows = session.execute(
        select(FileRow.sha256, FileRow.size, FileRow.shown_sha256, FileRow.shown_size)
    )
    return [pair for sent, size, shown, less in rows for pair in ((sent, size), (shown, less))]
