# SPDX-License-Identifier: MIT
"""Heat tables: five fixed steps, a name for each that is used, blank cells for what is withheld or has no number."""

from __future__ import annotations

import io

import pytest

from analysis.analyses import run
from analysis.codings.heat_table_rows import only_codes
from analysis.codings.study import CodingStudy
from analysis.figures import alt_text, write_figure
from analysis.figures.canvas import on_colour
from analysis.figures.figure_layout import STEPS, is_blank, step_names, step_of
from analysis.figures.series import PlottedSeries, drawn
from analysis.result_tables import Cell, Chart, Unit
from tests.analysis.codings.counted import codings


def data(unit: Unit, *numbers: float) -> PlottedSeries:
    return PlottedSeries(
        ("row",), tuple("abcde"[: len(numbers)]), (tuple(Cell(one, unit=unit) for one in numbers),), unit, 0
    )


@pytest.mark.parametrize(("share", "step"), [(0.0, 0), (0.01, 1), (0.25, 1), (0.26, 2), (0.5, 2), (0.75, 3), (1.0, 4)])
def test_shares_have_quarters_of_the_whole(share: float, step: int) -> None:
    assert step_of(share, data(Unit.SHARE, 0.2, share)) == step
    assert step_names(data(Unit.SHARE, 0.3), "en") == ("0%", "1%–25%", "26%–50%", "51%–75%", "76%–100%")


def test_counts_have_quarters_of_the_largest_and_no_name_twice() -> None:
    counts = data(Unit.COUNT, 0, 3, 8)
    assert [step_of(one, counts) for one in (0, 1, 2, 3, 8)] == [0, 1, 1, 2, 4]
    assert step_names(counts, "en") == ("0", "1–2", "3–4", "5–6", "7–8")
    assert step_names(data(Unit.COUNT, 2), "en") == ("0", "", "1", "", "2")


def test_the_matrix_is_drawn_in_both_languages_with_its_numbers_said() -> None:
    for name, options in (("code_crosstab", {"by": "sex"}), ("cooccurrence", {}), ("code_timeline", {})):
        figure = run(name, CodingStudy(codings()), options).figures[0]
        assert figure.chart is Chart.HEAT
        for language in ("en", "fr"):
            stream = io.BytesIO()
            write_figure(figure, stream, "svg", language)
            assert stream.getvalue().startswith(b"<?xml")
            assert "Threats" in alt_text(figure, "en")
    shown = drawn(run("cooccurrence", CodingStudy(codings()), {}).figures[0], "en")
    assert [is_blank(line[at]) for at, line in enumerate(shown.cells)] == [True] * len(shown.cells)


def test_the_matrix_opens_on_the_codes_that_meet_another() -> None:
    result = run("cooccurrence", CodingStudy(codings()), {})
    matrix, figure = result.tables[0], result.figures[0]
    meets = {row.id for row in matrix.rows if sum(cell.estimate or 0 for cell in row.cells)}
    assert 1 < len(meets) < len(matrix.rows)
    assert set(figure.rows) == meets == {one.removeprefix("c") for one in figure.columns}
    narrow = only_codes(matrix, figure.rows)
    assert [row.id for row in narrow.rows] == [one.id.removeprefix("c") for one in narrow.columns]
    assert all(len(row.cells) == len(meets) for row in narrow.rows)
    assert only_codes(matrix, ()) is matrix


def test_numbers_can_be_read_on_every_step() -> None:
    assert len({on_colour(step) for step in STEPS}) == 2
