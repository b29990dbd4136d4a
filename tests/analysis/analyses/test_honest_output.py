# SPDX-License-Identifier: MIT
"""Every estimate shows all that is known of it, and every printed n is counted again here, by pandas alone."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import run
from analysis.masking import Destination, mask
from analysis.records import Frame
from analysis.result_tables import Flag, Unit
from analysis.tables.cell_text import cell_text
from analysis.tables.layout import precision_table
from wording import render

ESTIMATED = [
    ("proportions", {"variable": "v3", "by": "v1"}),
    ("proportions", {"variable": "v3", "base": "asked"}),
    ("set", {"variable": "v4", "by": "v1"}),
    ("set", {"variable": "v4", "base": "responses"}),
    ("crosstab", {"variable": "v3", "column": "v2"}),
    ("crosstab", {"variable": "v3", "column": "v2", "percent": "row"}),
    ("crosstab", {"variable": "v3", "column": "v2", "percent": "total"}),
    ("means", {"variable": "v5", "by": "v2"}),
    ("means", {"variable": "v5", "statistic": "total"}),
    ("quantiles", {"variable": "v6", "by": "v1"}),
    ("ratio", {"numerator": "v6", "denominator": "v5", "by": "v1"}),
    ("describe", {"variable": "v6"}),
    ("describe", {"variable": "v4"}),
    ("regression", {"variable": "v5", "predictors": ["v1", "v2"]}),
    ("reliability", {"items": ["v5", "v6"], "estimator": "weighted"}),
]


@pytest.mark.parametrize(("name", "options"), ESTIMATED)
def test_an_estimate_has_its_se_interval_df_bases_and_design_effect(frame: Frame, name: str, options: dict) -> None:
    result = run(name, frame, options)
    table = result.tables[0]
    found = [cell for row in table.rows for cell in row.cells if cell.se is not None]
    assert found
    for cell in found:
        assert math.isfinite(cell.se)
        assert cell.df is not None
        assert cell.base
        assert cell.weighted_base
        assert (cell.low is None) == (cell.high is None)
    if name not in ("quantiles", "reliability"):
        assert any(cell.deff is not None for cell in found)
    said = " ".join(render(note, "en") for note in table.notes)
    assert "degrees of freedom" in said
    assert "Design:" in said
    assert set(result.facts) >= {"n", "weights", "missing", "strata", "clusters"} - (
        {"missing"} if name == "reliability" else set()
    )
    assert result.why is not None


@pytest.mark.parametrize(("name", "options"), ESTIMATED)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_precision_prints_every_part(frame: Frame, name: str, options: dict, language: str) -> None:
    table = precision_table(run(name, frame, options).tables[0])
    assert table is not None
    [column] = table.columns
    assert {"estimate", "se", "df", "base", "weighted"} <= set(column.show)
    for row in table.rows:
        if not row.heading and row.cells[0].se is not None:
            assert all(cell_text(row.cells[0], part, language) for part in ("estimate", "se", "df", "base"))


def test_precision_of_a_masked_table_is_masked(frame: Frame) -> None:
    table = replace(run("set", frame, {"variable": "v4", "by": "v2"}).tables[0], sensitive=True)
    masked, told = mask(table, destination=Destination.PARTNER)
    assert told.cells
    hidden = {
        (row.id, at)
        for row in masked.rows
        for at, cell in enumerate(row.cells)
        if cell.flags & {Flag.MASKED_CELL} and cell.unit is not Unit.P
    }
    assert hidden
    precision = precision_table(masked)
    assert precision is not None
    lines = {row.id: row.cells[0] for row in precision.rows if not row.heading}
    for row, at in hidden:
        cell = lines[f"{row}-{at}"]
        assert all(cell_text(cell, part, "en") in ("‡", "") for part in precision.columns[0].show)


def test_widely_ranging_weights_are_said(frame: Frame) -> None:
    wide = frame.design.weight.copy()
    wide[0] *= 50
    table = run("means", replace(frame, design=replace(frame.design, weight=wide)), {"variable": "v5"}).tables[0]
    ratio = wide.max() / wide.min()
    assert any(f"1:{ratio:.0f}" in render(note, "en") for note in table.notes)
    assert not any(note.key == "note.weights_ratio" for note in run("means", frame, {"variable": "v5"}).tables[0].notes)


# Printed n, counted again: `answers` (a row for each household), the design's weights are all above zero.


def answers(frame: Frame) -> pd.DataFrame:
    data = frame.data.copy()
    for name in ("v1", "v2", "v3"):
        data[name] = data[name].astype(object).where(data[name].notna(), None)
    return data


@pytest.mark.parametrize("where", [None, "c1"])
@pytest.mark.parametrize("by", [None, "v1", "v2"])
def test_n_of_shares(frame: Frame, by: str | None, where: str | None) -> None:
    options = {"variable": "v3"}
    data = answers(frame)
    if by:
        options["by"] = by
    if where:
        other = "v2" if by == "v1" else "v1"
        options["where"] = [{"variable": other, "is": [where]}]
        data = data[data[other] == where]
    table = run("proportions", frame, options).tables[0]
    data = data[data["v3"].notna()]
    groups = sorted(data[by].dropna().unique()) if by else []
    expected = [data[data[by] == group] for group in groups] + [data]
    assert [column.base for column in table.columns] == [len(part) for part in expected]
    for row in table.rows:
        assert [cell.n for cell in row.cells] == [(part["v3"] == row.id).sum() for part in expected]
        assert [cell.base for cell in row.cells] == [len(part) for part in expected]


def test_n_of_shares_of_those_asked(frame: Frame) -> None:
    table = run("proportions", frame, {"variable": "v3", "base": "asked"}).tables[0]
    reasons = frame.reasons["v3"]
    assert table.base == np.isin(reasons, (0, 2, 3)).sum()
    counts = {row.id: row.cells[0].n for row in table.rows}
    assert (counts["refused"], counts["dont_know"]) == ((reasons == 2).sum(), (reasons == 3).sum())


@pytest.mark.parametrize("base", ["answered", "chose_any", "responses"])
@pytest.mark.parametrize("by", [None, "v1"])
def test_n_of_a_set(frame: Frame, base: str, by: str | None) -> None:
    table = run("set", frame, {"variable": "v4", "base": base, **({"by": by} if by else {})}).tables[0]
    data = answers(frame)[frame.reasons["v4"] == 0]
    chosen = data[[f"v4.c{at}" for at in range(1, 5)]].astype(float)
    if base != "answered":
        data, chosen = data[chosen.sum(axis=1) > 0], chosen[chosen.sum(axis=1) > 0]
    parts = [data[by] == group for group in ("c1", "c2")] if by else []
    parts.append(pd.Series(True, index=data.index))
    for row in table.rows:
        cells = [cell for cell in row.cells if cell.unit is not Unit.P]
        assert [cell.n for cell in cells] == [chosen.loc[part, f"v4.{row.id}"].sum() for part in parts]
        bases = [chosen[part].to_numpy().sum() if base == "responses" else part.sum() for part in parts]
        assert [cell.base for cell in cells] == bases


@pytest.mark.parametrize("percent", ["column", "row", "total"])
def test_n_of_a_crosstab(frame: Frame, percent: str) -> None:
    table = run("crosstab", frame, {"variable": "v3", "column": "v2", "percent": percent}).tables[0]
    data = answers(frame).dropna(subset=["v3", "v2"])
    counts = pd.crosstab(data["v3"], data["v2"])
    for row in table.rows:
        answer = row.id.split("-")[0]
        cells = row.cells[:3]
        assert [cell.n for cell in cells] == counts.loc[answer].tolist()
        base = {"column": counts.sum().tolist(), "row": [counts.loc[answer].sum()] * 3, "total": [len(data)] * 3}
        assert [cell.base for cell in cells] == base[percent]
    assert table.base == len(data)


@pytest.mark.parametrize(
    ("name", "options", "needed"),
    [
        ("means", {"variable": "v5"}, ["v5"]),
        ("means", {"variable": "v5", "statistic": "total"}, ["v5"]),
        ("quantiles", {"variable": "v5"}, ["v5"]),
        ("describe", {"variable": "v5"}, ["v5"]),
        ("ratio", {"numerator": "v6", "denominator": "v5"}, ["v5", "v6"]),
    ],
)
def test_n_of_numbers(frame: Frame, name: str, options: dict, needed: list[str]) -> None:
    data = answers(frame).dropna(subset=needed)
    alone = run(name, frame, options).tables[0]
    assert {cell.base for row in alone.rows for cell in row.cells} == {len(data)}
    crossed = run(name, frame, {**options, "by": "v1", "also_by": ["v2"]}).tables[0]
    expected = [len(part) for _, part in data.groupby(["v1", "v2"])]
    assert [row.cells[0].base for row in crossed.rows] == [*expected, len(data)]
    missing = run(name, frame, {**options, "by": "v3", "missing_groups": True}).tables[0]
    counts = [(data["v3"] == answer).sum() for answer in ("c1", "c2", "c3")]
    kept = data.index
    counts += [(frame.reasons["v3"][kept] == reason).sum() for reason in (2, 3, 4)]
    assert [row.cells[0].base for row in missing.rows[:-1]] == counts


def test_n_of_models_and_scales(frame: Frame) -> None:
    data = answers(frame).dropna(subset=["v5", "v1", "v3"])
    options = {"variable": "v5", "predictors": ["v1", "v3"], "margins": ["v3"]}
    main, _, margins = run("regression", frame, options).tables
    assert main.base == len(data)
    for row in (*main.rows, *margins.rows):
        name, _, answer = row.id.partition(":")
        if answer:
            assert row.cells[0].n == (data[name] == answer).sum()
    scale = run("reliability", frame, {"items": ["v5", "v6"]}).tables[0]
    assert {row.cells[0].base for row in scale.rows[:2]} == {len(answers(frame).dropna(subset=["v5", "v6"]))}


def test_n_of_the_histogram(frame: Frame) -> None:
    [figure] = run("describe", frame, {"variable": "v5"}).figures
    counts = [row.cells[0].n for row in figure.table.rows]
    values = frame.data["v5"].dropna()
    assert sum(counts) == len(values)
    assert counts[0] == (values < values.min() + 1).sum()


def test_missing_by_kind_is_counted_in_every_table(frame: Frame) -> None:
    reasons = frame.reasons
    expected = {int(reason): int((reasons["v3"] == reason).sum()) for reason in (2, 3, 4)}
    for name, options in (
        ("proportions", {"variable": "v3", "by": "v1"}),
        ("crosstab", {"variable": "v3", "column": "v2"}),
        ("regression", {"variable": "v6", "predictors": ["v3"]}),
    ):
        assert run(name, frame, options).tables[0].missing == expected
    for name, options in (("means", {"variable": "v5", "by": "v1"}), ("quantiles", {"variable": "v5"})):
        assert run(name, frame, options).tables[0].missing == {4: 4}
    assert run("set", frame, {"variable": "v4"}).tables[0].missing == {1: 10}
