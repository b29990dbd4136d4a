# SPDX-License-Identifier: MIT
"""Crash reports kept on this computer: where the program failed and in which versions. Never a value of the data.

The words of an exception may quote data, so only its type is kept. Nothing is sent.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
import traceback
from importlib import metadata
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("protection-workbench", "PySide6-Essentials", "pandas", "pyarrow", "numpy", "spacy", "sqlcipher3")


def report_folder() -> Path:
    """The folder that holds the reports of this user."""
    import platformdirs  # platformdirs, 20 ms: not at start

    return Path(platformdirs.user_state_dir("protection-workbench", appauthor=False)) / "reports"


def save_report(bug: BaseException, folder: Path | None = None) -> Path:
    """Write the report, readable by this user only. Returns its file."""
    target = folder or report_folder()
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = dt.datetime.now()
    file = target / f"report-{now:%Y%m%d-%H%M%S-%f}.txt"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(report_text(bug, now))
    return file


def report_text(bug: BaseException, now: dt.datetime) -> str:
    """What the report says: types of the exceptions, the lines of code they passed, versions."""
    lines = [f"Protection Workbench, {now:%Y-%m-%d %H:%M}", f"Python {sys.version.split()[0]}, {platform.platform()}"]
    lines += [f"{name} {_version(name)}" for name in _PACKAGES]
    seen: BaseException | None = bug
    while seen is not None:
        lines += ["", f"{type(seen).__module__}.{type(seen).__qualname__}"]
        lines += [f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}" for frame in _frames(seen)]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines) + "\n"


def _frames(bug: BaseException) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(bug.__traceback__))


def _place(filename: str) -> str:
    """The file without the folders of this user's computer."""
    path = Path(filename)
    if path.is_relative_to(_ROOT):
        return path.relative_to(_ROOT).as_posix().rpartition("site-packages/")[2]
    return "/".join(path.parts[-2:])


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
