# SPDX-License-Identifier: MIT
"""Runs one hostile file through one importer, inside the throw-away process, and says what came of it.

No value leaves but those asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from projects.imported.records import ImportedTable, Severity
from wording import Progress

_USUAL = ("no_design", "unit_", "identifiers", "special_choices", "user_missing")


def job_hostile_file(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """`arguments`: importer, path, check (what to compare). Returns warned, and the things the check asks for."""
    return IMPORTERS[arguments["importer"]](Path(arguments["path"]), arguments.get("check") or {}, progress)


def _survey(path: Path, check: dict[str, Any], progress: Progress) -> dict[str, Any]:
    from projects.intake.import_process import without_pandas  # more of the program: not at start
    from projects.intake.survey_import import import_survey  # numpy, 80 ms: not at start

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
    from projects.readers.tabular.reader_selection import read_form  # more of the program: not at start

    del check, progress
    return {"warned": bool(read_form(path).warnings)}


def _transcript(path: Path, check: dict[str, Any], progress: Progress) -> dict[str, Any]:
    from projects.interviews.transcript_reading import read_transcript  # more of the program: not at start

    del progress
    read = read_transcript(path)
    found: dict[str, Any] = {"warned": bool(read.warnings)}
    if "contains" in check:
        found["contains"] = check["contains"] if check["contains"] in read.text else None
    return found


def _qdpx(path: Path, check: Mapping[str, object], progress: Progress) -> dict[str, Any]:
    from projects.exchange.jobs import read_exchange  # more of the program: not at start
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
