# SPDX-License-Identifier: MIT
"""Runs a folder of hostile files against its manifest.json and prints what fell short.

Every file meets a process of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from projects.hostile_file_job import IMPORTERS as KNOWN
from projects.imported.problems import import_problem
from projects.intake.import_process import MEMORY, SECONDS
from projects.workers.host_process import run_job
from projects.workers.problems import JobError, WorkerProblem
from wording import Message, Problem, msg, render

_AT_ONCE = 2


@dataclass(frozen=True)
class HostileFileOutcome:
    """What came of one file: "error", "warn", "import", "crash" or "absent", and whether its check holds."""

    file: str
    expected: str
    happened: str
    met: bool


def try_hostile_files(folder: Path, out: TextIO, language: str) -> bool:
    """Print the counts and each file that fell short; True when none did. Raises ImportProblem without a manifest."""
    entries = _manifest(folder)
    before = _listing(folder)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        outcomes = list(pool.map(lambda entry: try_file(folder, entry), entries))
    unchanged = _listing(folder) == before
    for line in _lines(outcomes, unchanged):
        print(render(line, language), file=out)
    return unchanged and all(outcome.met or outcome.happened == "absent" for outcome in outcomes)


def _lines(outcomes: list[HostileFileOutcome], unchanged: bool) -> Iterator[Message]:
    for outcome in outcomes:
        if outcome.happened == "absent":
            yield msg("importing.hostile.absent", file=_printable(outcome.file))
    for outcome in outcomes:
        if not outcome.met and outcome.happened != "absent":
            args = {"expected": outcome.expected, "happened": outcome.happened}
            yield msg("importing.hostile.short", file=_printable(outcome.file), **args)
    if not unchanged:
        yield msg("importing.hostile.changed")
    absent = sum(1 for outcome in outcomes if outcome.happened == "absent")
    met = sum(1 for outcome in outcomes if outcome.met)
    yield msg(
        "importing.hostile.summary", files=len(outcomes), met=met, absent=absent, short=len(outcomes) - met - absent
    )


def try_file(folder: Path, entry: dict[str, Any]) -> HostileFileOutcome:
    """One file through the importer its manifest names."""
    name, expected, importer = entry["file"], entry["expect"], entry["importer"]
    if importer not in KNOWN:
        return HostileFileOutcome(name, expected, "absent", False)
    check = entry.get("check") or {}
    arguments = {"importer": importer, "path": str((folder / name).absolute()), "check": check}
    try:
        found = run_job("hostile_file", arguments, None, SECONDS, MEMORY, processor_time=True).value
    except WorkerProblem:
        return HostileFileOutcome(name, expected, "error", expected in ("error", "any"))
    except Problem:
        return HostileFileOutcome(name, expected, "error", expected in ("error", "any"))
    except JobError as error:
        return HostileFileOutcome(name, expected, f"crash: {error}", False)
    happened = "warn" if found["warned"] else "import"
    wrong = [key for key, value in check.items() if found.get(key) != value]
    if wrong:
        return HostileFileOutcome(name, expected, f"{happened}, {', '.join(wrong)} differs", False)
    return HostileFileOutcome(
        name, expected, happened, expected == "any" or expected == happened or (expected == "import")
    )


def _manifest(folder: Path) -> list[dict[str, Any]]:
    try:
        entries = json.loads((folder / "manifest.json").read_text("utf-8"))
        assert all({"file", "importer", "expect"} <= set(entry) for entry in entries)
    except (OSError, ValueError, AssertionError, TypeError) as error:
        raise import_problem("no_manifest", file=folder.name) from error
    return list(entries)


def _listing(folder: Path) -> list[tuple[str, int]]:
    return sorted((file.name, file.stat().st_size) for file in folder.iterdir())


def _printable(name: str) -> str:
    """A file name on one line, without letters that turn the line around."""
    return "".join(letter if letter.isprintable() else "�" for letter in name)
