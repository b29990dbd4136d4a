# SPDX-License-Identifier: MIT
"""Properties of every declared analysis, whatever the data: counts by hand, shares, order, weights, domains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t as student

from analysis.analyses import AnalysisProblem, Study, run
from analysis.records import Frame, SampleColumns
from analysis.result_tables import Flag, TableSpec
from wording import Message, render

RUNS = [
    ("proportions", {"variable": "v3"}),
    ("proportions", {"variable": "v3", "by": "v1"}),
    ("proportions", {"variable": "v3", "base": "asked"}),
    ("set", {"variable": "v4", "by": "v1"}),
    ("set", {"variable": "v4", "base": "chose_any"}),
    ("set", {"variable": "v4", "base": "responses"}),
    ("crosstab", {"variable": "v3", "column": "v2"}),
    ("crosstab", {"variable": "v3", "column": "v2", "percent": "row"}),
    ("crosstab", {"variable": "v3", "column": "v2", "percent": "total"}),
    ("means", {"variable": "v5", "by": "v2"}),
    ("means", {"variable": "v5", "by": "v1"}),
    ("quantiles", {"variable": "v6", "by": "v1"}),
    ("ratio", {"numerator": "v6", "denominator": "v5", "by": "v1"}),
    ("describe", {"variable": "v6"}),
    ("describe", {"variable": "v4"}),
]


def without_sum(table: TableSpec) -> TableSpec:
    """A sum follows the scale of the weights, and is refused where they are scaled to the sample."""
    kept = [at for at, column in enumerate(table.columns) if column.id != "sum"]
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in kept)) for row in table.rows if row.id != "sum")
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows)


def numbers(table: TableSpec) -> list[tuple[float, ...]]:
    return [
        tuple(np.nan if value is None else value for value in (c.estimate, c.se, c.low, c.high, c.n, c.base))
        for row in table.rows
        for c in row.cells
    ]


@pytest.mark.parametrize(("name", "options"), RUNS)
def test_row_order_changes_nothing(frame: Frame, name: str, options: dict) -> None:
    order = np.random.default_rng(3).permutation(len(frame.row_ids))
    design = frame.design
    mixed = Frame(
        frame.table,
        frame.data.iloc[order].reset_index(drop=True),
        {key: reasons[order] for key, reasons in frame.reasons.items()},
        frame.row_ids[order],
        SampleColumns(design.weight[order], design.strata[order], design.clusters[order], None),
    )
    before, after = run(name, frame, options).tables[0], run(name, mixed, options).tables[0]
    np.testing.assert_allclose(numbers(before), numbers(after), rtol=1e-9)


@pytest.mark.parametrize(("name", "options"), RUNS)
def test_the_scale_of_the_weights_changes_nothing(frame: Frame, name: str, options: dict) -> None:
    scaled = replace(frame, design=replace(frame.design, weight=frame.design.weight * 1000))
    before, after = (without_sum(run(name, one, options).tables[0]) for one in (frame, scaled))
    np.testing.assert_allclose(numbers(before), numbers(after), rtol=1e-9)


@pytest.mark.parametrize(("name", "options"), RUNS)
def test_without_a_probability_sample_nothing_is_inferred(interviewed: Frame, name: str, options: dict) -> None:
    result = run(name, interviewed, options)
    for table in result.tables:
        assert all(cell.se is cell.low is cell.high is None for row in table.rows for cell in row.cells)
        assert not any(column.id == "p" for column in table.columns)
        shown = {part for column in table.columns for part in column.show}
        assert not shown & {"interval", "se"}
        assert shown & {"n", "base"}
        assert any(getattr(note, "key", "") == "note.no_inference" for note in table.notes)
    assert result.why is None
    assert result.finding is None


@pytest.mark.parametrize(("name", "options"), RUNS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_is_there_in_both_languages(frame: Frame, name: str, options: dict, language: str) -> None:
    result = run(name, frame, options)
    for table in result.tables:
        for text in (
            table.title,
            table.subtitle,
            *table.notes,
            *(c.label for c in table.columns),
            *(r.label for r in table.rows),
        ):
            assert text is None or render(text, language)
    assert all(render(figure.axis, language) for figure in result.figures if figure.axis is not None)
    assert result.why is None or isinstance(result.why, Message) and render(result.why, language)


def test_printed_n_is_the_unweighted_denominator(frame: Frame) -> None:
    table = run("proportions", frame, {"variable": "v3", "by": "v1"}).tables[0]
    data = frame.data
    answered = data["v3"].notna()
    for at, sex in enumerate(("c1", "c2")):
        inside = answered & (data["v1"] == sex)
        assert table.columns[at].base == inside.sum()
        for row in table.rows:
            assert row.cells[at].n == (inside & (data["v3"] == row.id)).sum()
    assert table.base == answered.sum()
    assert table.missing == {2: 9, 3: 6, 4: 3}


def test_shares_of_exclusive_answers_add_to_one(frame: Frame) -> None:
    for options in ({"variable": "v3", "by": "v2"}, {"variable": "v3", "base": "asked"}):
        table = run("proportions", frame, options).tables[0]
        sums = [sum(row.cells[at].estimate for row in table.rows) for at in range(len(table.columns))]
        np.testing.assert_allclose(sums, 1.0)
    row_shares = run("crosstab", frame, {"variable": "v3", "column": "v2", "percent": "row"}).tables[0]
    np.testing.assert_allclose([sum(cell.estimate for cell in row.cells) for row in row_shares.rows], 1.0)
    responses = run("set", frame, {"variable": "v4", "base": "responses"}).tables[0]
    assert sum(row.cells[0].estimate for row in responses.rows) == pytest.approx(1.0)


def test_bases_of_a_set(frame: Frame) -> None:
    indicators = Study(frame).indicators(frame.table.variable("v4"))
    answered = ~np.isnan(indicators[:, 0])
    any_chosen = np.nansum(indicators, axis=1) > 0
    weight = frame.design.weight
    expected = {
        "answered": (answered, answered.sum()),
        "chose_any": (any_chosen, any_chosen.sum()),
    }
    for base, (rows, n) in expected.items():
        table = run("set", frame, {"variable": "v4", "base": base}).tables[0]
        assert table.base == n
        first = next(row for row in table.rows if row.id == "c1").cells[0]
        assert first.estimate == pytest.approx(np.average(indicators[rows, 0], weights=weight[rows]))
    table = run("set", frame, {"variable": "v4", "base": "responses"}).tables[0]
    first = next(row for row in table.rows if row.id == "c1").cells[0]
    chosen = np.nan_to_num(indicators) * weight[:, None]
    assert first.estimate == pytest.approx(chosen[:, 0].sum() / chosen.sum())
    assert first.base == np.nansum(indicators)


def _by_hand(frame: Frame, values: np.ndarray, inside: np.ndarray) -> tuple[float, float]:
    """Mean and SE of a domain: Taylor linearisation, stratified clusters with replacement (Särndal et al. 1992)."""
    weight, strata, cluster = frame.design.weight, frame.design.strata, frame.design.clusters[:, 0]
    used = inside & np.isfinite(values)
    total = weight[used].sum()
    mean = (weight[used] * values[used]).sum() / total
    score = np.where(used, weight * (np.nan_to_num(values) - mean) / total, 0.0)
    variance = 0.0
    for stratum in np.unique(strata):
        sums = np.array(
            [score[(cluster == c) & (strata == stratum)].sum() for c in np.unique(cluster[strata == stratum])]
        )
        variance += len(sums) / (len(sums) - 1) * ((sums - sums.mean()) ** 2).sum()
    return mean, float(np.sqrt(variance))


def test_a_domain_mean_by_hand(frame: Frame) -> None:
    values = frame.data["v5"].to_numpy()
    table = run(
        "means", frame, {"variable": "v5", "by": "v1", "where": [{"variable": "v3", "is": ["c1", "c2"]}]}
    ).tables[0]
    inside = frame.data["v3"].isin(["c1", "c2"]).to_numpy()
    for at, sex in enumerate(("c1", "c2")):
        mean, se = _by_hand(frame, values, inside & (frame.data["v1"] == sex).to_numpy())
        cell = table.rows[at].cells[0]
        assert cell.estimate == pytest.approx(mean, rel=1e-12)
        assert cell.se == pytest.approx(se, rel=1e-10)
        used = inside & (frame.data["v1"] == sex).to_numpy() & np.isfinite(values)
        present = len(np.unique(frame.design.clusters[used])) - 3
        half = student.ppf(0.975, present) * se
        assert (cell.low, cell.high) == pytest.approx((mean - half, mean + half))


def test_a_filter_keeps_the_design_whole(frame: Frame) -> None:
    result = run("proportions", frame, {"variable": "v3", "where": [{"variable": "v1", "is": ["c2"]}]})
    inside = (frame.data["v1"] == "c2").to_numpy() & frame.data["v3"].notna().to_numpy()
    mean, se = _by_hand(frame, (frame.data["v3"] == "c1").to_numpy().astype(float), inside)
    cell = result.tables[0].rows[0].cells[0]
    assert (cell.estimate, cell.se) == pytest.approx((mean, se))
    assert any("Sex of head = Man" in render(note, "en") for note in result.tables[0].notes)


def test_the_t_test_is_the_difference_of_domain_means(frame: Frame) -> None:
    test = run("means", frame, {"variable": "v5", "by": "v1"}).facts["test"]
    values, sex = frame.data["v5"].to_numpy(), (frame.data["v1"] == "c2").to_numpy()
    used = np.isfinite(values)
    weight, strata, cluster = frame.design.weight, frame.design.strata, frame.design.clusters[:, 0]
    scores = np.zeros(len(values))
    means = []
    for sign, inside in ((-1, used & ~sex), (1, used & sex)):
        total = weight[inside].sum()
        means.append((weight[inside] * values[inside]).sum() / total)
        scores[inside] += sign * weight[inside] * (values[inside] - means[-1]) / total
    variance = 0.0
    for stratum in range(3):
        sums = np.array([scores[cluster == c].sum() for c in np.unique(cluster[strata == stratum])])
        variance += 8 / 7 * ((sums - sums.mean()) ** 2).sum()
    expected = (means[1] - means[0]) / np.sqrt(variance)
    assert test["t"] == pytest.approx(expected)
    assert test["df"] == 20
    assert test["p"] == pytest.approx(2 * student.sf(abs(expected), 20))


def test_a_wald_test_of_two_groups_is_the_squared_t(frame: Frame) -> None:
    from analysis.analyses.comparisons import equal_means
    from analysis.analyses.shared_options import settings

    study = Study(frame)
    options = {"where": [{"variable": "v2", "is": ["c1", "c2"]}], "level": 0.95, "decimals": None, "inference": "auto",
               "inference_reason": "", "title": "", "by": "v2"}  # fmt: skip
    chosen = settings(study, options)
    assert equal_means(chosen, study.numbers(frame.table.variable("v5"))).facts["test"] == "t"


def test_inference_needs_a_reason_and_prints_it(interviewed: Frame) -> None:
    with pytest.raises(AnalysisProblem):
        run("proportions", interviewed, {"variable": "v3", "inference": "on"})
    options = {"variable": "v3", "inference": "on", "inference_reason": "Sites drawn at random"}
    table = run("proportions", interviewed, options).tables[0]
    assert table.rows[0].cells[0].se is not None
    assert any("Sites drawn at random" in render(note, "fr") for note in table.notes)


def test_rare_answers_are_flagged(frame: Frame) -> None:
    table = run("set", frame, {"variable": "v4", "by": "v2"}).tables[0]
    rare = next(row for row in table.rows if row.id == "c4")
    assert Flag.HIGH_CV in rare.cells[-2].flags
    assert all(Flag.FEW_PSUS in cell.flags for cell in table.rows[0].cells[:3])


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("proportions", {}),
        ("proportions", {"variable": "v5"}),
        ("proportions", {"variable": "v99"}),
        ("proportions", {"variable": "v3", "by": "v3"}),
        ("proportions", {"variable": "v3", "colour": "red"}),
        ("proportions", {"variable": "v3", "interval": "guess"}),
        ("proportions", {"variable": "v3", "level": 1.5}),
        ("nothing", {}),
    ],
)
def test_wrong_options_are_one_sentence(frame: Frame, name: str, options: dict) -> None:
    with pytest.raises(AnalysisProblem) as caught:
        run(name, frame, options)
    assert all(render(caught.value.message, language) for language in ("en", "fr"))


def test_a_domain_without_rows_says_so_and_shows_no_number(frame: Frame) -> None:
    where = [{"variable": "v5", "is": [99]}]
    for name, options in RUNS:
        table = run(name, frame, {**options, "where": where}).tables[0]
        assert all(cell.estimate is None for row in table.rows for cell in row.cells)


def test_all_missing_and_constant_variables(frame: Frame) -> None:
    empty = {key: reasons.copy() for key, reasons in frame.reasons.items()}
    empty["v5"][:] = 4
    nothing = replace(frame, reasons=empty)
    table = run("describe", nothing, {"variable": "v5"}).tables[0]
    assert table.base == 0
    assert all(cell.estimate is None for row in table.rows for cell in row.cells)
    constant = replace(frame, data=frame.data.assign(v5=3.0))
    result = run("means", constant, {"variable": "v5", "by": "v1"})
    assert result.tables[0].rows[0].cells[0].estimate == 3.0
    assert result.facts["test"] == {}


@pytest.mark.parametrize(
    ("name", "options"),
    [("proportions", {"variable": "v3"}), ("set", {"variable": "v4"}), ("means", {"variable": "v5"}),
     ("ratio", {"numerator": "v6", "denominator": "v5"})],
)  # fmt: skip
def test_a_sample_without_weights_is_flagged(frame: Frame, interviewed: Frame, name: str, options: dict) -> None:
    def flagged(weight: np.ndarray | None, of: Frame = frame) -> set[bool]:
        result = run(name, replace(of, design=replace(of.design, weight=weight)), options)
        cells = [cell for row in result.tables[0].rows for cell in row.cells if cell.estimate is not None]
        return {Flag.WEIGHTS_ONE in cell.flags for cell in cells}

    assert flagged(frame.design.weight) == {False}
    assert flagged(np.full(480, 2.0)) == {False}
    assert flagged(np.ones(480)) == {True}
    assert flagged(None) == {True}
    assert flagged(None, interviewed) == {False}  # nothing is inferred
    ones = run(name, replace(frame, design=replace(frame.design, weight=np.ones(480))), options)
    assert "equal weights" in render(ones.tables[0].notes[0], "en")
