"""Headers that keep pages from loading or being framed by anything foreign."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Workers from blob: and inline styles are what MapLibre and Svelte's transitions need.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; "
    "script-src 'self'; "
    "worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "connect-src 'self'; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'"
)
# The driver's app reads labels in WebAssembly where the phone cannot; only it may compile some.
_DRIVER_POLICY = CONTENT_SECURITY_POLICY.replace(
    "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
)

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def _as_sent(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


# Written out once: they are on every answer.
_ELSEWHERE = _as_sent(_HEADERS)
_FOR_DRIVERS = _as_sent({**_HEADERS, "Content-Security-Policy": _DRIVER_POLICY})


def add_security_headers(headers: list[tuple[bytes, bytes]], path: str) -> None:
    """Add to an answer's headers those that it does not set itself."""
    there = {name.lower() for name, _ in headers}
    ours = _FOR_DRIVERS if path.startswith("/driver") else _ELSEWHERE
    headers.extend(one for one in ours if one[0] not in there)


class SecurityHeadersMiddleware:
    """Adds the headers to every answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message.get("headers", ()))
                add_security_headers(headers, scope["path"])
            await send(message)

        await self._app(scope, receive, send_with_headers)
