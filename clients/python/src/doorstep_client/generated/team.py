# Written by tools/python_client.py from the API description; do not edit.
"""Team: operations."""

from doorstep_client.generated.models import (
    InvitationBody,
    MemberView,
    NewInvitationView,
    RoleBody,
    SignedOutView,
    SupportBody,
    SupportView,
    SuspensionBody,
    TeamView,
)
from doorstep_client.transport import Transport


class Team:
    """Team: reach it as ``doorstep.team``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_team(
        self,
    ) -> TeamView:
        """Who is in the team. Return the company's people, by name, and who is invited."""
        answer: TeamView = self._transport.ask(
            "GET",
            "/team",
        )
        return answer

    def invite(
        self,
        body: InvitationBody,
    ) -> NewInvitationView:
        """Invite somebody. Return a link that works once, for seven days; it is not shown
        again.

        Refuses with owners_only.
        """
        answer: NewInvitationView = self._transport.ask(
            "POST",
            "/team/invitations",
            json=body,
        )
        return answer

    def withdraw(
        self,
        invitation_id: str,
    ) -> None:
        """Withdraw an invitation. Let the link work no more.

        Refuses with owners_only, not_found.
        """
        self._transport.send(
            "DELETE",
            f"/team/invitations/{self._transport.quote(invitation_id)}",
        )

    def change_role(
        self,
        account_id: str,
        body: RoleBody,
        *,
        version: int,
    ) -> MemberView:
        """Change somebody's role. Give somebody another role, from their next request on.

        Refuses with owners_only, not_found, last_owner, own_account, version_stale.
        """
        answer: MemberView = self._transport.ask(
            "PUT",
            f"/team/members/{self._transport.quote(account_id)}/role",
            json=body,
            version=version,
        )
        return answer

    def reset_second_factor(
        self,
        account_id: str,
    ) -> None:
        """Take somebody's second factor off. Take the authenticator app and the passkeys
        off somebody who has lost them.

        Refuses with owners_only, not_found, own_account.
        """
        self._transport.send(
            "POST",
            f"/team/members/{self._transport.quote(account_id)}/second-factor-reset",
        )

    def sign_out_everywhere(
        self,
        account_id: str,
    ) -> SignedOutView:
        """Sign somebody out everywhere. End all sessions of somebody, from their next
        request on.

        Refuses with not_found.
        """
        answer: SignedOutView = self._transport.ask(
            "POST",
            f"/team/members/{self._transport.quote(account_id)}/sign-out",
        )
        return answer

    def set_suspended(
        self,
        account_id: str,
        body: SuspensionBody,
        *,
        version: int,
    ) -> MemberView:
        """Suspend or readmit somebody. Keep somebody out from their next request on, or let
        them in again.

        Refuses with owners_only, not_found, last_owner, own_account, version_stale.
        """
        answer: MemberView = self._transport.ask(
            "PUT",
            f"/team/members/{self._transport.quote(account_id)}/suspension",
            json=body,
            version=version,
        )
        return answer

    def show_support_out(
        self,
    ) -> None:
        """Show support out. End all that support has open, from its next request on."""
        self._transport.send(
            "DELETE",
            "/team/support",
        )

    def let_support_in(
        self,
        body: SupportBody,
    ) -> SupportView:
        """Let support look for some hours. Return a link for somebody from outside; all
        ends at once when the time is over."""
        answer: SupportView = self._transport.ask(
            "POST",
            "/team/support",
            json=body,
        )
        return answer
