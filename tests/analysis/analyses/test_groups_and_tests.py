# SPDX-License-Identifier: MIT
"""Crossed groups, groups of those without an answer, differences, tests by choice, rules: against hand calculations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import false_discovery_control
from scipy.stats import t as student

from analysis.analyses import AnalysisProblem, run
from analysis.records import Choice, Frame
from analysis.result_tables import Row, TableSpec
from wording import Labels, render


def by_label(table: TableSpec) -> dict[str, Row]:
    return {render(row.label, "en"): row for row in table.rows}


def test_two_groups_differ_by_the_t_test(frame: Frame) -> None:
    result = run("means", frame, {"variable": "v5", "by": "v1", "contrasts": "first"})
    main, table = result.tables
    [row] = table.rows
    assert render(row.label, "en") == "Man − Woman"
    cell, p = row.cells
    assert cell.estimate == pytest.approx(main.rows[1].cells[0].estimate - main.rows[0].cells[0].estimate)
    assert cell.estimate / cell.se == pytest.approx(result.facts["test"]["t"])
    assert p.estimate == pytest.approx(2 * student.sf(abs(cell.estimate / cell.se), 21))
    assert (cell.low + cell.high) / 2 == pytest.approx(cell.estimate)


def holm_by_definition(p: list[float]) -> list[float]:
    """Holm (1979): the k-th smallest p times m − k + 1, never less than the one before."""
    found, highest = [0.0] * len(p), 0.0
    for rank, at in enumerate(sorted(range(len(p)), key=p.__getitem__)):
        highest = max(highest, min(1.0, p[at] * (len(p) - rank)))
        found[at] = highest
    return found


@pytest.mark.parametrize(
    ("adjust", "by_definition"), [("holm", holm_by_definition), ("benjamini_hochberg", false_discovery_control)]
)
def test_p_of_all_pairs_is_adjusted(frame: Frame, adjust: str, by_definition: Callable) -> None:
    options = {"variable": "v6", "by": "v2", "contrasts": "pairs"}
    raw = run("means", frame, {**options, "adjust": "none"}).tables[1]
    table = run("means", frame, {**options, "adjust": adjust}).tables[1]
    assert len(table.rows) == 3
    expected = by_definition([row.cells[1].estimate for row in raw.rows])
    assert [row.cells[1].estimate for row in table.rows] == pytest.approx(list(expected))


def test_differences_of_shares_are_in_points_for_each_answer(frame: Frame) -> None:
    for name, variable in (("proportions", "v3"), ("set", "v4")):
        main, table = run(name, frame, {"variable": variable, "by": "v1", "contrasts": "first"}).tables
        shares = {row.id: [cell.estimate for cell in row.cells[:2]] for row in main.rows}
        rows = [row for row in table.rows if not row.heading]
        assert len(rows) == len(shares)
        for row in rows:
            woman, man = shares[row.id.removesuffix("0-1")]
            assert row.cells[0].estimate == pytest.approx(100 * (man - woman))


def test_differences_of_ratios(frame: Frame) -> None:
    options = {"numerator": "v6", "denominator": "v5", "by": "v1", "contrasts": "first"}
    main, table = run("ratio", frame, options).tables
    first, second = (row.cells[0].estimate for row in main.rows[:2])
    assert table.rows[0].cells[0].estimate == pytest.approx(second - first)


def test_a_ratio_names_its_questions_in_the_title_and_not_again_over_the_numbers(frame: Frame) -> None:
    options: dict[str, object] = {"numerator": "v6", "denominator": "v5"}
    for more, own in (({}, False), ({"by": "v1"}, False), ({"title": "Costs"}, True)):
        table = run("ratio", frame, options | more).tables[0]
        title, heading = render(table.title, "en"), render(table.columns[0].label, "en")
        assert (" per " in title, " per " in heading) == (not own, own), "what is divided stands in one of them"


def test_crossed_groups_are_the_groups_within_each_other(frame: Frame) -> None:
    crossed = by_label(run("means", frame, {"variable": "v5", "by": "v1", "also_by": ["v2"]}).tables[0])
    for site, label in (("c1", "Site A"), ("c3", "Site C")):
        where = [{"variable": "v2", "is": [site]}]
        alone = by_label(run("means", frame, {"variable": "v5", "by": "v1", "where": where}).tables[0])
        cell, expected = crossed[f"Man · {label}"].cells[0], alone["Man"].cells[0]
        assert (cell.estimate, cell.se, cell.base) == pytest.approx((expected.estimate, expected.se, expected.base))
    columns = run("proportions", frame, {"variable": "v3", "by": "v1", "also_by": ["v2"]}).tables[0].columns
    assert len(columns) == 7
    assert sum(column.base or 0 for column in columns[:-1]) == columns[-1].base


def test_those_without_an_answer_are_groups_when_wanted(frame: Frame) -> None:
    table = run("means", frame, {"variable": "v6", "by": "v3", "missing_groups": True}).tables[0]
    rows = by_label(table)
    assert [rows[name].cells[0].base for name in ("Refused", "Don’t know", "Missing")] == [9, 6, 3]
    refused = frame.reasons["v3"] == 2
    mean = np.average(frame.data["v6"][refused], weights=frame.design.weight[refused])
    assert rows["Refused"].cells[0].estimate == pytest.approx(mean)
    assert sum(row.cells[0].base or 0 for row in table.rows[:-1]) == table.base


@pytest.mark.parametrize("test", ["rank", "median"])
@pytest.mark.parametrize("by", ["v1", "v2"])
def test_a_rank_test_sees_the_order_only(frame: Frame, test: str, by: str) -> None:
    options = {"variable": "v6", "by": by, "compare": test}
    bent = replace(frame, data=frame.data.assign(v6=np.log(frame.data["v6"])))
    first, second = run("means", frame, options), run("means", bent, options)
    assert first.facts["test"]["p"] == pytest.approx(second.facts["test"]["p"])
    assert all(render(first.why, language) for language in ("en", "fr"))


@pytest.mark.parametrize("test", ["chisq", "wald", "adjusted_wald"])
def test_other_tests_of_a_table(frame: Frame, test: str) -> None:
    found = run("crosstab", frame, {"variable": "v3", "column": "v1", "compare": test})
    usual = run("crosstab", frame, {"variable": "v3", "column": "v1"})
    assert found.facts["test"]["p"] != usual.facts["test"]["p"]
    assert 0 < found.facts["test"]["p"] < 0.05
    assert found.facts["test"]["df"][0] == 2
    adjusted = run("proportions", frame, {"variable": "v3", "by": "v1", "compare": test})
    assert adjusted.facts["test"]["p"] == pytest.approx(found.facts["test"]["p"], rel=0.2)


def test_a_set_s_p_is_adjusted_as_wished(frame: Frame) -> None:
    options = {"variable": "v4", "by": "v1"}
    found = {how: run("set", frame, {**options, "adjust": how}).facts["test"]["p"] for how in ("none", "holm")}
    known = [p for p in found["none"] if p is not None]
    expected = holm_by_definition(known)
    assert [p for p in found["holm"] if p is not None] == pytest.approx(list(expected))


def test_a_quantile_follows_its_rule(frame: Frame) -> None:
    equal = replace(frame, design=replace(frame.design, weight=np.ones(480)))
    values = frame.data["v6"].to_numpy()
    for rule, method in (("hf7", "linear"), ("hf6", "weibull"), ("hf1", "inverted_cdf")):
        table = run("quantiles", equal, {"variable": "v6", "quantile_rule": rule, "quantiles": [0.1, 0.5]}).tables[0]
        expected = np.quantile(values, [0.1, 0.5], method=method)
        assert [cell.estimate for cell in table.rows[0].cells] == pytest.approx(list(expected))
    with pytest.raises(AnalysisProblem):
        run("quantiles", frame, {"variable": "v6", "quantiles": [1.5]})


@pytest.mark.parametrize("interval", ["mean", "beta", "xlogit", "arcsine", "score"])
def test_a_quantile_s_interval_is_named(frame: Frame, interval: str) -> None:
    table = run("quantiles", frame, {"variable": "v6", "quantile_interval": interval}).tables[0]
    median = table.rows[0].cells[1]
    assert median.low < median.estimate < median.high
    assert all("degrees" in render(note, "en") for note in table.notes if note.key == "note.interval")
    assert all(render(note, "fr") for note in table.notes)


def test_a_total_is_the_weighted_sum(frame: Frame) -> None:
    table = run("means", frame, {"variable": "v5", "by": "v2", "statistic": "total"}).tables[0]
    weighted = frame.data["v5"] * frame.design.weight
    assert table.rows[-1].cells[0].estimate == pytest.approx(weighted.sum())
    assert [row.cells[0].estimate for row in table.rows[:3]] == pytest.approx(
        weighted.groupby(frame.data["v2"], observed=True).sum().tolist()
    )


def test_a_reason_given_with_the_table_is_enough_and_printed(interviewed: Frame) -> None:
    told = replace(interviewed, table=replace(interviewed.table, inference_reason="Households drawn from a list"))
    table = run("proportions", told, {"variable": "v3"}).tables[0]
    assert table.rows[0].cells[0].se is not None
    assert any("Households drawn from a list" in render(note, "en") for note in table.notes)
    off = run("proportions", told, {"variable": "v3", "inference": "off"}).tables[0]
    assert off.rows[0].cells[0].se is None
    assert not any("drawn from a list" in render(note, "en") for note in off.notes)


def test_a_lonely_cluster_follows_the_rule(frame: Frame) -> None:
    cluster = np.where(frame.design.strata == 0, 0, frame.design.clusters[:, 0])
    lonely = replace(frame, design=replace(frame.design, clusters=cluster.reshape(-1, 1)))
    errors = {
        rule: run("means", lonely, {"variable": "v5", "lonely": rule}).tables[0].rows[0].cells[0].se
        for rule in ("adjust", "average", "certainty", "remove")
    }
    assert errors["certainty"] < errors["average"]
    assert errors["remove"] == pytest.approx(errors["certainty"])
    with pytest.raises(AnalysisProblem) as caught:
        run("means", lonely, {"variable": "v5", "lonely": "fail"})
    assert render(caught.value.message, "fr")


def test_groups_that_cannot_be_crossed_are_one_sentence(frame: Frame) -> None:
    for options in ({"by": "v1", "also_by": ["v1"]}, {"by": "v1", "also_by": ["v3"]}):
        with pytest.raises(AnalysisProblem):
            run("proportions", frame, {"variable": "v3", **options})


@pytest.mark.parametrize(("name", "variable"), [("proportions", "v3"), ("set", "v4")])
def test_no_test_of_fewer_than_ten_rows_is_shown(frame: Frame, name: str, variable: str) -> None:
    """As of a joined code that few cases have: a sentence stands in its place."""
    found = {}
    for kept in (8, 480):
        reasons = {one: np.where(np.arange(480) < kept, held, 3).astype(np.int8) for one, held in frame.reasons.items()}
        found[kept] = run(name, replace(frame, reasons=reasons), {"variable": variable, "by": "v1"})
    said = [render(note, "en") for note in found[8].tables[0].notes]
    assert any("fewer than 10 rows have an answer and a group" in one for one in said)
    assert "p" not in found[8].facts.get("test", {})
    assert found[480].facts["test"]


def test_choices_that_nobody_used_are_no_combinations(frame: Frame) -> None:
    """A form may list ninety places for each of two questions where the data know three and two."""
    variables, data = list(frame.table.variables), frame.data.copy()
    for at, variable in enumerate(variables):
        if variable.id in ("v1", "v2"):
            unused = tuple(Choice(f"c{n}", f"n{n}", Labels({"en": f"Place {n}"})) for n in range(100, 190))
            variables[at] = replace(variable, choices=(*variable.choices, *unused))
            data[variable.id] = data[variable.id].cat.add_categories([one.id for one in unused])
    wide = replace(frame, table=replace(frame.table, variables=tuple(variables)), data=data)
    options = {"variable": "v5", "by": "v1", "also_by": ["v2"]}
    plain, listed = (by_label(run("means", one, options).tables[0]) for one in (frame, wide))
    assert list(listed) == list(plain)
    assert len(by_label(run("means", wide, {"variable": "v5", "by": "v2"}).tables[0])) == 4, "three places and all"


@pytest.mark.parametrize("analysis", [{"variable": "v5"}, {"variable": "v3"}], ids=["means", "proportions"])
def test_a_group_of_one_cluster_is_not_tested(frame: Frame, analysis: dict[str, object]) -> None:
    """Its deviations add up to nothing within the cluster: the test would take it as known without error."""
    kind = "means" if analysis["variable"] == "v5" else "proportions"
    assert frame.design is not None
    alone = (frame.data["v2"] == "c1").to_numpy()
    clusters = np.where(alone[:, None], 0, frame.design.clusters + 1)
    strata = None if frame.design.strata is None else np.zeros(len(alone), np.int64)
    clustered = replace(frame, design=replace(frame.design, clusters=clusters, strata=strata))
    told, plain = (
        " ".join(render(note, "en") for note in run(kind, one, {**analysis, "by": "v2"}).tables[0].notes)
        for one in (clustered, frame)
    )
    assert "all rows of “Site A” lie in one village or site drawn first" in told
    assert "lie in one village" not in plain
