"""Where messages may go: to the public internet, and to nothing behind our own door.

An address that a company types in is tried by our server, from inside the operator's network.
So it is looked up, every address behind the name is judged, and the connection is made to just
the address that was judged: a name that answers differently the second time gains nothing. This
happens when an endpoint is saved and again before each message.
"""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

Resolve = Callable[[str], Sequence[str]]
Network = IPv4Network | IPv6Network

_MAX_URL = 2000
_PORTS = frozenset({80, 443})
_LEAST_FREE_PORT = 1024
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|[0-9A-Fa-f:.]{2,45}")
# Ways to write an IPv4 address inside an IPv6 one, and networks that carry one another.
_CARRIERS = tuple(
    ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)


class RefusedTargetError(ValueError):
    """Messages may not go there; the text says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address of the web that messages may be sent to, as far as its text tells."""

    url: str
    secure: bool
    host: str
    port: int
    path: str


def resolve_by_system(host: str) -> list[str]:
    """Return the addresses behind a name as the operating system finds them.

    Raises
    ------
    OSError
        There is no such name.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges addresses.

    Parameters
    ----------
    networks
        Networks that the operator allows although they are not public.
    resolve
        Looks names up.
    """

    networks: tuple[Network, ...] = ()
    resolve: Resolve = resolve_by_system

    @classmethod
    def of(cls, networks: str, resolve: Resolve = resolve_by_system) -> "Guard":
        """Return the guard for a list of networks, separated by commas.

        Raises
        ------
        ValueError
            One of them is no network.
        """
        named = [one.strip() for one in networks.split(",") if one.strip()]
        return cls(tuple(ip_network(one) for one in named), resolve)

    def check(self, url: str, own_host: str = "") -> tuple[Target, str]:
        """Return where ``url`` leads, with one address that was judged.

        Parameters
        ----------
        own_host
            Under which name this server itself was called, or empty.

        Raises
        ------
        RefusedTargetError
            Messages may not go there.
        """
        target = _read(url)
        if own_host and target.host == urlsplit(f"//{own_host}").hostname:
            message = "That is this server itself."
            raise RefusedTargetError(message)
        try:
            addresses = list(self.resolve(target.host))
        except (OSError, UnicodeError) as error:
            message = f"The name {target.host} cannot be found."
            raise RefusedTargetError(message) from error
        if not addresses:
            message = f"The name {target.host} cannot be found."
            raise RefusedTargetError(message)
        allowed = [self._is_allowed(one) for one in addresses]
        public = [_is_public(one) for one in addresses]
        if not all(a or p for a, p in zip(allowed, public, strict=True)):
            message = f"{target.host} leads into a network that is not public."
            raise RefusedTargetError(message)
        if not target.secure and not all(allowed):
            message = "On the public internet messages go over https only."
            raise RefusedTargetError(message)
        return target, addresses[0]

    def _is_allowed(self, address: str) -> bool:
        found = _read_address(address)
        return found is not None and any(
            found.version == network.version and found in network for network in self.networks
        )


def _read(url: str) -> Target:
    if len(url) > _MAX_URL or not url.isascii() or not url.isprintable() or " " in url:
        message = "The address has characters that do not belong there, or is too long."
        raise RefusedTargetError(message)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        message = "This is no address of the web."
        raise RefusedTargetError(message) from error
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or "\\" in url:
        message = "An address begins with https:// and a name."
        raise RefusedTargetError(message)
    if "@" in parts.netloc or parts.fragment:
        message = "Names, passwords and marks do not belong into the address."
        raise RefusedTargetError(message)
    secure = parts.scheme == "https"
    port = port if port is not None else (443 if secure else 80)
    if port not in _PORTS and port < _LEAST_FREE_PORT:
        message = f"Port {port} is another service's."
        raise RefusedTargetError(message)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, secure, host.lower(), port, path)


def _read_address(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def _is_public(address: str) -> bool:
    found = _read_address(address)
    if found is None or not found.is_global:
        return False
    if found.is_multicast or found.is_reserved or found.is_unspecified:
        return False
    return not any(found.version == one.version and found in one for one in _CARRIERS)
