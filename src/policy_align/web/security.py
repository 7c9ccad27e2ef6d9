"""What stands between the page and everything else that a browser may send or load.

A page on this machine can be reached by every site that its user visits, so the server answers
only to its own names (a foreign name that resolves to this machine is DNS rebinding), takes a
POST only from its own pages, and lets its pages load nothing but its own files.
"""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_UPLOAD = 64 * 1024 * 1024
"""Largest body of a request, in bytes."""

_SAFE_METHODS = {"GET", "HEAD"}
_FOREIGN = "This request did not come from the page itself."
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names under which the server may be addressed.

    Attributes:
        names: Host names in lower case.
        any_address: Whether any IP address will do (a rebound name is never an address), or
            only those of the loopback interface.
    """

    names: frozenset[str] = frozenset({"localhost"})
    any_address: bool = False

    def know(self, header: str) -> bool:
        """Tell whether the Host header of a request names this server.

        Args:
            header: The header, with or without a port.

        Returns:
            Whether to answer.

        Example:
            >>> hosts = Hosts()
            >>> [hosts.know(name) for name in ("localhost:8010", "[::1]:8010", "evil.example")]
            [True, True, False]
        """
        name = _without_port(header.strip().lower())
        if name in self.names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.any_address or address.is_loopback


class Guard:
    """Refuse what does not come from the server's own pages; add the headers to every answer.

    Args:
        app: The application to protect.
        hosts: The names under which it may be addressed.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request and pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        app = self._refusal(scope["method"], Headers(scope=scope)) or self._app
        await app(scope, receive, send_guarded)

    def _refusal(self, method: str, headers: Headers) -> ASGIApp | None:
        if not self._hosts.know(headers.get("host", "")):
            return _refuse(421, "This server is not known by that name.")
        if method in _SAFE_METHODS:
            return _refuse(403, _FOREIGN) if _is_embedded(headers) else None
        if not _is_own(headers):
            return _refuse(403, _FOREIGN)
        length = headers.get("content-length", "")
        if not length.isascii() or not length.isdigit():
            return _refuse(411, "The length of the request is missing.")
        if int(length) > MOST_UPLOAD:
            return _refuse(413, f"More than {MOST_UPLOAD // 1024**2} MB cannot be taken at once.")
        return None


def is_token(given: object, token: str) -> bool:
    """Tell whether a form brings the token of this server."""
    return isinstance(given, str) and secrets.compare_digest(given.encode(), token.encode())


def _is_embedded(headers: Headers) -> bool:
    """Tell whether another site loads our page into its own, instead of linking to it."""
    foreign = headers.get("sec-fetch-site") == "cross-site"
    return foreign and headers.get("sec-fetch-mode") != "navigate"


def _is_own(headers: Headers) -> bool:
    """Tell whether a request that changes something comes from one of our pages.

    With the referrer policy of the pages, browsers send ``Origin: null`` with a form; where they
    do not also send ``Sec-Fetch-Site``, the token of the form alone decides.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "null")
    return origin == "null" or origin.partition("://")[2].lower() == headers["host"].lower()


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host


def _refuse(status: int, reason: str) -> ASGIApp:
    return PlainTextResponse(f"{reason}\n", status)
