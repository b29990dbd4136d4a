# SPDX-License-Identifier: MIT
"""Rounded shares of sensitive questions: what their intervals tell, and a solver whose answers are not believed."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from analysis.result_tables import Cell, Flag, Unit
from analysis.withholding import reader_programme
from analysis.withholding.printed_numbers import Print, PrintedNumber
from analysis.withholding.reader_programme import _Equations, _whole_numbers
from analysis.withholding.sensitive_answers import SensitiveAnswers, printed
from analysis.withholding.table_sums import Places

Ends = tuple[float | None, float | None, float | None]


def cell_of(size: int, base: int) -> Cell:
    share = size / base
    half = 1.96 * sqrt(share * (1 - share) / base)
    return Cell(share, max(share - half, 0.0), min(share + half, 1.0), n=size, base=base, unit=Unit.SHARE)


def shown(size: int, base: int, level: Print) -> Cell:
    answers = SensitiveAnswers({0: Places(cells={(0, 0): "a"})}, level={"a": level})
    return printed(answers, 0, 0, 0, cell_of(size, base))


@pytest.mark.parametrize("base", [45, 120, 307])
@pytest.mark.parametrize("level", [Print.WHOLE, Print.FIVES])
def test_an_interval_tells_no_more_than_its_rounded_share(base: int, level: Print) -> None:
    """All counts whose intervals are inside 0 to 1 and that print the same share print the same interval."""
    found: dict[float | None, set[Ends]] = {}
    for size in range(5, base - 4):
        cell = shown(size, base, level)
        whole = cell_of(size, base)
        assert None not in (cell.low, cell.high, whole.low, whole.high)
        if whole.low == 0.0 or whole.high == 1.0:
            continue
        assert cell.n is None
        ends = [one or 0.0 for one in (cell.low, whole.low, whole.high, cell.high)]
        assert ends == sorted(ends), "it holds the interval that was computed"
        found.setdefault(cell.estimate, set()).add((cell.low, cell.high, None))
    assert len(found) > 10
    assert [share for share, pairs in found.items() if len(pairs) > 1] == []


def test_a_share_in_fives_says_so_and_fits_the_people_it_may_be_of() -> None:
    one = PrintedNumber(1, 1, 116, 120, Print.FIVES)
    assert shown(116, 120, Print.FIVES).estimate == 0.95
    assert shown(116, 120, Print.FIVES).flags == {Flag.NEAREST_FIVE}
    assert one.between(Print.FIVES) == (111, 119), "92.5 per cent of 120 to all but one"
    assert one.between(Print.WHOLE) == (116, 117), "97 per cent of 120: 115.8 to 117"
    assert [one.mildest(size) for size in (116, 117, 112, 120)] == [Print.EXACT, Print.WHOLE, Print.FIVES, Print.HIDDEN]


def test_an_answer_of_the_solver_that_does_not_fit_is_none() -> None:
    """Six sums of eight whole numbers that have an answer: what is returned fits them, or nothing is."""
    sums = {
        42: (2, 3, 5),
        252: (2, 4, 6, 7),
        277: (0, 1, 2, 3, 4, 5, 7),
        41: (1, 3, 4, 5),
        222: (1, 4, 5, 7),
        48: (1, 2, 3, 5),
    }
    lines = _Equations(8)
    for total, places in sums.items():
        lines.add(places, total, total)
    found = _whole_numbers(np.ones(8), lines, np.full(8, 1e4))
    assert found is None or [sum(found[at] for at in places) for places in sums.values()] == list(sums)


def test_what_is_too_much_for_a_programme_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten rows two said yes: printed alone it tells them; where nothing can be worked out it goes with the rest."""
    numbers = [
        PrintedNumber(0b11, 0b1111111111, 2, 10, Print.HIDDEN),
        PrintedNumber(0b1111111100, 0b1111111111, 8, 10, Print.EXACT),
    ]
    base = PrintedNumber(0b1111111111, 0b1111111111, 10, 10, Print.EXACT, fixed=True, is_base=True)
    monkeypatch.setattr(reader_programme, "_MOST_CLASSES", 1)
    reader_programme.ReaderProgramme([*numbers, base], 0b1111111111, 5).protect()
    assert [one.level for one in (*numbers, base)] == [Print.HIDDEN, Print.HIDDEN, Print.EXACT]
