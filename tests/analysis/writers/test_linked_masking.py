# SPDX-License-Identifier: MIT
"""Withheld cells against a reader with a linear program: what the figures, bases and totals of an export allow."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.analyses import run
from analysis.masking import Destination, mask, mask_all
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.result_tables import Cell, Column, Flag, Row, TableSpec, Unit
from analysis.withholding.network_of_sums import Quantities
from analysis.withholding.secondary_suppression import protect
from wording import Labels, render

HIDDEN = {Flag.MASKED_BASE, Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT}


def crossed(counts: list[list[int]], name: str = "t") -> TableSpec:
    """Counts as a cross-tab prints them: shares of the columns, a column of all, bases in the headings."""
    grid = [[*line, sum(line)] for line in counts]
    bases = [sum(column) for column in zip(*grid, strict=True)]
    ids = [*(f"g{at}" for at in range(len(bases) - 1)), "total"]
    columns = tuple(Column(one, one, base=base) for one, base in zip(ids, bases, strict=True))
    rows = tuple(
        Row(f"r{at}", f"R{at}", tuple(
            Cell(n / base if base else None, n=n, base=base, unit=Unit.SHARE)
            for n, base in zip(line, bases, strict=True)
        ))
        for at, line in enumerate(grid)
    )  # fmt: skip
    return TableSpec(name, name, None, None, columns, rows, exclusive_rows=True, exclusive_columns=True)


def hidden_cells(table: TableSpec) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row, line in enumerate(table.rows)
        for column, cell in enumerate(line.cells)
        if cell.flags & HIDDEN
    ]


def bounds(counts: list[list[int]], hidden: list[tuple[int, int]], cell: tuple[int, int]) -> tuple[float, float]:
    """The least and most people the cell can hold for one who knows all that is shown and the bases."""
    full = np.array([[*line, sum(line)] for line in counts], dtype=float)
    place = {one: at for at, one in enumerate(hidden)}
    equations, right = [], []
    for column in range(full.shape[1]):
        line = np.zeros(len(hidden))
        for row in range(full.shape[0]):
            if (row, column) in place:
                line[place[row, column]] = 1
        equations.append(line)
        right.append(sum(full[at, column] for at in range(full.shape[0]) if (at, column) in place))
    for row in range(full.shape[0]):
        line, value = np.zeros(len(hidden)), 0.0
        for column in range(full.shape[1]):
            sign = -1.0 if column == full.shape[1] - 1 else 1.0
            if (row, column) in place:
                line[place[row, column]] = sign
            else:
                value -= sign * full[row, column]
        equations.append(line)
        right.append(value)
    aim = np.zeros(len(hidden))
    aim[place[cell]] = 1
    ends = [linprog(sign * aim, A_eq=np.array(equations), b_eq=right, method="highs") for sign in (1, -1)]
    assert all(end.status == 0 for end in ends)
    return float(ends[0].fun), float(-ends[1].fun)


@pytest.mark.parametrize("case", ["suppress_sites", "suppress_two_primary"])
def test_the_cases_of_the_shared_data(shared: Path, case: str) -> None:
    stored = json.loads((shared / "disclosure" / "tables" / f"{case}.json").read_text(encoding="utf-8"))
    counts = stored["table"]
    assert [sum(line) for line in counts] == stored["row_totals"]
    primary = [tuple(place) for place in stored["primary"]]
    for place, known in zip(primary, stored["bounds_primary_only"], strict=True):
        assert bounds(counts, primary, place) == pytest.approx(tuple(known))
    table, told = mask(
        crossed(counts), minimum_base_flag=0, minimum_base_mask=0, minimum_cell=stored["threshold"],
        destination=Destination.PARTNER,
    )  # fmt: skip
    hidden = hidden_cells(table)
    assert set(primary) <= set(hidden)
    assert told.cells == len(primary)
    assert len(hidden) <= len(primary) + len(stored["secondary_example"])
    for place in primary:
        low, high = bounds(counts, hidden, place)
        assert low < counts[place[0]][place[1]] <= high
        assert high >= stored["threshold"]


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.integers(0, 25), min_size=3, max_size=3), min_size=3, max_size=4))
def test_no_small_cell_is_known_from_its_table(counts: list[list[int]]) -> None:
    table, _ = mask(crossed(counts), minimum_base_flag=0, minimum_base_mask=0, destination=Destination.PARTNER)
    hidden = hidden_cells(table)
    full = [[*line, sum(line)] for line in counts]
    for row, column in hidden:
        if 0 < full[row][column] < 5:
            low, high = bounds(counts, hidden, (row, column))
            alone = sum(1 for at in range(len(full)) if (at, column) in hidden) == len(full)
            assert high > low or alone


def survey(rows: list[tuple[str, str, str]]) -> Frame:
    """Respondents with an answer (v1), a sex (v2) and a site (v3), as a census."""
    names = ("v1", "v2", "v3")
    choices = {name: sorted({row[at] for row in rows}) for at, name in enumerate(names)}
    variables = tuple(
        Variable(
            name, name, Labels({"en": name}), Kind.ONE, Level.NOMINAL,
            choices=tuple(Choice(one, one, Labels({"en": one})) for one in choices[name]),
        )
        for name in names
    )  # fmt: skip
    data = pd.DataFrame(
        {name: pd.Categorical([row[at] for row in rows], choices[name]) for at, name in enumerate(names)}
    )
    table = DataTable("t1", "t", Labels({}), "person", RowOrigin.CENSUS, variables, len(rows))
    reasons = {name: np.zeros(len(rows), dtype=np.int8) for name in names}
    return Frame(table, data, reasons, np.arange(len(rows)), SampleColumns())


def people(**counts: int) -> Frame:
    """ "yes_f_a=12": twelve women of site a who say yes."""
    return survey([tuple(name.split("_")) for name, n in counts.items() for _ in range(n)])  # type: ignore[misc]


def masked(frame: Frame, *wanted: tuple[str, dict]) -> list[TableSpec]:
    tables = [run(name, frame, options).tables[0] for name, options in wanted]
    return mask_all(tables, 0, 0, 5, Destination.PARTNER)[0]


def shown(table: TableSpec) -> dict[tuple[str, str], int | None]:
    return {
        (row.id, column.id): cell.n for row in table.rows for column, cell in zip(table.columns, row.cells, strict=True)
    }


def test_what_is_masked_in_one_table_is_masked_in_every_other() -> None:
    frame = people(yes_f_a=3, yes_f_b=20, yes_m_a=30, yes_m_b=40, no_f_a=25, no_f_b=30, no_m_a=35, no_m_b=45)
    where = [{"variable": "v3", "is": ["a"]}]
    by_sex, alone = masked(
        frame,
        ("proportions", {"variable": "v1", "by": "v2", "where": where}),
        ("proportions", {"variable": "v1", "where": [*where, {"variable": "v2", "is": ["f"]}]}),
    )
    assert shown(by_sex)["yes", "g0"] is None
    assert shown(alone)["yes", "total"] is None
    assert shown(alone)["no", "total"] is None


def test_a_group_shown_apart_does_not_give_away_the_small_rest() -> None:
    frame = people(yes_f_a=40, no_f_a=30, yes_m_a=3, no_m_a=20)
    whole, women = masked(
        frame,
        ("proportions", {"variable": "v1"}),
        ("proportions", {"variable": "v1", "where": [{"variable": "v2", "is": ["f"]}]}),
    )
    together = shown(whole)["yes", "total"], shown(women)["yes", "total"]
    assert None in together  # 43 − 40 would say that three men did
    alone = masked(frame, ("proportions", {"variable": "v1"}))[0]
    assert shown(alone)["yes", "total"] == 43


def test_a_crossed_table_and_its_margins_do_not_add_up_to_a_masked_cell() -> None:
    frame = people(yes_f_a=3, yes_f_b=20, yes_m_a=30, yes_m_b=40, no_f_a=25, no_f_b=30, no_m_a=35, no_m_b=45)
    crossed_table, by_sex, by_site = masked(
        frame,
        ("proportions", {"variable": "v1", "by": "v2", "also_by": ["v3"]}),
        ("proportions", {"variable": "v1", "by": "v2"}),
        ("proportions", {"variable": "v1", "by": "v3"}),
    )
    cells = shown(crossed_table)
    women_yes = [cells["yes", "g0"], cells["yes", "g1"], shown(by_sex)["yes", "g0"]]
    site_yes = [cells["yes", "g0"], cells["yes", "g2"], shown(by_site)["yes", "g0"]]
    assert women_yes.count(None) > 1
    assert site_yes.count(None) > 1


def test_a_cross_tab_by_row_and_by_column_masks_the_same_people() -> None:
    frame = people(yes_f_a=3, yes_m_a=30, no_f_a=25, no_m_a=35, other_f_a=12, other_m_a=18)
    by_column, by_row = masked(
        frame,
        ("crosstab", {"variable": "v1", "column": "v2"}),
        ("crosstab", {"variable": "v1", "column": "v2", "percent": "row"}),
    )
    first, second = ({place for place, n in shown(table).items() if n is None} for table in (by_column, by_row))
    assert {place for place in first if place[1] != "total"} == second


def test_a_difference_goes_with_the_cells_it_is_made_of() -> None:
    frame = people(yes_f_a=3, yes_m_a=30, no_f_a=25, no_m_a=35, other_f_a=12, other_m_a=18)
    told = {"inference": "on", "inference_reason": "a census with response"}
    options = {"variable": "v1", "by": "v2", "contrasts": "first", **told}
    main, differences = mask_all(list(run("proportions", frame, options).tables), 0, 0, 5, Destination.PARTNER)[0]
    gone = {row.id for row in main.rows if any(cell.flags & HIDDEN for cell in row.cells[:2])}
    assert gone
    for row in differences.rows:
        if not row.heading:
            assert bool(row.cells[0].flags & HIDDEN) == (row.id.removesuffix("0-1") in gone)


def test_a_p_tells_no_withheld_difference() -> None:
    """The difference is ± the quantile of t at p, times the standard error, which the bases bound: p goes with it."""
    frame = people(yes_f_a=3, yes_m_a=30, no_f_a=25, no_m_a=35, other_f_a=12, other_m_a=18)
    told = {"inference": "on", "inference_reason": "a census with response"}
    options = {"variable": "v1", "by": "v2", "contrasts": "first", **told}
    tables = list(run("proportions", frame, options).tables)
    main, differences = mask_all(tables, 0, 0, 5, Destination.PARTNER)[0]
    for row in differences.rows:
        if not row.heading:
            assert (row.cells[0].estimate is None) == (row.cells[1].estimate is None)
    assert any(row.cells[1].estimate is not None for row in differences.rows), "what is shown keeps its p"
    (said,) = [note for note in main.notes if getattr(note, "key", "").startswith("test.")]
    for language in ("en", "fr"):
        assert not re.search(r"F\(|p = ", render(said, language)), "the test of all answers tells a limit, no p"
    inside = mask_all(tables, 0, 0, 5, Destination.INSIDE)[0][0]
    assert any("p = " in render(note, "en") or "p < 0.001" in render(note, "en") for note in inside.notes)


def crossed_with_its_total() -> Quantities:
    """A sensitive question by site, one of 240 silent and eight of no site, and its table of all beside."""
    counts = {"a": (126, 13, 1), "b": (86, 6, 0), "none": (8, 0, 0), "all": (220, 19, 1), "alone": (220, 19, 1)}
    answers = ("yes", "no", "silent")
    network = Quantities(5)
    for site, line in counts.items():
        names = [f"{answer} {site}" for answer in answers]
        network.size.update(zip(names, line, strict=True))
        network.size[site] = sum(line)
        network.add_sum(names, [site])
        network.columns.append((site, tuple(names)))
    for answer in ("", *(f"{answer} " for answer in answers)):
        network.add_sum([f"{answer}{site}" for site in ("a", "b", "none")], [f"{answer}all"])
        network.add_sum([f"{answer}alone"], [f"{answer}all"])
    network.hidden = {"silent a", "silent all", "silent alone", "yes none", "no none", "silent none"}
    return network


def test_a_number_that_nothing_protects_does_not_empty_the_tables_around_it() -> None:
    """That nobody without a site was silent is known: four figures beside those that are small, and every base."""
    network = crossed_with_its_total()
    network.add_sum(["silent none"])
    small = set(network.hidden)
    protect(network)
    assert network.hidden - small == {"no a", "yes a", "no all", "no alone"}
