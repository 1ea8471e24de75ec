"""Count the day from the journal."""

from datetime import date

from doorstep.insight.numbers import KINDS, DayNumbers, count_day
from doorstep.plumbing import auth, journal
from doorstep.plumbing.unit import Unit


def get_numbers(unit: Unit, service_on: date) -> DayNumbers:
    """Return the day's numbers as the journal tells them."""
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    events = journal.list_of_day(unit.session, KINDS, service_on)
    return count_day(service_on, tenant.currency if tenant else "", events)
