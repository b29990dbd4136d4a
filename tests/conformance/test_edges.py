# SPDX-License-Identifier: MIT
"""Cases at the edges of R's rules, on invented households: what agrees, and which figures are explained and why."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.conformance.cases import Data
from tests.conformance.formulas import matrix_of, same_term, terms_in
from tests.conformance.runner import FamilyReport, collect

HOUSEHOLDS = Path(__file__).resolve().parent.parent / "expected" / "households"


@pytest.fixture(scope="module")
def reports() -> dict[str, FamilyReport]:
    return collect(HOUSEHOLDS)


def test_every_case_at_the_edges_agrees_or_is_explained(reports: dict[str, FamilyReport]) -> None:
    assert [line for report in reports.values() for line in report.lines if line[0] != "explained"] == []
    assert sum(report.passed for report in reports.values()) == 18


def test_only_these_cases_need_a_word(reports: dict[str, FamilyReport]) -> None:
    told = {case.split(".")[1] for report in reports.values() for kind, case, _ in report.lines if kind == "explained"}
    assert told == {
        "fit_out_of_order",
        "comparison_with_category",
        "constant",
        "unused_between",
        "stops_early",
        "ordered_of_two",
        "one_value",
        "missing_one_sample",
    }


@pytest.mark.parametrize(
    ("family", "name", "path"),
    [
        ("olr", "households.stops_early", ("se", "size")),
        ("olr", "households.unused_between", ("coef", "size")),
        ("chisq", "households.fit_out_of_order", ("statistic",)),
        ("glm", "households.margin_beside_interaction", ("regTermTest", "size:head", "LRT", "chisq")),
        ("glm", "households.comparison_with_category", ("vcov",)),
        ("replicate", "households.missing_values", ("mse_false", "quantile", "quantile", "ci_u")),
    ],
)
def test_a_wrong_figure_beside_an_explained_one_fails(
    family: str, name: str, path: tuple[str, ...], tmp_path: Path
) -> None:
    shutil.copytree(HOUSEHOLDS, tmp_path / "h")
    file = tmp_path / "h" / f"{family}.json"
    stored = json.loads(file.read_text("utf-8"))
    place = next(case for case in stored["cases"] if case["id"] == name)["result"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = (np.array(place[path[-1]]) * 1.02).tolist()
    file.write_text(json.dumps(stored), "utf-8")
    failed = [case for kind, case, _ in collect(tmp_path / "h")[f"survey/{family}"].lines if kind == "failed"]
    assert failed == [name]


def test_the_first_level_that_occurs_among_complete_rows_is_the_reference() -> None:
    # model.matrix(svyglm(y ~ o + s, subset(d, in_))) with y, o, s, in_ as here: "(Intercept)" "o.L" "sb"
    columns = {
        "y": np.array([1.0, 2, 3, 4, np.nan]),
        "o": np.array(["lo", "lo", "hi", "hi", "mid"], dtype=object),
        "s": np.array(["b", "c", "b", "a", "a"], dtype=object),
    }
    data = Data(columns, {"o": ("lo", "mid", "hi")}, 5)
    rows = np.array([True, False, True, True, True])
    _, matrix = matrix_of("y ~ o + s", data, ordered=frozenset({"o"}), rows=rows, drop_levels=True)
    assert matrix.names == ("(Intercept)", "o.L", "sb")
    np.testing.assert_allclose(matrix.X[[0, 2, 3], 1], np.array([-1, 1, 1]) / np.sqrt(2))
    assert np.isnan(matrix.X[1]).any()
    assert np.isnan(matrix.X[4]).any()


def test_what_is_left_of_a_formula_is_coded_anew() -> None:
    # colnames(model.matrix(~ a:I(b > 1))) with a: x, y — "(Intercept)" "ax:I(b > 1)FALSE" "ay:I(b > 1)FALSE" …
    data = Data({"a": np.array(["x", "y", "x"], dtype=object), "b": np.array([1.0, 2, 3])}, {"a": ("x", "y")}, 3)
    _, left = matrix_of("~ a*I(b>1)", data, outcome=False, left_out=["a", "I(b>1)"])
    expected = ("(Intercept)", *(f"a{a}:I(b > 1){b}" for b in ("FALSE", "TRUE") for a in ("x", "y")))
    assert left.names == expected


def test_terms_are_known_by_their_parts_in_any_order() -> None:
    assert terms_in("a + I(b+2):d") == ["a", "I(b+2):d"]
    assert same_term("d:I(b + 2)", "I(b+2):d")
    assert not same_term("a", "a:b")
