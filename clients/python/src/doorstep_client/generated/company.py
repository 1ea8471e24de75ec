# Written by tools/python_client.py from the API description; do not edit.
"""Company: operations."""

from doorstep_client.generated.models import (
    CompanyBody,
    CompanyView,
    LooksView,
    RegionName,
    RegionView,
    RegionWish,
    SecondFactorBody,
    SetupView,
)
from doorstep_client.transport import Transport


class Company:
    """Company: reach it as ``doorstep.company``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_company(
        self,
    ) -> CompanyView:
        """The company. Return the company's name, time zone, currency, language and region."""
        answer: CompanyView = self._transport.ask(
            "GET",
            "/company",
        )
        return answer

    def change_company(
        self,
        body: CompanyBody,
        *,
        version: int,
    ) -> CompanyView:
        """Change the company. Make the company what the body says. The time zone changes
        only while no driver has a route. Windows and other agreed times stay the same
        moments; shifts and breaks keep their clock times, so plans that nobody has
        released must be made again.

        Refuses with currency_fixed, plan_in_progress, routes_open, version_stale.
        """
        answer: CompanyView = self._transport.ask(
            "PUT",
            "/company",
            json=body,
            version=version,
        )
        return answer

    def choose_region(
        self,
        body: RegionName,
    ) -> CompanyView:
        """Choose the region to work in. Load the region's streets, addresses and map, and
        work in it from now on.

        Refuses with fixed_by_demo, no_region, region_refused.
        """
        answer: CompanyView = self._transport.ask(
            "PUT",
            "/company/region",
            json=body,
        )
        return answer

    def ask_managers_twice(
        self,
        body: SecondFactorBody,
    ) -> CompanyView:
        """Ask managers for a second factor, or not. Let owners and administrators do
        nothing before they have a second factor, from now on."""
        answer: CompanyView = self._transport.ask(
            "PUT",
            "/company/second-factor",
            json=body,
        )
        return answer

    def get_looks(
        self,
        *,
        subject_id: str | None = None,
        actor: str | None = None,
        before_at: str | None = None,
    ) -> LooksView:
        """List who looked at what is personal. Return up to 500: who asked for an order, a
        proof, a plan or the drivers of a day."""
        answer: LooksView = self._transport.ask(
            "GET",
            "/looks",
            query={"subject_id": subject_id, "actor": actor, "before_at": before_at},
        )
        return answer

    def bring_region(
        self,
        body: RegionWish,
    ) -> RegionView:
        """Bring a region in from the index. Download a region by its name in the index and
        prepare it; this takes minutes.

        Refuses with fixed_by_demo, region_busy, region_refused.
        """
        answer: RegionView = self._transport.ask(
            "POST",
            "/regions",
            json=body,
        )
        return answer

    def get_setup(
        self,
    ) -> SetupView:
        """How far the set-up has come. Return what is set up and what is not.

        Refuses with no_region.
        """
        answer: SetupView = self._transport.ask(
            "GET",
            "/setup",
        )
        return answer
