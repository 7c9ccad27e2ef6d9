"""The server process: where it listens, how it starts and how it ends."""

from __future__ import annotations

import errno
import ipaddress
import socket
from typing import TYPE_CHECKING

import uvicorn

from policy_align.errors import InputError
from policy_align.web.application import create_app
from policy_align.web.security import Hosts

if TYPE_CHECKING:
    from collections.abc import Callable

    from policy_align.web.library import Library

_BACKLOG = 256
_GRACE = 2
_LAST_PORT = 65535


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host name or address.

    Args:
        host: A name or an IP address.

    Returns:
        Whether it is ``localhost`` or a loopback address.

    Example:
        >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
        (True, True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_socket(host: str, port: int) -> socket.socket:
    """Listen at an address.

    Args:
        host: Host name or address.
        port: Port; 0 for any free one.

    Returns:
        The socket.

    Raises:
        InputError: If that is not possible, such as when the port is in use.
    """
    if not 0 <= port <= _LAST_PORT:
        raise InputError(f"port {port}", "there is no such port", "use 1 to 65535, or 0 for any")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        where = f"{host}:{port}"
        if error.errno == errno.EADDRINUSE:
            raise InputError(
                where, "another program uses this port", "choose one with --port, or 0 for any"
            ) from error
        reason = error.strerror or str(error)
        raise InputError(
            where, f"cannot listen there ({reason})", "choose another --host or --port"
        ) from error
    # Connections inherit this; else head and body of an answer wait 40 ms for each other.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def serve(library: Library, listener: socket.socket, announce: Callable[[str], None]) -> None:
    """Answer until the user stops the program.

    Args:
        library: The corpus to be looked up.
        listener: The socket on which to answer; it is closed at the end.
        announce: Called with the address of the page when it can be opened.
    """
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    with listener:
        app = create_app(library, _hosts(host))
        config = uvicorn.Config(
            app,
            log_level="critical",
            access_log=False,
            server_header=False,
            lifespan="on",
            ws="none",
            timeout_graceful_shutdown=_GRACE,
        )
        announce(f"http://{shown}:{port}/")
        uvicorn.Server(config).run(sockets=[listener])


def _hosts(host: str) -> Hosts:
    if is_loopback(host):
        return Hosts()
    own = {"localhost", socket.gethostname().lower(), socket.getfqdn().lower()}
    return Hosts(frozenset(own), any_address=True)
