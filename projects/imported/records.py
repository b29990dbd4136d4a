# SPDX-License-Identifier: MIT
"""Imported data: tables as Arrow columns, the form's content, and findings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from analysis.records import DesignRoles, Reason, RowOrigin, Variable
from wording import Labels, Message

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True)
class MissingMark:
    """A mark of one column: how it is written, in how many cells, the `Reason` they get (0: they stay answers).

    `asked`: a person should look. `codes`: it stands among codes of two letters, where NA may be Namibia.
    """

    text: str
    count: int
    reason: int = int(Reason.MISSING)
    asked: bool = False
    codes: bool = False


@dataclass
class MarkedTable:
    """The marks of a table's columns by number, and the reasons of their cells where these are more than missing."""

    marks: dict[int, tuple[MissingMark, ...]] = field(default_factory=dict)
    reasons: dict[int, np.ndarray] = field(default_factory=dict)


def normal_mark(text: str) -> str:
    """A mark for comparing: without blanks at its ends, in any case; whole numbers without zeros behind the point."""
    plain = text.strip().casefold()
    whole = re.fullmatch(r"([-+]?\d+)[.,]0+", plain)
    return whole[1] if whole else plain


class Severity(StrEnum):
    """How much a finding matters. An error never reaches a record: it is raised as a `Problem`."""

    NOTE = "note"  # recognised
    GUESS = "guess"  # guessed: the user confirms or changes it
    WARNING = "warning"  # does not match


@dataclass(frozen=True)
class Finding:
    """One line of the import conversation; `table` and `variable` are ids, where it has a place."""

    severity: Severity
    message: Message
    table: str | None = None
    variable: str | None = None
    rows: tuple[int, ...] = ()  # the first rows concerned, 0-based, at most 20
    count: int = 0  # how many rows or names in all
    details: tuple[tuple[str, int], ...] = ()  # where one line stands for several columns: each with its count
    parts: tuple[Finding, ...] = ()  # the single lines that this one stands for


@dataclass(frozen=True)
class ImportedTable:
    """One table of a file.

    `columns`: Arrow arrays by column id: "v3", or "v7.c2" (bool) for each choice of a set; null where absent.
    ONE → dictionary<string> of choice ids ("c1"); INTEGER/NUMBER → float64; DATE/DATETIME → timestamp[ns]; else string.
    `reasons`: int8 per variable id. `parent_rows`: 0-based row of the parent table for each row (-1: none found).
    `row_keys`: string arrays by the kind of key that could match a row of a newer export
    ("root_uuid", "id", "uuid", "deprecated", "index").
    """

    id: str
    name: str
    labels: Labels
    variables: tuple[Variable, ...]
    columns: Mapping[str, pa.Array]
    reasons: Mapping[str, np.ndarray]
    rows: int
    parent: str | None = None
    parent_rows: np.ndarray | None = None
    row_keys: Mapping[str, pa.Array] = field(default_factory=dict)
    unit: str = "record"
    how: RowOrigin = RowOrigin.PURPOSIVE
    design: DesignRoles = DesignRoles()
    consent: str | None = None  # id of the variable that records consent
    consent_given: tuple[str, ...] = ()  # choice ids that mean yes
    marks: Mapping[str, tuple[MissingMark, ...]] = field(default_factory=dict)  # missing marks by variable id
    told: tuple[str, ...] = ()  # ids of text columns of which a person said what they are


@dataclass(frozen=True)
class ImportedData:
    """A file as imported. `languages` are those of its labels, the form's default first.

    `form_files`: the files its form read beside it, see `projects.forms.xlsform`. `left_out`: of a folder
    or a zip of one, the files that did not come in, by their path in it: damaged, of another form, never finished.
    """

    kind: str  # "kobo", "csv", "excel", "spss", "stata", "sas", "parquet", "odk_folder"
    name: str
    tables: tuple[ImportedTable, ...]
    findings: tuple[Finding, ...]
    languages: tuple[str, ...] = ()
    form_title: str = ""
    form_version: str = ""
    form_files: tuple[str, ...] = ()
    reading: Mapping[str, Any] = field(
        default_factory=dict
    )  # how it was read: see `projects.importing.missing.missing_marks`
    left_out: tuple[str, ...] = ()

    def files_of(self, path: Path) -> list[Path]:
        """What of the file or folder that was read came in: without those that were left out.

        A zip of which a file was left out is none of it: that file may be nowhere else.
        """
        if not self.left_out:
            return [path]
        if not path.is_dir():
            return []
        left_out = {path / one for one in self.left_out}
        return [one for one in sorted(path.rglob("*")) if one.suffix.lower() == ".xml" and one not in left_out]
