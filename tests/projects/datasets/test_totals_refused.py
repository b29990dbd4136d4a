# SPDX-License-Identifier: MIT
"""Known totals that cannot be met, or that are asked for wrongly, are refused in a sentence; sheets of many shapes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.declarations.study import Study
from analysis.records import Reason, Role
from projects.datasets.corrections.edits import CellChange, change_cells
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_role
from projects.design.sample_design import describe_design
from projects.sampling.known_total_weights import AdjustmentRequest, plan_adjustment, read_totals_file
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import data_table
from tests.projects.datasets.adjusted_schools import (
    CROSS,
    DESIGNS,
    FIGURES,
    MARGINS,
    STYPE,
    adjust,
    close,
    notes_of,
    planned,
    sample_of_schools,
)
from wording import Problem, render


@pytest.fixture
def schools(tmp_path: Path) -> Iterator[Project]:
    with sample_of_schools(tmp_path) as made:
        yield made


WRONG = {
    "sch,a,1\n": "has no variable sch",
    STYPE.replace("stype,H", "stype,University"): "University is neither a code nor a label",
    STYPE.replace("stype,H,755\n", ""): "no total for High (n = 14)",
    STYPE + "sch_wide,No,1072\nsch_wide,Yes,5000\n": "those of stype add up to 6,194, those of sch_wide to 6,072",
    STYPE.replace("4421", "-4421"): "the total of Elementary is negative",
    STYPE.replace("4421", "0"): "the total is 0 but there are rows for Elementary (n = 144)",
    STYPE + "stype,e,4421\n": "two totals for e",
    "stype,E,50%\nstype,H,20%\nstype,M,30%\n": "percentages need the number of the whole population",
    "stype,E,50%\nstype,H,20%\nstype,M,20%\n,,1000\n": "the percentages add up to 90%",
    "api00,,5%\n": "cannot be a percentage",
    "awards,,5\n": "is not a number",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_is_said_in_a_sentence_and_changes_nothing(schools: Project, tmp_path: Path, text: str) -> None:
    head = schools.head
    rows = text if text.startswith("variable") else "variable,category,total\n" + text
    plan = planned(schools, tmp_path, rows)
    assert plan.known is None
    assert WRONG[text] in " ".join(render(one, "en") for one in plan.problems).replace("\u202f", " ")
    assert all(render(one, "fr") for one in plan.problems)
    assert schools.head == head


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (AdjustmentRequest(trim=(50, 60)), "for their mean is 33.85"),
        (AdjustmentRequest(trim=(60, 50)), "the lower one first"),
        (AdjustmentRequest("calibrate", bounds=(1.2, 2)), "on both sides of 1"),
        (AdjustmentRequest("calibrate", bounds=(0.99, 1.01)), "No weights within the bounds"),
        (AdjustmentRequest("calibrate", distance="logit"), "needs a lowest and a highest ratio"),
        (AdjustmentRequest("poststratify"), "one set of totals"),
    ],
)
def test_limits_that_cannot_be_kept(schools: Project, tmp_path: Path, wish: AdjustmentRequest, said: str) -> None:
    plan = planned(schools, tmp_path, MARGINS, wish)
    assert plan.known is None
    assert said in " ".join(render(one, "en") for one in plan.problems)


def test_margins_that_cannot_both_hold_do_not_settle(schools: Project, tmp_path: Path) -> None:
    """All low schools are in one category of both margins, so that its total would have to be two numbers at once."""
    schools.do(change_cells(schools, [
        CellChange("t1", int(row), "v5", DatasetCell(answer))
        for row, answer in zip(load_frame(schools, "t1").row_ids, load_frame(schools, "t1").data["v4"], strict=True)
    ]))  # fmt: skip
    text = "variable,category,total\nsch_wide,No,1000\nsch_wide,Yes,5000\nawards,No,2000\nawards,Yes,4000\n"
    plan = planned(schools, tmp_path, text)
    assert plan.known is None
    assert "Raking did not converge" in render(plan.problems[0], "en")


def test_missing_answers_are_refused_or_left_out_as_the_user_says(schools: Project, tmp_path: Path) -> None:
    row = int(load_frame(schools, "t1").row_ids[3])
    schools.do(change_cells(schools, [CellChange("t1", row, "v3", DatasetCell(None, Reason.MISSING))]))
    plan = planned(schools, tmp_path, STYPE)
    assert plan.known is None
    assert "1 row has no answer to stype" in render(plan.problems[0], "en")
    adjust(schools, tmp_path, STYPE, AdjustmentRequest(leave_out=True))
    study = Study(load_frame(schools, "t1"))
    assert study.design.weights[3] == 0
    assert study.design.dropped == 1
    assert study.design.weights.sum() == pytest.approx(6194)
    assert "1 row" in notes_of(schools, "en")


def test_an_answer_that_goes_missing_later_is_said_and_no_number_given(schools: Project, tmp_path: Path) -> None:
    adjust(schools, tmp_path, STYPE)
    row = int(load_frame(schools, "t1").row_ids[3])
    schools.do(change_cells(schools, [CellChange("t1", row, "v3", DatasetCell(None, Reason.MISSING))]))
    for table, variable in (("t1", "v8"), ("t2", "v1")):
        with pytest.raises(AnalysisProblem) as raised:
            run("describe", load_frame(schools, table), {"variable": variable})
        assert "1 row has no answer to stype" in render(raised.value.message, "en")
    assert "cannot be adjusted" in render(describe_design(schools, "t1").adjusted, "en")


def test_a_variable_hidden_later_as_an_identifier_is_said_and_not_quoted(schools: Project, tmp_path: Path) -> None:
    adjust(schools, tmp_path, *DESIGNS["post"])
    schools.do(set_role("t1", data_table(schools, "t1").named("stype").id, Role.IDENTIFIER))
    with pytest.raises(Problem) as told:
        run("describe", Study(load_frame(schools, "t1")), {"variable": "v8"})
    said = render(told.value.message, "en")
    assert "is an identifier now" in said
    assert "Primaire" not in said


def test_shares_of_a_population_and_a_workbook_in_french(schools: Project, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (("Totaux connus",), ("Variable", "Catégorie", "Total"), ("stype", "Primaire", "71,4 %"),
                 (None, "Lycée", "12,2 %"), (None, "Collège", "16,4 %"), (None, None, 6194)):  # fmt: skip
        book.active.append(line)
    book.save(tmp_path / "totaux.xlsx")
    plan = plan_adjustment(schools, "t1", read_totals_file(tmp_path / "totaux.xlsx"), AdjustmentRequest())
    assert [one.total for one in plan.reached] == pytest.approx([0.714 * 6194, 0.122 * 6194, 0.164 * 6194])


def test_a_sheet_with_two_columns_of_variables(schools: Project, tmp_path: Path) -> None:
    lines = [line.replace(" × ", ",") for line in CROSS.splitlines()[1:]]
    text = "variable,variable 2,category,category 2,total\n" + "\n".join(lines)
    adjust(schools, tmp_path, text)
    close(Study(load_frame(schools, "t1")).design.weights, FIGURES["cross"]["weights"])
