"""The people of a company: invite, change, suspend, sign out."""

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import Field

from doorstep.plumbing import auth
from doorstep.plumbing.auth import Account, Role
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.versions import ExpectedVersion, set_etag
from doorstep.plumbing.web import Body, StrictRoute, TeamManager, View

router = APIRouter(tags=["Team"], prefix="/team", route_class=StrictRoute)


class MemberView(View):
    """Somebody with an account."""

    id: str
    name: str
    email: str
    role: Role
    suspended: bool
    has_second_factor: bool
    merchant: str
    version: int
    created_at: datetime


class InvitationView(View):
    """A place in the team that waits for the one who has its link."""

    id: str
    email: str
    name: str
    role: Role
    merchant: str
    invited_by: str
    expires_at: datetime


class TeamView(View):
    """The company's people, and those who are invited."""

    members: list[MemberView]
    invitations: list[InvitationView]


class InvitationBody(Body):
    """Whom to invite, as what."""

    email: str = Field(max_length=320, pattern=r"^[^@\s]+@[^@\s]+$", examples=["bo@example.com"])
    name: str = Field("", max_length=200)
    role: Role = Field(strict=False)
    merchant: str = Field(
        "", max_length=200, description="For a merchant: whose orders, as the orders name them."
    )


class NewInvitationView(InvitationView):
    """An invitation with its link, shown this once; the token stands behind ``#``."""

    url: str


class RoleBody(Body):
    """The role somebody shall have."""

    role: Role = Field(strict=False)


class SuspensionBody(Body):
    """Whether somebody is kept out."""

    suspended: bool


class SupportBody(Body):
    """For how long somebody from outside may look, and why."""

    name: str = Field(min_length=1, max_length=200, pattern=r"\S", examples=["Vendor's support"])
    reason: str = Field(min_length=1, max_length=500, pattern=r"\S")
    hours: int = Field(ge=1, le=auth.MOST_SUPPORT_HOURS)


class SupportView(View):
    """A link that signs support in once, shown this once; the code stands behind ``#``."""

    url: str
    expires_at: datetime


class SignedOutView(View):
    """Of how many devices somebody was signed out."""

    devices: int


@router.get("", summary="Who is in the team")
def get_team(caller: TeamManager) -> TeamView:
    """Return the company's people, by name, and who is invited."""
    with caller.read() as unit:
        members, invitations = auth.list_accounts(unit), auth.list_invitations(unit)
    return TeamView(
        members=[MemberView.model_validate(one) for one in members],
        invitations=[InvitationView.model_validate(one) for one in invitations],
    )


@router.post("/invitations", status_code=201, summary="Invite somebody")
@refuses("owners_only")
def invite(body: InvitationBody, caller: TeamManager) -> NewInvitationView:
    """Return a link that works once, for seven days; it is not shown again."""
    with caller.write() as unit:
        made, token = auth.invite(
            unit,
            caller.principal,
            email=body.email,
            name=body.name.strip(),
            role=body.role,
            merchant=body.merchant.strip(),
        )
    plain = InvitationView.model_validate(made).model_dump()
    return NewInvitationView(**plain, url=f"/#join={token}")


@router.delete("/invitations/{invitation_id}", status_code=204, summary="Withdraw an invitation")
@refuses("not_found", "owners_only")
def withdraw(invitation_id: str, caller: TeamManager) -> None:
    """Let the link work no more."""
    with caller.write() as unit:
        auth.withdraw_invitation(unit, caller.principal, invitation_id)


@router.put("/members/{account_id}/role", summary="Change somebody's role")
@refuses("not_found", "own_account", "last_owner", "owners_only")
def change_role(
    account_id: str,
    body: RoleBody,
    caller: TeamManager,
    expected: ExpectedVersion,
    response: Response,
) -> MemberView:
    """Give somebody another role, from their next request on."""
    with caller.write() as unit:
        changed = auth.change_role(unit, caller.principal, account_id, body.role, expected)
    return _show(changed, response)


@router.put("/members/{account_id}/suspension", summary="Suspend or readmit somebody")
@refuses("not_found", "own_account", "last_owner", "owners_only")
def set_suspended(
    account_id: str,
    body: SuspensionBody,
    caller: TeamManager,
    expected: ExpectedVersion,
    response: Response,
) -> MemberView:
    """Keep somebody out from their next request on, or let them in again."""
    with caller.write() as unit:
        changed = auth.set_suspended(
            unit, caller.principal, account_id, expected, suspended=body.suspended
        )
    return _show(changed, response)


@router.post("/members/{account_id}/sign-out", summary="Sign somebody out everywhere")
@refuses("not_found")
def sign_out_everywhere(account_id: str, caller: TeamManager) -> SignedOutView:
    """End all sessions of somebody, from their next request on."""
    with caller.write() as unit:
        account = auth.get_account(unit, account_id)
        return SignedOutView(devices=auth.end_sessions_of(unit, account.id))


@router.post(
    "/members/{account_id}/second-factor-reset",
    status_code=204,
    summary="Take somebody's second factor off",
)
@refuses("not_found", "own_account", "owners_only")
def reset_second_factor(account_id: str, caller: TeamManager) -> None:
    """Take the authenticator app and the passkeys off somebody who has lost them."""
    with caller.write() as unit:
        auth.reset_second_factors(unit, caller.principal, account_id)


@router.post("/support", status_code=201, summary="Let support look for some hours")
def let_support_in(body: SupportBody, caller: TeamManager) -> SupportView:
    """Return a link for somebody from outside; all ends at once when the time is over."""
    with caller.write() as unit:
        code, expires_at = auth.let_support_in(
            unit, caller.principal, name=body.name.strip(), reason=body.reason, hours=body.hours
        )
    return SupportView(url=f"/#code={code}", expires_at=expires_at)


@router.delete("/support", status_code=204, summary="Show support out")
def show_support_out(caller: TeamManager) -> None:
    """End all that support has open, from its next request on."""
    with caller.write() as unit:
        auth.show_support_out(unit)


def _show(account: Account, response: Response) -> MemberView:
    set_etag(response, account.version)
    return MemberView.model_validate(account)
