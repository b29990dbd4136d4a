# SPDX-License-Identifier: MIT
"""Plan files in each layout, names looked up, one clear sentence for what is not there."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis.records import Choice, DataTable, Frame, How, Kind, Level, SampleColumns, Variable
from projects.results.plans import PlanProblem, read_plan
from projects.results.running import resolve, run_plan
from wording import Labels, Problem, render


def _variable(key: str, name: str, kind: Kind, *codes: str) -> Variable:
    choices = tuple(Choice(f"c{at}", code, Labels({"en": code.title()})) for at, code in enumerate(codes, start=1))
    return Variable(key, name, Labels({"en": name}), kind, Level.NOMINAL, choices=choices)


@pytest.fixture
def frames() -> dict[str, Frame]:
    draw = np.random.default_rng(5)
    variables = (
        _variable("v1", "sex", Kind.ONE, "f", "m"),
        _variable("v2", "grp/site", Kind.ONE, "a", "b"),
        _variable("v3", "concern", Kind.SET, "light", "theft"),
        _variable("v4", "size", Kind.INTEGER),
    )
    table = DataTable("t1", "households", Labels({}), "household", How.PROBABILITY, variables, 200)
    data = pd.DataFrame(
        {
            "v1": pd.Categorical.from_codes(draw.integers(0, 2, 200), ["c1", "c2"]),
            "v2": pd.Categorical.from_codes(draw.integers(0, 2, 200), ["c1", "c2"]),
            "v3.c1": pd.array(draw.random(200) < 0.5, dtype="boolean"),
            "v3.c2": pd.array(draw.random(200) < 0.3, dtype="boolean"),
            "v4": draw.integers(1, 9, 200).astype(float),
        }
    )
    reasons = {f"v{at}": np.zeros(200, dtype=np.int8) for at in range(1, 5)}
    design = SampleColumns(np.ones(200), None, np.repeat(np.arange(20), 10).reshape(-1, 1))
    return {"t1": Frame(table, data, reasons, np.arange(200), design)}


def csv_plan(folder: Path, text: str) -> Path:
    path = folder / "plan.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_our_own_layout(tmp_path: Path, frames: dict[str, Frame]) -> None:
    path = csv_plan(
        tmp_path,
        "analysis,table,variable,by,where,title_en,title_fr,figure,level\n"
        "proportions,households,sex,site,,By site,Par site,stacked,0.9\n"
        "set,,concern,sex,size=2,,,,\n"
        "crosstab,,sex,grp/site,sex = f,,,,\n"
        ",,size,,,,,,\n",
    )
    plan = read_plan(path)
    results = run_plan(frames, plan)
    assert [result.declaration for result in results] == ["proportions", "set", "crosstab", "describe"]
    assert render(results[0].tables[0].title, "fr") == "Par site"
    assert results[0].tables[0].level == 0.9
    assert results[0].figures[0].chart == "stacked"
    assert results[1].options["where"] == [{"variable": "v4", "is": ["2"]}]
    assert results[2].options["where"] == [{"variable": "v1", "is": ["c1"]}]


def test_lists_of_analyses_of_humanitarian_toolkits(tmp_path: Path, frames: dict[str, Frame]) -> None:
    path = csv_plan(
        tmp_path,
        '"analysis_type","analysis_var","group_var","level"\n"prop_select_one","sex",,0.95\n'
        '"prop_select_multiple","concern","site",0.95\n"mean","size",,0.9\n"median","size",NA,0.95\n',
    )
    results = run_plan(frames, read_plan(path))
    assert [result.declaration for result in results] == ["proportions", "set", "means", "quantiles"]


def test_json_and_workbook_say_the_same(tmp_path: Path, frames: dict[str, Frame]) -> None:
    rows = [{"analysis": "select_one", "variable": "sex", "by": "site"}, {"analysis": "mean", "variable": "size"}]
    (tmp_path / "plan.json").write_text(json.dumps(rows), encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(["notes"])
    sheet = book.create_sheet("loa")
    sheet.append(["theme", "var", "analysis", "indicator", "dataset", "group_var"])
    sheet.append(["A", "sex", "select_one", None, "main", "site"])
    sheet.append(["A", "size", "mean", None, "main", None])
    book.save(tmp_path / "plan.xlsx")
    tables = [frame.table for frame in frames.values()]
    from_json = resolve(read_plan(tmp_path / "plan.json"), tables)
    from_xlsx = resolve(read_plan(tmp_path / "plan.xlsx"), tables)
    assert [(one.declaration, one.options) for one in from_json] == [
        (one.declaration, one.options) for one in from_xlsx
    ]


def test_unknown_names_are_named_together_with_their_lines(tmp_path: Path, frames: dict[str, Frame]) -> None:
    path = csv_plan(tmp_path, "analysis,variable,by\nproportions,sex,\nproportions,absent,\nset,concern,nowhere\n")
    with pytest.raises(PlanProblem) as caught:
        run_plan(frames, read_plan(path))
    sentence = render(caught.value.message, "en")
    assert "absent (3)" in sentence
    assert "nowhere (4)" in sentence


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.csv", ""),
        ("plan.csv", "hello,world\n1,2\n"),
        ("plan.csv", "analysis,variable\n"),
        ("plan.csv", "analysis,variable,level\nmean,size,much\n"),
        ("plan.csv", "analysis,variable\nmean,\n"),
        ("plan.csv", "analysis,items\nmean,size\n"),
        ("plan.json", "{"),
        ("plan.json", "[1, 2]"),
        ("plan.xlsx", "not a workbook"),
        ("plan.txt", "x"),
    ],
)
def test_bad_plans_are_one_sentence(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanProblem) as caught:
        read_plan(path)
    assert all(name in render(caught.value.message, language) for language in ("en", "fr"))
    with pytest.raises(PlanProblem):
        read_plan(tmp_path / "absent.csv")


def test_a_row_that_cannot_be_done_names_its_line(tmp_path: Path, frames: dict[str, Frame]) -> None:
    path = csv_plan(tmp_path, "analysis,variable\nmean,size\nmean,sex\n")
    with pytest.raises(Problem) as caught:
        run_plan(frames, read_plan(path))
    assert "line 3" in render(caught.value.message, "en")


def test_the_shared_lists_of_analyses_are_read(shared: Path) -> None:
    plan = read_plan(shared / "kobo" / "msna_template" / "loa.csv")
    assert (plan.rows[0].analysis, plan.rows[0].variable) == ("proportions", "admin1")
    humind = read_plan(shared / "kobo" / "msna2024" / "loa_and_sample_frame.xlsx")
    assert len(humind.rows) == 103
    assert humind.rows[0].title.startswith("% of households")
