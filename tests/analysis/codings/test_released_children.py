# SPDX-License-Identifier: MIT
"""Codes below a sensitive code, over one file and two: an independent linear programme derives none withheld.

Shame (sensitive) > Fear, Guilt, which are sensitive with it. The unknowns are how many cases there are of each kind: at
a site, bearing Shame itself, Fear, Guilt in the first file, and in the second. The reader knows the tree: whoever bears
Fear bears Shame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from analysis.analyses import run
from analysis.codings.records import CodeLine
from analysis.codings.study import CodingStudy
from analysis.masking import Destination
from analysis.result_tables import TableSpec
from tests.analysis.codings.test_parents_of_sensitive_codes import OTHER, SHAME, leaving, shown, study
from tests.analysis.codings.test_released_codes import files
from tests.reader_inference import inferred
from wording import Labels

FEAR, GUILT = "51", "52"
BELOW = (SHAME, FEAR, GUILT)
CODES = (
    CodeLine(SHAME, Labels({"en": "Shame"}), sensitive=True),
    CodeLine(FEAR, Labels({"en": "Fear"}), SHAME, 1),
    CodeLine(GUILT, Labels({"en": "Guilt"}), SHAME, 1),
    CodeLine(OTHER, Labels({"en": "Other"})),
)
BEARS = list(product((True, False), repeat=3))  # Shame itself, Fear, Guilt
KINDS = list(product("AB", BEARS, BEARS))  # site, what a case bears in the first file, in the second
COLUMNS = {"g0": "A", "g1": "B", "total": "AB", "cases": "AB"}


def counts(code: str, bears: Sequence[bool]) -> bool:
    """Whether a case counts under a code, with those below it."""
    return any(bears) if code == SHAME else bears[BELOW.index(code)]


def coded(held: dict[str, list[int]]) -> CodingStudy:
    """Twenty cases, ten at each site."""
    return CodingStudy(replace(study({**held, OTHER: range(20)}).codings, codes=CODES))


def tells(tables: Sequence[TableSpec], held: Sequence[dict[str, list[int]]]) -> int:
    """How many withheld numbers of cases a reader of the tables works out exactly."""
    known = [np.array([float(kind[0] == site) for kind in KINDS]) for site in "AB"]
    sizes, withheld, secret = [10.0, 10.0], [], []
    for at, (table, cases) in enumerate(zip(tables, held, strict=True)):
        rows = [code for code in BELOW if code in {row.id for row in table.rows}]  # codes without a segment have none
        for code, column in product(rows, {one.id for one in table.columns} & set(COLUMNS)):
            sites = COLUMNS[column]
            member = np.array([float(kind[0] in sites and counts(code, kind[1 + at])) for kind in KINDS])
            bearing = {case for one in (BELOW if code == SHAME else (code,)) for case in cases.get(one, ())}
            true = len([case for case in bearing if ("A" if case < 10 else "B") in sites])
            printed = shown(table, code, column)
            assert printed in (None, true)
            (withheld if printed is None else known).append(member)
            (secret if printed is None else sizes).append(true)
    exact, _ = inferred(known, sizes, withheld, secret)
    return exact


def drawn(seed: int) -> dict[str, list[int]]:
    """Who bears what: few at one site, more at the other."""
    chance = np.random.default_rng(seed)
    rates = {SHAME: chance.choice((0.0, 0.1, 0.5)), FEAR: 0.3, GUILT: chance.choice((0.1, 0.6))}
    return {code: [case for case in range(20) if chance.random() < rate] for code, rate in rates.items()}


@pytest.mark.parametrize("seed", range(6))
def test_no_code_below_a_sensitive_code_is_told_by_a_file(seed: int) -> None:
    held = drawn(seed)
    for options in ({"by": "Site"}, {}):
        table = leaving(run("code_frequencies", coded(held), options).tables)[0]
        assert tells([table], [held]) == 0


@pytest.mark.parametrize("seed", range(4))
def test_no_code_below_a_sensitive_code_is_told_by_two_files(seed: int) -> None:
    """The second file knows some codings more, and shows the whole where the first showed the sites."""
    first = drawn(seed)
    second = {
        code: sorted({*cases, *(np.random.default_rng(seed + 50).choice(20, 2))}) for code, cases in first.items()
    }
    for later in ({"by": "Site"}, {}):
        tables = files((coded(first), {"by": "Site"}), (coded(second), later), Destination.PARTNER)
        assert tells(tables, [first, second]) == 0


def test_the_reader_tells_what_is_not_withheld_well_enough() -> None:
    """The programme itself: a table whose whole and all but one part are printed gives the last one away."""
    held = {SHAME: [0, 1], FEAR: [2, 12, 13, 14, 15, 16], GUILT: []}
    open_table = run("code_frequencies", coded(held), {"by": "Site"}).tables[0]
    masked = leaving([open_table])[0]
    rows = [
        replace(row, cells=(dark.cells[0], *row.cells[1:]))
        for row, dark in zip(open_table.rows, masked.rows, strict=True)
    ]
    assert tells([replace(open_table, rows=tuple(rows))], [held]) > 0
