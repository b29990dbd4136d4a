# SPDX-License-Identifier: MIT
"""Answers of a survey on a sheet of other days: its months stand beside them."""

from __future__ import annotations

from typing import Any, cast

import pytest

from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Chart, FigureSpec, TableSpec
from projects.pages.page_options import PageOptions
from projects.pages.register_results import RegisterResults
from wording import render

_ASKED = ("2025-09-01", "2025-10-20")


def results(period: str, days: tuple[str, str] | None = _ASKED) -> RegisterResults:
    found = RegisterResults(cast(Any, None), PageOptions(period), lambda _project, _asked: {})
    found._asked["t1"] = days
    return found


@pytest.mark.parametrize(
    ("period", "days", "said"),
    [
        ("2024-01-01..2024-12-31", _ASKED, "% of households, September – October 2025"),
        ("2025-10-01..2025-12-31", _ASKED, "% of households, September – October 2025"),
        ("2025-01-01..2025-12-31", _ASKED, "% of households"),
        ("", _ASKED, "% of households"),
        ("2024-01-01..2024-12-31", None, "% of households"),
    ],
)
def test_a_chart_names_the_months_it_was_asked_in(period: str, days: tuple[str, str] | None, said: str) -> None:
    table = TableSpec("t", "Safe?", "% of households", None, (), ())
    drawn = results(period, days).dated_chart("t1", FigureSpec("f", table, Chart.BARS, "Safe?"))
    assert render(drawn.table.subtitle, "en") == said


def test_a_tile_and_a_finding_name_them_too() -> None:
    year = results("2024-01-01..2024-12-31")
    asked = year.dated_figure("t1", KeyFigure("analysis.a.c1", 0.3, "share", "Yes", question="Safe at night?"))
    assert render(asked.question, "fr") == "Safe at night?, septembre – octobre 2025"
    plain = year.dated_figure("t1", KeyFigure("analysis.a.c1", 0.3, "share", "Yes"))
    assert plain.base is not None
    assert render(plain.base, "en") == "September – October 2025"
