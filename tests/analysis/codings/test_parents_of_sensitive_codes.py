# SPDX-License-Identifier: MIT
"""Attacks by bounds: what a reader outside works out of a sensitive code from the categories above and beside it.

Means (not sensitive) > Shame (sensitive), Debt; own segments of Means. The attacker knows the tree, that a category
has at least the cases of each code below it, at most those of all with its own, and that segments add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import pytest

from analysis.analyses import run
from analysis.codings.records import CodeLine, Codings, codings_table, of_any
from analysis.codings.study import CodingStudy
from analysis.masking import HIDDEN, Destination, mask_all
from analysis.result_tables import TableSpec
from coding.frames import CodedDocument, attribute_frame, cases_of, document_frame, segment_frame
from coding.records import Segment, Turn
from wording import Labels

ALL, MEANS, DEBT, SHAME, OTHER = "9", "1", "3", "5", "7"
CODES = (
    CodeLine(ALL, Labels({"en": "All"})),
    CodeLine(MEANS, Labels({"en": "Means"}), ALL, 1),
    CodeLine(DEBT, Labels({"en": "Debt"}), MEANS, 2),
    CodeLine(SHAME, Labels({"en": "Shame"}), MEANS, 2, sensitive=True),
    CodeLine(OTHER, Labels({"en": "Other"})),
)


def study(cases: Mapping[str, Sequence[int]], n: int = 20) -> CodingStudy:
    """`cases`: the cases of each code, by number; one segment each; case 0 to 9 live in "A", the others in "B"."""
    text, held = "He owes them. " * 10, []
    for at in range(n):
        turns = (Turn(0, len(text), "R"),)
        held.append(CodedDocument(f"D{at}", f"D{at}", "en", 30, len(text), at, turns, group="", cases=(f"K{at}",)))
    segments = [
        Segment(f"{code}{case}", f"D{case}", code, 0, 13, text[:13], "IN")
        for code, those in cases.items()
        for case in those
    ]
    attributes = {f"K{at}": {"Site": "A" if at < 10 else "B"} for at in range(n)}
    return CodingStudy(
        Codings(
            segment_frame(held, segments), document_frame(held), attribute_frame(cases_of(held), attributes), CODES,
            table=codings_table(len(segments)),
        )
    )  # fmt: skip


def leaving(tables: Sequence[TableSpec], to: Destination = Destination.PARTNER) -> list[TableSpec]:
    return mask_all(tables, 30, 10, 5, to)[0]


def shown(table: TableSpec, row: str, column: str) -> float | None:
    at = [one.id for one in table.columns].index(column)
    cell = next(one for one in table.rows if one.id == row).cells[at]
    return None if cell.flags & HIDDEN else cell.estimate


@pytest.mark.parametrize("to", [Destination.PARTNER, Destination.PUBLIC])
@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_a_category_that_bounds_its_sensitive_code_is_withheld_with_those_above(few: int, to: Destination) -> None:
    coded = study({SHAME: range(few), OTHER: range(12)})
    table = leaving(run("code_frequencies", coded, {}).tables, to)[0]
    for row, column in product((ALL, MEANS, SHAME), ("segments", "documents", "cases", "share")):
        assert shown(table, row, column) is None, (row, column)
    assert shown(table, OTHER, "cases") == 12
    inside = leaving(run("code_frequencies", coded, {}).tables, Destination.INSIDE)[0]
    assert shown(inside, SHAME, "cases") == few


def test_a_large_category_prints_and_tells_no_more_than_the_mark_does() -> None:
    coded = study({SHAME: range(2), MEANS: range(12), DEBT: range(6, 15)})
    table = leaving(run("code_frequencies", coded, {}).tables)[0]
    assert shown(table, MEANS, "cases") == 15
    assert shown(table, DEBT, "cases") == 9
    assert shown(table, SHAME, "cases") is None


@pytest.mark.parametrize("unit", ["segments", "words", "documents", "cases"])
def test_by_difference_to_the_codes_beside_it_nothing_follows(unit: str) -> None:
    """The category has no segment of its own: with the sibling it would tell the sensitive code."""
    coded = study({SHAME: (0, 1), DEBT: range(2, 12)})
    table = leaving(run("code_crosstab", coded, {"by": "Site", "unit": unit}).tables)[0]
    for column in ("g0", "g1"):
        whole, sibling, secret = (shown(table, row, column) for row in (MEANS, DEBT, SHAME))
        if column == "g0":
            assert secret is None
            assert whole is None or sibling is None
    both = leaving([*run("code_frequencies", coded, {"variable": "Means"}).tables,
                    *run("code_frequencies", coded, {"variable": "Shame; Debt"}).tables])  # fmt: skip
    assert shown(both[0], MEANS, "segments") is None or shown(both[1], DEBT, "segments") is None


@pytest.mark.parametrize("few", [1, 2, 3, 4])
@pytest.mark.parametrize("unit", ["documents", "cases"])
def test_no_least_number_above_the_mark_follows_from_a_category_and_a_code_beside(few: int, unit: str) -> None:
    """A case may bear both codes, so that category less sibling is the least the sensitive code has: of four, all."""
    coded = study({SHAME: range(few), DEBT: range(few, 10)})
    table = leaving(run("code_crosstab", coded, {"by": "Site", "unit": unit}).tables)[0]
    for column in [one.id for one in table.columns]:
        whole, sibling, secret = (shown(table, row, column) for row in (MEANS, DEBT, SHAME))
        assert secret is None or column == "g1"  # nobody of site B bears it
        assert whole is None or sibling is None or whole - sibling <= 1


def test_categories_of_codes_by_codes_in_rows_columns_and_bases() -> None:
    coded = study({SHAME: (0, 1), OTHER: range(8)})
    options = {"variable": "Means; Shame; Other", "column": "Means; Shame; Other", "unit": "cases"}
    tables = leaving(run("code_crosstab", coded, options).tables)
    for table in tables:
        for row, column in ((MEANS, OTHER), (OTHER, MEANS), (MEANS, MEANS), (SHAME, OTHER), (OTHER, SHAME)):
            assert shown(table, row, f"c{column}") is None, (table.id, row, column)
        assert {one.id: one.base for one in table.columns}[f"c{MEANS}"] is None
        assert shown(table, OTHER, f"c{OTHER}") is not None


def test_groups_a_case_may_share_tell_no_difference_to_all() -> None:
    coded = study({SHAME: range(7), OTHER: range(12)})
    segments = coded.codings.segments.copy()
    mine = (segments["code"] == SHAME) & of_any(segments["cases"], ["K0", "K1"])
    segments.loc[mine, "coder"] = "MA"
    split = CodingStudy(replace(coded.codings, segments=segments))
    table = leaving(run("code_frequencies", split, {"by": "coder", "unit": "segments"}).tables)[0]
    told = [shown(table, SHAME, column) for column in ("g0", "g1", "total")]
    assert told[1] is None
    assert told[0] is None or told[2] is None


def test_tenths_of_the_texts() -> None:
    coded = study({SHAME: (0, 1), OTHER: range(12)})
    table = leaving(run("code_timeline", coded, {}).tables)[0]
    assert {shown(table, row, "p0") for row in (ALL, MEANS, SHAME)} == {None}
    assert shown(table, OTHER, "p0") == 12


def test_expected_cases_and_the_order_of_pairs_tell_no_sensitive_code() -> None:
    coded = study({SHAME: (0, 1), DEBT: range(10), OTHER: range(12)})
    _matrix, pairs = leaving(run("cooccurrence", coded, {"variable": "Shame; Debt; Other"}).tables)
    secret = [row for row in pairs.rows if SHAME in row.id.split("-")]
    assert secret
    assert all(cell.flags & HIDDEN for row in secret for cell in row.cells)
    assert [row.id for row in pairs.rows[:1]] == [f"{DEBT}-{OTHER}"]


@pytest.mark.parametrize("to", [Destination.PARTNER, Destination.PUBLIC])
def test_what_stands_below_a_sensitive_code_is_sensitive(to: Destination) -> None:
    """Debt is not marked, but Means above it is: its two cases are withheld, and by difference nothing follows."""
    coded = study({MEANS: range(12), DEBT: (0, 1), OTHER: range(12)})
    codes = tuple(replace(code, sensitive=code.id == MEANS) for code in CODES)
    coded = CodingStudy(replace(coded.codings, codes=codes))
    assert [code.marked for code in coded.codings.codes] == [False, True, True, True, False]
    table = leaving(run("code_frequencies", coded, {}).tables, to)[0]
    assert [shown(table, DEBT, column) for column in ("segments", "documents", "cases", "share")] == [None] * 4
    assert shown(table, MEANS, "cases") == 12
    assert shown(table, OTHER, "cases") == 12
    matrix = leaving(run("code_crosstab", coded, {"by": "Site", "unit": "segments"}).tables, to)[0]
    told_whole = [shown(matrix, MEANS, column) for column in ("g0", "g1")]
    assert shown(matrix, DEBT, "g0") is None
    assert told_whole[1] is None, "two of its twelve live there"
    inside = leaving(run("code_frequencies", coded, {}).tables, Destination.INSIDE)[0]
    assert shown(inside, DEBT, "cases") == 2


def test_where_each_case_was_interviewed_once_interviews_are_cases() -> None:
    """Three of site B bear it: sites withhold them with the whole; ten interviews elsewhere would be the ten cases."""
    coded = study({SHAME: (*range(7), 10, 11, 12), OTHER: range(20)})
    matrix, whole = leaving([*run("code_crosstab", coded, {"by": "Site", "unit": "cases"}).tables,
                             *run("code_frequencies", coded, {}).tables])  # fmt: skip
    assert shown(matrix, SHAME, "g1") is None
    told = [shown(matrix, SHAME, "g0"), shown(whole, SHAME, "documents")]
    assert None in told
    by_site = run("code_frequencies", coded, {"by": "Site", "unit": "documents"}).tables
    matrix, sites = leaving([*run("code_crosstab", coded, {"by": "Site", "unit": "cases"}).tables, *by_site])
    for column in ("g0", "g1", "total"):
        assert (shown(matrix, SHAME, column) is None) == (shown(sites, SHAME, column) is None)


def test_who_bears_both_codes_of_a_category_follows_from_neither_nor_from_all_cases() -> None:
    """Nobody has a segment of Means itself, so Means = Shame + Debt - both; and 18 + 6 of 20 cases share four."""
    coded = study({SHAME: range(4, 14), DEBT: (*range(7), 14), OTHER: range(20)})
    crossed = {"variable": "Means; Debt; Shame", "column": "Means; Debt; Shame", "unit": "cases"}
    codes = run("code_crosstab", coded, crossed).tables
    matrix, own = leaving([*codes, *run("code_frequencies", coded, {"children": False}).tables])
    assert shown(matrix, SHAME, f"c{DEBT}") is None
    told = [shown(matrix, MEANS, f"c{MEANS}"), shown(matrix, SHAME, f"c{SHAME}"), shown(matrix, DEBT, f"c{DEBT}")]
    assert None in told or shown(own, MEANS, "cases") is None
    coded = study({SHAME: range(6), OTHER: range(2, 20)})
    matrix = leaving(run("code_crosstab", coded, {"variable": "Shame; Other", "column": "Shame; Other"}).tables)[0]
    assert shown(matrix, SHAME, f"c{OTHER}") is None
    assert None in [shown(matrix, SHAME, f"c{SHAME}"), shown(matrix, OTHER, f"c{OTHER}")]
