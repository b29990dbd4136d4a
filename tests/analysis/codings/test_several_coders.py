# SPDX-License-Identifier: MIT
"""Tables of several coders in one file, and cases without a value: what one would reveal beside the other."""

from __future__ import annotations

from dataclasses import replace

from analysis.analyses import run
from analysis.codings.records import of_any
from analysis.codings.study import CodingStudy
from analysis.masking import HIDDEN, Destination, Readers, mask_all
from analysis.result_tables import TableSpec
from tests.analysis.codings.test_parents_of_sensitive_codes import OTHER, SHAME, shown, study


def by_two(first: int) -> CodingStudy:
    """Shame is coded in nine cases: by IN in the first so many, by MA in the others."""
    coded = study({SHAME: range(9), OTHER: range(20)}).codings
    segments = coded.segments.copy()
    of_first = of_any(segments["cases"], [f"K{at}" for at in range(first)])
    segments.loc[(segments["code"] == SHAME) & ~of_first, "coder"] = "MA"
    return CodingStudy(replace(coded, segments=segments))


def leaving(coded: CodingStudy, *coders: str) -> list[TableSpec]:
    tables = [table for one in coders for table in run("code_frequencies", coded, {"coder": one}).tables]
    return mask_all(tables, 30, 10, 5, Destination.PARTNER)[0]


def in_turn(coded: CodingStudy, *coders: str) -> list[TableSpec]:
    """A file of each, one after the other to one partner."""
    left: list[TableSpec] = []
    readers = Readers()
    for one in coders:
        readers = Readers(() if readers.known is None else (readers.known,))
        tables = run("code_frequencies", coded, {"coder": one}).tables
        left += mask_all(tables, 30, 10, 5, Destination.PARTNER, readers=readers)[0]
    return left


def test_the_tables_of_one_coder_tell_no_few_cases_of_another() -> None:
    """Nine in all, seven by IN: beside both, MA's two are told to be two at least."""
    every, own, other = leaving(by_two(7), "", "IN", "MA")
    assert [shown(one, SHAME, "cases") for one in (every, own, other)] == [9, None, None]
    assert shown(own, OTHER, "cases") == 20
    every, own = leaving(by_two(7), "", "IN")
    assert [shown(one, SHAME, "cases") for one in (every, own)] == [9, 7]  # no table has a small number


def test_an_ordinary_code_that_all_bear_tells_no_few_cases_without_a_value() -> None:
    coded = study({SHAME: range(9), OTHER: range(20)}).codings
    attributes = coded.attributes.copy()
    attributes.iloc[18:] = ""
    coded = replace(coded, attributes=attributes)
    result = run("code_crosstab", CodingStudy(coded), {"by": "Site"})
    tables = [*result.tables, *(figure.table for figure in result.figures)]
    for left in mask_all(tables, 30, 10, 5, Destination.PARTNER)[0]:
        cells = next(row for row in left.rows if row.id == OTHER).cells
        assert any(cell.flags & HIDDEN for cell in cells), left.id
        assert not all(cell.flags & HIDDEN for cell in cells), left.id


def test_after_one_coder_s_file_those_of_others_tell_no_few_cases_either() -> None:
    """Nine in all: IN's seven are shown, MA's two are not; all nine beside the seven would tell them."""
    own, other, every = in_turn(by_two(7), "IN", "MA", "")
    assert [shown(one, SHAME, "cases") for one in (own, other, every)] == [7, None, None]
    assert shown(every, OTHER, "cases") == 20
    every, own, other = in_turn(by_two(7), "", "IN", "MA")
    assert [shown(one, SHAME, "cases") for one in (every, own, other)] == [9, 7, None]  # no small number until MA's
    few, most = in_turn(by_two(2), "IN", "MA")
    assert [shown(one, SHAME, "cases") for one in (few, most)] == [None, 7]  # nothing of IN's was shown
    assert [shown(one, SHAME, "cases") for one in in_turn(by_two(7), "IN", "IN")] == [7, 7]
