# SPDX-License-Identifier: MIT
"""Arithmetic in `where`: + - * div mod and brackets on numbers and dates, in plans and in the window; ratios."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study
from analysis.analyses.rows_behind_figures import StudyRows, variables_in
from analysis.masking import Destination, mask_all
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from projects.results.plan_run import run_plan
from projects.results.plans import read_plan
from projects.results.where_grammar import read_where
from wording import Labels, Problem, render
from workbench.conditions.condition_writing import typed_condition

INCOME = [100.0, 250.0, 90.0, 0.0, None, 400.0]
AID = [20.0, 0.0, 30.0, 10.0, 5.0, None]
SIZE = [4.0, 5.0, 2.0, 0.0, 3.0, 8.0]
ARRIVED = ["2026-01-01", "2026-01-10", "2026-02-01", None, "2026-03-01", "2026-03-02"]
LEFT = ["2026-01-20", "2026-03-10", "2026-02-01", "2026-02-02", "2026-03-31", "2026-03-05"]
NEEDS = [(1, 1), (1, 0), (0, 0), (1, 1), (0, 1), (1, 1)]
SCHOOL, CHILDREN = [1.0, None, None, 0.0, 2.0, None], [3.0, 2.0, 0.0, 0.0, 2.0, 1.0]


def table() -> Frame:
    numbers = {"income": INCOME, "aid": AID, "size": SIZE, "school": SCHOOL, "children": CHILDREN}
    moments = {"arrived": ARRIVED, "left": LEFT}
    variables = [
        Variable(f"v{at}", name, Labels({"en": name.title()}), Kind.NUMBER, Level.INTERVAL)
        for at, name in enumerate(numbers, 1)
    ]
    variables += [
        Variable(f"v{at}", name, Labels({"en": name.title()}), Kind.DATE, Level.INTERVAL)
        for at, name in enumerate(moments, 6)
    ]
    choices = tuple(Choice(f"c{at}", code, Labels({"en": code})) for at, code in enumerate(("food", "water"), 1))
    variables.append(Variable("v8", "needs", Labels({"en": "Needs"}), Kind.SET, Level.NOMINAL, choices=choices))
    data: dict[str, object] = {
        f"v{at}": [np.nan if one is None else one for one in values] for at, values in enumerate(numbers.values(), 1)
    }
    data |= {f"v{at}": pd.to_datetime(pd.Series(values)) for at, values in enumerate(moments.values(), 6)}
    data |= {f"v8.c{at}": [bool(row[at - 1]) for row in NEEDS] for at in (1, 2)}
    lists = [*numbers.values(), *moments.values()]
    reasons = {
        f"v{at}": np.array([4 if one is None else 0 for one in values], np.int8) for at, values in enumerate(lists, 1)
    }
    reasons["v8"] = np.zeros(len(NEEDS), np.int8)
    record = DataTable("t1", "people", Labels({}), "person", RowOrigin.CENSUS, tuple(variables), len(INCOME))
    return Frame(record, pd.DataFrame(data), reasons, np.arange(len(INCOME)), SampleColumns())


def find(record: DataTable, name: str) -> Variable:
    return record.named(name)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("income + aid > 110", [0, 1, 2]),
        ("(income + aid) div size > 35", [1, 2]),
        ("income div size >= 50", [1, 5]),
        ("income - aid * 2 < 60", [2, 3]),
        ("size mod 2 = 1", [1, 4]),
        ("${income} > ${aid} * 4", [0, 1]),
        ("aid > income", [3]),
        ("-aid < -9", [0, 2, 3]),
        ("100 <= income", [0, 1, 5]),
        ("(income + aid) in 100..200", [0, 2]),
        ("left - arrived > 20", [1, 4]),
        ("left - arrived in 0..3; size > 1", [2, 5]),
        ("arrived < left", [0, 1, 4, 5]),
        ("left - 2026-02-01 > 30", [1, 4, 5]),
        ("count-selected(needs) = 2", [0, 3, 5]),
        ("not(income div size > 40) and size > 0", [0]),
        ("income div size > 40 or aid = 5", [1, 2, 4, 5]),
    ],
)
def test_rows_of_what_is_reckoned(text: str, rows: list[int]) -> None:
    frame = table()
    conditions = read_where(frame.table, text, find)
    assert np.flatnonzero(Study(frame).where(conditions)).tolist() == rows
    assert not any(name in str(conditions) for name in ("income", "aid", "size", "arrived", "needs"))


@pytest.mark.parametrize("text", ["income + needs > 3", "income +", "(income + aid > 3", "income div > 3", "1 + 1"])
def test_what_cannot_be_reckoned_is_one_sentence(text: str) -> None:
    with pytest.raises((Problem, LookupError)) as caught:
        read_where(table().table, text, find)
    if isinstance(caught.value, Problem):
        assert all(render(caught.value.message, language) for language in ("en", "fr"))


def test_a_condition_is_typed_behind_its_variable_in_the_window() -> None:
    frame, study = table(), Study(table())
    income, left = frame.table.named("income"), frame.table.named("left")
    for variable, text, rows in (
        (income, "> aid * 4", [0, 1]), (income, "div size > 40", [1, 2, 5]), (left, "- arrived > 20", [1, 4]),
        (left, "- arrived in 0..3", [2, 5]),
    ):  # fmt: skip
        condition = typed_condition(frame.table, variable, text)
        assert condition is not None
        assert np.flatnonzero(study.where([condition])).tolist() == rows


def plan(tmp_path: Path, *lines: str) -> list[object]:
    path = tmp_path / "loa.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return run_plan({"t1": table()}, read_plan(path))  # type: ignore[return-value]


def test_ratios_of_a_list_of_analyses_keep_to_its_columns(tmp_path: Path) -> None:
    """By hand: 1 + 0 + 2 + 0 of 3 + 2 + 2 + 1 children where the absent count 0; else 1 + 2 of 3 + 2."""
    head = "analysis_type,analysis_var,analysis_var_numerator,analysis_var_denominator,numerator_NA_to_0,"
    results = plan(
        tmp_path,
        head + "filter_denominator_0",
        "ratio,NA,school,children,TRUE,TRUE",
        "ratio,NA,school,children,FALSE,TRUE",
        "ratio,NA,school,children,FALSE,FALSE",
        "ratio,NA,school,children,TRUE,FALSE",
        "mean,income,NA,NA,NA,NA",
    )
    cells = [result.tables[0].rows[-1].cells[0] for result in results[:4]]  # type: ignore[attr-defined]
    assert [cell.estimate for cell in cells] == [pytest.approx(3 / 8), pytest.approx(3 / 5), pytest.approx(3 / 5),
                                                pytest.approx(3 / 8)]  # fmt: skip
    assert [cell.base for cell in cells] == [4, 2, 3, 6]
    assert len({cell.key for cell in cells}) == 4, "other rows are another quantity"
    said = " ".join(render(note, "en") for note in results[0].tables[0].notes)  # type: ignore[attr-defined]
    assert "counts as 0" in said
    assert "left out" in said


def test_tables_of_reckoned_rows_are_masked_together(tmp_path: Path) -> None:
    frame = table()
    conditions = read_where(frame.table, "income + aid > 0 or size > 3", find)
    study = Study(frame)
    from analysis.analyses import run

    tables = list(run("set", frame, {"variable": "v8", "where": conditions}).tables)
    keys = [cell.key for row in tables[0].rows for cell in row.cells]
    assert {"v1", "v2", "v3", "v8"} <= variables_in(keys)
    masked, _ = mask_all(tables, 0, 0, 5, Destination.PARTNER, StudyRows({"t1": study}))
    assert masked
