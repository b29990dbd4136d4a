# SPDX-License-Identifier: MIT
"""Agreement of two variables meets published figures, matches answers by code, refuses what it would leave out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import AnalysisProblem, run, shown_python
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from wording import LANGUAGES, Labels, render

GOLD = json.loads((Path(__file__).parents[2] / "expected" / "agreement" / "kappa.json").read_text(encoding="utf-8"))


def rated(counts: list[list[int]], codes: str = "abcdefgh", how: RowOrigin = RowOrigin.PROBABILITY) -> Frame:
    """Rows of two ratings with these counts."""
    k = len(counts)
    first, second = (
        np.repeat([at for at in range(k) for _ in range(k)], np.ravel(counts)),
        np.repeat([at for _ in range(k) for at in range(k)], np.ravel(counts)),
    )
    variables = tuple(
        Variable(
            name, label, Labels({"en": label}), Kind.ONE, Level.ORDINAL,
            choices=tuple(Choice(f"c{at + 1}", code, Labels({"en": code})) for at, code in enumerate(codes[:k])),
        )
        for name, label in (("v1", "husband"), ("v2", "wife"))
    )  # fmt: skip
    data = pd.DataFrame(
        {
            name: pd.Categorical.from_codes(one, [f"c{at + 1}" for at in range(k)])
            for name, one in (("v1", first), ("v2", second))
        }
    )
    reasons = {name: np.zeros(len(data), np.int8) for name in ("v1", "v2")}
    table = DataTable("t1", "pairs", Labels({"en": "Pairs"}), "household", how, variables, len(data))
    return Frame(table, data, reasons, np.arange(len(data)), SampleColumns())


def values(frame: Frame, **options: object) -> dict[str, object]:
    found = run("agreement", frame, {"variable": "v1", "column": "v2", **options})
    return {row.id: row.cells[0] for row in found.tables[0].rows}


def test_kappa_is_that_of_published_figures() -> None:
    cells = values(rated(GOLD["counts"]), kappa_weights="linear")
    for name, row in (("unweighted", "kappa_none"), ("linear", "kappa_linear")):
        cell = cells[row]
        assert cell.estimate == pytest.approx(GOLD[name]["kappa"], abs=5e-5)
        assert cell.se == pytest.approx(GOLD[name]["se"], abs=5e-6)
        assert cell.low == pytest.approx(cell.estimate - 1.959963984540054 * cell.se)


def test_of_two_answers_by_hand_and_weights_change_nothing() -> None:
    two = GOLD["two"]
    cells = values(rated(two["counts"]), kappa_weights="quadratic")
    assert cells["observed"].estimate == pytest.approx(two["observed"])
    assert cells["chance"].estimate == pytest.approx(two["expected"])
    assert cells["kappa_none"].estimate == pytest.approx(two["kappa"])
    assert cells["kappa_quadratic"].estimate == pytest.approx(two["kappa"])


def test_turning_the_variables_round_gives_the_same() -> None:
    counts = np.array(GOLD["counts"])
    one, other = values(rated(counts.tolist())), values(rated(counts.T.tolist()))
    assert one["kappa_none"].estimate == pytest.approx(other["kappa_none"].estimate)
    assert one["kappa_none"].se == pytest.approx(other["kappa_none"].se)


def test_without_inference_there_is_no_interval() -> None:
    cell = values(rated(GOLD["counts"], how=RowOrigin.PURPOSIVE))["kappa_none"]
    assert cell.estimate == pytest.approx(GOLD["unweighted"]["kappa"], abs=5e-5)
    assert (cell.low, cell.se) == (None, None)


def test_a_weight_that_would_be_left_out_is_an_error() -> None:
    frame = rated(GOLD["counts"])
    weighted = replace(frame, design=SampleColumns(weight=np.linspace(1, 2, len(frame.row_ids))))
    with pytest.raises(AnalysisProblem) as caught:
        values(weighted)
    assert caught.value.message.key == "problem.analysis_unweighted"


def test_questions_with_other_answers_are_refused() -> None:
    frame = rated(GOLD["two"]["counts"])
    first, second = frame.table.variables
    other = replace(second, choices=tuple(replace(one, code=f"z{one.code}") for one in second.choices))
    with pytest.raises(AnalysisProblem) as caught:
        values(replace(frame, table=replace(frame.table, variables=(first, other))))
    assert caught.value.message.key == "problem.agreement_answers"


def test_it_is_said_in_both_languages_and_repeated_by_python() -> None:
    found = run("agreement", rated(GOLD["counts"]), {"variable": "v1", "column": "v2", "kappa_weights": "linear"})
    for language in LANGUAGES:
        words = [render(text, language) for table in found.tables for text in (table.title, *table.notes) if text]
        assert all(words)
    assert "run('agreement'" in shown_python("agreement", found.options)
    assert found.figures[0].rows == ("kappa_none", "kappa_linear")
