# SPDX-License-Identifier: MIT
"""Limits of a helper process: memory, network, starting programs, writing files."""

from __future__ import annotations

import sys

_SOCKETS = ("connect", "bind", "getaddrinfo", "getnameinfo", "gethostbyname", "gethostbyaddr", "sendto", "__new__")
_FILES = ("remove", "rename", "rmdir", "mkdir", "link", "symlink", "truncate", "chmod", "chown")
_PROGRAMS = ("system", "exec", "posix_spawn", "spawn", "fork", "forkpty")
_FORBIDDEN = frozenset(
    [f"socket.{name}" for name in _SOCKETS]
    + [f"os.{name}" for name in (*_FILES, *_PROGRAMS)]
    + ["subprocess.Popen", "shutil.rmtree", "shutil.move", "shutil.copyfile", "pickle.find_class"]
)
_DEVICES = frozenset(("/dev/null", "nul", "NUL"))


def limit_memory(size: int) -> None:
    """At most `size` bytes of data for this process (0: no limit), and no dump of its memory.

    By resource limits (Linux, macOS) or a job object (Windows), which also keeps it from starting another process.
    """
    if sys.platform == "win32":
        from projects.workers import windows_walls  # more of the program: not at start

        windows_walls.limit_memory(size)
        return
    import resource  # POSIX alone has it

    for name in ("RLIMIT_DATA", "RLIMIT_CORE"):
        limit = 0 if name == "RLIMIT_CORE" else size
        kind = getattr(resource, name, None)
        if kind is None or (name == "RLIMIT_DATA" and not size):
            continue
        _, hard = resource.getrlimit(kind)
        wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(kind, (wanted, hard))
        except (ValueError, OSError):
            continue  # some systems name a limit they do not have


def leave_network() -> None:
    """Move this process into a network of its own that has no way out, where the system lets a user do that (Linux)."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # ctypes: not at start

    new_user, new_network = 0x10000000, 0x40000000
    ctypes.CDLL(None, use_errno=True).unshare(new_user | new_network)  # where it fails, `forbid` still stands


def forbid() -> None:
    """From now on this process reads files and talks on its pipe; everything else raises PermissionError."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"a helper process may not do this: {event}")
    if event == "open" and len(arguments) > 1 and _writes(arguments) and arguments[0] not in _DEVICES:
        raise PermissionError("a helper process may not write files")


def _writes(arguments: tuple[object, ...]) -> bool:
    if isinstance(arguments[0], int):
        return False  # a pipe that is open already
    mode = arguments[1]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    flags = arguments[2] if len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & 0x3)  # O_WRONLY, O_RDWR
