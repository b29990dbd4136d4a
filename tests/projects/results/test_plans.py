# SPDX-License-Identifier: MIT
"""Plan files in each layout, names looked up, one clear sentence for what is not there."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis.analyses import declarations
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.tables.docx_tables import write_docx
from analysis.writers.csv_tables import write_csv
from analysis.writers.html_tables import write_html
from analysis.writers.xlsx_tables import write_xlsx
from projects.results.plan_run import resolve, run_plan
from projects.results.plans import PlanProblem, column_of, known_columns, read_plan
from projects.results.saved_results import SavedAnalysis, run_on
from wording import Labels, Problem, Stopped, render


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
    table = DataTable("t1", "households", Labels({}), "household", RowOrigin.PROBABILITY, variables, 200)
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


def ids(frames: dict[str, Frame], *names: str) -> list[str]:
    return [frames["t1"].table.named(name).id for name in names]


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


def test_headings_and_choices_may_be_those_of_the_window_in_any_language(tmp_path: Path) -> None:
    french = csv_plan(
        tmp_path,
        "Analyse;Variable;Par;Seulement si;Titre;Base;Notes\n"
        "Proportions;safe;site;sex = m;Sécurité par site;Interrogés;à relire\n",
    )
    (row,) = read_plan(french).rows
    assert (row.analysis, row.variable, row.by, row.where) == ("proportions", "safe", "site", "sex = m")
    assert (row.title, dict(row.options)) == ("Sécurité par site", {"base": "asked"})
    assert row.heading_of("site") == "par", "as it is headed"
    english = csv_plan(tmp_path, "analysis,variable,Only where,Sorted by\nset,needs,sex = m,Most chosen first\n")
    (row,) = read_plan(english).rows
    assert (row.where, dict(row.options)) == ("sex = m", {"sort": "largest"})
    assert {column_of(one) for one in known_columns()} == known_columns(), "no name of a column means another"


def test_lists_of_analyses_of_humanitarian_toolkits(tmp_path: Path, frames: dict[str, Frame]) -> None:
    path = csv_plan(
        tmp_path,
        '"analysis_type","analysis_var","group_var","level"\n"prop_select_one","sex",,0.95\n'
        '"prop_select_multiple","concern","site",0.95\n"mean","size",,0.9\n"median","size",NA,0.95\n',
    )
    results = run_plan(frames, read_plan(path))
    assert [result.declaration for result in results] == ["proportions", "set", "means", "quantiles"]


def test_ratio_rows_and_key_informants_by_group_of_a_list_of_analyses(tmp_path: Path, frames: dict[str, Frame]) -> None:
    """Ratios in both ways such lists write them, alone and by one and by two groups; informants by a group."""
    path = csv_plan(
        tmp_path,
        '"analysis_type","analysis_var","group_var","level","analysis_var_numerator","analysis_var_denominator","site"\n'
        '"ratio",NA,NA,0.95,"size","size",\n"ratio",NA,"sex",0.95,"size","size",\n'
        '"ratio","size %/% size","sex, site",0.95,NA,NA,\n"key_informants","size","sex",,NA,NA,"site"\n'
        '"key_informants","concern","sex",,NA,NA,"site"\n',
    )
    wrong: list[PlanProblem] = []
    results = run_plan(frames, read_plan(path), wrong=wrong)
    assert [render(one.message, "en") for one in wrong] == []
    assert [result.declaration for result in results] == ["ratio"] * 3 + ["key_informants"] * 2
    size, sex, site = ids(frames, "size", "sex", "grp/site")
    assert [result.options["denominator"] for result in results[:3]] == [size] * 3
    assert (results[2].options["by"], results[2].options["also_by"]) == (sex, [site])
    for result in results[:3]:
        cells = [cell.estimate for table in result.tables for row in table.rows for cell in row.cells[:1]]
        assert {round(value, 9) for value in cells if value is not None and value == value} == {1.0}
    for result in results[3:]:
        assert (result.options["by"], result.options["site"]) == (sex, site)
        assert result.tables[0].rows


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


def test_a_sample_size_needs_no_variable(tmp_path: Path, frames: dict[str, Frame]) -> None:
    """0.5 ± 5 % at 95 % needs 1.96² · 0.25 / 0.05² = 384.1, so 385; twice that with a design effect of 2."""
    plan = csv_plan(
        tmp_path,
        "analysis,proportion,precision,level,deff,response,strata\n"
        "sample_size,0.5,0.05,0.95,1,1,\nsample_size,0.5,0.05,0.95,2,1,\n"
        "sample_size,0.5,0.1,,1,1,North: 900; South: 400\n",
    )
    simple, designed, strata = (result.tables[0] for result in run_plan(frames, read_plan(plan)))
    assert simple.rows[-1].cells[0].estimate == 385
    assert designed.rows[-1].cells[0].estimate == 769
    assert [render(row.label, "en") for row in strata.rows] == ["North", "South", "All"]
    wrong = csv_plan(tmp_path, "analysis,precision\nsample_size,much\n")
    with pytest.raises(PlanProblem, match="plan_number"):
        read_plan(wrong)
    with pytest.raises(PlanProblem):
        resolve(read_plan(plan), [])


def test_every_option_of_every_analysis_can_stand_in_a_plan() -> None:
    elsewhere = {"chart": "figure"}  # what the plan calls otherwise
    absent = [
        (declared.id, option.name)
        for declared in declarations()
        for option in declared.options
        if elsewhere.get(option.name, option.name) not in known_columns()
    ]
    assert absent == []


def test_ties_of_key_informants_can_be_counted(tmp_path: Path, frames: dict[str, Frame]) -> None:
    plan = csv_plan(tmp_path, "analysis,variable,site,ties\nkey_informants,sex,site,counted\n")
    [result] = run_plan(frames, read_plan(plan))
    assert result.tables[0].rows[-1].id == "no_consensus"


def test_what_the_data_do_not_allow_is_a_sentence_in_place_of_its_table(
    tmp_path: Path, frames: dict[str, Frame]
) -> None:
    plan = csv_plan(
        tmp_path,
        "analysis,variable,items,predictors,where,title_en,title_fr\nmean,size,,,,,\n"
        "reliability,,size size,,size = 99,,\nregression,size,,sex,size = 99,Own,Propre\nproportions,sex,,,,,\n"
        "proportions,nowhere,,,,,\nmean,sex,,,,,\n",
    )
    wrong: list[PlanProblem] = []
    results = run_plan(frames, read_plan(plan), wrong=wrong)
    assert [render(one.message, "en")[:13] for one in wrong] == [f"Plan, line {line}:" for line in (3, 4, 6, 7)]
    assert len(results) == 6
    [table] = results[2].tables
    assert (render(table.title, "en"), render(table.title, "fr")) == ("Own", "Propre")
    assert "No row has the outcome and all predictors" in render(table.notes[0], "en")
    assert all(cell.estimate is None for row in table.rows for cell in row.cells)
    for write in (write_docx, write_xlsx, write_html, write_csv):
        write([table], io.BytesIO(), "fr")


def test_a_line_that_cannot_be_read_keeps_its_place_with_a_sentence(tmp_path: Path, frames: dict[str, Frame]) -> None:
    path = csv_plan(tmp_path, "analysis,variable,level\nmean,size,\nmean,size,much\nmean,,\nproportions,sex,\n")
    plan = read_plan(path)
    assert [row.problem is None for row in plan.rows] == [True, False, False, True]
    wrong: list[PlanProblem] = []
    results = run_plan(frames, plan, wrong=wrong)
    assert ["line 3" in render(one.message, "en") for one in wrong] == [True, False]
    assert "without a variable" in render(wrong[1].message, "en")
    assert [result.tables[0].id for result in results][1:3] == ["not-understood"] * 2
    for language in ("en", "fr"):
        assert render(results[1].tables[0].notes[0], language) == render(wrong[0].message, language)
    with pytest.raises(PlanProblem, match="plan_number"):
        run_plan(frames, plan)


def test_a_row_that_cannot_be_done_names_its_line(tmp_path: Path, frames: dict[str, Frame]) -> None:
    path = csv_plan(tmp_path, "analysis,variable\nmean,size\nmean,sex\n")
    with pytest.raises(Problem) as caught:
        run_plan(frames, read_plan(path))
    assert "line 3" in render(caught.value.message, "en")


def test_a_column_that_would_change_figures_is_not_left_aside(tmp_path: Path, frames: dict[str, Frame]) -> None:
    path = csv_plan(tmp_path, "analysis,variable,items,eligible\nmean,size,,\nreliability,,size size,size\n")
    with pytest.raises(Problem) as caught:
        run_plan(frames, read_plan(path))
    assert "line 3: The column “eligible” does not go with" in render(caught.value.message, "en")


def test_a_condition_that_an_analysis_does_not_take_is_said(tmp_path: Path, frames: dict[str, Frame]) -> None:
    path = csv_plan(tmp_path, "analysis,variable,where\nmean,size,\nsample_size,,size > 3\n")
    with pytest.raises(Problem) as caught:
        run_plan(frames, read_plan(path))
    assert "line 3: The column “where” does not go with" in render(caught.value.message, "en")


def test_two_conditions_of_a_line_both_hold(tmp_path: Path) -> None:
    plan = read_plan(
        csv_plan(tmp_path, "analysis,variable,filter,condition\nmean,size,size > 3 or size = 1,size < 9\n")
    )
    assert plan.rows[0].where == "(size > 3 or size = 1) and size < 9"


def test_the_shared_lists_of_analyses_are_read(shared: Path) -> None:
    plan = read_plan(shared / "kobo" / "msna_template" / "loa.csv")
    assert (plan.rows[0].analysis, plan.rows[0].variable) == ("proportions", "admin1")
    humind = read_plan(shared / "kobo" / "msna2024" / "loa_and_sample_frame.xlsx")
    assert len(humind.rows) == 103
    assert humind.rows[0].title.startswith("% of households")


def test_one_saved_analysis_that_cannot_be_made_leaves_the_report_whole(frames: dict[str, Frame]) -> None:
    size, sex = ids(frames, "size", "sex")
    nobody = {"variable": size, "predictors": [sex], "where": [{"variable": size, "is": [99]}]}
    saved = [
        SavedAnalysis("a", "means", "t1", {"variable": size}, "", True),
        SavedAnalysis("b", "regression", "t1", nobody, "", True),
        SavedAnalysis("c", "proportions", "t1", {"variable": sex}, "", True),
    ]
    results = run_on(frames, saved)
    assert [results[key].tables[0].base for key in "abc"] == [200, None, 200]
    assert "Aucune ligne" in render(results["b"].tables[0].notes[0], "fr")


def test_the_analyses_of_a_report_ask_for_a_stop_within_each(frames: dict[str, Frame]) -> None:
    class Asked:
        times = 0

        def stop_requested(self) -> bool:
            self.times += 1
            return self.times > 2  # before the first analysis, and at its start

        def report(self, fraction: float, text: object = None) -> None: ...

    with pytest.raises(Stopped):
        run_on(frames, [SavedAnalysis("a", "means", "t1", {"variable": ids(frames, "size")[0]}, "", True)], Asked())


@pytest.mark.parametrize("text", ['{"analyses": [{"analysis": "proportions"}]}', "[1, 2]", "3", '{"rows": "none"}'])
def test_json_of_another_shape_is_told_what_it_must_hold(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")
    with pytest.raises(PlanProblem) as told:
        read_plan(tmp_path / "plan.json")
    assert told.value.message.key == "results.plan_shape", "it can be read: saving it from a spreadsheet helps nobody"
