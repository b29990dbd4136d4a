# SPDX-License-Identifier: MIT
"""Provenance of a data set: each file imported into it, its form, the importer's findings. It reads only."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from projects.imported.records import Finding, Severity
from projects.store.actions import Action
from projects.store.ports import Reader, Transaction
from projects.store.schema import stored_settings
from projects.stored_tables import queries
from wording import msg, text_from_json

FILES = "SELECT id FROM data_import UNION ALL SELECT id FROM document"

OWN_INTERVIEW = "SELECT 1 FROM document WHERE id NOT IN (SELECT value FROM json_each(?)) LIMIT 1"
OWN_TABLES = (  # of data sets with a file that is none of those given
    "SELECT id FROM data_table WHERE data_set IN"
    " (SELECT data_set FROM data_import WHERE id NOT IN (SELECT value FROM json_each(?)))"
)
FILES_NAMED = (
    "SELECT id FROM data_import WHERE file_name IN (SELECT value FROM json_each(?))"
    " UNION ALL SELECT id FROM document WHERE name IN (SELECT value FROM json_each(?))"
)
LATEST_FORM = (
    "SELECT form_name, form_ref FROM data_import WHERE data_set = ? AND form_ref IS NOT NULL ORDER BY utc "
    "DESC, rowid DESC LIMIT 1"
)

FICTITIOUS = "fictitious"  # setting: true while the sample study is made, then the files that came with it
# What came with a study made before its files were kept: its files of data, the names of its interviews.
_FILES = (
    "protection_assessment_data.xlsx", "register_activities.xlsx", "register_participants.xlsx",
    "register_presumed_cases.xlsx",
)  # fmt: skip
_INTERVIEWS = (
    "Interview 1 · woman, site A", "Entretien 2 · femme, site B", "Groupe 3 · hommes, site C",
    "Interview 4 · social worker",
)  # fmt: skip


@dataclass(frozen=True)
class ImportLine:
    """One import: the first makes the data set, later ones are newer exports. Refs are None where nothing was kept."""

    id: str
    file_name: str
    form_name: str
    who: str
    utc: dt.datetime
    original_ref: str | None
    form_ref: str | None
    findings: tuple[Finding, ...]


def imports(project: Reader, data_set: str) -> list[ImportLine]:
    """The imports of a data set, oldest first. Tables of findings are the importer's ids ("t1" is its first table)."""
    rows = project.query(queries.IMPORTS_OF_DATA_SET, (data_set,))
    return [
        ImportLine(
            id=row["id"],
            file_name=row["file_name"],
            form_name=row["form_name"] or "",
            who=row["who"],
            utc=dt.datetime.fromisoformat(row["utc"]),
            original_ref=row["original_ref"],
            form_ref=row["form_ref"],
            findings=_findings(project, row["findings_ref"]),
        )
        for row in rows
    ]


def _findings(project: Reader, ref: str | None) -> tuple[Finding, ...]:
    if ref is None:
        return ()
    return tuple(
        Finding(
            severity=Severity(stored["severity"]),
            message=text_from_json(stored["message"]),
            table=stored["table"],
            variable=stored["variable"],
            rows=tuple(stored["rows"]),
            count=stored["count"],
        )
        for stored in json.loads(project.read_object(ref))
    )


def kept_form(project: Reader, data_set: str) -> tuple[str, bytes] | None:
    """The name and bytes of the newest form kept with a data set; None where there is none."""
    rows = project.query(
        LATEST_FORM,
        (data_set,),
    )
    return (rows[0]["form_name"], project.read_object(rows[0]["form_ref"])) if rows else None


@dataclass(frozen=True)
class OwnFiles:
    """What people brought into the sample study, which is not fictitious: ids of tables; whether any interview."""

    tables: frozenset[str] = frozenset()
    interviews: bool = False

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.tables) or self.interviews


def own_files(project: Reader) -> OwnFiles | None:
    """What in the sample study did not come with it; None in a project that is not fictitious."""
    kept: object = stored_settings(project, (FICTITIOUS,)).get(FICTITIOUS)
    if not kept:
        return None
    if isinstance(kept, dict):
        came = kept["files"]
    else:
        came = [row["id"] for row in project.query(FILES_NAMED, (json.dumps(_FILES), json.dumps(_INTERVIEWS)))]
    files = (json.dumps(came),)
    tables = frozenset(row["id"] for row in project.query(OWN_TABLES, files))
    return OwnFiles(tables, bool(project.query(OWN_INTERVIEW, files)))


def note_sample_files() -> Action:
    """Keeps which files came with the sample study: what is brought in later is not fictitious."""

    def perform(transaction: Transaction) -> None:
        files = [row["id"] for row in transaction.query(FILES)]
        transaction.set_setting(FICTITIOUS, {"files": files})

    return Action("store.setting", msg("store.setting_changed"), perform)
