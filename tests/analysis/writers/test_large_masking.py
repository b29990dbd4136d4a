# SPDX-License-Identifier: MIT
"""Exports that count as large: no withheld quantity is revealed, and much that could be shown is."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study, run
from analysis.analyses.rows_behind_figures import StudyRows
from analysis.masking import HIDDEN, Destination, mask_all
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.result_tables import TableSpec
from analysis.withholding import disclosure_audit
from tests.reader_inference import inferred
from wording import Labels

SITES, QUESTIONS, PEOPLE = 20, 3, 1_600
ANSWERS = "abcd"
PLACES = ("site", "zone", "region")


def survey(seed: int) -> tuple[Frame, pd.DataFrame]:
    """1,600 persons in 20 sites, 4 zones, 2 regions; 3 questions with rare answers; few gave none."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for _ in range(PEOPLE):
        site = min(int(SITES * chance.random() ** 1.3), SITES - 1)
        row: dict[str, Any] = {"site": f"s{site:02}", "zone": f"z{site // 5}", "region": f"r{site // 10}"}
        for at in range(QUESTIONS):
            silent = chance.random() < 0.002
            row[f"q{at}"] = None if silent else chance.choices(ANSWERS, [50, 30, 14, 6])[0]
        rows.append(row)
    data = pd.DataFrame(rows)
    names = [*PLACES, *(f"q{at}" for at in range(QUESTIONS))]
    ids = {name: f"v{at}" for at, name in enumerate(names, 1)}
    choices = {name: sorted(set(data[name].dropna())) for name in names}
    variables = tuple(
        Variable(ids[name], name, Labels({"en": name}), Kind.ONE, Level.NOMINAL,
                 choices=tuple(Choice(one, one, Labels({"en": one})) for one in choices[name]))
        for name in names
    )  # fmt: skip
    columns = pd.DataFrame({ids[name]: pd.Categorical(data[name], choices[name]) for name in names})
    reasons = {ids[name]: np.where(data[name].isna(), 4, 0).astype(np.int8) for name in names}
    table = DataTable("t1", "t", Labels({}), "person", RowOrigin.CENSUS, variables, PEOPLE)
    return Frame(table, columns, reasons, np.arange(PEOPLE), SampleColumns()), data


def tables_of(frame: Frame) -> list[tuple[str, str, TableSpec]]:
    found = []
    for question in (f"q{at}" for at in range(QUESTIONS)):
        for place in (*PLACES, ""):
            options = {"variable": frame.table.named(question).id}
            if place:
                options["by"] = frame.table.named(place).id
            found.append((question, place, run("proportions", frame, options).tables[0]))
    return found


def recovered_counts(question: str, data: pd.DataFrame, shown: list[tuple[str, TableSpec]]) -> tuple[int, int]:
    """Withheld cells of a question, and those that a reader who knows the places of everybody tells to within ± 2."""
    sites = sorted(set(data["site"]))
    place_of = data.drop_duplicates("site").set_index("site")
    kinds = [(answer, site) for answer in (*ANSWERS, None) for site in sites]
    given = data[question].where(data[question].notna(), None)
    truth = np.array(
        [((given == a) if a else given.isna()).mul(data["site"] == s).sum() for a, s in kinds], dtype=float
    )
    rows = [np.array([float(site == one) for _, site in kinds]) for one in sites]  # a reader knows who is where
    right = [float((data["site"] == one).sum()) for one in sites]
    withheld = []
    for place, table in shown:
        for at, column in enumerate(table.columns):
            if column.id == "p":
                continue
            label = column.label.in_language("en") if isinstance(column.label, Labels) else ""
            inside = np.array([not label or (site if place == "site" else place_of.loc[site, place]) == label
                               for _, site in kinds])  # fmt: skip
            for row in table.rows:
                members = inside & np.array([answer == row.id for answer, _ in kinds])
                cell = row.cells[at]
                if cell.flags & HIDDEN:
                    withheld.append(members.astype(float))
                else:
                    rows.append(members.astype(float))
                    right.append(float(cell.n or 0))
                    assert members @ truth == (cell.n or 0)
    return len(withheld), inferred(rows, right, withheld, [float(members @ truth) for members in withheld])[1]


@pytest.mark.slow
def test_nothing_is_told_in_a_large_export_and_much_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure_audit, "_LARGE", 100)  # so that these few tables count as a large export
    frame, data = survey(5)
    made = tables_of(frame)
    masked, _ = mask_all([table for _, _, table in made], 0, 0, 5, Destination.PARTNER, StudyRows({"t1": Study(frame)}))
    cells = [cell for table in masked for row in table.rows for cell in row.cells]
    small = sum(0 < (cell.n or 0) < 5 for _, _, table in made for row in table.rows for cell in row.cells)
    withheld = sum(bool(cell.flags & HIDDEN) for cell in cells)
    assert small < withheld < 0.75 * len(cells)
    for question in ("q0", "q2"):
        shown = [(place, table) for (asked, place, _), table in zip(made, masked, strict=True) if asked == question]
        count, recovered = recovered_counts(question, data, shown)
        assert count > 10
        assert recovered == 0
