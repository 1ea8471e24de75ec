"""Sign in with the company's own provider: OpenID Connect Core 1.0, code flow with PKCE.

The provider is the one the operator has set, found by its discovery document. It proves an e-mail
address, no more: whoever has no account under it and was not invited stays outside.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx2
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from doorstep.plumbing.auth.accounts import to_principal
from doorstep.plumbing.auth.errors import NotInvitedError, ProviderRefusedError
from doorstep.plumbing.auth.invitations import accept_invitation_of, find_tenant_of_invited
from doorstep.plumbing.auth.model import Principal
from doorstep.plumbing.auth.store import AccountRow
from doorstep.plumbing.scoping import ANY_TENANT
from doorstep.plumbing.unit import Kit

_PATIENCE_S = 10.0
_LEEWAY_S = 60
_LARGEST_ANSWER = 256 * 1024
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""No shared secrets, and above all not "none"."""
_KIND = "sign-in elsewhere"
_SECRET_BYTES = 32
_EVERY = {ANY_TENANT: True}


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people sign in, as the operator has set it.

    Parameters
    ----------
    secret
        Of Doorstep at the provider; empty for a public client.
    redirect_url
        Where the provider sends the browser back to.
    """

    issuer: str
    client_id: str
    secret: str
    redirect_url: str


@dataclass(frozen=True, slots=True)
class _Asked:
    nonce: str
    verifier: str
    redirect_url: str


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom the provider knows: its own name for them, and an address it has checked."""

    subject: str
    email: str
    name: str


def begin(kit: Kit, provider: Provider) -> tuple[str, str]:
    """Return the provider's address to send the browser to, and the state it comes back with.

    Raises
    ------
    ProviderRefusedError
        The provider cannot be reached.
    """
    asked = _Asked(_random(kit), _random(kit), provider.redirect_url)
    state = kit.pending.put(_KIND, asked, kit.wall, kit.rng)
    challenge = hashlib.sha256(asked.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_url,
        "scope": "openid email profile",
        "state": state,
        "nonce": asked.nonce,
        "code_challenge": _unpadded(challenge),
        "code_challenge_method": "S256",
    }
    with _client() as client:
        address = _discover(client, provider)["authorization_endpoint"]
    mark = "&" if "?" in address else "?"
    return f"{address}{mark}{urlencode(query)}", state


def finish(kit: Kit, provider: Provider, state: str, code: str) -> Proven:
    """Trade the provider's code for who came, having checked all it says.

    Raises
    ------
    ProviderRefusedError
        The state is unknown, the provider refuses, or what it says does not hold.
    """
    from joserfc import jwt  # noqa: PLC0415 -- only for those who sign in elsewhere
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    asked: _Asked | None = kit.pending.take(_KIND, state, kit.wall)
    if asked is None:
        message = "This sign-in was not begun here, or too long ago."
        raise ProviderRefusedError(message)
    with _client() as client:
        found = _discover(client, provider)
        token = _trade(client, found["token_endpoint"], provider, asked, code)
        keys = _ask(client, "GET", found["jwks_uri"])
    try:
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)  # type: ignore[arg-type] # checked within
        now_s = int(kit.wall.now().timestamp())
        jwt.JWTClaimsRegistry(
            now=now_s,
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": asked.nonce},
        ).validate(read.claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        message = f"What the provider says does not hold: {type(error).__name__}."
        raise ProviderRefusedError(message) from error
    return _proven(read.claims, provider)


def sign_in(kit: Kit, proven: Proven, issuer: str) -> Principal:
    """Return who that is here: by their account, or by an invitation, which is used up.

    Raises
    ------
    NotInvitedError
        There is neither, or the account is suspended.
    """
    subject = f"{issuer}#{proven.subject}"
    with kit.database.write(None) as session:
        row = _find_account(session, subject, proven.email)
        if row is not None:
            if row.suspended:
                message = "This account is suspended."
                raise NotInvitedError(message, action="Ask an administrator of your company.")
            row.oidc_subject = subject
            return to_principal(row)
        tenant_id = find_tenant_of_invited(session, kit.wall, proven.email)
    if tenant_id is not None:
        with kit.write(tenant_id, f"oidc:{proven.email}"[:80]) as unit:
            joined = accept_invitation_of(unit, proven.email, name=proven.name)
        if joined is not None:
            with kit.database.write(None) as session:
                row = _find_account(session, subject, proven.email)
                if row is not None:
                    row.oidc_subject = subject
            return joined
    message = "There is no account and no invitation for the address that the provider proved."
    raise NotInvitedError(message)


def _find_account(session: Session, subject: str, email: str) -> AccountRow | None:
    """Return the account the provider knows, or one of the address that it knows nobody for."""
    rows = session.scalars(
        select(AccountRow).where(
            or_(AccountRow.oidc_subject == subject, AccountRow.email == email)
        ),
        execution_options=_EVERY,
    ).all()
    for row in rows:
        if row.oidc_subject == subject:
            return row
    # An address that changed hands at the provider does not open the account of who had it.
    return next((row for row in rows if row.oidc_subject is None), None)


def _proven(claims: dict[str, Any], provider: Provider) -> Proven:
    email, audience = claims.get("email"), claims.get("aud")
    is_shared = isinstance(audience, list) and len(audience) > 1
    if is_shared and claims.get("azp") != provider.client_id:
        message = "What the provider says is meant for somebody else."
        raise ProviderRefusedError(message)
    if not isinstance(email, str) or "@" not in email or claims.get("email_verified") is not True:
        message = "The provider has not checked the e-mail address."
        raise ProviderRefusedError(message)
    name = claims.get("name")
    shown = name if isinstance(name, str) and name.strip() else email.partition("@")[0]
    return Proven(str(claims["sub"]), email.strip().lower()[:320], shown.strip()[:200])


def _trade(
    client: httpx2.Client, address: str, provider: Provider, asked: _Asked, code: str
) -> str:
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": asked.redirect_url,
        "client_id": provider.client_id,
        "code_verifier": asked.verifier,
    }
    if provider.secret:
        body["client_secret"] = provider.secret
    token = _ask(client, "POST", address, body).get("id_token")
    if not isinstance(token, str):
        message = "The provider gave no ID token."
        raise ProviderRefusedError(message)
    return token


def _discover(client: httpx2.Client, provider: Provider) -> dict[str, Any]:
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    found = _ask(client, "GET", address)
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    # RFC 8414, section 3.3: a document of another issuer is a mix-up.
    if found.get("issuer") != provider.issuer or not all(
        isinstance(found.get(name), str) for name in names
    ):
        message = "The provider's description is not its own, or is not whole."
        raise ProviderRefusedError(message)
    return found


def _ask(
    client: httpx2.Client, method: str, address: str, body: dict[str, str] | None = None
) -> dict[str, Any]:
    try:
        answer = client.request(method, address, data=body)
        answer.raise_for_status()
        if len(answer.content) > _LARGEST_ANSWER:
            message = "The provider says too much."
            raise ProviderRefusedError(message)
        said = answer.json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        message = f"The provider cannot be asked: {type(error).__name__}."
        raise ProviderRefusedError(message) from error
    if not isinstance(said, dict):
        message = "The provider says nothing that can be read."
        raise ProviderRefusedError(message)
    return said


def _client() -> httpx2.Client:
    return httpx2.Client(timeout=_PATIENCE_S, follow_redirects=False, trust_env=False)


def _random(kit: Kit) -> str:
    return _unpadded(kit.rng.random_bytes(_SECRET_BYTES))


def _unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
