# SPDX-License-Identifier: MIT
"""Any table out and back: pandas, openpyxl, pyarrow and pyreadstat show the same values, labels and missing kinds."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.records import Choice, Kind, Level, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.export import statistics_labels
from projects.datasets.export.data_writing import Order, gather
from projects.imported.records import ImportedData, ImportedTable
from projects.store.project import Project
from tests.projects.datasets.conftest import PASSPHRASE
from wording import Labels

REASONS = {1: "not_asked", 2: "refused", 3: "dont_know", 4: "missing"}
WORDS = {1: "Not asked", 2: "Refused", 3: "Don’t know"}
CHOICES = tuple(Choice(f"c{n}", code, Labels({"en": label})) for n, (code, label) in enumerate(
    (("a", "Site A"), ("b", "Site B; north"), ("=c", "Site C"), ("007", "Seven")), 1
))  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Rows of (choice, set, whole number, number, text), each a value, or a reason why there is none."""

    def cell(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.one_of(
            value.map(lambda one: ("v", one)), st.sampled_from(sorted(REASONS)).map(lambda one: ("r", one))
        )

    row = st.tuples(
        cell(st.integers(0, 3)),
        cell(st.frozensets(st.integers(0, 3))),
        cell(st.integers(-(10**6), 10**6)),
        cell(st.floats(-1e9, 1e9, allow_nan=False, width=32)),
        cell(TEXT),
    )
    return draw(st.lists(row, min_size=1, max_size=20))


def variables() -> tuple[Variable, ...]:
    def made(number: int, name: str, kind: Kind, *choices: Choice) -> Variable:
        return Variable(f"v{number}", name, Labels({"en": f"Label {name}"}), kind, Level.NOMINAL, choices=choices)

    return (
        made(1, "one", Kind.ONE, *CHOICES),
        made(2, "many", Kind.SET, *CHOICES),
        made(3, "whole", Kind.INTEGER),
        made(4, "number", Kind.NUMBER),
        made(5, "text", Kind.TEXT),
    )


def imported(rows: list[tuple[Any, ...]]) -> ImportedTable:
    parts = list(zip(*rows, strict=True))

    def values(at: int) -> list[Any]:
        return [value if kind == "v" else None for kind, value in parts[at]]

    reasons = {
        f"v{at + 1}": np.array([value if kind == "r" else 0 for kind, value in parts[at]], np.int8) for at in range(5)
    }
    columns: dict[str, Any] = {
        "v1": pa.array([None if one is None else f"c{one + 1}" for one in values(0)], pa.string()).dictionary_encode(),
        "v3": pa.array(values(2), pa.float64()),
        "v4": pa.array(values(3), pa.float64()),
        "v5": pa.array(values(4), pa.string()),
    }
    for n in range(4):
        columns[f"v2.c{n + 1}"] = pa.array([None if one is None else n in one for one in values(1)], pa.bool_())
    return ImportedTable("t1", "any", Labels({}), variables(), columns, reasons, len(rows))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """One project for all tables: making one costs more than all the rest."""
    with Project.create(tmp_path_factory.mktemp("store") / "p.pwb", PASSPHRASE, name="P", user="A") as project:
        yield project


def leave(project: Project, rows: list[tuple[Any, ...]], kind: str) -> bytes:
    added = project.do(import_action(ImportedData("csv", "any", (imported(rows),), ())))
    stream = io.BytesIO()
    gather(project, Order(kind, [next(iter(added.result.tables.values()))])).write(stream)
    return stream.getvalue()


ANY = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check_plain(rows: list[tuple[Any, ...]], frame: pd.DataFrame, clean: Any = str, close: float = 0.0) -> None:
    """A frame of texts and numbers beside the rows it was made from."""
    for at, name in enumerate(("one", "many", "whole", "number", "text")):
        for number, row in enumerate(rows):
            kind, value = row[at]
            shown = frame[name].iloc[number]
            reason = frame[f"{name}__reason"].iloc[number] if f"{name}__reason" in frame else ""
            if kind == "r":
                assert shown in ("", None)
                assert (reason or "missing") == REASONS[value]
                continue
            assert reason in ("", None)
            if name == "one":
                assert shown == clean(CHOICES[value].code)
            elif name == "many":
                assert (shown or "").split() == [clean(CHOICES[n].code) for n in sorted(value)]
                flags = [frame[f"many/{choice.code}"].iloc[number] for choice in CHOICES]
                assert [str(flag) for flag in flags] == [str(int(n in value)) for n in range(4)]
            elif name == "text":
                assert (shown or "") == clean(value)
            else:
                assert float(shown) == pytest.approx(value, rel=close, abs=0)


@pytest.mark.slow
@ANY
@given(rows=tables())
def test_csv(store: Project, rows: list[tuple[Any, ...]]) -> None:
    from projects.datasets.export.column_names import without_formula

    frame = pd.read_csv(io.BytesIO(leave(store, rows, "csv")), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    check_plain(rows, frame, without_formula)


@pytest.mark.slow
@ANY
@given(rows=tables())
def test_xlsx(store: Project, rows: list[tuple[Any, ...]]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(leave(store, rows, "xlsx"))).worksheets[0]
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    heads, *body = lines
    check_plain(rows, pd.DataFrame(body, columns=heads, dtype=object), close=1e-15)  # a sheet keeps 16 digits


@pytest.mark.slow
@ANY
@given(rows=tables())
def test_parquet(store: Project, rows: list[tuple[Any, ...]]) -> None:
    table = pq.read_table(io.BytesIO(leave(store, rows, "parquet"))).to_pydict()
    for at, name in enumerate(("one", "many", "whole", "number", "text")):
        for number, row in enumerate(rows):
            kind, value = row[at]
            reason = table[f"{name}__reason"][number] if f"{name}__reason" in table else 0
            assert reason == (value if kind == "r" else 0)
            cells = {
                "many": [table[f"many/{choice.code}"][number] for choice in CHOICES],
            }.get(name, table.get(name, [None] * len(rows))[number])
            if kind == "r":
                assert cells in (None, [None] * 4)
            elif name == "one":
                assert cells == CHOICES[value].code
            elif name == "many":
                assert cells == [n in value for n in range(4)]
            else:
                assert cells == value


@pytest.mark.slow
@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.parametrize("kind", ["sav", "dta"])
def test_sav_and_dta(store: Project, kind: str, elsewhere: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if elsewhere:
        monkeypatch.setattr(statistics_labels, "MOST_HERE", 0)

    @settings(ANY, max_examples=2 if elsewhere else 8)
    @given(rows=tables())
    def holds(rows: list[tuple[Any, ...]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"t.{kind}"
            path.write_bytes(leave(store, rows, kind))
            reader = pyreadstat.read_sav if kind == "sav" else pyreadstat.read_dta
            check_statistical(rows, *reader(path, user_missing=True), kind)

    holds()


def check_statistical(rows: list[tuple[Any, ...]], frame: pd.DataFrame, meta: Any, kind: str) -> None:
    names = {"one": 0, "whole": 2, "number": 3, **{f"many_{n}": 1 for n in range(4)}}
    columns = list(frame.columns)
    sets = columns[2:6]
    for name, at in names.items():
        column = sets[int(name[-1])] if name.startswith("many") else name
        labels = meta.variable_value_labels.get(column, {})
        assert meta.column_names_to_labels[column].startswith(f"Label {'many' if at == 1 else name}")
        for number, row in enumerate(rows):
            cell, value = row[at]
            shown = frame[column].iloc[number]
            if cell == "r" and value == 4:
                assert pd.isna(shown)
            elif cell == "r":
                assert labels[shown] == WORDS[value]
                assert isinstance(shown, str) if kind == "dta" else shown < -990
            elif name == "one":
                assert labels[float(shown)] == CHOICES[value].labels.by_language["en"]
            elif at == 1:
                assert float(shown) == float(int(name[-1]) in value)
            else:
                assert float(shown) == value
    for number, row in enumerate(rows):
        cell, value = row[4]
        assert frame["text"].iloc[number].rstrip() == ("" if cell == "r" else value.rstrip())


def test_names_a_format_refuses_are_mapped_and_listed(store: Project) -> None:
    long = "group/" + "question_about_protection_" * 3
    found = [
        Variable(f"v{n}", name, Labels({}), Kind.INTEGER, Level.INTERVAL)
        for n, name in enumerate(("âge", long, long + "é", "1st", "_", "a b", "Age", "row_id"), 1)
    ]
    columns = {variable.id: pa.array([float(n)]) for n, variable in enumerate(found)}
    table = ImportedTable("t1", "any", Labels({}), tuple(found), columns, {}, 1)
    added = store.do(import_action(ImportedData("csv", "any", (table,), ())))
    for kind, longest in (("sav", 64), ("dta", 32)):
        content = gather(store, Order(kind, [next(iter(added.result.tables.values()))]))
        stream, told = io.BytesIO(), io.BytesIO()
        content.write(stream)
        content.write_dictionary(told)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"t.{kind}"
            path.write_bytes(stream.getvalue())
            frame, _meta = (pyreadstat.read_sav if kind == "sav" else pyreadstat.read_dta)(path)
        names = list(frame.columns)[1:]
        assert len({name.casefold() for name in names}) == len(found)
        assert all(len(name) <= longest and name.isascii() for name in names)
        assert frame[names].iloc[0].tolist() == [float(n) for n in range(len(found))]
        listed = pd.read_csv(io.BytesIO(told.getvalue()), dtype=str)
        assert listed["Name in the file"].tolist() == names
        assert dict(content.renamed) == {v.name: n for v, n in zip(found, names, strict=True) if v.name != n}
