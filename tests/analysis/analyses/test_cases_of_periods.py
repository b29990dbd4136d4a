# SPDX-License-Identifier: MIT
"""Cases of overlapping periods against a reader who adds and subtracts all printed numbers of all files.

The reader's unknowns are the cases of each month; the numbers are read off the masked tables alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from analysis.analyses import run
from analysis.masking import HIDDEN, Destination, Readers, mask_all
from analysis.withholding.earlier_releases import Released, released_of, released_to_json
from analysis.withholding.network_of_sums import Quantities
from analysis.withholding.overlapping_periods import CasePeriods
from tests.analysis.analyses.test_case_pathway import frame

Span = tuple[int, int]  # first and last month


def identified(months: Sequence[int], span: Span | None, known: tuple[Released, ...]) -> tuple[float | None, Released]:
    """The printed number of cases of a period (all: None) in a sheet after others, and what its readers have then."""
    days = [f"2024-{month:02d}-05" for month, many in enumerate(months, 1) for _ in range(many)]
    cases = [(day, "clinic", "2024-12-30", "closed", "shelter", "displaced") for day in days]
    period = "" if span is None else f"2024-{span[0]:02d}..2024-{span[1]:02d}"
    path = run("case_pathway", frame(cases), {"period": period}).tables[0]  # all are referred
    readers = Readers(known)
    (shown,), _ = mask_all([path], 30, 10, 5, Destination.PARTNER, readers=readers)
    assert readers.known is not None
    cell = shown.rows[0].cells[2]
    assert (shown.base is None) == bool(cell.flags & HIDDEN), "nor does an index of the tables say it"
    return None if cell.flags & HIDDEN else cell.estimate, released_of(released_to_json(readers.known))


def told(months: Sequence[int], printed: dict[Span, float]) -> list[tuple[int, ...]]:
    """The sets of months with 1 to 4 cases that some sum of printed numbers gives: of all sets, by their rank."""
    n = len(months)
    rows = np.array([[float(first <= month <= last) for month in range(1, n + 1)] for first, last in printed])
    sets = np.array([[float(one >> at & 1) for at in range(n)] for one in range(1, 2**n)])
    few = sets[((sets @ months) >= 1) & ((sets @ months) <= 4)]
    rest = few - few @ np.linalg.pinv(rows) @ rows
    return [tuple(np.flatnonzero(one) + 1) for one in few[np.abs(rest).max(axis=1) < 1e-6]]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_two_overlapping_periods_and_both_together_do_not_tell_what_they_share(order: tuple[int, ...]) -> None:
    """Jan–Jun 16, Apr–Sep 17, Jan–Sep 31: 16 + 17 − 31 = 2 of April to June. Two of them tell nothing."""
    months = (7, 7, 0, 0, 2, 0, 8, 7, 0)
    spans = [(1, 6), (4, 9), (1, 9)]
    known: tuple[Released, ...] = ()
    numbers = []
    for at in order:
        number, after = identified(months, spans[at], known)
        numbers.append(number)
        known = (after,)
    assert [number is None for number in numbers] == [False, False, True]


@pytest.mark.parametrize("seed", range(4))
def test_no_few_cases_follow_from_periods_however_they_overlap(seed: int) -> None:
    chance = random.Random(seed)
    months = [chance.choice([0, 1, 2, 5, 9]) for _ in range(9)]
    spans = sorted({tuple(sorted(chance.choices(range(1, 10), k=2))) for _ in range(7)}, key=lambda _: chance.random())
    known: tuple[Released, ...] = ()
    printed: dict[Any, float] = {}
    for span in spans:
        number, after = identified(months, span, known)
        known = (after,)
        if number is not None:
            printed[span] = number
    assert printed
    assert told(months, printed) == []
    every = {span: float(sum(months[span[0] - 1 : span[1]])) for span in spans}
    assert seed not in (0, 1) or told(months, every), "all numbers together would have told some"


def test_a_case_more_is_not_told_by_the_same_months_in_other_words() -> None:
    """20 of "2024-01..2024-06"; later 21 of the half year by its days: the name differs, the months do not."""
    network = Quantities(5, size={"t1/path.a~5~2024-01-01~2024-06-30.identified:@20": 20,
                                  "t1/path.b~5~2024-01-01~2024-06-30.identified:": 21})  # fmt: skip
    CasePeriods(network, {"t1/path.b~5~2024-01-01~2024-06-30.identified:"})
    (change,) = [name for name in network.hidden if network.size[name] == 1]
    assert any(change in one.names for one in network.sums)


def as_before_periods(known: Released) -> Released:
    """As a file made before names told their period is remembered: "path.mark.step" alone."""
    mark = r"(?<=/path)\.([0-9a-f]+)~[^.]*\."
    import re  # only here

    return known.renamed({name: re.sub(mark, r".\1.", name) for name in known.size})


@pytest.mark.parametrize(("more", "span", "shown"), [(1, None, False), (0, None, True), (7, None, True),
                                                     (0, (1, 2), False), (0, (1, 1), True)])  # fmt: skip
def test_a_file_from_before_names_told_periods_still_guards(more: int, span: Span | None, shown: bool) -> None:
    """It said 17 (7, 8, 2 by month). 18 tells a case, and so do 15 to February; 7 of January leave ten."""
    number, before = identified((7, 8, 2), None, ())
    assert number == 17
    after, _ = identified((7 + more, 8, 2), span, (as_before_periods(before),))
    assert (after is not None) == shown


def test_more_periods_than_can_be_compared_are_withheld() -> None:
    days = [f"20{year}-{month:02d}-{day:02d}" for year in range(10, 24) for month in range(1, 13) for day in (1, 15)]
    sizes = {f"t1/path.a~5~{day}~{day}.identified:@9": 9 for day in days}
    today = "t1/path.b~5~2010-01-01~2024-12-31.identified:"
    network = Quantities(5, size={**sizes, today: 9_000})
    CasePeriods(network, {today})
    assert network.hidden == {today}
