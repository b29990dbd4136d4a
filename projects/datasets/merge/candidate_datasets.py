# SPDX-License-Identifier: MIT
"""Data sets that an imported file may be a newer export of. Headings alone are compared; a person decides."""

from __future__ import annotations

from dataclasses import dataclass

from projects.datasets.question_matching import heading_of, is_answer
from projects.imported.records import ImportedData
from projects.store.ports import Reader
from projects.stored_tables.stored_table import data_tables

DATA_SETS_WITH_FORM_TITLE = "SELECT id, name, form_title FROM data_set ORDER BY number"

_SENT = ("_submission_time", "SubmissionDate", "end", "today", "start")
LIKELY = 0.6  # share of questions in common from which a file looks like the same form


@dataclass(frozen=True)
class CandidateDataset:
    """A data set and the share of questions in common, of the side that has fewer (0–1)."""

    data_set: str
    name: str
    shared: float
    same_title: bool


def candidates(project: Reader, imported: ImportedData) -> list[CandidateDataset]:
    """Data sets the file may be a newer export of, the likeliest first; empty when it looks like none."""
    theirs = _main_names(imported)
    found = []
    for row in project.query(DATA_SETS_WITH_FORM_TITLE):
        tables = data_tables(project, row["id"])
        ours = {heading_of(v) for table in tables if table.parent is None for v in table.variables if is_answer(v)}
        fewer = min(len(ours), len(theirs))  # phones leave out what nobody answered
        shared = len(ours & theirs) / fewer if fewer else 0.0
        same_title = bool(imported.form_title) and imported.form_title == row["form_title"]
        if shared >= LIKELY:
            found.append(CandidateDataset(row["id"], row["name"], shared, same_title))
    return sorted(found, key=lambda candidate: (candidate.same_title, candidate.shared), reverse=True)


def last_moment(imported: ImportedData | None) -> int:
    """When the last submission of a file was sent, in nanoseconds, to tell the older of two exports; 0: not known."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    for table in imported.tables[:1] if imported is not None else ():
        for name in _SENT:
            column = next((table.columns.get(v.id) for v in table.variables if v.name == name), None)
            if column is not None and pa.types.is_timestamp(column.type):
                return int(pc.max(pc.cast(column, pa.int64())).as_py() or 0)
    return 0


def _main_names(imported: ImportedData) -> set[str]:
    return {heading_of(v) for table in imported.tables if table.parent is None for v in table.variables if is_answer(v)}
