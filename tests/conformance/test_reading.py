# SPDX-License-Identifier: MIT
"""Reading case files: R's conditions and formulas, options left out, and damage that stops one case and not the run."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.conformance.cases import Data, NotSupported, Options
from tests.conformance.compare import Near, compare
from tests.conformance.conditions import UnreadableCondition, rows_where
from tests.conformance.expressions import deparsed
from tests.conformance.formulas import matrix_of, offset_of
from tests.conformance.runner import collect, run_goldens
from tests.conformance.terms import terms_of

EXPECTED = Path(__file__).resolve().parent.parent / "expected"
COLUMNS = {"a": np.array([1.0, 2.0, np.nan]), "t": np.array(["x", "y", ""], dtype=object), "b": np.array([1.0, 1, 5])}
COLUMNS["flag"] = np.array(["TRUE", "FALSE", ""], dtype=object)
DATA = Data(COLUMNS, {"t": ("x", "y")}, 3)


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ("!(a == 1)", [0, 1, 0]),  # unknown stays unknown, as in R
        ("!(a == 1) | b > 4", [0, 1, 1]),
        ("a == b", [1, 0, 0]),
        ("is.na(a)", [0, 0, 1]),
        ("!is.na(t) & b <= 1", [1, 1, 0]),
        ("a.notna() and b == 1", [1, 1, 0]),
        ("`t`.isin(['y', 'z'])", [0, 1, 0]),
        ("flag & b == 1", [1, 0, 0]),
        ("!flag", [0, 1, 0]),
        ("not (`t` == 'x') or a < 1.5e0", [1, 1, 0]),
        ("t %in% c('x')", [1, 0, 0]),
        ('a >= .5 && t != "y"', [1, 0, 0]),
    ],
)
def test_conditions_follow_rs_logic_of_missing_values(condition: str, met: list[int]) -> None:
    assert rows_where(condition, COLUMNS).astype(int).tolist() == met


def test_formulas_name_their_columns_as_r_does() -> None:
    y, matrix = matrix_of("a ~ t*log(b) + I(a/10) + I(t=='x') + offset(log(b))", DATA)
    assert matrix.names == ("(Intercept)", "ty", "log(b)", "I(a/10)", 'I(t == "x")TRUE', "ty:log(b)")
    np.testing.assert_allclose(matrix.X[:2, 3], [0.1, 0.2])
    np.testing.assert_allclose(offset_of("a ~ offset(log(b))", DATA), np.log(COLUMNS["b"]))
    assert np.isnan(y[2])
    _, without = matrix_of("a ~ 0 + t", DATA)
    assert without.names == ("tx", "ty")
    assert DATA.numbers("flag")[:2, 0].tolist() == [1, 0]


@pytest.mark.parametrize("hostile", ["a ~ system('x')", "a ~ t$y", "a ~ poly(b, 2)", "a ~ (b + t)^99", "a ~ b - "])
def test_a_formula_that_is_not_understood_is_not_supported(hostile: str) -> None:
    with pytest.raises(NotSupported):
        matrix_of(hostile, DATA)


@pytest.mark.parametrize(
    ("right", "terms"),
    [
        ("a*b", ["", "a", "b", "a:b"]),
        ("(a + b + d)^2 - b:d", ["", "a", "b", "d", "a:b", "a:d"]),
        ("b + a:b - 1", ["b", "b:a"]),
        ("g/x", ["", "g", "g:x"]),
        ("(a + b)/x", ["", "a", "b", "a:b:x"]),
        ("g + x %in% g", ["", "g", "g:x"]),
        ("0 + log(a, 2) + `b c`", ["log(a, 2)", "`b c`"]),
        ("a + b + a", ["", "a", "b"]),
        ("a*b*d - a:b:d", ["", "a", "b", "d", "a:b", "a:d", "b:d"]),
    ],
)
def test_terms_follow_rs_algebra(right: str, terms: list[str]) -> None:
    """As R's attr(terms(~...), "term.labels") gives them."""
    assert [":".join(term) for term in terms_of(right)[0]] == terms


def test_a_factor_keeps_all_levels_where_the_model_lacks_the_term_without_it() -> None:
    assert matrix_of("a ~ b:t", DATA)[1].names == ("(Intercept)", "b:tx", "b:ty")
    assert matrix_of("a ~ b + b:t", DATA)[1].names == ("(Intercept)", "b", "b:ty")
    assert matrix_of("a ~ t/b", DATA)[1].names == ("(Intercept)", "ty", "tx:b", "ty:b")
    _, ordered = matrix_of("a ~ t", DATA, ordered=frozenset({"t"}))
    assert ordered.names == ("(Intercept)", "t.L")
    np.testing.assert_allclose(ordered.X[:2, 1], [-np.sqrt(0.5), np.sqrt(0.5)])


def test_text_is_sorted_as_r_sorts_it() -> None:
    column = np.array(["Yes", "no", "über", "a b", "ab", "Zoo", "ubi", "10", "é", "E", "e"], dtype=object)
    data = Data({"t": column}, {}, len(column))
    assert data.labels("t") == ("10", "a b", "ab", "e", "E", "é", "no", "über", "ubi", "Yes", "Zoo")  # R's sort()


def test_r_prints_spaces_round_operators() -> None:
    assert deparsed("I(b-1)") == "I(b - 1)"
    assert deparsed("I(-b^2)") == "I(-b^2)"


def test_null_says_nothing_and_what_is_needed_is_named() -> None:
    options = Options({"level": None, "p": 1})
    assert options.get("level", 0.95) == 0.95
    with pytest.raises(NotSupported, match="does not say its var"):
        options["var"]


def test_a_number_that_meets_its_equation_may_differ_from_an_interpolated_one() -> None:
    assert compare([0.5], [Near(0.5003, 2e-3, "read off")], "prop").explained
    assert compare([0.5], [Near(0.52, 2e-3, "read off")], "prop").failures
    assert compare({"a": "Inf"}, {"a": np.inf}, "prop").failures == []
    assert compare({"a": "Inf"}, {"a": 5.0}, "prop").failures


def test_damage_stops_one_case_and_not_the_run(tmp_path: Path) -> None:
    shutil.copytree(EXPECTED / "survey", tmp_path / "survey")
    place = tmp_path / "survey"
    (place / "broken.json").write_text("{", "utf-8")
    stored = json.loads((place / "mean.json").read_text("utf-8"))
    odd = [dict(stored["cases"][0], id=f"odd{n}") for n in range(4)]
    odd[0]["task"] = {"stat": "mean"}
    odd[1]["design"] = {"dataset": "nowhere"}
    odd[2]["design"] = {**odd[2]["design"], "weights": "no such column"}
    odd[3]["result"] = {"coef": {"x": [[1, 2], 3]}}
    (place / "odd.json").write_text(json.dumps({"family": "mean", "cases": [*odd, 7]}), "utf-8")
    for file in place.glob("*.json"):
        if file.stem not in ("manifest", "mean", "ratio", "broken", "odd"):
            file.unlink()
    reports = collect(tmp_path)
    lines = {case: (kind, reason) for report in reports.values() for kind, case, reason in report.lines}
    assert lines["odd0"] == ("unsupported", "the case does not say its vars")
    assert lines["odd1"][0] == "failed"
    assert "nowhere.csv" in lines["odd1"][1]
    assert lines["odd2"] == ("unsupported", "the data have no column no such column")
    assert lines["odd3"][0] == "failed"
    assert "broken.json" in lines["broken"][1]
    assert reports["survey/ratio"].failed == 0
    assert not run_goldens(tmp_path, io.StringIO(), "en")


def test_one_p_value_is_adjusted_as_it_is_and_a_share_of_all_is_said_not_to_be_tested(tmp_path: Path) -> None:
    """`p.adjust(0.04)` is 0.04 by any method; `prop.test(3, 9, p=1)` stops: "elements of 'p' must be in (0,1)"."""
    (tmp_path / "base").mkdir()
    methods = ("bonferroni", "holm", "hochberg", "hommel", "BH", "BY")
    cases = [
        {"id": "one", "family": "padjust", "task": {"p": 0.04}, "result": dict.fromkeys(methods, 0.04)},
        {"id": "wrong", "family": "padjust", "task": {"p": 0.04}, "result": dict.fromkeys(methods, 0.05)},
        *({"id": f"p0={p0}", "family": "proportion", "task": {"x": [3], "n": [9], "p0": p0}, "result": {"wald": [0, 1]}}
          for p0 in (0, 1, 1.2)),
    ]  # fmt: skip
    (tmp_path / "base" / "odd.json").write_text(json.dumps({"cases": cases}), "utf-8")
    reports = collect(tmp_path)
    assert reports["base/padjust"].passed == 1
    assert [line[:2] for line in reports["base/padjust"].lines if line[0] == "failed"] == [("failed", "wrong")]
    told = {case: (kind, reason) for kind, case, reason in reports["base/proportion"].lines}
    assert told == {f"p0={p0}": ("unsupported", f"p0: {p0} is not between 0 and 1") for p0 in (0, 1, 1.2)}


def test_conditions_that_are_not_understood_are_said() -> None:
    for text in ("a", "a ==", "nope == 1", "a == b ==", "is.na()", "a %in% 3", "__import__('os')"):
        with pytest.raises(UnreadableCondition):
            rows_where(text, COLUMNS)
