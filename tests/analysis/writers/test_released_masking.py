# SPDX-License-Identifier: MIT
"""Cells withheld in one release against a reader who has the earlier ones too: 100 factsheets, a report, last month's.

The reader knows every answer that can exist in any site, that last month's people are among today's, and solves linear
programmes over all files together.
"""

from __future__ import annotations

import json
import os
import random
from itertools import pairwise

import numpy as np
import pytest

from analysis.analyses import run
from analysis.masking import Destination, Readers, mask_all
from analysis.records import Frame
from analysis.result_tables import TableSpec
from analysis.withholding.earlier_releases import (
    Released,
    ReleaseMemory,
    ReleaseRule,
    add_released,
    released_of,
    released_to_json,
)
from analysis.withholding.network_of_sums import Quantities, Sum
from tests.analysis.writers.test_nested_masking import ANSWER, HIDDEN, REGION, SITE, ZONE, behind, survey
from tests.reader_inference import inferred

pytestmark = pytest.mark.slow
LONG = bool(os.environ.get("LONG_CAMPAIGNS"))
SITES = 100
Rows = list[dict[str, str]]
Shown = tuple[str, str]  # a variable of places and one of its answers; "" all
REPORT: list[Shown] = [(ZONE, ""), ("", "")]
SHEETS: list[Shown] = [(SITE, f"s{site:02}") for site in range(SITES)]


def month(seed: int) -> tuple[Rows, Rows]:
    """The people of last month, and those of this month: here and there one household more."""
    chance = random.Random(seed)

    def person(site: int) -> dict[str, str]:
        answer = chance.choices("abcd", [60, 25, 10, 3])[0]
        return {ANSWER: answer, SITE: f"s{site:02}", ZONE: f"z{site // 10}", REGION: "r"}

    before = [person(site) for site in range(SITES) for _ in range(chance.choice([12, 20, 40, 60]))]
    more = [person(site) for site in range(SITES) for _ in range(chance.choice([0, 0, 1, 1, 2, 6]))]
    return before, [*before, *more]


def tables_of(frame: Frame, wanted: list[Shown]) -> list[TableSpec]:
    made = []
    for variable, answer in wanted:
        options: dict[str, object] = {"variable": ANSWER}
        if answer:
            options["where"] = [{"variable": variable, "is": [answer]}]
        elif variable:
            options["by"] = variable
        made.append(run("proportions", frame, options).tables[0])
    return made


def released(
    rows: Rows, wanted: list[Shown], readers: Readers, to: Destination = Destination.PUBLIC, old: bool = False
) -> tuple[list[TableSpec], list[TableSpec], Readers]:
    """The tables as they are, as they leave, and what their readers have then, as it is stored."""
    frame = survey(rows)
    tables = tables_of(frame, wanted)
    masked, _ = mask_all(tables, 0, 0, 5, to, behind(frame), readers=readers)
    assert readers.known is not None
    stored = released_to_json(readers.known)
    return tables, masked, Readers((released_of(as_before(stored) if old else stored),))


def as_before(stored: bytes) -> bytes:
    """A record as it was before sums were made by meaning alone: it does not say so, and has sums by chance."""
    told = json.loads(stored)
    del told["by_meaning"]
    sizes: dict[int, list[int]] = {}
    for at, size in enumerate(told["sizes"]):
        if str(at) in told["keys"]:
            sizes.setdefault(size, []).append(at)
    told["sums"] += [[[one], [other], False] for same in sizes.values() for one, other in pairwise(same[:6])]
    return json.dumps(told).encode()


class Reader:
    """What all files together tell: counts of each kind of person last month, and of those who came since."""

    def __init__(self) -> None:
        self.kinds = [(f"s{site:02}", answer) for site in range(SITES) for answer in "abcd"]
        self.equations: list[np.ndarray] = []
        self.right: list[float] = []
        self.hidden: dict[bytes, tuple[np.ndarray, float]] = {}

    def read(self, tables: list[TableSpec], masked: list[TableSpec], wanted: list[Shown], this_month: bool) -> None:
        for table, shown, (variable, answer) in zip(tables, masked, wanted, strict=True):
            for at, column in enumerate(table.columns):
                place = answer or ("" if column.id == "total" else f"z{column.id[1:]}")
                inside = np.array([_lies_in(site, variable, place) for site, _ in self.kinds])
                base = shown.columns[at].base
                if base is not None:
                    self._know(inside, float(base), this_month)
                for line, seen in zip(table.rows, shown.rows, strict=True):
                    members = inside & np.array([kind == line.id for _, kind in self.kinds])
                    if seen.cells[at].flags & HIDDEN:
                        whole = self._both(members, this_month)
                        self.hidden[whole.tobytes()] = (whole, float(line.cells[at].n or 0))
                    else:
                        self._know(members, float(seen.cells[at].n or 0), this_month)

    def _both(self, members: np.ndarray, this_month: bool) -> np.ndarray:
        own = members.astype(float)
        return np.concatenate([own, own if this_month else np.zeros(len(own))])

    def _know(self, members: np.ndarray, number: float, this_month: bool) -> None:
        self.equations.append(self._both(members, this_month))
        self.right.append(number)

    def recovered(self) -> tuple[int, int, int]:
        """Cells withheld somewhere; those that all files together give back exactly, and to within two people."""
        members, true = ([one[at] for one in self.hidden.values()] for at in (0, 1))
        return len(self.hidden), *inferred(self.equations, self.right, members, true)


def _lies_in(site: str, variable: str, place: str) -> bool:
    if not place:
        return True
    return site == place if variable == SITE else f"z{int(site[1:]) // 10}" == place


@pytest.mark.parametrize("old", [False, True] if LONG else [False])  # remembered by an older version: a minute more
@pytest.mark.parametrize("to", (Destination.PARTNER, Destination.PUBLIC) if LONG else (Destination.PARTNER,))
def test_a_hundred_factsheets_a_report_and_last_months_release_give_nothing_back(to: Destination, old: bool) -> None:
    before, now = month(2)
    reader = Reader()
    last, shown, readers = released(before, [*REPORT, *SHEETS], Readers(), to, old)
    reader.read(last, shown, [*REPORT, *SHEETS], this_month=False)
    sheets, shown, readers = released(now, SHEETS, readers, to)
    reader.read(sheets, shown, SHEETS, this_month=True)
    report, shown, _ = released(now, REPORT, readers, to)
    reader.read(report, shown, REPORT, this_month=True)
    hidden, exact, near = reader.recovered()
    assert hidden > SITES
    assert (exact, near) == (0, 0)


def test_partners_who_read_sheets_for_the_public_beside_their_report_are_told_nothing() -> None:
    """A report by zone went to partners alone; sheets of each site of two zones go to the public."""
    people, _ = month(1)
    sheets = SHEETS[:20]

    def told(known: bool) -> tuple[int, int, int]:
        reader = Reader()
        tables, shown, partner = released(people, REPORT, Readers(), Destination.PARTNER)
        reader.read(tables, shown, REPORT, this_month=False)
        beside = Readers(partner.earlier) if known else None
        tables, shown, _ = released(people, sheets, Readers(beside=beside), Destination.PUBLIC)
        reader.read(tables, shown, sheets, this_month=False)
        reader.hidden = {name: one for name, one in reader.hidden.items() if 0 < one[1] < 5}
        return reader.recovered()

    hidden, exact, near = told(known=True)
    assert hidden > 20
    assert (exact, near) == (0, 0)
    assert told(known=False)[1] > 0, "without looking at partners' files some come back"


def test_a_record_of_an_older_version_withholds_no_more_than_one_of_today() -> None:
    before, _ = month(3)

    def withheld(old: bool) -> int:
        _, _, readers = released(before, REPORT, Readers(), old=old)
        _, shown, _ = released(before, SHEETS[:20], readers)
        return sum(bool(cell.flags & HIDDEN) for table in shown for row in table.rows for cell in row.cells)

    assert 0 < withheld(old=True) <= withheld(old=False)


def test_only_sums_whose_rows_are_known_are_made_anew() -> None:
    def sums(by_meaning: bool, keys: dict[str, tuple[str, str]], now: int | None) -> int:
        earlier = Released({"a": 3, "b": 3}, frozenset("a"), sums=(Sum(("a",), ("b",)), Sum(("a", "b"))), keys=keys,
                           files=1, by_meaning=by_meaning)  # fmt: skip
        quantities = Quantities(5)
        add_released(quantities, earlier, lambda _key: now, ReleaseRule(5), ReleaseMemory())
        return len(quantities.sums)

    known = {"a": ("t1", ":v1=c1"), "b": ("t1", ":v2=c1")}
    whole = sums(True, known, 3)
    assert sums(False, known, 3) == whole - 1, "the coincidence; the base of a heading stays"
    assert sums(False, {"a": known["a"]}, 3) == whole
    assert sums(False, known, None) == whole
    assert sums(False, known, 4) >= whole


def test_without_the_memory_cells_come_back() -> None:
    before, now = month(1)
    reader = Reader()
    for rows, this_month in ((before, False), (now, True)):
        for wanted in (SHEETS, REPORT):
            tables, shown, _ = released(rows, wanted, Readers())
            reader.read(tables, shown, wanted, this_month)
    assert reader.recovered()[1] > 0


def test_the_same_file_again_withholds_the_same() -> None:
    before, _ = month(3)
    _, first, readers = released(before, [*REPORT, *SHEETS[:10]], Readers())
    _, second, readers = released(before, [*REPORT, *SHEETS[:10]], readers)
    _, third, _ = released(before, [*REPORT, *SHEETS[:10]], readers)
    for one, other in ((first, second), (second, third)):
        cells = [[[cell.n for cell in row.cells] for row in table.rows] for table in one]
        assert cells == [[[cell.n for cell in row.cells] for row in table.rows] for table in other]
