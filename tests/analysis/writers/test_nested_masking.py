# SPDX-License-Identifier: MIT
"""Withheld cells against a reader who knows how sites lie in zones and regions, and which answers were joined."""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study, run
from analysis.analyses.rows_behind_figures import StudyRows
from analysis.masking import Destination, mask_all
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.result_tables import Flag, TableSpec
from tests.reader_inference import inferred
from wording import Labels, render

# Each seed is one invented survey and takes half a minute: LONG_CAMPAIGNS=1 tries six.
SEEDS = range(6 if os.environ.get("LONG_CAMPAIGNS") else 1)
HIDDEN = {Flag.MASKED_BASE, Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT}
ANSWER, SITE, ZONE, REGION, JOINED, SEX = "v1", "v2", "v3", "v4", "v5", "v6"


def survey(rows: list[dict[str, str]]) -> Frame:
    """Persons with answers by variable id; an absent one is missing."""
    names = (ANSWER, SITE, ZONE, REGION, JOINED, SEX)
    choices = {name: sorted({row[name] for row in rows if name in row}) for name in names}
    variables = tuple(
        Variable(
            name, name, Labels({"en": name}), Kind.ONE, Level.NOMINAL,
            choices=tuple(Choice(one, one, Labels({"en": one})) for one in choices[name]),
        )
        for name in names
    )  # fmt: skip
    data = pd.DataFrame({name: pd.Categorical([row.get(name) for row in rows], choices[name]) for name in names})
    reasons = {name: np.array([0 if name in row else 4 for row in rows], dtype=np.int8) for name in names}
    table = DataTable("t1", "t", Labels({}), "person", RowOrigin.CENSUS, variables, len(rows))
    return Frame(table, data, reasons, np.arange(len(rows)), SampleColumns())


def three_levels(seed: int, silent: float = 0.02) -> list[dict[str, str]]:
    """About 700 persons in 2 regions, 5 zones, 14 sites; a few gave no site or no answer; rare answers were joined."""
    chance = random.Random(seed)
    people = []
    for site in range(14):
        zone = site // 3
        region = zone // 3
        for _ in range(chance.choice([6, 18, 40, 60, 90])):
            answer = chance.choices("abcd", [60, 25, 10, 2])[0]
            row = {ANSWER: answer, SITE: f"s{site:02}", ZONE: f"z{zone}", REGION: f"r{region}",
                   JOINED: {"a": "a", "b": "b"}.get(answer, "other"), SEX: chance.choice("fm")}  # fmt: skip
            if chance.random() < silent:
                del row[SITE]
            if chance.random() < silent:
                del row[ANSWER], row[JOINED]
            if row.get(ANSWER) == "d" and chance.random() < 0.5:
                row.pop(JOINED, None)  # recoded to missing
            people.append(row)
    return people


Shown = tuple[str, dict[str, Any]]
GEOGRAPHY: list[Shown] = [
    ("proportions", {"variable": ANSWER, "by": level}) for level in (SITE, ZONE, REGION)
] + [("proportions", {"variable": ANSWER})]  # fmt: skip
JOINED_TOO: list[Shown] = [("proportions", {"variable": JOINED, "by": level}) for level in (SITE, ZONE)]
CROSSED: list[Shown] = [
    ("crosstab", {"variable": ANSWER, "column": ZONE}),
    ("proportions", {"variable": ANSWER, "by": SEX, "also_by": [ZONE]}),
    ("proportions", {"variable": JOINED, "by": SEX}),
]


def behind(frame: Frame) -> StudyRows:
    return StudyRows({"t1": Study(frame)}, {"t1": {JOINED: ANSWER}})


def exported(frame: Frame, wanted: list[Shown], minimum: int = 5) -> tuple[list[TableSpec], list[TableSpec]]:
    """The tables as they are, and as they leave."""
    tables = [run(name, frame, options).tables[0] for name, options in wanted]
    masked, _ = mask_all(tables, 0, 0, minimum, Destination.PARTNER, behind(frame))
    return tables, masked


def possible(rows: list[dict[str, str]]) -> tuple[list[tuple[tuple[str, str], ...]], np.ndarray]:
    """Every kind of person there can be, any answer in any place, and how many of each there are."""
    answers = {(row.get(ANSWER, ""), row.get(JOINED, "")) for row in rows}
    places = {(row.get(SITE, ""), row[ZONE], row[REGION], row[SEX]) for row in rows}
    names = (ANSWER, JOINED, SITE, ZONE, REGION, SEX)
    count = Counter(tuple(row.get(name, "") for name in names) for row in rows)
    whole = sorted((*answer, *place) for answer in answers for place in places)
    kinds = [tuple((name, value) for name, value in zip(names, one, strict=True) if value) for one in whole]
    return kinds, np.array([count[one] for one in whole], dtype=float)


def recovered(rows: list[dict[str, str]], frame: Frame, wanted: list[Shown]) -> tuple[int, int, int, int]:
    """Cells withheld, recovered, told to within ± 2 people; cells in all. The reader knows who can exist at all."""
    tables, masked = exported(frame, wanted)
    kinds, truth = possible(rows)
    equations, right, hidden, cells = [], [], [], 0
    for table, shown, (_, options) in zip(tables, masked, wanted, strict=True):
        row_variable, groups = options["variable"], _groups(rows, options)
        for at, column in enumerate(shown.columns):
            inside = np.array([_in_column(dict(kind), options, table.columns[at].id, groups) for kind in kinds])
            answered = np.array([row_variable in dict(kind) for kind in kinds])
            if column.base is not None:
                equations.append((inside & answered).astype(float))
                right.append(column.base)
            for line, shown_line in zip(table.rows, shown.rows, strict=True):
                cell, seen = line.cells[at], shown_line.cells[at]
                cells += 1
                members = inside & np.array([dict(kind).get(row_variable) == line.id for kind in kinds])
                assert members @ truth == (cell.n or 0)
                if seen.flags & HIDDEN:
                    assert (seen.n, seen.base, seen.estimate) == (None, None, None)
                    hidden.append(members.astype(float))
                else:
                    equations.append(members.astype(float))
                    right.append(float(seen.n or 0))
    exact, near = inferred(equations, right, hidden, [float(members @ truth) for members in hidden])
    return len(hidden), exact, near, cells


def _groupers(options: dict[str, Any]) -> list[str]:
    by = options.get("column") or options.get("by")
    return [by, *options.get("also_by", [])] if by else []


def _groups(rows: list[dict[str, str]], options: dict[str, Any]) -> list[tuple[str, ...]]:
    """The groups of a table in the order of its columns: those that somebody belongs to."""
    names = _groupers(options)
    return sorted({tuple(row[name] for name in names) for row in rows if all(name in row for name in names)})


def _in_column(row: dict[str, str], options: dict[str, Any], column: str, groups: list[tuple[str, ...]]) -> bool:
    names = _groupers(options)
    if not names:
        return True
    if column == "total":
        return all(name in row for name in names)
    if any(name not in row for name in names):
        return False
    return column == f"g{groups.index(tuple(row[name] for name in names))}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "wanted", [GEOGRAPHY, [*GEOGRAPHY, *JOINED_TOO], [*GEOGRAPHY[1:], *CROSSED]], ids=["levels", "joined", "crossed"]
)
def test_three_levels_of_geography_give_no_masked_cell_back(seed: int, wanted: list[Shown]) -> None:
    rows = three_levels(seed)
    withheld, exact, near, cells = recovered(rows, survey(rows), wanted)
    assert withheld > 0
    assert (exact, near) == (0, 0)
    assert withheld < cells


@pytest.mark.slow
def test_without_the_rows_behind_them_the_levels_give_cells_back() -> None:
    """So that the test above tests something: by keys alone a site is told by its zone."""
    rows = three_levels(0, silent=0.0)
    frame = survey(rows)
    tables = [run(name, frame, options).tables[0] for name, options in GEOGRAPHY]
    alone, _ = mask_all(tables, 0, 0, 5, Destination.PARTNER)
    linked, _ = mask_all(tables, 0, 0, 5, Destination.PARTNER, StudyRows({"t1": Study(frame)}))
    count = [sum(bool(c.flags & HIDDEN) for t in some for r in t.rows for c in r.cells) for some in (alone, linked)]
    assert count[0] < count[1]


def test_a_site_whose_people_all_lie_in_a_zone_is_told_apart_from_slips_of_the_pen() -> None:
    rows = three_levels(1, silent=0.0)
    rows[0] = {**rows[0], ZONE: "z4", REGION: "r1"}  # one person of the first site is said to live elsewhere
    frame = survey(rows)
    groups = StudyRows({"t1": Study(frame)}).nested("t1", [SITE, ZONE], 5)[SITE, ZONE]
    assert len(groups) == 5


def test_few_without_an_answer_are_a_cell_too() -> None:
    """Two people of a zone gave no site: what the zone has and its sites have not must not tell what they said."""
    rows = [
        {ANSWER: answer, SITE: site, ZONE: "z0", REGION: "r0", SEX: "f"}
        for site, counts in (("s0", (30, 20)), ("s1", (25, 22)), ("s2", (40, 35)))
        for answer, n in zip("ab", counts, strict=True)
        for _ in range(n)
    ]
    rows += [{ANSWER: "a", ZONE: "z0", REGION: "r0", SEX: "f"}, {ANSWER: "b", ZONE: "z0", REGION: "r0", SEX: "m"}]
    frame = survey(rows)
    _, (by_site, by_zone) = exported(
        frame, [("proportions", {"variable": ANSWER, "by": SITE}), ("proportions", {"variable": ANSWER, "by": ZONE})]
    )
    for row, above in zip(by_site.rows, by_zone.rows, strict=True):
        sites, zone = [cell.n for cell in row.cells[:3]], above.cells[0].n
        assert zone is None or None in sites
    said = " ".join(render(note, "en") for note in by_site.notes)
    assert "2 answers without" not in said
    assert "fewer than 5" in said.lower()
