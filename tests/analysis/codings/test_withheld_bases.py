# SPDX-License-Identifier: MIT
"""Bases of few cases beside withheld cells: no percentage, subtitle or note shows a base that a heading withholds."""

from __future__ import annotations

from dataclasses import replace

from analysis.analyses import run
from analysis.codings.study import CodingStudy
from analysis.masking import HIDDEN, Destination, mask_all
from analysis.result_tables import TableSpec, Unit
from analysis.tables.cell_text import part_value
from tests.analysis.codings.counted import codings
from tests.analysis.codings.random_projects import FEW, drawn
from wording import render


def _leaving(study: CodingStudy, name: str, **options: object) -> tuple[tuple[TableSpec, ...], list[TableSpec]]:
    result = run(name, study, options)
    whole = (*result.tables, *(figure.table for figure in result.figures))
    return whole, mask_all(whole, 30, 10, FEW, Destination.PARTNER)[0]


def test_a_share_goes_with_the_withheld_base_of_its_column() -> None:
    """At site C one case: a count of 1 beside "100%" would print that base."""
    whole, left = _leaving(drawn(17).study, "code_crosstab", by="Site")
    withheld = 0
    for before, after in zip(whole, left, strict=True):
        for at, column in enumerate(after.columns):
            if column.base is None and before.columns[at].base:
                withheld += 1
                for row in after.rows:
                    cell = row.cells[at]
                    assert cell.flags & HIDDEN or (cell.unit is not Unit.SHARE and part_value(cell, "share") is None)
    assert withheld
    counts = left[0].rows[0].cells  # of an ordinary code the counts print whole
    assert [cell.estimate for cell in counts] == [5, 3, 1, 9]


def test_a_few_cases_in_all_are_told_by_no_subtitle_and_no_note() -> None:
    """The counted page has three cases, one code of it sensitive."""
    for name in ("code_frequencies", "cooccurrence"):
        _, left = _leaving(CodingStudy(codings()), name)
        for table in left:
            said = [render(one, "en") for one in (table.subtitle or "", *table.notes)]
            assert table.base is None
            assert not any("n = 3" in one or "cases: 3" in one for one in said), said
            assert any("cases: ‡" in one for one in said)
    plain = tuple(replace(code, sensitive=False) for code in codings().codes)
    _, left = _leaving(CodingStudy(replace(codings(), codes=plain)), "code_frequencies")
    assert "n = 3" in render(left[0].subtitle or "", "en")  # without a sensitive code counts print whole
