# SPDX-License-Identifier: MIT
"""The walls around a helper process: what it may read, and that it starts nothing, reaches nothing, writes nothing.

On Linux the kernel holds them (Landlock, seccomp), on Windows a job object and a low-integrity token. Where the system
has none, Python's own hook (`limits.forbid`) still refuses what libraries ask for through Python, and that is said.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from projects.workers import landlock, seccomp

# What the C library, Python and number libraries read of the system: libraries, time zones, the number of processors.
_SYSTEM = (
    "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/dev/null", "/dev/urandom", "/dev/random",
    "/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo", "/nix/store",
)  # fmt: skip
_LOOKED_UP = (".csv", ".xml", ".geojson", ".json")  # what a form reads beside it
_MOST_BESIDE = 500


def available() -> tuple[str, ...]:
    """The walls this system has: of "landlock", "seccomp", "job", "token"; none where Python's hook stands alone."""
    if sys.platform == "win32":
        return ("job", "token")
    found = (("landlock", landlock.version() > 0), ("seccomp", seccomp.is_available()))
    return tuple(name for name, there in found if there)


def close_in(inputs: Iterable[Path]) -> None:
    """Put the walls up around this process, before any thread is started; `inputs` can be read besides the program."""
    if sys.platform == "win32":
        from projects.workers import windows_walls  # more of the program: not at start

        windows_walls.lower_integrity()
        return
    if seccomp.give_up_privileges():
        landlock.read_only([*program_places(), *inputs])
        seccomp.filter_calls()


def program_places() -> Iterator[Path]:
    """The interpreter, its environment, the program, and what they read of the system."""
    kinds = ("stdlib", "platstdlib", "purelib", "platlib")
    bases = {sysconfig.get_path(kind) for kind in kinds} | {os.path.join(sys.base_prefix, "lib"), sys.prefix}
    entries = (entry for entry in sys.path if entry and os.path.isabs(entry))
    for place in (*_SYSTEM, *sorted(bases), *entries):
        yield Path(place)


def inputs_of(arguments: Mapping[str, object]) -> list[Path]:
    """The files and folders that a job may read: its arguments `path`, `form` and the list `files`, all absolute.

    One rule for each, none for the folder a file lies in. A form may look things up in files beside it, a SAS
    file's labels lie in its catalogue, the texts of an unzipped REFI-QDA project in its folder Sources.
    """
    files = arguments.get("files")
    named = [arguments.get("path"), arguments.get("form"), *(files if isinstance(files, (list, tuple)) else ())]
    found = [Path(value) for value in named if isinstance(value, str) and os.path.isabs(value)]
    for path in list(found):
        if path.suffix.lower() == ".sas7bdat":
            found += [path.with_suffix(suffix) for suffix in (".sas7bcat", ".SAS7BCAT")]
        if path.suffix.lower() == ".qde":
            found += [path.with_name(name) for name in ("Sources", "sources") if not path.with_name(name).is_symlink()]
    for form in [arguments.get("form"), arguments.get("path") if arguments.get("importer") == "xlsform" else None]:
        if isinstance(form, str) and os.path.isabs(form):
            found += _lookup_files(Path(form))
    return found


def _lookup_files(form: Path) -> list[Path]:
    if form.is_dir():
        return []
    try:
        files = [path for path in sorted(form.parent.iterdir()) if path.suffix.lower() in _LOOKED_UP]
    except OSError:
        return []
    return files[:_MOST_BESIDE]
