# SPDX-License-Identifier: MIT
"""Runs a folder of hostile files against its manifest.json and prints what fell short.

Every file meets a process of its own: `job_hostile_file` runs there, and no value leaves it but those asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from projects.exchange.codebook_files import read_exchange
from projects.imported.problems import import_problem
from projects.imported.records import ImportedTable, Severity
from projects.intake.import_process import MEMORY, SECONDS, without_pandas
from projects.intake.survey_import import import_survey
from projects.interviews.transcript_reading import read_transcript
from projects.readers.tabular.reader_selection import read_form
from projects.workers.host_process import run_job
from projects.workers.problems import JobError, WorkerProblem
from wording import Message, Problem, Progress, msg, render

_AT_ONCE = 2
_USUAL = ("no_design", "unit_", "identifiers", "special_choices", "user_missing")


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
    if importer not in IMPORTERS:
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


def job_hostile_file(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """`arguments`: importer, path, check (what to compare). Returns warned, and the things the check asks for."""
    return IMPORTERS[arguments["importer"]](Path(arguments["path"]), arguments.get("check") or {}, progress)


def _survey(path: Path, check: dict[str, Any], progress: Progress) -> dict[str, Any]:
    without_pandas()
    data = import_survey(path, progress=progress)
    messages = [
        line.message.key
        for line in data.findings
        if line.severity is not Severity.NOTE and not any(usual in line.message.key for usual in _USUAL)
    ]
    table = data.tables[0]
    found: dict[str, Any] = {"warned": bool(messages), "rows": table.rows, "cols": len(table.variables)}
    if table.variables:
        found["header0"] = table.variables[0].name
    if "cell" in check:
        row, name, _ = check["cell"]
        found["cell"] = [row, name, _cell(table, row, name)]
    return found


def _cell(table: ImportedTable, row: int, name: str) -> Any:
    variable = next(variable for variable in table.variables if variable.name == name)
    value = table.columns[variable.id][row].as_py()
    codes = {choice.id: choice.code for choice in variable.choices}
    return codes.get(value, value)


def _xlsform(path: Path, check: Mapping[str, object], progress: Progress) -> dict[str, Any]:
    del check, progress
    return {"warned": bool(read_form(path).warnings)}


def _transcript(path: Path, check: dict[str, Any], progress: Progress) -> dict[str, Any]:
    del progress
    read = read_transcript(path)
    found: dict[str, Any] = {"warned": bool(read.warnings)}
    if "contains" in check:
        found["contains"] = check["contains"] if check["contains"] in read.text else None
    return found


def _qdpx(path: Path, check: Mapping[str, object], progress: Progress) -> dict[str, Any]:
    from projects.readers.plain_text import read_bytes  # more of the program: not at start

    del check, progress
    return {"warned": bool(read_exchange(path, read_bytes(path), "qdpx").messages)}


# the importers a manifest may name; files of no kind at all go to the survey importer, which refuses them
IMPORTERS: dict[str, Callable[[Path, dict[str, Any], Progress], dict[str, Any]]] = {
    "table": _survey,
    "kobo-json": _survey,
    "any": _survey,
    "model": _survey,
    "project": _survey,
    "xlsform": _xlsform,
    "xform": _xlsform,
    "transcript": _transcript,
    "qdpx": _qdpx,
}
