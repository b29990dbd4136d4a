# SPDX-License-Identifier: MIT
"""Every statistical file at hand counted twice: by the importer and by pyreadstat, read independently.

Files, rows, variables, wording, labels of values, kinds of missing values. `pytest -s` prints the counts.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from analysis.records import Reason
from projects.imported.records import ImportedTable
from projects.intake.survey_import import import_survey

READERS: dict[str, Any] = {
    ".sav": pyreadstat.read_sav,
    ".zsav": pyreadstat.read_sav,
    ".por": pyreadstat.read_por,
    ".dta": pyreadstat.read_dta,
    ".sas7bdat": pyreadstat.read_sas7bdat,
    ".xpt": pyreadstat.read_xport,
    ".xpt5": pyreadstat.read_xport,
    ".xpt8": pyreadstat.read_xport,
}
WITH_USER_MISSING = (".sav", ".zsav", ".dta", ".sas7bdat", ".por")


def read_apart(path: Path) -> tuple[pd.DataFrame, Any]:
    """By pyreadstat, user-missing values as they stand in the file."""
    more = {"user_missing": True} if path.suffix in WITH_USER_MISSING and path.suffix != ".por" else {}
    frame, meta = READERS[path.suffix](str(path), disable_datetime_conversion=True, **more)
    return frame, meta


def missing_kinds(frame: pd.DataFrame, meta: Any, name: str) -> list[str]:
    """For each cell "" where it holds a value, else "system" or the user's kind: a declared code, or a letter."""
    ranges = (meta.missing_ranges or {}).get(name, [])
    letters = set((meta.missing_user_values or {}).get(name, []))

    def kind(cell: Any) -> str:
        if isinstance(cell, str):
            return cell if cell in letters or any(one["lo"] == cell for one in ranges) else ""
        if pd.isna(cell):
            return "system"
        declared = any(not isinstance(one["lo"], str) and one["lo"] <= cell <= one["hi"] for one in ranges)
        return f"{cell:g}" if declared else ""

    return [kind(cell) for cell in frame[name]]


def label_of(choice: Any) -> str:
    return str(next(iter(choice.labels.by_language.values()), ""))


def compare(path: Path, counts: Counter[str]) -> None:
    frame, meta = read_apart(path)
    table: ImportedTable = import_survey(path).tables[0]
    own = {variable.name: variable for variable in table.variables}
    assert table.rows == len(frame), path.name
    assert list(own)[: len(meta.column_names)] == meta.column_names, path.name
    counts.update(files=1, rows=len(frame), variables=len(meta.column_names))
    for name, wording in zip(meta.column_names, meta.column_labels, strict=True):
        assert own[name].labels.by_language.get("", "") == (wording or ""), (path.name, name)
        counts["wordings"] += bool(wording)
        labels = meta.variable_value_labels.get(name, {})
        known = {choice.code: label_of(choice) for choice in own[name].choices}
        for value, label in labels.items():
            code = value if isinstance(value, str) else f"{value:.15g}"
            if known:
                assert label in (known.get(code), known.get(f".{code}")), (path.name, name, code)
                counts["labels of values"] += 1
            else:
                counts["labels of values on numbers"] += 1
        compare_missing(path, table, own[name], missing_kinds(frame, meta, name), counts)


def compare_missing(path: Path, table: ImportedTable, own: Any, kinds: list[str], counts: Counter[str]) -> None:
    """A cell is absent exactly where pyreadstat finds it absent; different kinds keep different reasons."""
    reasons = [int(reason) for reason in table.reasons[own.id]]
    by_kind: dict[str, set[int]] = {}
    for kind, reason in zip(kinds, reasons, strict=True):
        if kind:
            by_kind.setdefault(kind, set()).add(reason)
            counts["system missing" if kind == "system" else "user-missing cells"] += 1
    for kind, found in by_kind.items():
        assert int(Reason.PRESENT) not in found, (path.name, own.name, kind)
        assert len(found) == 1, (path.name, own.name, kind)
    special = [next(iter(found)) for kind, found in by_kind.items() if kind != "system"]
    assert len(set(special)) == len(special) or set(special) <= {2, 3}, (path.name, own.name, by_kind)
    counts["kinds of missing"] += len(by_kind)


def test_statistical_files_counted_twice(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [path for path in sorted((shared / "stat_files").rglob("*")) if path.suffix in READERS]
    counts: Counter[str] = Counter()
    for path in files:
        compare(path, counts)
    with capsys.disabled():
        print("\nstatistical files:", dict(counts))
    assert counts["files"] == len(files) >= 50
    assert counts["labels of values"] > 200
    assert counts["user-missing cells"] > 10


def test_text_files_counted_twice(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    for path in sorted((shared / "stat_files").rglob("*.csv")):
        content = path.read_bytes()
        encoding = "cp1252" if "cp1252" in path.name else "utf-8-sig"
        text = content.decode(encoding)
        separator = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
        rows = [row for row in csv.reader(text.splitlines(keepends=True), delimiter=separator) if row]
        table = import_survey(path).tables[0]
        assert table.rows == len(rows) - 1, path.name
        assert len(table.variables) == len(rows[0]), path.name
        counts.update(files=1, rows=table.rows, columns=len(rows[0]))
    with capsys.disabled():
        print("\ntext files:", dict(counts))
    assert counts["files"] >= 15
