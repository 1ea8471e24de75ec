"""Write a company's journal in the forms that others read."""

import json
from collections.abc import Iterator
from typing import TextIO

from doorstep.messages.envelope import to_cloud_event
from doorstep.messages.epcis import to_epcis
from doorstep.plumbing import auth, journal
from doorstep.plumbing.invariants import Installation, list_tenant_ids
from doorstep.plumbing.journal import Entry
from doorstep.plumbing.problem import InvalidInputError
from doorstep.plumbing.unit import Unit

_PAGE = 1000


class OneTenantError(InvalidInputError):
    """It is not clear whose events are wanted."""

    code = "which_company"
    title = "It is not clear which company is meant"
    action = "Name one of them with --tenant."


def write_events(installation: Installation, tenant_id: str, form: str, file: TextIO) -> int:
    """Write events, oldest first, as "cloudevents" (JSON lines) or "epcis"; return how many.

    Raises
    ------
    OneTenantError
        There are several companies and none was named, or the named one is not there.
    """
    chosen = choose_tenant(installation, tenant_id)
    with installation.kit.read(chosen) as unit:
        if form == "epcis":
            tenant = auth.find_tenant(unit.session, chosen)
            zone = tenant.timezone if tenant else "UTC"
            document = to_epcis(chosen, zone, _entries(unit), unit.now())
            json.dump(document, file, ensure_ascii=False, indent=1)
            return len(document["epcisBody"]["eventList"])
        count = 0
        for entry in _entries(unit):
            json.dump(to_cloud_event(chosen, entry), file, ensure_ascii=False)
            file.write("\n")
            count += 1
        return count


def choose_tenant(installation: Installation, tenant_id: str) -> str:
    """Return the company that is meant: the named one, or the only one.

    Raises
    ------
    OneTenantError
        There are several and none was named, or the named one is not there.
    """
    known = list_tenant_ids(installation)
    chosen = tenant_id or (known[0] if len(known) == 1 else "")
    if chosen not in known:
        message = f"The companies are {', '.join(known) or 'none'}."
        raise OneTenantError(message)
    return chosen


def _entries(unit: Unit) -> Iterator[Entry]:
    after = 0
    while page := journal.list_entries(unit.session, after, _PAGE):
        yield from page
        after = page[-1].event.sequence
