# SPDX-License-Identifier: MIT
"""Missing marks in SPSS, Stata and Parquet files: texts and numbers, where the file itself says nothing of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from analysis.records import Kind, Reason
from projects.importing.options import ImportOptions
from projects.intake.survey_import import import_survey
from projects.readers.tabular.statistics_columns import FIRST_OWN_REASON

FRAME = {
    "zone": ["north", "NA", "south", "N/A"] * 30,
    "debt": ["3e3", "NA", "1500", "NA"] * 30,
    "note": ["one", "two", "NA", "three"] * 30,
    "age": [30.0, 41.0, -99.0, 25.0] * 30,
}
NUMBERS = pd.DataFrame({"age": [30.0, 41.0, -99.0, np.nan] * 3})


def written(path: Path, frame: pd.DataFrame, **said: Any) -> Path:
    """The frame as the file its ending names."""
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        {".sav": pyreadstat.write_sav, ".dta": pyreadstat.write_dta}[path.suffix](frame, str(path), **said)
    return path


@pytest.fixture(params=[".sav", ".dta", ".parquet"])
def ending(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_texts_lose_their_marks(tmp_path: Path, ending: str, column: Any, reasons: Any, keys: Any) -> None:
    data = import_survey(written(tmp_path / f"study{ending}", pd.DataFrame(FRAME)))
    (table,) = data.tables
    kinds = {one.name: one for one in table.variables}
    assert [choice.code for choice in kinds["zone"].choices] == ["north", "south"]
    assert reasons(table, "zone")[:4] == [0, 4, 0, 4]
    assert kinds["debt"].kind in (Kind.INTEGER, Kind.NUMBER), "numbers stood as text owing to their mark"
    assert column(table, "debt")[:4] == [3000.0, None, 1500.0, None]
    assert reasons(table, "note")[:4] == [0, 0, 4, 0]
    assert column(table, "age")[:4] == [30, 41, -99, 25], "a number is asked, not taken"
    assert {"marks_taken", "marks_asked"} <= set(keys(data))
    assert {mark.text for marks in table.marks.values() for mark in marks} == {"NA", "N/A", "-99"}


def test_the_user_lists_marks_and_none_keeps_all(tmp_path: Path, ending: str, column: Any, reasons: Any) -> None:
    path = written(tmp_path / f"study{ending}", pd.DataFrame(FRAME))
    asked = ImportOptions(missing={"-99": int(Reason.DONT_KNOW), "NA": int(Reason.MISSING)})
    (table,) = (data := import_survey(path, None, asked)).tables
    assert reasons(table, "age")[:4] == [0, 0, 3, 0]
    assert column(table, "age")[:4] == [30, 41, None, 25]
    assert reasons(table, "zone")[:4] == [0, 4, 0, 0], "N/A was not listed"
    assert data.reading["missing"] == {"-99": 3, "NA": 4}, "a newer export is read alike"
    (table,) = import_survey(path, None, ImportOptions(missing={})).tables
    assert not any(any(reasons(table, name)) for name in FRAME)
    assert next(one for one in table.variables if one.name == "debt").kind is not Kind.NUMBER


def test_texts_without_a_mark_stay_what_their_file_says(tmp_path: Path, ending: str) -> None:
    frame = pd.DataFrame({"code": [str(1000 + n) for n in range(90)]})
    (table,) = import_survey(written(tmp_path / f"study{ending}", frame)).tables
    assert table.variables[0].kind is Kind.TEXT


def test_labels_of_the_file_win(tmp_path: Path, column: Any, reasons: Any) -> None:
    """NA is Namibia, -99 an answer of its own: both are labelled, and stay; a declared mark keeps its own."""
    frame = pd.DataFrame(
        {"country": ["NA", "KE", "N/A"] * 20, "why": ["a", "ND", "b"] * 20, "n": [1.0, 2.0, -99.0] * 20}
    )
    path = written(
        tmp_path / "study.sav", frame,
        variable_value_labels={"country": {"NA": "Namibia", "KE": "Kenya"}, "why": {"ND": "Don't know"},
                               "n": {-99.0: "Below the line"}},
        missing_ranges={"why": ["ND"]},
    )  # fmt: skip
    (table,) = import_survey(path).tables
    assert column(table, "country")[:3] == ["NA", "KE", None]
    assert reasons(table, "why")[:3] == [0, int(Reason.DONT_KNOW), 0]
    assert reasons(table, "n")[:3] == [0, 0, 0]
    assert [mark.text for marks in table.marks.values() for mark in marks] == ["N/A"]


def test_labels_of_stata_numbers_win(tmp_path: Path, reasons: Any) -> None:
    frame = pd.DataFrame({"n": [1, 2, -99, 98, 97, 3, 4, 5] * 20})
    path = written(tmp_path / "study.dta", frame, variable_value_labels={"n": {-99: "Refused", 97: "manquant"}})
    (table,) = import_survey(path, None, ImportOptions(missing={"-99": 4, "98": 4})).tables
    assert reasons(table, "n")[:5] == [0, 0, int(Reason.REFUSED), int(Reason.MISSING), FIRST_OWN_REASON]
    assert table.variables[0].choices[-1].labels.in_language("fr") == "manquant"


@pytest.mark.parametrize("ending", [".sav", ".dta"])
def test_labels_of_answers_give_the_reason(tmp_path: Path, ending: str, reasons: Any) -> None:
    frame = pd.DataFrame(
        {
            "safe": [1.0, 2.0, 9.0, 8.0, 7.0, 1.0] * 20,
            "child": [1.0, 2.0, 1.0, 2.0, 1.0, 9.0] * 20,
            "country": [1.0] * 120,
        }
    )
    labels = {
        "safe": {1: "Oui", 2: "Non", 9: "Manquant", 8: "Refusé", 7: "Not asked"},
        "child": {1: "Found", 2: "Missing", 9: "Missing"},
        "country": {1: "NA", 2: "ZM"},
    }
    path = tmp_path / f"study{ending}"
    said = {"variable_value_labels": labels}
    {".sav": pyreadstat.write_sav, ".dta": pyreadstat.write_dta}[ending](frame, str(path), **said)
    (table,) = import_survey(path).tables
    assert reasons(table, "safe")[:6] == [0, 0, 4, 2, 1, 0]
    assert reasons(table, "child")[:6] == [0, 0, 0, 0, 0, 4], "a missing child is an answer"
    assert set(reasons(table, "country")) == {0}, "Namibia"
