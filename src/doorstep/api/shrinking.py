"""Answers to whoever reads are sent compressed; those to changes are mostly short."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

_READING = ("GET", "HEAD")


class ShrinkMiddleware(GZipMiddleware):
    """Compresses what is read, for those who can take it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and compress its answer where that helps."""
        if scope["type"] == "http" and scope["method"] not in _READING:
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
