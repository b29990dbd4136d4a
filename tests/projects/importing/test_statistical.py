# SPDX-License-Identifier: MIT
"""SPSS, Stata, SAS and Parquet files against pyreadstat and pandas read independently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from analysis.records import Kind, Level, Reason
from projects.imported.problems import ImportProblem
from projects.imported.records import ImportedTable
from projects.intake.survey_import import import_survey
from projects.readers.tabular.spss_numbers import read_numbers

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


def variable(table: ImportedTable, name: str) -> Any:
    return next(variable for variable in table.variables if variable.name == name)


@pytest.mark.slow
def test_all_shared_files(shared: Path) -> None:
    """Rows, variables, labels and numbers are those pyreadstat reads, user-missing values set apart."""
    files = [path for path in sorted((shared / "stat_files").rglob("*")) if path.suffix in READERS]
    assert len(files) >= 50
    cells = 0
    for path in files:
        frame, meta = READERS[path.suffix](str(path), disable_datetime_conversion=True)
        table = import_survey(path).tables[0]
        assert table.rows == len(frame), path.name
        assert [v.name for v in table.variables[: len(meta.column_names)]] == meta.column_names, path.name
        for name, label in zip(meta.column_names, meta.column_labels, strict=True):
            assert variable(table, name).labels.by_language.get("", "") == (label or ""), path.name
        for name in frame.columns:
            labels = meta.variable_value_labels.get(name, {})
            cells += same_numbers(table, name, frame[name], labels, path.name)
    assert cells > 40_000


MEANT = {"ne sait pas": Reason.DONT_KNOW, "manquant": Reason.MISSING}  # what labels of numbers read as absent say


def same_numbers(table: ImportedTable, name: str, expected: pd.Series, labels: dict[Any, str], file: str) -> int:
    """Compares a column of numbers, one read as absent with what its label says; how many cells were compared."""
    found = variable(table, name)
    if found.kind not in (Kind.INTEGER, Kind.NUMBER, Kind.ONE) or not pd.api.types.is_numeric_dtype(expected):
        return 0
    values = table.columns[found.id].to_pylist()
    codes = {choice.id: choice.code for choice in found.choices}
    for read, wanted, reason in zip(values, expected, table.reasons[found.id], strict=True):
        if pd.isna(wanted):
            assert reason != Reason.PRESENT, (file, name)
        elif read is not None:
            assert float(codes.get(read, read)) == pytest.approx(wanted), (file, name)
        else:
            own = [choice.labels.by_language.get("") for choice in found.choices if choice.reason == reason >= 10]
            assert reason == MEANT[labels[wanted].lower()] or own == [labels[wanted]], (file, name)
    return len(values)


def test_user_missing_values_of_spss(tmp_path: Path, column: Any, reasons: Any, keys: Any) -> None:
    path = tmp_path / "study.sav"
    frame = pd.DataFrame(
        {
            "trust": [1.0, 2.0, 8.0, 9.0, 3.0, np.nan, 7.0],
            "income": [100.0, 250.5, 998.0, 999.0, 0.0, np.nan, 997.0],
        }
    )
    labels = {"trust": {1.0: "Low", 2.0: "Some", 3.0: "High", 7.0: "Not applicable", 8.0: "Don't know", 9.0: "Refused"}}
    labels["income"] = {998.0: "Don't know", 999.0: "Refused", 997.0: "Interviewer error"}
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=["Trust in the committee", "Income"],
        variable_value_labels=labels,
        missing_ranges={"trust": [7, 8, 9], "income": [{"lo": 997, "hi": 999}]},
        variable_measure={"trust": "ordinal", "income": "scale"},
    )
    data = import_survey(path)
    table = data.tables[0]
    trust, income = table.variables
    assert (trust.kind, trust.level, income.kind) == (Kind.ONE, Level.ORDINAL, Kind.NUMBER)
    assert column(table, "trust") == ["1", "2", None, None, "3", None, None]
    assert reasons(table, "trust") == [0, 0, 3, 2, 0, 4, 1]
    assert column(table, "income") == [100, 250.5, None, None, 0, None, None]
    assert reasons(table, "income") == [0, 0, 3, 2, 0, 4, 10]
    assert {(c.code, c.reason) for c in income.choices} == {("997", 10), ("998", 3), ("999", 2)}
    assert "user_missing" in keys(data)


def test_tagged_missing_values_of_stata(shared: Path, column: Any, reasons: Any) -> None:
    table = import_survey(shared / "stat_files/haven/tests/testthat/stata/tagged-na-double.dta").tables[0]
    assert column(table, "x") == [1, 2, 3, 4, 5, None, None, None]
    assert reasons(table, "x") == [0, 0, 0, 0, 0, 10, 11, 12]
    marks = {choice.code: choice.labels.by_language.get("", "") for choice in table.variables[0].choices}
    assert marks == {".a": "apple", ".h": "", ".z": ".zebra"}


def test_multiple_response_sets(shared: Path, column: Any) -> None:
    path = shared / "stat_files/pyreadstat/multiple_response/simple_alltypes.sav"
    table = import_survey(path).tables[0]
    frame, _ = pyreadstat.read_sav(str(path))
    read = column(table, "mymrset")
    for row, ticked in enumerate(read):
        wanted = tuple(name for name in ("bool1", "bool2", "bool3") if frame[name][row] == 1)
        assert (ticked or ()) == wanted
    assert variable(table, "categorical_array").kind is Kind.SET


def test_dates(shared: Path, column: Any) -> None:
    table = import_survey(shared / "stat_files/pyreadstat/basic/dates.sas7bdat").tables[0]
    frame, _ = pyreadstat.read_sas7bdat(str(shared / "stat_files/pyreadstat/basic/dates.sas7bdat"))
    for name in frame.columns:
        found = variable(table, name)
        if found.kind in (Kind.DATE, Kind.DATETIME):
            wanted = [None if pd.isna(value) else pd.Timestamp(value) for value in frame[name]]
            assert column(table, name) == wanted


def test_dates_before_1678_stay_text(shared: Path, column: Any) -> None:
    table = import_survey(shared / "stat_files/pyreadstat/basic/sample.sav").tables[0]
    assert column(table, "mydate") == ["2018-05-06", "1880-05-06", "1960-01-01", "1583-01-01", None]


def test_a_cut_file_is_refused(tmp_path: Path, shared: Path) -> None:
    whole = (shared / "stat_files/fr_questionr/hdv2003.sav").read_bytes()
    cut = tmp_path / "cut.sav"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ImportProblem) as problem:
        import_survey(cut)
    assert problem.value.message.key == "importing.problem.damaged"


def test_parquet(tmp_path: Path, column: Any) -> None:
    path = tmp_path / "table.parquet"
    frame = pd.DataFrame(
        {
            "n": [1, 2, 3],
            "x": [0.5, None, 2.25],
            "big": [2**60, 2**60 + 1, 5],
            "yes": [True, False, True],
            "day": pd.to_datetime(["2024-01-31", "2024-02-01", None]),
            "text": ["007", "a story", None],
        }
    )
    frame.to_parquet(path)
    table = import_survey(path).tables[0]
    assert [v.kind for v in table.variables] == [
        Kind.INTEGER,
        Kind.NUMBER,
        Kind.TEXT,
        Kind.ONE,
        Kind.DATETIME,
        Kind.TEXT,
    ]
    assert column(table, "x") == [0.5, None, 2.25]
    assert column(table, "big") == [str(2**60), str(2**60 + 1), "5"]
    assert column(table, "yes") == ["TRUE", "FALSE", "TRUE"]
    assert column(table, "text") == ["007", "a story", None]


@pytest.mark.parametrize("compressed", [False, True])
def test_numbers_of_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compressed: bool, column: Any
) -> None:
    """The faster way for large .sav files reads what pyreadstat reads: whole numbers, fractions and gaps."""
    chance = np.random.default_rng(5)
    frame = pd.DataFrame({f"q{n}": chance.integers(-3, 300, 9_000).astype(float) for n in range(12)})
    frame["name"] = [f"text {n}" for n in range(9_000)]
    frame["share"] = chance.random(9_000)
    frame.iloc[::7, 3] = np.nan
    path = tmp_path / "large.sav"
    pyreadstat.write_sav(frame, str(path), row_compress=compressed)
    monkeypatch.setattr("projects.readers.tabular.statistics_file._LARGE", 1_000)
    table = import_survey(path).tables[0]
    assert table.rows == 9_000
    for name in frame.columns:
        wanted = [None if pd.isna(value) else value for value in frame[name]]
        assert column(table, name) == wanted, name


def test_the_faster_way_agrees_on_all_shared_files(shared: Path) -> None:
    files = sorted((shared / "stat_files").rglob("*.sav"))
    assert len(files) > 15
    for path in files:
        frame, meta = pyreadstat.read_sav(str(path), disable_datetime_conversion=True, user_missing=True)
        found = read_numbers(path)
        names = [name for name in meta.column_names if meta.readstat_variable_types[name] != "string"]
        assert found is not None, path.name
        assert len(found) == len(names), path.name
        for name, values in zip(names, found, strict=True):
            assert np.array_equal(values, frame[name].to_numpy(float), equal_nan=True), (path.name, name)
