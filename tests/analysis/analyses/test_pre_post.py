# SPDX-License-Identifier: MIT
"""Pre- and post-tests as pairs: changes and intervals by hand and by R, answers by McNemar, bad input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.register_columns import Part, Register, RegisterKind
from analysis.result_tables import TableSpec
from wording import Labels, render

_NAN = float("nan")
# R's own example of pairs, `sleep` (Student 1908): extra hours under drug 1 and drug 2; a row without the second test
BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0, 5.0]
AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4, _NAN]
_RIGHT, _WRONG = "c1", "c2"
# 12 pairs that got it right after only, 5 both times, 2 before only, 6 neither
PAIRS = [(_WRONG, _RIGHT)] * 12 + [(_RIGHT, _RIGHT)] * 5 + [(_RIGHT, _WRONG)] * 2 + [(_WRONG, _WRONG)] * 6


def _frame(data: dict[str, list[float] | list[str]], kind: Kind) -> Frame:
    choices = tuple(
        Choice(one, code, Labels({"en": code, "fr": code})) for one, code in (("c1", "right"), ("c2", "wrong"))
    )
    variables = tuple(
        Variable(name, name, Labels({}), kind, Level.INTERVAL, choices=choices if kind is Kind.ONE else ())
        for name in data
    )
    values = pd.DataFrame({name: pd.Categorical(one) if kind is Kind.ONE else one for name, one in data.items()})
    register = Register(RegisterKind.PARTICIPANTS, (("v9", Part.PERSON),))
    rows = len(values)
    table = DataTable("t1", "people", Labels({}), "person", RowOrigin.CENSUS, variables, rows, register=register)
    reasons = {name: np.where(values[name].isna(), 4, 0).astype(np.int8) for name in values.columns}
    return Frame(table, values, reasons, np.arange(1, rows + 1), SampleColumns())


def scores() -> Frame:
    return _frame({"v1": BEFORE, "v2": AFTER}, Kind.NUMBER)


def answers() -> Frame:
    return _frame({"v1": [one for one, _ in PAIRS], "v2": [one for _, one in PAIRS]}, Kind.ONE)


def _row(table: TableSpec, name: str) -> tuple[float | None, float | None, float | None]:
    cell = next(row for row in table.rows if row.id == name).cells[0]
    return cell.estimate, cell.low, cell.high


def test_scores_change_by_the_paired_t() -> None:
    change, moves, tests = run("pre_post", scores(), {"before": "v1", "after": "v2"}).tables
    # R: t.test(after, before, paired = TRUE) on `sleep`: t = 4.0621, df = 9, p = .002833, 1.58 (0.7001142, 2.4598858)
    assert _row(change, "change") == pytest.approx((1.58, 0.7001142, 2.4598858), abs=5e-8)
    assert _row(change, "before")[0] == pytest.approx(0.75)
    assert _row(change, "after")[0] == pytest.approx(2.33)
    paired = next(row for row in tests.rows if row.id == "paired_t").cells
    assert paired[0].estimate == pytest.approx(4.0621, abs=5e-5)
    assert paired[2].estimate == pytest.approx(0.002833, abs=5e-7)
    assert [_row(moves, name)[0] for name in ("rose", "same", "fell")] == [9, 1, 0]
    assert change.base == 10
    assert "1 row has only one of the tests" in " ".join(render(note, "en") for note in change.notes)


def test_answers_change_by_mcnemar() -> None:
    change, moves, tests = run("pre_post", answers(), {"before": "v1", "after": "v2", "event": ["c1"]}).tables
    assert _row(change, "before")[0] == pytest.approx(7 / 25)
    assert _row(change, "after")[0] == pytest.approx(17 / 25)
    # by hand: p12 = 13/27, p21 = 3/27; ± 1.959964·√((16/27 − (10/27)²)/27) = ± 0.254549
    estimate, low, high = _row(change, "change")
    assert estimate == pytest.approx(10 / 25)
    assert (low, high) == pytest.approx((10 / 27 - 0.254549, 10 / 27 + 0.254549), abs=2e-6)
    # (12 − 2)²/14, and with the correction (|12 − 2| − 1)²/14
    values = {row.id: row.cells[0].estimate for row in tests.rows}
    assert values["mcnemar"] == pytest.approx(100 / 14)
    assert values["mcnemar_corrected"] == pytest.approx(81 / 14)
    assert [_row(moves, name)[0] for name in ("gained", "kept", "lost", "never")] == [12, 5, 2, 6]
    assert "(données" not in render(change.title, "fr")
    assert "right" in " ".join(render(note, "fr") for note in change.notes)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"before": "v1", "after": "v1"}, "twice"),
        ({"before": "v1", "after": "v2", "where": [{"variable": "v1", "is": []}]}, ""),
    ],
)
def test_what_cannot_be_is_a_sentence(options: dict[str, object], said: str) -> None:
    with pytest.raises(AnalysisProblem) as wrong:
        run("pre_post", answers(), options)
    assert render(wrong.value.message, "en")
    assert "{" not in render(wrong.value.message, "fr")


def test_a_number_is_not_compared_with_an_answer() -> None:
    mixed = answers()
    score = Variable("v3", "score", Labels({"en": "Score", "fr": "Score"}), Kind.NUMBER, Level.INTERVAL)
    table = replace(mixed.table, variables=(*mixed.table.variables, score))
    data = mixed.data.assign(v3=1.0)
    reasons = {**mixed.reasons, "v3": np.zeros(len(data), dtype=np.int8)}
    with pytest.raises(AnalysisProblem) as wrong:
        run("pre_post", replace(mixed, table=table, data=data, reasons=reasons), {"before": "v1", "after": "v3"})
    assert "not of the same kind" in render(wrong.value.message, "en")
