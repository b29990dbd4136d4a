# SPDX-License-Identifier: MIT
"""Numbers of codings of earlier files bound those of a later one, for the same reader with a linear programme.

The reader here is arithmetic by hand: of two codes whose union, overlap and one size are known, the other follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from analysis.analyses import run
from analysis.codings.cases_with_codes import CasesWithCodes
from analysis.codings.study import CodingStudy
from analysis.masking import Destination, Readers, mask_all
from analysis.result_tables import Counted, TableSpec
from analysis.withholding.coded_numbers import CodedNumber, join_released, numbers_released
from analysis.withholding.earlier_releases import Released
from tests.analysis.codings.test_parents_of_sensitive_codes import ALL, DEBT, MEANS, OTHER, SHAME, shown, study

PARTNER = Destination.PARTNER
_CASES = {SHAME: [*range(10, 20), 0, 1, 2], MEANS: range(10), OTHER: range(6, 20)}


def files(*asked: tuple[CodingStudy, str, Mapping[str, Any]]) -> list[TableSpec]:
    """The first table of each file, as they left one after the other to a partner."""
    left: list[TableSpec] = []
    known: tuple[Released, ...] = ()
    for coded, name, options in asked:
        readers = Readers(known)
        left.append(mask_all(run(name, coded, options).tables, 30, 10, 5, PARTNER, readers=readers)[0][0])
        assert readers.known is not None
        known = (readers.known,)
    return left


def told(tables: Sequence[TableSpec]) -> bool:
    """Whether the three that bear both follow: from all, those with the category itself, those with shame."""
    printed: set[str] = set()
    for table in tables:
        for row in table.rows:
            for column in table.columns:
                if shown(table, row.id, column.id) is not None:
                    printed.add(f"{row.id} {column.id}")
    enough = {f"{MEANS} cases", f"{MEANS} c{MEANS}", f"{SHAME} c{SHAME}"}
    return enough <= printed


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_two_files_in_either_order_give_no_small_number(order: Sequence[int]) -> None:
    """20 bear the category or shame; 10 of their own the category, 13 shame: 10 + 13 − 20 = 3 bear both."""
    coded = study({one: list(those) for one, those in _CASES.items()})
    asked: list[tuple[CodingStudy, str, Mapping[str, Any]]] = [
        (coded, "code_frequencies", {"variable": MEANS}),
        (coded, "code_crosstab", {"variable": MEANS, "column": MEANS, "unit": "cases", "children": False}),
        (coded, "code_crosstab", {"variable": f"{SHAME}", "column": f"{MEANS}; {SHAME}", "unit": "cases",
                                  "children": False}),
    ]  # fmt: skip
    assert not told(files(*(asked[at] for at in order)))


def test_names_are_counted_again_as_the_tables_counted_them() -> None:
    """Each number of a table that bears a name, from its name alone."""
    coded = study({SHAME: range(7), DEBT: range(3, 12), MEANS: [4, 15], OTHER: range(20)})
    bearing = CasesWithCodes(coded)
    asked = [
        (name, {"unit": unit, "children": children, **over})
        for unit in ("cases", "documents", "segments", "words")
        for children in (True, False)
        for name, over in (
            ("code_crosstab", {"by": "Site"}),
            ("code_crosstab", {"by": "document"}),
            ("code_crosstab", {"column": f"{SHAME}; {OTHER}; {MEANS}"}),
        )
    ]
    asked += [
        ("cooccurrence", {"variable": codes, "relation": relation, "within": 3, "children": children})
        for codes in (f"{MEANS}; {SHAME}; {OTHER}", f"{MEANS}; {OTHER}; {DEBT}; {ALL}")
        for relation in ("overlap", "words", "turn")
        for children in (True, False)
    ]
    seen = meets = 0
    for name, options in asked:
        for row in (row for table in run(name, coded, options).tables for row in table.rows):
            for cell in row.cells:
                if cell.tally is not None and cell.counted is not None:
                    meets += name == "cooccurrence"
                    again = bearing.again(cell.tally.name)
                    assert again is not None, cell.tally.name
                    assert again[1] == cell.estimate == cell.tally.size
                    assert set(again[0].codes) == set(cell.counted.codes)
                    assert (again[0].by, again[0].key) == (cell.counted.by, cell.counted.key)
                    seen += 1
    assert seen > 100
    assert meets > 20


def test_one_name_is_one_number_whichever_codes_are_chosen_beside() -> None:
    """A category counts without its codes where one of them is chosen too: another number, another name."""
    held = study({SHAME: range(6), MEANS: range(8, 14), OTHER: range(20)}).codings
    coded = CodingStudy(replace(held, codes=tuple(replace(one, sensitive=one.id == OTHER) for one in held.codes)))
    sizes: dict[str, set[int]] = {}
    for codes in (f"{MEANS}; {OTHER}; {SHAME}", f"{MEANS}; {OTHER}", f"{ALL}; {OTHER}"):
        for relation in ("overlap", "turn"):
            for table in run("cooccurrence", coded, {"variable": codes, "relation": relation}).tables:
                for cell in (cell for row in table.rows for cell in row.cells if cell.tally is not None):
                    sizes.setdefault(cell.tally.name, set()).add(cell.tally.size)
    assert {sizes[f"c//cases/{mark}&{OTHER}/overlap"].pop() for mark in (f"{MEANS}!", MEANS)} == {6, 12}
    assert all(len(found) <= 1 for found in sizes.values())


def test_what_has_changed_since_bounds_nothing() -> None:
    """A refreshed sheet with one coding more: the number that changed is not taken, the one that did not is."""
    before, after = (study({SHAME: [*range(held), *range(10, 16)], OTHER: range(20)}) for held in (6, 7))
    readers = Readers()
    mask_all(run("code_frequencies", before, {"by": "Site"}).tables, 30, 10, 5, PARTNER, readers=readers)
    assert readers.known is not None
    for coded, taken in ((before, ["", "A", "B"]), (after, ["B"])):
        known = numbers_released(CasesWithCodes(coded), [readers.known])
        assert sorted(one.counted.key for one in known if one.counted.codes == (frozenset({SHAME}),)) == taken
        assert all(one.fixed and not one.places for one in known)


def test_what_an_earlier_file_showed_is_known_and_what_it_withheld_is_looked_at() -> None:
    shame = Counted("cases", (frozenset({SHAME}),))
    today = [CodedNumber(shame, 3.0, 3, [(0, 0, 0)], hidden=True)]
    withheld = CodedNumber(Counted("cases", (frozenset({DEBT}),)), 2.0, 2, hidden=True)
    joined = join_released(today, [CodedNumber(shame, 3.0, 3, fixed=True), withheld])
    assert [(one.fixed, one.hidden, one.n) for one in joined] == [(True, False, 3), (False, True, 2)]
    assert joined[1] is not withheld
