# SPDX-License-Identifier: MIT
"""One contrast of a yes/no answer; totals need a population; any column names sites, in groups too; empty charts."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.figures import write_figure
from analysis.figures.figure_file import alt_text
from analysis.masking import Destination, mask
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from wording import Labels, render
from workbench.cli.terminal import said_on_terminal


def one(name: str, *codes: str) -> Variable:
    choices = tuple(Choice(code, code, Labels({"en": code})) for code in codes)
    return Variable(name, name, Labels({"en": name}), Kind.ONE, Level.NOMINAL, choices=choices)


def sample(weights: float = 10.0) -> Frame:
    """Sixty sampled people: help, sex, income, and the site as a text."""
    n = 60
    variables = (
        one("v1", "no", "yes"), one("v2", "f", "m"),
        Variable("v3", "income", Labels({"en": "income"}), Kind.NUMBER, Level.INTERVAL),
        Variable("v4", "place", Labels({"en": "place"}), Kind.TEXT, Level.NOMINAL),
    )  # fmt: skip
    data = pd.DataFrame(
        {
            "v1": pd.Categorical(["yes" if at % 3 else "no" for at in range(n)], ["no", "yes"]),
            "v2": pd.Categorical(["f" if at % 2 else "m" for at in range(n)], ["f", "m"]),
            "v3": np.arange(n, dtype=float),
            "v4": pd.array([f"site {at // 3}" for at in range(n)], dtype="string"),
        }
    )
    reasons = {name: np.zeros(n, np.int8) for name in ("v1", "v2", "v3", "v4")}
    table = DataTable("t1", "t", Labels({}), "person", RowOrigin.PROBABILITY, variables, n)
    weight = np.where(np.arange(n) % 2 == 0, 0.9, 1.1) * weights
    return Frame(table, data, reasons, np.arange(n), SampleColumns(weight=weight))


def test_a_contrast_of_yes_and_no_is_told_once() -> None:
    _, contrasts = run("proportions", sample(), {"variable": "v1", "by": "v2", "contrasts": "pairs"}).tables
    told = [row for row in contrasts.rows if not row.heading]
    assert [row.id for row in told] == ["yes0-1"]


def test_an_answer_that_nobody_gave_makes_no_mirrored_contrast() -> None:
    """The form offers "maybe", nobody chose it: yes and no are still one test."""
    frame = sample()
    table = replace(frame.table, variables=(one("v1", "no", "yes", "maybe"), *frame.table.variables[1:]))
    answers = pd.Categorical(frame.data["v1"].astype(str), ["no", "yes", "maybe"])
    frame = replace(frame, table=table, data=frame.data.assign(v1=answers))
    for base in ("answered", "asked"):
        options = {"variable": "v1", "by": "v2", "contrasts": "pairs", "base": base}
        _, contrasts = run("proportions", frame, options).tables
        assert [row.id for row in contrasts.rows if not row.heading] == ["yes0-1"]


@pytest.mark.parametrize("scale", [0.001, 0.5, 0.99, 1.0, 1.019])
def test_weights_that_sum_to_no_more_than_the_rows_make_no_total(scale: float) -> None:
    asked = {"variable": "v3", "statistic": "total"}
    for more in ({}, {"by": "v2"}, {"where": [{"variable": "v2", "is": ["f"]}]}):
        with pytest.raises(AnalysisProblem):
            run("means", sample(scale), {**asked, **more})


def test_a_total_needs_weights_that_name_a_population() -> None:
    asked = {"variable": "v3", "statistic": "total"}
    assert run("means", sample(), asked).tables
    with pytest.raises(AnalysisProblem) as caught:
        run("means", sample(1.0), asked)
    assert all("60" in render(caught.value.message, language) for language in ("en", "fr"))
    assert run("means", sample(1.0), {"variable": "v3"}).tables


@pytest.mark.parametrize(
    ("weights", "population"),
    [
        ([80 / 60] * 60, True),  # 60 of the 80 households of a site were asked
        ([1.0] * 50 + [1.2] * 10, True),  # a small site whole, a sixth part of the other left out
        ([1.3] * 57 + [0.97] * 3, True),  # the same, adjusted to known totals
        ([5.0] * 60, True),
        ([0.6] * 20 + [1.2] * 40, False),  # mean 1
        ([0.6] * 15 + [1.5] * 45, False),  # scaled to the rows, of which light ones were deleted since
        ([0.2] * 60, False),
    ],
)
def test_sum_and_total_are_there_where_weights_name_a_population(weights: list[float], population: bool) -> None:
    """No chance to be drawn is above 1, so no weight of a sample from a population is much below 1."""
    frame = replace(sample(), design=SampleColumns(weight=np.array(weights)))
    (described,) = run("describe", frame, {"variable": "v3"}).tables
    assert (described.rows[-1].cells[-1].estimate is not None) == population
    (by_group,) = run("describe", frame, {"variable": "v3", "by": "v2"}).tables
    assert {row.cells[-1].estimate is not None for row in by_group.rows} == {population}
    asked = {"variable": "v3", "statistic": "total"}
    if population:
        (table,) = run("means", frame, asked).tables
        assert table.rows[0].cells[0].estimate == pytest.approx(described.rows[-1].cells[-1].estimate)
    else:
        with pytest.raises(AnalysisProblem):
            run("means", frame, asked)


def test_a_sample_without_weights_makes_no_total_a_census_does() -> None:
    """No weights, or all of them 1: a sum of the sample is no total; the sentence says what to do."""
    asked = {"variable": "v3", "statistic": "total"}
    bare = replace(sample(), design=SampleColumns())
    for frame in (bare, replace(bare, design=SampleColumns(weight=np.ones(60)))):
        for more in ({}, {"by": "v2"}, {"where": [{"variable": "v2", "is": ["f"]}]}):
            with pytest.raises(AnalysisProblem) as caught:
                run("means", frame, {**asked, **more})
            said = [said_on_terminal(caught.value.message, language) for language in ("en", "fr")]
            assert all("--rows census" in one for one in said)
        assert run("means", frame, {"variable": "v3"}).tables
    for how in (RowOrigin.CENSUS, RowOrigin.PURPOSIVE, RowOrigin.CASES):
        (table,) = run("means", replace(bare, table=replace(bare.table, how=how)), asked).tables
        assert table.rows[0].cells[0].estimate == sum(range(60))


def test_any_column_names_the_sites_of_key_informants_in_groups_too() -> None:
    frame = sample()
    frame = replace(frame, table=replace(frame.table, how=RowOrigin.KEY_INFORMANTS))
    (table,) = run("key_informants", frame, {"variable": "v1", "site": "v4"}).tables
    assert table.base == 20
    (table,) = run("key_informants", frame, {"variable": "v1", "site": "v4", "by": "v2"}).tables
    assert [column.base for column in table.columns][-1] == 20
    assert len(table.columns) == 3


def test_key_informants_are_told_by_two_groups_crossed() -> None:
    frame = sample()
    frame = replace(frame, table=replace(frame.table, how=RowOrigin.KEY_INFORMANTS))
    zones = pd.Categorical(["n" if at < 30 else "s" for at in range(60)], ["n", "s"])
    record = replace(frame.table, variables=(*frame.table.variables, one("v5", "n", "s")))
    reasons = {**frame.reasons, "v5": np.zeros(60, np.int8)}
    frame = replace(frame, table=record, data=frame.data.assign(v5=zones), reasons=reasons)
    asked = {"variable": "v1", "site": "v4", "by": "v2", "also_by": ["v5"]}
    (table,) = run("key_informants", frame, asked).tables
    assert [column.base for column in table.columns] == [5, 5, 5, 5, 20], "the sites of each pair that agree, then all"
    with pytest.raises(AnalysisProblem):
        run("key_informants", frame, {**asked, "also_by": ["v2"]})


def test_a_chart_with_nothing_left_is_a_sentence() -> None:
    frame = sample()
    frame = replace(frame, table=replace(frame.table, how=RowOrigin.CENSUS))
    (figure,) = run("proportions", frame, {"variable": "v1"}).figures
    masked, _ = mask(figure.table, minimum_cell=100, destination=Destination.PARTNER)
    figure = replace(figure, table=masked)
    for language, word in (("en", "withheld"), ("fr", "n’est affiché")):
        assert word in alt_text(figure, language)
    stream = io.BytesIO()
    write_figure(figure, stream, "svg", "en")
    assert b"withheld" in stream.getvalue()


def test_an_editable_chart_with_nothing_left_is_a_sentence_too() -> None:
    from docx import Document

    from analysis.report import FigureBlock, Report, write_report

    frame = sample()
    frame = replace(frame, table=replace(frame.table, how=RowOrigin.CENSUS))
    (figure,) = run("proportions", frame, {"variable": "v1"}).figures
    masked, _ = mask(figure.table, minimum_cell=100, destination=Destination.PARTNER)
    for table, charts in ((masked, 0), (figure.table, 1)):
        stream = io.BytesIO()
        report = Report("t", (FigureBlock(replace(figure, table=table)),), options={"charts": "editable"})
        write_report(report, stream, "en")
        parts = [str(part.partname) for part in Document(stream).part.package.iter_parts()]
        assert sum("/charts/" in name for name in parts) == charts
