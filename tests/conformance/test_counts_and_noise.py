# SPDX-License-Identifier: MIT
"""Counts, prints and rounding of R: its figures are met, and a wrong one beside them fails.

Figures: R 4.5.0, survey 4.4-2; the call stands beside each.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.runner import FamilyReport, collect

# d <- data.frame(g=c("a","a","b","b","b","a"), x=c(1,2,4,7,NA,3), w=c(0,1,2,1,1,3), one="z")
ROWS = "g,x,w,one\na,1,0,z\na,2,1,z\nb,4,2,z\nb,7,1,z\nb,,1,z\na,3,3,z\n"
LEVELS = {"g": ["a", "b"], "one": ["z"]}


def judged(place: Path, part: str, family: str, text: str, case: dict[str, Any]) -> FamilyReport:
    """The report of one case of `part` whose data are the text."""
    (place / part / "data").mkdir(parents=True, exist_ok=True)
    (place / part / "data" / "d.csv").write_text(text, "utf-8")
    manifest = {"datasets": {"d": {"file": "data/d.csv", "factor_levels": LEVELS if "one" in text else {}}}}
    (place / part / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    stored = {"family": family, "cases": [{"id": "one", "family": family, **case}]}
    (place / part / f"{family}.json").write_text(json.dumps(stored), "utf-8")
    return collect(place)[f"{part}/{family}"]


DESIGN = {"dataset": "d", "weights": "w", "lonely_psu": "fail"}


@pytest.mark.parametrize(("n", "agrees"), [(5, True), (4, True), (6, False), (3, False)])
def test_rs_count_of_rows_with_those_of_weight_zero_is_explained(n: int, agrees: bool, tmp_path: Path) -> None:
    # m <- svymean(~x, svydesign(~1, weights=~w, data=d), na.rm=TRUE); sum(!is.na(d$x)) is 5, of which 4 have weight
    task = {"stat": "mean", "vars": ["x"], "na_rm": True}
    report = judged(tmp_path, "survey", "mean", ROWS, {"design": DESIGN, "task": task, "result": {"n_used": n}})
    assert report.passed == agrees


def test_rows_of_weight_zero_are_counted_by_group_and_in_a_model_too(tmp_path: Path) -> None:
    # svyby(~x, ~g, d, svymean, na.rm=TRUE); length(svyglm(x ~ g, d)$y) is 5
    by = {"stat": "by_mean", "var": "x", "by": ["g"], "na_rm": True}
    for n, agrees in (({"a": 3, "b": 2}, True), ({"a": 2, "b": 2}, True), ({"a": 3, "b": 3}, False)):
        case = {"design": DESIGN, "task": by, "result": {"n_by_group": n}}
        assert judged(tmp_path / str(n), "survey", "by", ROWS, case).passed == agrees
    for rows, agrees in ((5, True), (4, True), (6, False)):
        case = {
            "design": DESIGN,
            "task": {"stat": "glm", "formula": "x ~ g", "family": "gaussian"},
            "result": {"n_used": rows},
        }
        assert judged(tmp_path / str(rows), "survey", "glm", ROWS, case).passed == agrees


@pytest.mark.parametrize(("deff", "agrees"), [(3.3e32, True), (0, True), (1.5, False)])
def test_the_design_effect_of_what_does_not_vary_is_noise(deff: float, agrees: bool, tmp_path: Path) -> None:
    task = {"stat": "mean", "vars": ["one"], "na_rm": True}
    case = {"design": DESIGN, "task": task, "result": {"deff": {"onez": deff}}}
    assert judged(tmp_path, "survey", "mean", ROWS, case).passed == agrees


WEEKS = "y,week,ap\n0,1,0\n1,2,1\n0,3,0\n1,4,1\n1,5,0\n0,6,1\n1,1,1\n0,2,0\n1,3,1\n0,5,1\n1,6,0\n0,4,0\n"


@pytest.mark.parametrize(("term", "agrees"), [("I(week > 3):ap", True), ("I(week>3):ap", False)])
def test_a_term_is_printed_as_r_prints_it(term: str, agrees: bool, tmp_path: Path) -> None:
    # rownames(drop1(glm(y ~ I(week>3)*ap, binomial, d)))[2]
    case = {
        "dataset": "d",
        "task": {"formula": "y ~ I(week>3)*ap", "family": "binomial"},
        "result": {"drop1": {"term": term, "df": 1}},
    }
    assert judged(tmp_path, "base", "glm", WEEKS, case).passed == agrees


COUNTS = "s,f,x\n3,4,1\n2,6,2\n5,1,3\n4,4,4\n"


@pytest.mark.parametrize(
    ("measure", "value", "agrees"),
    [
        # m <- glm(cbind(s, f) ~ x, binomial, d); l <- logLik(m); l0 <- logLik(update(m, . ~ 1)); 1 - l/l0
        ("mcfadden", "R", True),
        ("mcfadden", "deviance", True),
        ("mcfadden", 0.5, False),
    ],
)
def test_a_share_of_the_likelihood_of_counts(measure: str, value: Any, agrees: bool, tmp_path: Path) -> None:
    figure = {"R": MCFADDEN_R, "deviance": MCFADDEN_DEVIANCE}.get(value, value)
    case = {
        "dataset": "d",
        "task": {"formula": "cbind(s, f) ~ x", "family": "binomial"},
        "result": {measure: figure},
    }
    assert judged(tmp_path, "base", "glm", COUNTS, case).passed == agrees


MCFADDEN_R = 0.05760984147588688
MCFADDEN_DEVIANCE = 0.1612665820672825


@pytest.mark.parametrize(("low", "agrees"), [("NaN", True), (0.0, False)])
def test_pairs_that_are_all_alike_have_no_interval(low: Any, agrees: bool, tmp_path: Path) -> None:
    # t.test(c(1,2,5), c(1,2,5), paired=TRUE)$conf.int
    case = {"dataset": "d", "task": {"a": "a", "b": "b"}, "result": {"t": {"conf_int": [low, low], "estimate": 0}}}
    assert judged(tmp_path, "base", "onesample", "a,b\n1,1\n2,2\n5,5\n", case).passed == agrees


@pytest.mark.parametrize(("end", "agrees"), [("NaN", True), (7.0, True), (2.0, False)])
def test_the_largest_value_has_the_interval_that_the_last_bit_of_rs_sum_gives(
    end: Any, agrees: bool, tmp_path: Path
) -> None:
    # svyquantile(~x, d, 0.99, interval.type="beta"): none where weights/sum(weights) add to 1; where they add to the
    # number before it, qbeta warns and the interval is the value itself
    table = {"quantile": [7], "ci_l": [end], "ci_u": [end]}
    task = {"stat": "quantile", "var": "x", "p": [0.99], "na_rm": True, "level": 0.95}
    case = {"design": DESIGN, "task": task, "result": {"by_interval": {"beta.math": table}}}
    assert judged(tmp_path, "survey", "quantile", ROWS, case).passed == agrees
