# SPDX-License-Identifier: MIT
"""Invariances of numbers: equal weights of any size, names and labels, a row split into two halves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import declaration, run
from analysis.records import Frame, SampleColumns
from analysis.result_tables import TableSpec
from wording import Labels

RUNS = [
    ("proportions", {"variable": "v3", "by": "v1", "contrasts": "pairs"}),
    ("set", {"variable": "v4", "by": "v1"}),
    ("set", {"variable": "v4", "base": "responses"}),
    ("crosstab", {"variable": "v3", "column": "v2"}),
    ("crosstab", {"variable": "v3", "column": "v2", "percent": "row", "compare": "adjusted_wald"}),
    ("means", {"variable": "v5", "by": "v2", "contrasts": "first", "compare": "rank"}),
    ("quantiles", {"variable": "v6", "by": "v1"}),
    ("ratio", {"numerator": "v6", "denominator": "v5", "by": "v1", "also_by": ["v2"]}),
    ("describe", {"variable": "v6"}),
    ("regression", {"variable": "v5", "predictors": ["v1", "v2"], "interactions": [["v1", "v2"]], "margins": ["v2"]}),
    ("regression", {"variable": "v3", "predictors": ["v1", "v5"], "event": ["c1", "c2"]}),
    ("regression", {"variable": "v3", "predictors": ["v1", "v2"], "model": "prevalence"}),
    ("regression", {"variable": "v3", "predictors": ["v1"], "model": "ordinal"}),
    ("reliability", {"items": ["v5", "v6"], "estimator": "weighted"}),
]


def estimates(tables: tuple[TableSpec, ...]) -> list[tuple[float, ...]]:
    return [
        tuple(np.nan if value is None else value for value in (c.estimate, c.se, c.low, c.high, c.df))
        for table in tables
        for row in table.rows
        for c in row.cells
    ]


@pytest.mark.parametrize(("name", "options"), RUNS)
def test_equal_weights_are_no_weights(frame: Frame, name: str, options: dict) -> None:
    equal = replace(frame, design=replace(frame.design, weight=np.ones(480)))
    none = replace(frame, design=replace(frame.design, weight=None))
    before, after = (run(name, one, options).tables for one in (equal, none))
    np.testing.assert_allclose(estimates(before), estimates(after), rtol=1e-9)


@pytest.mark.parametrize(("name", "options"), RUNS)
def test_names_and_labels_change_no_number(frame: Frame, name: str, options: dict) -> None:
    variables = tuple(
        replace(
            variable,
            name=f"{at}'; DROP TABLE",
            labels=Labels({"en": f"C({at}) + I(x**2) ~ 1"}),
            choices=tuple(
                replace(choice, code=f"q{place}", labels=Labels({"en": "same"}))
                for place, choice in enumerate(variable.choices)
            ),
        )
        for at, variable in enumerate(frame.table.variables)
    )
    renamed = replace(frame, table=replace(frame.table, variables=variables))
    before, after = (run(name, one, options).tables for one in (frame, renamed))
    np.testing.assert_array_equal(estimates(before), estimates(after))


def _without_n(table: TableSpec) -> TableSpec:
    """Without what the number of rows is part of: the standard deviation (n − 1), a sum of relative weights."""
    kept = [at for at, column in enumerate(table.columns) if column.id not in ("sd", "sum")]
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows)


@pytest.mark.parametrize(("name", "options"), RUNS)
def test_a_row_split_into_two_halves_changes_no_estimate_and_no_spread(frame: Frame, name: str, options: dict) -> None:
    twice = np.repeat(np.arange(480), 2)
    design = frame.design
    assert design.weight is not None
    halves = Frame(
        frame.table,
        pd.DataFrame(frame.data.iloc[twice].reset_index(drop=True)),
        {key: reasons[twice] for key, reasons in frame.reasons.items()},
        np.arange(960),
        SampleColumns(design.weight[twice] / 2, design.strata[twice], design.clusters[twice], None),
    )
    before, after = (tuple(map(_without_n, run(name, one, options).tables)) for one in (frame, halves))
    first, second = (np.array(estimates(one)) for one in (before, after))
    first, second = (np.where(one[:, :1] == 0, 0.0, one) for one in (first, second))  # at 0 % the interval rests on n
    np.testing.assert_allclose(first, second, rtol=1e-7)


def test_what_makes_no_table_stale_changes_no_number(frame: Frame) -> None:
    """An option that says it changes the look alone does so: title and chart, of every kind that has them."""
    looks = {"title": "Mine", "chart": "bars"}
    for name, options in RUNS:
        presentation_options = declaration(name).presentation_options()
        assert presentation_options <= set(looks)
        before = run(name, frame, options).tables
        after = run(name, frame, {**options, **{key: looks[key] for key in presentation_options}}).tables
        np.testing.assert_array_equal(estimates(before), estimates(after))


@pytest.mark.parametrize("variable", ["v2", "v5"])
def test_an_achieved_sample_is_listed_alike_whatever_the_order_of_rows(frame: Frame, variable: str) -> None:
    order = np.random.default_rng(4).permutation(len(frame.data))
    mixed = replace(
        frame,
        data=frame.data.iloc[order].reset_index(drop=True),
        reasons={name: reasons[order] for name, reasons in frame.reasons.items()},
    )
    tables = [run("achieved", one, {"variable": variable, "target_each": 20}).tables[0] for one in (frame, mixed)]
    assert tables[0] == tables[1]
    if variable == "v5":
        sizes = [int(str(row.label)) for row in tables[0].rows[:-1]]
        assert sizes == sorted(sizes)
