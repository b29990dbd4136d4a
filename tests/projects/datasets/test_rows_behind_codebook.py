# SPDX-License-Identifier: MIT
"""Reads behind a codebook: of free text only who answered, of long columns a few rows where they do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study, rows_behind_figures
from analysis.analyses.rows_behind_figures import StudyRows, valued_in
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from projects.datasets.export.codebook import gathered_codebook
from projects.datasets.table import frames
from projects.store.project import Project
from wording import Labels


def test_only_the_reasons_of_text_and_numbers_are_read(stored: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Frame] = []
    load = frames.load_frame

    def noted(*given: object, **more: object) -> Frame:
        read.append(load(*given, **more))  # type: ignore[arg-type]
        return read[-1]

    monkeypatch.setattr(frames, "load_frame", noted)
    codebook = gathered_codebook(stored)
    rows = frames.rows_behind(stored, codebook.tables)
    monkeypatch.setattr(frames, "load_frame", load)
    for frame in read:
        kinds = {variable.id: variable.kind for variable in frame.table.variables}
        assert {kinds[str(name).partition(".")[0]] for name in frame.data} <= {Kind.ONE, Kind.SET}
        assert set(frame.reasons) > {str(name).partition(".")[0] for name in frame.data}
    whole = {table.id: Study(frames.load_frame(stored, table.id)) for table in study_tables(codebook)}
    told = StudyRows(whole)
    compared = 0
    for table in codebook.tables:
        assert table.origin is not None
        for key in [cell.key for row in table.rows for cell in row.cells]:
            if (expected := told.rows(table.origin.table, key)) is not None:
                assert rows.rows(table.origin.table, key) == expected
                compared += 1
    assert compared >= 10


def study_tables(codebook: object) -> list[DataTable]:
    return [export.table for export in codebook.exports]  # type: ignore[attr-defined]


def test_keys_that_ask_for_answers_need_them() -> None:
    keys = ["everyone:v1=*", "everyone:v2=?1", "everyone:v3=*asked", "answered:v4", "everyone:v5=c1", "chose:v6.c2",
            'answered:v7=~{"variable": "v8", "in": [1, 2]}']  # fmt: skip
    assert {"v5", "v6"} <= valued_in(keys)
    assert not valued_in(keys) & {"v1", "v2", "v3", "v4"}


@pytest.mark.parametrize("nested", [False, True])
def test_a_few_rows_tell_that_two_questions_mix(nested: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is the one of all rows; only where answers may lie within each other all rows are crossed."""
    chance, n = np.random.default_rng(3), 9_000
    site = chance.integers(0, 6, n)
    other = site // 2 if nested else chance.integers(0, 3, n)
    variables = tuple(
        Variable(name, name, Labels({}), Kind.ONE, Level.NOMINAL,
                 choices=tuple(Choice(f"c{at}", str(at), Labels({})) for at in range(count)))
        for name, count in (("v1", 6), ("v2", 3))
    )  # fmt: skip
    data = pd.DataFrame({
        "v1": pd.Categorical.from_codes(site, [f"c{at}" for at in range(6)]),
        "v2": pd.Categorical.from_codes(other, [f"c{at}" for at in range(3)]),
    })  # fmt: skip
    table = DataTable("t1", "t", Labels({}), "person", RowOrigin.CENSUS, variables, n)
    frame = Frame(table, data, {name: np.zeros(n, np.int8) for name in data}, np.arange(n), SampleColumns())
    seen: list[int] = []
    crossed = rows_behind_figures._crossed

    def noted(first: np.ndarray, second: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
        seen.append(len(first))
        return crossed(first, second, shape)

    monkeypatch.setattr(rows_behind_figures, "_crossed", noted)
    found = StudyRows({"t1": Study(frame)}).nested("t1", ["v1", "v2"], 5)
    assert bool(found) is nested
    assert (n in seen) is nested
    short = replace(frame, data=data[:4_000], reasons={name: np.zeros(4_000, np.int8) for name in data},
                    row_ids=np.arange(4_000))  # fmt: skip
    assert StudyRows({"t1": Study(short)}).nested("t1", ["v1", "v2"], 5) == found
