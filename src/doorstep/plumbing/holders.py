"""Who holds a session's token or a key's secret, asked anew for each request.

Requests that come at the same time are answered by one query each; nothing is remembered, so
whoever was signed out or suspended is nobody at their next request.
"""

from collections.abc import Sequence

from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal
from doorstep.plumbing.gathering import Gathering
from doorstep.plumbing.unit import Kit


class Holders:
    """Finds those who call the routes of one process."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._gathering = Gathering[str, Principal | None](self.find_all)

    async def find(self, token: str) -> Principal | None:
        """Return who holds the token, or none when nobody does any more."""
        return await self._gathering.ask(token)

    def find_all(self, tokens: Sequence[str]) -> list[Principal | None]:
        """Return who holds each of the tokens."""
        kit = self._kit
        secrets = {token for token in tokens if token.startswith(auth.KEY_MARK)}
        with kit.database.read(None) as session:
            holders = auth.find_principals(session, kit.wall, set(tokens) - secrets)
            keys = auth.find_key_holders(session, secrets)
        stale = {key.id for _, key in keys.values() if auth.is_use_stale(key, kit.wall)}
        if stale:
            with kit.database.write(None) as session:
                for key_id in stale:
                    auth.note_use(session, kit.wall, key_id)
        holders |= {secret: principal for secret, (principal, _) in keys.items()}
        return [holders.get(token) for token in tokens]
