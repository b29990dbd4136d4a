# SPDX-License-Identifier: MIT
"""That all of a group have a sensitive code is shown to nobody outside: as of survey answers, it is true of each.

Expected by hand: 20 cases, ten at each site; a reader of "10 of 10" knows of everyone there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from analysis.analyses import run
from analysis.codings.study import CodingStudy
from analysis.masking import HIDDEN, Destination, Readers, mask_all
from analysis.result_tables import TableSpec
from tests.analysis.codings.test_parents_of_sensitive_codes import ALL, DEBT, MEANS, OTHER, SHAME, leaving, shown, study

BOTH = [Destination.PARTNER, Destination.PUBLIC]


@pytest.mark.parametrize("to", BOTH)
def test_a_code_that_all_bear_is_withheld_and_an_ordinary_one_is_not(to: Destination) -> None:
    coded = study({SHAME: range(20), OTHER: range(20)})
    table = leaving(run("code_frequencies", coded, {}).tables, to)[0]
    assert [shown(table, SHAME, column) for column in ("documents", "cases", "share")] == [None] * 3
    assert [shown(table, OTHER, column) for column in ("documents", "cases", "share")] == [20, 20, 1]
    inside = leaving(run("code_frequencies", coded, {}).tables, Destination.INSIDE)[0]
    assert shown(inside, SHAME, "share") == 1


@pytest.mark.parametrize("to", BOTH)
@pytest.mark.parametrize("unit", ["cases", "documents"])
def test_a_group_of_which_all_bear_it_is_withheld_with_what_would_give_it_back(unit: str, to: Destination) -> None:
    """Ten of ten at A, seven of ten at B: with all 17 and the seven the ten follow."""
    coded = study({SHAME: range(17), OTHER: range(20)})
    tables = run("code_crosstab", coded, {"by": "Site", "unit": unit}).tables
    for table in leaving(tables, to):
        a, b, all_ = (shown(table, SHAME, column) for column in ("g0", "g1", "total"))
        assert a is None
        assert b is None or all_ is None
        assert shown(table, OTHER, "total") is not None


def test_all_but_one_of_a_group_print() -> None:
    coded = study({SHAME: range(9), OTHER: range(20)})
    table = leaving(run("code_crosstab", coded, {"by": "Site", "unit": "cases"}).tables)[0]
    assert shown(table, SHAME, "g0") == 9


def test_all_who_bear_another_code_are_a_group_too() -> None:
    """All eight with debt bear shame; shame itself is borne by twelve, and all with shame or debt do not bear debt."""
    coded = study({SHAME: range(12), DEBT: range(8), OTHER: range(20)})
    for unit in ("cases", "documents", "segments", "words"):
        options = {"variable": "Shame; Debt", "column": "Shame; Debt", "unit": unit}
        table = leaving(run("code_crosstab", coded, options).tables)[0]
        assert shown(table, SHAME, f"c{DEBT}") is None, unit
        assert shown(table, DEBT, f"c{SHAME}") is None, unit


def test_a_category_that_all_bear_prints_and_tells_nothing_of_its_code() -> None:
    coded = study({SHAME: range(10), MEANS: range(20)})
    table = leaving(run("code_frequencies", coded, {}).tables)[0]
    assert shown(table, MEANS, "cases") == 20
    assert shown(table, SHAME, "cases") == 10


@pytest.mark.parametrize("to", BOTH)
def test_a_category_that_counts_its_sensitive_code_alone_is_withheld_as_the_code_is(to: Destination) -> None:
    """Nobody coded Means itself, or Debt below it: "Means: 20 of 20" would say that all bear Shame."""
    coded = study({SHAME: range(20), OTHER: range(20)})
    table = leaving(run("code_frequencies", coded, {"variable": "Means; Other"}).tables, to)[0]
    assert [shown(table, MEANS, column) for column in ("documents", "cases", "share")] == [None] * 3
    assert shown(table, OTHER, "cases") == 20


def test_a_category_is_sensitive_by_what_is_coded_now() -> None:
    """Its sensitivity follows the coding, and passes on to no code below it."""
    coded = study({SHAME: range(20)}).codings
    assert [code.id for code in coded.codes if code.sensitive] == [ALL, MEANS, SHAME]
    more = replace(coded, segments=study({SHAME: range(20), DEBT: range(8)}).codings.segments)
    assert [code.id for code in more.codes if code.sensitive] == [SHAME]
    assert [code.id for code in more.codes if code.marked] == [SHAME]


def test_no_heading_tells_that_all_bear_it() -> None:
    coded = study({SHAME: range(20), DEBT: range(8), OTHER: range(20)})
    for unit in ("cases", "documents", "segments"):
        options = {"variable": "Other", "column": "Shame; Debt; Other", "unit": unit}
        for table in leaving(run("code_crosstab", coded, options).tables):
            assert [column.base for column in table.columns] == [None, 8, 20], unit
            assert shown(table, OTHER, f"c{SHAME}") is None, unit


def _in_turn(coded: CodingStudy, *asked: tuple[str, Mapping[str, Any]]) -> list[TableSpec]:
    """The first table of each file, one after the other to one partner."""
    left: list[TableSpec] = []
    readers = Readers()
    for name, options in asked:
        readers = Readers(() if readers.known is None else (readers.known,))
        left.append(mask_all(run(name, coded, options).tables, 30, 10, 5, Destination.PARTNER, readers=readers)[0][0])
    return left


def test_a_first_file_that_says_all_bear_it_tells_none_of_what_later_ones_withhold() -> None:
    """Sites of 17 and three: had the first file said "20 of 20", the three of the second would follow."""
    coded = study({SHAME: range(20), OTHER: range(20)})
    attributes = coded.codings.attributes.copy()
    attributes.iloc[:17], attributes.iloc[17:] = "A", "B"
    coded.codings.attributes[:] = attributes
    first, second = _in_turn(coded, ("code_frequencies", {}), ("code_crosstab", {"by": "Site", "unit": "cases"}))
    assert shown(first, SHAME, "cases") is None
    cells = next(row.cells for row in second.rows if row.id == SHAME)
    assert all(cell.flags & HIDDEN for cell in cells)
