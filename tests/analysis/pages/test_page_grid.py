# SPDX-License-Identifier: MIT
"""The grid of an infosheet (sketch 21): 114 + 62 mm or 88 + 88 mm with 6 mm between, the same on both pages."""

from __future__ import annotations

import pytest

from analysis.pages.page_blocks import PageBlocks
from analysis.pages.style import OfficeStyle
from analysis.report import blocks as kinds
from analysis.report.key_figures import KeyFigure


@pytest.mark.parametrize(
    ("layout", "shares", "wanted"),
    [
        ("infosheet", (2.0, 1.0), (114.0, 62.0)),
        ("infosheet", (1.0, 1.0), (88.0, 88.0)),
        ("report", (1.0, 1.0), (77.0, 77.0)),
    ],
)
def test_columns_stand_in_the_grid(
    layout: str, shares: tuple[float, ...], wanted: tuple[float, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = kinds.Report("Sheet", (), options={"layout": layout})
    page = PageBlocks(report, "en", OfficeStyle(), {}, {})
    seen: list[float] = []
    monkeypatch.setattr(page, "block", lambda _one, mm: (seen.append(mm), [{"kind": "rich"}])[1])
    callout = kinds.CallOut(KeyFigure("k", 1.0, "people", "People"), "")
    page._columns(kinds.Columns(((callout,), (callout,)), shares), page.width)
    assert seen == pytest.approx(wanted)
