# SPDX-License-Identifier: MIT
"""R's own ways of stopping, counting and rounding: its figures are met to the digit, no others are explained.

Figures: R 4.5.0, survey 4.4-2; the call stands beside each.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.survey.estimates.quantiles import SortedSample, quantile
from tests.conformance.compare import Otherwise, compare
from tests.conformance.gridded import gridded_interval, spline
from tests.conformance.r_logistic_share import fitted_share
from tests.conformance.runner import FamilyReport, collect
from tests.conformance.searched import searched_root

# survey::crowd (Levy and Lemeshow), as R ships it
CROWD = "rooms,person,weight,cluster,stratum\n5,7,1,1,1\n6,8,1,2,1\n5,2,1,3,2\n4,1,1,4,2\n8,4,1,5,3\n8,2,1,6,3\n"
CROWD_DESIGN = {"dataset": "d", "ids": "cluster", "strata": "stratum", "weights": "weight", "nest": True}
SINGLE = "h,x,w\n{0},1,2\n{0},2,2\n{0},4,2\n{1},3,3\n{1},7,3\n{1},8,3\n{2},20,5\n"


def judged(
    place: Path, csv: str, family: str, design: dict[str, Any], task: dict[str, Any], result: Any, **levels: list[str]
) -> FamilyReport:
    """The report of one case whose data are the text `csv`."""
    folder = place / "survey"
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "d.csv").write_text(csv, "utf-8")
    described = {"datasets": {"d": {"file": "data/d.csv", "factor_levels": levels}}}
    (folder / "manifest.json").write_text(json.dumps(described), "utf-8")
    case = {"id": "one", "family": family, "design": {"lonely_psu": "fail", **design}, "task": task, "result": result}
    (folder / f"{family}.json").write_text(json.dumps({"family": family, "cases": [case]}), "utf-8")
    return collect(place)[f"survey/{family}"]


def test_a_root_is_searched_as_uniroot_does() -> None:
    # uniroot(function(x) ifelse(x < 1/3, -1, 2), c(0, 1), tol = 0.01)$root, and so on
    assert searched_root(lambda x: -1.0 if x < 1 / 3 else 2.0, 0, 1, 0.01) == 0.32638888888888884
    assert searched_root(lambda x: x**3 - 0.2, 0, 1, 0.01) == pytest.approx(0.58439879990768517, rel=1e-14)
    assert searched_root(lambda x: -2.0 if x < 0.7 else 1 + x, -3, 2, 0.3) == pytest.approx(0.8529411764705882)
    assert np.isnan(searched_root(lambda x: x + 5, 0, 1, 0.01))


def test_a_likelihood_interval_is_read_off_rs_grid() -> None:
    # spline(c(0,1,3,4,6), c(1,0,2,5,3), n=4)$y
    knots = np.array([0.0, 1, 3, 4, 6]), np.array([1.0, 0, 2, 5, 3])
    np.testing.assert_allclose(spline(*knots, np.linspace(0, 6, 4)), [1, 2 / 9, 5, 3])
    # scd$one <- 1; d <- svydesign(~ambulance, strata=~ESA, weights=~one, nest=TRUE, data=scd)
    # confint(svyciprop(~I(ambulance==1), d, method="likelihood"))
    ends = gridded_interval((0.5, 0.5), 0.28867513459481287, 3, 6, 0.95)
    np.testing.assert_allclose(ends, [0.0039820795423211371, 0.9960179207400392531], rtol=1e-7)
    # d <- svydesign(~id1+id2, fpc=~n1+n2, data=mu284); confint(svyciprop(~I(n2==7), d, method="likelihood"))
    n2 = np.tile([5.0, 8, 5, 9, 7], 3)
    weights = np.tile([50 / 3, 80 / 3, 50 / 3, 30, 70 / 3], 3)
    fitted = fitted_share((n2 == 7).astype(float), weights / weights.mean())
    assert fitted[0] == pytest.approx(0.20588235294117646, rel=1e-7)
    ends = gridded_interval(fitted, 0.19523265158490408, 4, 15, 0.95)
    np.testing.assert_allclose(ends, [0.00078654114585810779, 0.83781942446092305676], rtol=1e-7)


def test_the_last_value_holds_all_of_a_share_by_hf4() -> None:
    # d <- svydesign(~1, weights=~w, data=data.frame(x=c(1,2,4,8,16), w=c(1,2,1,3,1)))
    # svyquantile(~x, d, c(.05,.5,.99,1), qrule="hf4", ci=FALSE): 0.7 4 15.36 NaN; the last is the largest value here
    sample = SortedSample.of(np.array([1.0, 2, 4, 8, 16]), np.array([1.0, 2, 1, 3, 1]))
    assert [quantile(sample, p, "hf4") for p in (0.05, 0.5, 0.99, 1)] == pytest.approx([0.7, 4, 15.36, 16])


def test_of_two_figures_one_agrees_one_is_explained_and_the_rest_fail() -> None:
    both = {"a": Otherwise(0.5, 0.25, "counted otherwise")}
    assert compare({"a": 0.5}, both, "mean").explained == []
    assert compare({"a": 0.25}, both, "mean").explained == ["a: counted otherwise"]
    assert compare({"a": 0.25001}, both, "mean").failures
    assert compare({"a": "NaN"}, {"a": Otherwise(0.5, np.nan, "none")}, "mean").explained == ["a: none"]
    assert compare({"a": "NaN"}, both, "mean").failures


# svyquantile(~person, svydesign(~cluster, strata=~stratum, weights=~weight, nest=TRUE, data=crowd),
#             c(.1,.25,.5,.75,.9), qrule=, interval.type=)
PERSON = {
    "asin.hf4": {  # angles below 0 or beyond a right one turn back inside
        "quantile": [0.6000000000000001, 1.5, 2, 5.5, 7.4],
        "ci_l": ["NaN", 0.4941766579526472, 0.38173848932936145, 4, 1.0822891672622195],
        "ci_u": ["NaN", 6.753132498213345, 7.618261507170639, 4, 7.5058233420473535],
        "se": ["NaN", 0.9833560789178384, 1.1369434579817927, 0, 1.0092132841519366],
    },
    "mean.hf3": {  # the second value for a share that the first holds
        "quantile": [2, 2, 2, 7, 8],
        "ci_l": ["NaN", "NaN", "NaN", 2, 8],
        "ci_u": ["NaN", "NaN", "NaN", "NaN", 8],
        "se": ["NaN", "NaN", "NaN", "NaN", 0],
    },
    "beta.hf4": {  # a quantile below all values has a share of 0 %
        "quantile": [0.6000000000000001, 1.5, 2, 5.5, 7.4],
        "ci_l": ["NaN", 0.0015608453329152283, 0.6915137272860532, 2, 1.1878922269696646],
        "ci_u": ["NaN", 6.436323319091009, 7.308486272713948, 2, 7.998439154667085],
        "se": ["NaN", 1.010977382882262, 1.0396047428108934, 0, 1.0700175705070183],
    },
}


def test_intervals_of_quantiles_are_read_as_r_reads_them(tmp_path: Path) -> None:
    task = {"stat": "quantile", "var": "person", "p": [0.1, 0.25, 0.5, 0.75, 0.9], "level": 0.95}
    report = judged(tmp_path, CROWD, "quantile", CROWD_DESIGN, task, {"df": 3, "by_interval": PERSON})
    assert (report.passed, report.failed) == (1, 0)
    reasons = " ".join(reason for _, _, reason in report.lines)
    for words in ("turns back inside", "goes on to the second", "0 % or 100 %", "qbeta"):
        assert words in reasons
    moved = json.loads(json.dumps(PERSON))
    moved["asin.hf4"]["ci_l"][2] = 0.4  # neither R's figure nor ours
    moved["beta.hf4"]["ci_u"][0] = 3
    report = judged(tmp_path, CROWD, "quantile", CROWD_DESIGN, task, {"df": 3, "by_interval": moved})
    assert report.failed == 1
    assert "asin.hf4.ci_l.2" in report.lines[0][2]
    assert "beta.hf4.ci_u.0" in report.lines[0][2]


def test_one_degree_of_freedom_leaves_r_no_logit_interval(tmp_path: Path) -> None:
    # svyby(~I(rooms>5), ~stratum, d, svyciprop, vartype="ci", method="logit"), d as above
    task = {"stat": "by_ciprop", "cond": "rooms>5", "by": "stratum", "method": "logit"}
    result = {
        "df_full": 3,
        "groups": ["1", "2", "3"],
        "p": [0.5000000000000001, 5.826214638968719e-11, 0.9999999999417378],
        "ci_l": [0, "NaN", "NaN"],
        "ci_u": ["NaN", "NaN", "NaN"],
    }
    report = judged(tmp_path, CROWD, "by", CROWD_DESIGN, task, result)
    assert (report.passed, report.failed) == (1, 0)
    assert any("one degree of freedom" in reason for _, _, reason in report.lines)
    report = judged(tmp_path, CROWD, "by", CROWD_DESIGN, task, {**result, "ci_l": [0.1, "NaN", "NaN"]})
    assert report.failed == 1


@pytest.mark.parametrize(("names", "theirs"), [("abc", "Inf"), ("123", 5993**0.5)])
def test_text_names_of_strata_lose_r_its_centre(tmp_path: Path, names: str, theirs: float | str) -> None:
    # options(survey.lonely.psu="adjust"); d <- svydesign(~1, strata=~h, weights=~w, data=) of SINGLE; svytotal(~x, d):
    # variance 5993 with numbers or factors, infinite with the text a, b, c
    design = {"dataset": "d", "strata": "h", "weights": "w", "lonely_psu": "adjust"}
    task = {"stat": "mean_total_under_lonely_psu", "var": "x"}
    report = judged(tmp_path, SINGLE.format(*names), "lonely", design, task, {"degf": 4, "total_se": theirs})
    assert (report.passed, report.failed) == (1, 0)
    assert bool(report.lines) == (names == "abc")
    report = judged(tmp_path, SINGLE.format(*names), "lonely", design, task, {"degf": 4, "total_se": 78.0})
    assert report.failed == 1
    if names == "abc":  # as a factor, R's figure is ours
        result = {"degf": 4, "total_se": 5993**0.5}
        report = judged(tmp_path, SINGLE.format(*names), "lonely", design, task, result, h=["a", "b", "c"])
        assert (report.passed, report.lines) == (1, [])


def test_one_group_without_brackets_and_a_group_without_weight(tmp_path: Path) -> None:
    # R's writer leaves the brackets of one value out; svyby knows no group in which no row has a weight:
    # d <- svydesign(~1, weights=~w, data=data.frame(x=c(1,2,4,9), w=c(1,2,1,0), g=c("a","a","a","b")))
    # svyby(~x, ~g, d, svymean)
    csv = "x,w,g\n1,1,a\n2,2,a\n4,1,a\n9,0,b\n"
    task = {"stat": "by_mean", "var": "x", "by": ["g"]}
    result = {"df": 2, "names": "a", "coef": 2.25, "groups": [{"g": "a"}]}
    report = judged(tmp_path, csv, "by", {"dataset": "d", "weights": "w"}, task, result)
    assert (report.passed, report.failed) == (1, 0), report.lines


def test_a_share_of_a_number_is_its_mean_where_r_says_so(tmp_path: Path) -> None:
    # svyby(~rooms, ~stratum, d, svymean), d as above: one figure a group, so `by_prop` of a number is its mean
    task = {"stat": "by_prop", "var": "rooms", "by": ["stratum"]}
    result = {"df": 3, "names": ["1", "2", "3"], "coef": [5.5, 4.5, 8], "se": [0.5, 0.5, 0]}
    report = judged(tmp_path, CROWD, "by", CROWD_DESIGN, task, result)
    assert (report.passed, report.failed) == (1, 0), report.lines


def test_spreads_of_values_around_a_milliard_are_as_sure_as_their_digits() -> None:
    ours = {"coef": [1e9], "se": [0.79299723]}
    assert compare({"coef": [1e9], "se": [0.79299725]}, ours, "by").explained
    assert compare({"coef": [1e9], "se": [0.793]}, ours, "by").failures
    assert compare({"coef": [10.0], "se": [0.79299725]}, {**ours, "coef": [10.0]}, "by").failures
