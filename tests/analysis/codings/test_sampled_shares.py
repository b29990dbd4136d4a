# SPDX-License-Identifier: MIT
"""Percentages of cases have Wilson's interval where the cases are a probability sample, and never otherwise.

Gold figures: Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3; 3 of 4 by hand:
(3 + 1.9207)/7.8415 ± 1.95996/7.8415 · √(0.75 + 0.9604).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.codings.records import Codings
from analysis.codings.sampled_cases import with_interval
from analysis.codings.study import CodingStudy
from analysis.masking import HIDDEN, Destination, mask
from analysis.result_tables import Cell, TableSpec, Unit
from coding.frames import CodedDocument, attribute_frame, cases_of, document_frame, segment_frame
from coding.records import Segment, Turn
from tests.analysis.codings.counted import SHAME, THREATS, codings
from wording import render


def eight(with_threats: int, *, sampled: bool, sensitive: bool = False) -> Codings:
    """Eight interviews of eight cases, four women first; the first few bear a code."""
    names = [f"K{at}" for at in range(8)]
    held = [
        CodedDocument(one, one, "en", 10, 40, at, (Turn(0, 40, "R"),), cases=(one,)) for at, one in enumerate(names)
    ]
    code = SHAME if sensitive else THREATS
    segments = [Segment(str(at), names[at], code, 0, 10, "x" * 10, "IN") for at in range(with_threats)]
    attributes = {one: {"Sex": "woman" if at < 4 else "man"} for at, one in enumerate(names)}
    return replace(
        codings(), segments=segment_frame(held, segments), documents=document_frame(held), numbers={},
        attributes=attribute_frame(cases_of(held), attributes), sampled=sampled, drawn="every 10th" if sampled else "",
    )  # fmt: skip


def tables(coded: Codings, name: str, **options: Any) -> tuple[TableSpec, ...]:
    return run(name, CodingStudy(coded), {"variable": "Threats", **options}).tables


def said(table: TableSpec) -> str:
    return " ".join(render(note, "en") for note in table.notes)


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
     (3, 4, 0.3006, 0.9544)],
)  # fmt: skip
def test_the_interval_is_wilsons(x: int, n: int, low: float, high: float) -> None:
    cell = with_interval(Cell(x / n, unit=Unit.SHARE), n)
    assert (cell.low, cell.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_no_cases_no_interval() -> None:
    assert with_interval(Cell(None, unit=Unit.SHARE), 0).low is None


def test_shares_of_sampled_cases_bear_an_interval_and_say_by_which_rule() -> None:
    (table,) = tables(eight(3, sampled=True), "code_frequencies")
    *counts, share = table.rows[0].cells
    assert share.estimate == 3 / 8
    assert (share.low, share.high) == (pytest.approx(0.1368, abs=5e-5), pytest.approx(0.6943, abs=5e-5))  # by hand
    assert all(cell.low is None for cell in counts)
    assert table.columns[-1].show == ("estimate", "interval")
    assert "Wilson" in said(table)
    assert "simple random sample" in said(table)
    assert "every 10th" in said(table)
    counted, shares, _exact = tables(eight(3, sampled=True), "code_crosstab", by="Sex")
    women, men = shares.rows[0].cells[1], shares.rows[0].cells[0]
    assert (women.low, women.high) == (pytest.approx(0.3006, abs=5e-5), pytest.approx(0.9544, abs=5e-5))
    assert (men.low, men.high) == (0, pytest.approx(0.4899, abs=5e-5))  # z²/(4 + z²)
    assert all(cell.low is None for cell in counted.rows[0].cells)


def test_a_reason_is_enough_and_off_is_off() -> None:
    coded = eight(3, sampled=False)
    for asked in ({}, {"inference": "off", "inference_reason": "drawn from the register"}):
        for name, more in (("code_frequencies", {}), ("code_crosstab", {"by": "Sex"})):
            found = tables(coded, name, **asked, **more)
            assert all(cell.low is None for table in found for row in table.rows for cell in row.cells)
            assert "not drawn at random" in said(found[0])
    (table,) = tables(coded, "code_frequencies", inference_reason="drawn from the register")
    assert table.rows[0].cells[-1].low is not None
    assert "drawn from the register" in said(table)
    assert "not drawn at random" not in said(table)
    with pytest.raises(AnalysisProblem, match="inference_reason"):
        tables(coded, "code_frequencies", inference="on")


@pytest.mark.parametrize("by", ["document", "coder", "case", "language"])
def test_groups_that_are_no_parts_of_the_sample_bear_none(by: str) -> None:
    found = tables(eight(3, sampled=True), "code_crosstab", by=by)
    assert all(cell.low is None for table in found for row in table.rows for cell in row.cells)


def test_documents_bear_none_and_codes_by_codes_do() -> None:
    coded = replace(codings(), sampled=True, drawn="every 10th")
    documents = tables(coded, "code_crosstab", by="Sex", unit="documents", inference="auto")
    assert all(cell.low is None for table in documents for row in table.rows for cell in row.cells)
    shares = tables(coded, "code_crosstab", column="Debt")[1]
    assert shares.rows[0].cells[0].low == pytest.approx(0.3424, abs=5e-5)  # 2 of 2: 2/(2 + z²)


def test_what_is_withheld_takes_its_interval_along() -> None:
    coded = eight(3, sampled=True, sensitive=True)
    (table,) = tables(coded, "code_frequencies", variable="Shame")
    masked, _ = mask(table, destination=Destination.PARTNER)
    hidden = [cell for row in masked.rows for cell in row.cells if cell.flags & HIDDEN]
    assert hidden
    assert all(cell.low is None and cell.high is None for cell in hidden)
