"""API keys of machines that act on a company's behalf."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import Field

from doorstep.plumbing import auth
from doorstep.plumbing.auth import access
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Body, KeyManager, StrictRoute, View

router = APIRouter(tags=["API keys"], prefix="/api-keys", route_class=StrictRoute)


class ApiKeyBody(Body):
    """What the key is for and what it may do."""

    name: str = Field(min_length=1, max_length=200, examples=["Web shop"])
    scopes: list[str] = Field(min_length=1, max_length=50, examples=[["orders:write"]])


class ApiKeyView(View):
    """A key; ``prefix`` is how its secret begins."""

    id: str
    name: str
    prefix: str
    scopes: list[str]
    created_by: str
    created_at: datetime
    last_used_at: datetime | None


class NewApiKeyView(ApiKeyView):
    """A new key with its secret, shown this once."""

    secret: str


class ScopeView(View):
    """What a key can be given."""

    name: str
    meaning: str


class ApiKeysView(View):
    """The company's keys, the newest first, and what a key can be given."""

    items: list[ApiKeyView]
    scopes: list[ScopeView]


@router.get("", summary="List the API keys")
def list_keys(caller: KeyManager) -> ApiKeysView:
    """Return the company's keys without their secrets."""
    with caller.read() as unit:
        keys = auth.list_api_keys(unit)
    return ApiKeysView(
        items=[ApiKeyView.model_validate(key) for key in keys],
        scopes=[
            ScopeView(name=policy.name, meaning=policy.meaning)
            for policy in access.POLICIES
            if policy.for_keys
        ],
    )


@router.post("", status_code=201, summary="Make an API key")
def create_key(body: ApiKeyBody, caller: KeyManager) -> NewApiKeyView:
    """Return a key with its secret, which is not shown again."""
    with caller.write() as unit:
        key, secret = auth.create_api_key(
            unit, caller.principal, name=body.name.strip(), scopes=body.scopes
        )
    return NewApiKeyView(**ApiKeyView.model_validate(key).model_dump(), secret=secret)


@router.delete("/{key_id}", status_code=204, summary="Delete an API key")
@refuses("not_found")
def delete_key(key_id: str, caller: KeyManager) -> None:
    """Let the key work no more, from its next request on."""
    with caller.write() as unit:
        auth.delete_api_key(unit, key_id)
