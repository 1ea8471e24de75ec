"""Who is signed in, as the API says it; for accounts and drivers alike."""

from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal
from doorstep.plumbing.problem import NotSignedInError
from doorstep.plumbing.unit import Kit
from doorstep.plumbing.web import View


class ActorView(View):
    """Who is signed in."""

    kind: str
    id: str
    name: str
    email: str
    role: str


class TenantView(View):
    """The company worked for."""

    id: str
    name: str
    timezone: str
    currency: str
    locale: str
    region: str


class SessionView(View):
    """Who is signed in, for which company; ``may`` names the policies that allow them.

    Who is ``limited`` must add a second factor before anything else.
    """

    actor: ActorView
    tenant: TenantView
    may: list[str]
    limited: bool
    demo: bool


def describe_session(kit: Kit, principal: Principal, *, demo: bool) -> SessionView:
    """Return the view of ``principal``'s session.

    Raises
    ------
    NotSignedInError
        The company is gone.
    """
    with kit.database.read(None) as session:
        tenant = auth.find_tenant(session, principal.tenant_id)
    if tenant is None:
        message = "The company of this session is gone."
        raise NotSignedInError(message)
    return SessionView(
        actor=ActorView.model_validate(principal),
        tenant=TenantView.model_validate(tenant),
        may=auth.list_rights(principal),
        limited=principal.limited,
        demo=demo,
    )
