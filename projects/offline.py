# SPDX-License-Identifier: MIT
"""Refuses Internet sockets in this process: nothing leaves the laptop. Local sockets (the desktop's bus) stay open."""

from __future__ import annotations

import sys

_installed: list[bool] = []


class NetworkRefused(RuntimeError):
    """Some code tried to reach a network. The program never does: this is a bug, and it is stopped here."""


def refuse_network() -> None:
    """From now on this process refuses AF_INET and AF_INET6 sockets and name look-ups. It cannot be undone."""
    if not _installed:
        _installed.append(True)
        sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.__new__":
        import socket  # socket: not at start

        if args[1] in (socket.AF_INET, socket.AF_INET6):
            raise NetworkRefused("no network")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        raise NetworkRefused("no network")
