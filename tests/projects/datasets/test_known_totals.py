# SPDX-License-Identifier: MIT
"""Weights adjusted to known totals, from the sheet through the project to declared results, against R's figures.

`tests/expected/adjusting`: R 4.5.0, survey 4.4-2 on `apiclus1` (183 schools), made by `figures.R` there.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pytest

from analysis.declared import AnalysisProblem, run, shown_python
from analysis.declared.study import Study
from analysis.exported import read_frame
from analysis.records import Choice, DesignRoles, How, Kind, Level, Reason, Role, Variable
from analysis.replicate_columns import ReplicateRule
from analysis.survey import ranktest, ratios, ttest
from analysis.writers.plain import tables_text
from projects.consents.members import Member
from projects.consents.recording import record_consents
from projects.datasets.adding import import_action
from projects.datasets.cells import Cell
from projects.datasets.design import describe_design
from projects.datasets.edits import CellChange, change_cells
from projects.datasets.frames import load_frame
from projects.datasets.known_totals import known_totals_of, set_known_totals
from projects.datasets.one_drawn import set_one_drawn
from projects.datasets.replicates import set_replicates
from projects.datasets.roles import set_role
from projects.datasets.stored import data_table
from projects.export_gate import export_frame
from projects.importing.records import ImportedData, ImportedTable
from projects.sampling.adjusting import AdjustmentPlan, Wish, plan_adjustment
from projects.sampling.methods import sampling_sentences
from projects.sampling.totals_sheet import read_totals_file
from projects.store.project import Project
from wording import Labels, Problem, render

EXPECTED = Path(__file__).resolve().parents[2] / "expected" / "adjusting"
FIGURES: dict[str, dict[str, Any]] = json.loads((EXPECTED / "figures.json").read_text(encoding="utf-8"))
ANSWERS = {
    "stype": (("E", "Elementary", "Primaire"), ("H", "High", "Lycée"), ("M", "Middle", "Collège")),
    "sch_wide": (("No", "No", "Non"), ("Yes", "Yes", "Oui")),
    "awards": (("No", "No", "Non"), ("Yes", "Yes", "Oui")),
    "group": (("lo", "Low", "Bas"), ("mid", "Middling", "Moyen"), ("hi", "High", "Haut")),
    "both": (("No", "No", "Non"), ("Yes", "Yes", "Oui")),
}
IDS = {"dnum": "v1", "pw": "v2", "stype": "v3", "sch_wide": "v4", "awards": "v5", "group": "v6", "both": "v7",
       "api00": "v8", "api99": "v9", "enroll": "v10", "meals": "v11"}  # fmt: skip
STYPE = "variable,category,total\nstype,E,4421\nstype,H,755\nstype,M,1018\n"
MARGINS = STYPE + "sch_wide,No,1072\nsch_wide,Yes,5122\n"
CROSS = "variable,category,total\n" + "".join(
    f"stype × sch_wide,{one},{total}\n"
    for one, total in (("E × No", 472), ("H × No", 334), ("M × No", 266), ("Primaire × Oui", 3949),
                       ("High × yes", 421), ("M × Yes", 752))
)  # fmt: skip
NUMBERS = MARGINS + "api99,,3914069\n"
DESIGNS = {
    "post": (STYPE, Wish()),
    "cross": (CROSS, Wish()),
    "rake": (MARGINS, Wish()),
    "linear": (NUMBERS, Wish()),
    "raking": (NUMBERS, Wish(distance="raking")),
    "logit": (NUMBERS, Wish(distance="logit", bounds=(0.2, 3))),
    "bounded": (NUMBERS, Wish(bounds=(0.4, 2.2))),
    "trimmed": (MARGINS, Wish(trim=(20, 45))),
    "strict": (MARGINS, Wish(trim=(20, 40), strict=True)),
    "posttrim": (STYPE, Wish(trim=(31, 45))),
    "lineartrim": (NUMBERS, Wish(trim=(20, 60))),
}


def columns() -> dict[str, list[str]]:
    with (EXPECTED / "apiclus1.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {name: [row[name] for row in rows] for name in IDS}


def variable(name: str) -> Variable:
    labels = Labels({"en": name, "fr": f"fr {name}"})
    if name in ANSWERS:
        choices = tuple(Choice(f"c{at}", code, Labels({"en": en, "fr": fr}))
                        for at, (code, en, fr) in enumerate(ANSWERS[name]))  # fmt: skip
        return Variable(IDS[name], name, labels, Kind.ONE, Level.NOMINAL, choices=choices)
    return Variable(IDS[name], name, labels, Kind.NUMBER, Level.INTERVAL,
                    Role.WEIGHT if name == "pw" else Role.ORDINARY)  # fmt: skip


def values(name: str, found: list[str]) -> Any:
    if name in ANSWERS:
        places = {code: f"c{at}" for at, (code, _, _) in enumerate(ANSWERS[name])}
        return pa.array([places[one] for one in found]).dictionary_encode()
    return pa.array([float(one) for one in found])


@pytest.fixture
def schools(tmp_path: Path) -> Iterator[Project]:
    """The sample of schools, and a pupil of each, drawn of one to three."""
    found = columns()
    parents = np.arange(183)
    table = ImportedTable(
        id="t1", name="schools", labels=Labels({"en": "Schools", "fr": "Écoles"}), unit="school", how=How.PROBABILITY,
        variables=tuple(variable(name) for name in IDS), rows=183, reasons={},
        columns={IDS[name]: values(name, column) for name, column in found.items()},
        design=DesignRoles("v2", None, ("v1",)),
    )  # fmt: skip
    score = Variable("v1", "score", Labels({"en": "score"}), Kind.NUMBER, Level.INTERVAL)
    eligible = Variable("v2", "eligible", Labels({"en": "eligible"}), Kind.NUMBER, Level.INTERVAL)
    pupils = ImportedTable(
        id="t2", name="pupils", labels=Labels({"en": "Pupils"}), unit="person", how=How.PROBABILITY,
        variables=(score, eligible), rows=183, reasons={}, parent="t1", parent_rows=parents,
        columns={"v1": pa.array(np.arange(183) % 7 + 0.5), "v2": pa.array(np.arange(183) % 3 + 1.0)},
    )  # fmt: skip
    with Project.create(tmp_path / "study.pwb", "seven fictitious rivers", name="Study", user="Analyst") as project:
        data = ImportedData("csv", "Schools", (table, pupils), (), ("en", "fr"))
        project.do(import_action(data, b"the file", file_name="schools.csv", user="Analyst"))
        yield project


def planned(project: Project, tmp_path: Path, text: str, wish: Wish | None = None) -> AdjustmentPlan:
    path = tmp_path / "totals.csv"
    path.write_text(text, encoding="utf-8")
    return plan_adjustment(project, "t1", read_totals_file(path), wish or Wish())


def adjust(project: Project, tmp_path: Path, text: str, wish: Wish | None = None) -> AdjustmentPlan:
    plan = planned(project, tmp_path, text, wish)
    assert plan.known is not None, [render(one, "en") for one in plan.problems]
    project.do(set_known_totals("t1", plan.known))
    return plan


def close(found: Any, wanted: Any) -> None:
    np.testing.assert_allclose(np.ravel(found), np.ravel(wanted), rtol=1e-7)


@pytest.mark.parametrize("name", DESIGNS)
def test_declared_results_equal_those_of_r(schools: Project, tmp_path: Path, name: str) -> None:
    adjust(schools, tmp_path, *DESIGNS[name])
    study, r = Study(load_frame(schools, "t1")), FIGURES[name]
    if "weights" in r:
        close(study.design.weights, r["weights"])
    mean = run("describe", study, {"variable": "v8"})
    first = mean.tables[0].rows[0].cells[0]
    close([first.estimate, first.se], r["mean"])
    close(mean.facts["deff"], r["deff"])
    shares = run("proportions", study, {"variable": "v6"}).tables[0].rows[:3]
    close([row.cells[0].estimate for row in shares], r["share"]["est"])
    close([row.cells[0].se for row in shares], r["share"]["se"])
    by = run("describe", study, {"variable": "v8", "by": "v6"}).tables[0].rows
    groups = [
        cell for row in by for cell in row.cells if cell.estimate and np.isclose(cell.estimate, r["by"]["est"]).any()
    ]
    close(sorted(cell.estimate for cell in groups), sorted(r["by"]["est"]))
    close(sorted(cell.se for cell in groups), sorted(r["by"]["se"]))
    test = run("crosstab", study, {"variable": "v6", "column": "v5"}).facts["test"]
    close([test["F"], *test["df"], test["p"]], r["chisqF"])
    yes = run("proportions", study, {"variable": "v7"}).tables[0].rows[1].cells[0]
    close([yes.estimate, yes.low, yes.high], r["ci"])
    ratio = run("ratio", study, {"numerator": "v8", "denominator": "v9"}).tables[0].rows[0].cells[0]
    close([ratio.estimate, ratio.se], r["ratio"])
    code = {one: study.codes(study.variable(one)) for one in ("v5", "v6")}
    y = study.numbers(study.variable("v8"))
    t = ttest(study.design, y, code["v5"])
    close([t.statistic, t.df, t.p], r["ttest"])
    rank = ranktest(study.design, y, code["v5"], ties="as ordered")
    close([rank.statistic, rank.df, rank.p], r["rank"])


@pytest.mark.parametrize("name", DESIGNS)
def test_quantiles_and_models_equal_those_of_r(schools: Project, tmp_path: Path, name: str) -> None:
    adjust(schools, tmp_path, *DESIGNS[name])
    study, r = Study(load_frame(schools, "t1")), FIGURES[name]
    table = run("quantiles", study, {"variable": "v8"}).tables[0]
    quantiles = [cell for row in table.rows for cell in row.cells if cell.low is not None][:3]
    close([[q.estimate, q.low, q.high, q.se] for q in quantiles], r["q"])
    linear = run("regression", study, {"variable": "v8", "predictors": ["v11", "v5"], "model": "linear"})
    found = {round(cell.se, 6): cell.estimate for row in linear.tables[0].rows for cell in row.cells if cell.se}
    for estimate, se in list(zip(r["lm"]["est"], r["lm"]["se"], strict=True))[1:]:
        assert found[round(se, 6)] == pytest.approx(estimate, rel=1e-7)
    part = run("regression", study, {"variable": "v8", "predictors": ["v11"], "model": "linear",
                                     "where": [{"variable": "v6", "is": ["c1", "c2"]}]})  # fmt: skip
    found = {round(cell.se, 6): cell.estimate for row in part.tables[0].rows for cell in row.cells if cell.se}
    assert found[round(r["lmsub"]["se"][1], 6)] == pytest.approx(r["lmsub"]["est"][1], rel=1e-7)
    logit = run("regression", study, {"variable": "v7", "predictors": ["v11", "v6"], "model": "logistic",
                                      "event": ["c1"], "reference": {"v6": "c0"}})  # fmt: skip
    odds = [cell.estimate for row in logit.tables[0].rows for cell in row.cells if cell.estimate is not None]
    for estimate in r["logit"]["est"][1:]:
        assert any(one == pytest.approx(np.exp(estimate), rel=1e-7) for one in odds)


def notes_of(project: Project, language: str, table: str = "t1", variable: str = "v8") -> str:
    found = run("describe", load_frame(project, table), {"variable": variable})
    return " ".join(render(note, language) for note in found.tables[0].notes)


def test_a_result_says_what_its_weights_were_adjusted_to(schools: Project, tmp_path: Path) -> None:
    assert "known totals" not in notes_of(schools, "en")
    plan = adjust(schools, tmp_path, MARGINS, Wish(source="state register 2000"))
    said = notes_of(schools, "en")
    assert (
        "Weights raked to known totals of stype, sch_wide (source: state register 2000); errors use the residuals."
    ) in said
    weights = np.array(FIGURES["rake"]["weights"])
    kish = len(weights) * (weights**2).sum() / weights.sum() ** 2
    assert f"design effect of unequal weights {kish:.2f} (Kish)" in said
    assert f"{weights.min():.2f}–{weights.max():.2f}" in said
    assert "les erreurs sont calculées sur les résidus" in notes_of(schools, "fr")
    assert run("describe", load_frame(schools, "t1"), {"variable": "v8"}).facts["adjusted"]["kish"] == pytest.approx(
        kish
    )
    base = np.array([float(one) for one in columns()["pw"]])
    assert plan.effect is not None
    close([plan.effect.ratio_low, plan.effect.ratio_high], [(weights / base).min(), (weights / base).max()])
    card = describe_design(schools, "t1")
    assert card.adjusted is not None
    assert "raked to known totals of" in render(card.adjusted, "en")
    close([card.weight_low, card.weight_high], [weights.min(), weights.max()])


def test_the_methods_of_a_report_say_it(schools: Project, tmp_path: Path) -> None:
    assert sampling_sentences(schools, ["t1"]) == ()
    adjust(schools, tmp_path, *DESIGNS["rake"])
    own = "Weights raked to known totals of stype, sch_wide; errors use the residuals."
    below = "Weights of Schools, raked to known totals of stype, sch_wide; errors take these weights as given."
    for tables, wanted in ((["t1"], [own]), (["t2"], [below]), (["t1", "t2", "t1"], [own, below])):
        assert [render(line, "en") for line in sampling_sentences(schools, tables)] == wanted
    schools.do(set_replicates("t1", ReplicateRule("jackknife")))
    [line] = sampling_sentences(schools, ["t1"])
    assert render(line, "en").endswith(", and each replicate again to the same totals.")


def test_the_plan_shows_each_total_before_and_after(schools: Project, tmp_path: Path) -> None:
    plan, found = planned(schools, tmp_path, MARGINS), columns()
    assert known_totals_of(schools, "t1") is None, "looking changes nothing"
    assert [one.after for one in plan.reached] == pytest.approx([one.total for one in plan.reached])
    first = plan.reached[0]
    inside = [float(w) for w, kind in zip(found["pw"], found["stype"], strict=True) if kind == "E"]
    assert (first.rows, first.before) == (len(inside), pytest.approx(sum(inside)))


def test_one_undo_takes_it_back_and_redo_brings_it(schools: Project, tmp_path: Path) -> None:
    plain = Study(load_frame(schools, "t1")).design.weights
    adjust(schools, tmp_path, STYPE)
    assert data_table(schools, "t1").adjusted is not None
    schools.undo()
    assert data_table(schools, "t1").adjusted is None
    close(Study(load_frame(schools, "t1")).design.weights, plain)
    schools.redo()
    close(Study(load_frame(schools, "t1")).design.weights, FIGURES["post"]["weights"])
    schools.do(set_known_totals("t1", None))
    close(Study(load_frame(schools, "t1")).design.weights, plain)


def test_rows_whose_consent_is_withdrawn_leave_and_the_others_carry_the_totals(
    schools: Project, tmp_path: Path
) -> None:
    adjust(schools, tmp_path, STYPE)
    gone = [int(load_frame(schools, "t1").row_ids[at]) for at in (0, 5, 182)]
    schools.do(record_consents([Member("t1", row) for row in gone], {"interview": False}))
    study = Study(load_frame(schools, "t1"))
    kinds, weights = np.delete(np.array(columns()["stype"]), [0, 5, 182]), study.design.weights
    assert len(weights) == 180
    for kind, total in (("E", 4421), ("H", 755), ("M", 1018)):
        assert weights[kinds == kind].sum() == pytest.approx(total)
        assert weights[kinds == kind][0] == pytest.approx(total / (kinds == kind).sum())


def test_pupils_inherit_the_weights_of_their_school_and_say_so(schools: Project, tmp_path: Path) -> None:
    adjust(schools, tmp_path, MARGINS)
    frame = load_frame(schools, "t2")
    close(frame.design.weight, FIGURES["rake"]["weights"])
    said = notes_of(schools, "en", "t2", "v1")
    assert "Weights of Schools, raked to known totals of stype, sch_wide; errors take these weights as given." in said
    assert "tiennent ces poids pour donnés" in notes_of(schools, "fr", "t2", "v1")
    schools.do(set_one_drawn("t2", "t2", "v2"))
    multiplied = load_frame(schools, "t2").design.weight
    close(multiplied, np.array(FIGURES["rake"]["weights"]) * (np.arange(183) % 3 + 1.0))


def test_one_member_drawn_multiplies_adjusted_weights(schools: Project, tmp_path: Path) -> None:
    """The mean of y over members of adjusted rows is the ratio of two totals that the known totals explain."""
    adjust(schools, tmp_path, STYPE)
    study = Study(load_frame(schools, "t1"))
    drawn = study.one_drawn_of(study.variable("v10"))
    size = np.array([float(one) for one in columns()["enroll"]])
    close(drawn.design.weights, np.array(FIGURES["post"]["weights"]) * size)
    y = study.numbers(study.variable("v8"))
    found = run("describe", study, {"variable": "v8", "eligible": "v10"}).tables[0].rows[0].cells[0]
    ratio = ratios(study.design, y * size, size)
    close([found.estimate, found.se], [ratio.estimate[0, 0], ratio.se[0, 0]])


@pytest.mark.parametrize("name", ["cross", "linear", "lineartrim"])
def test_the_shown_python_gives_the_same_numbers(schools: Project, tmp_path: Path, name: str) -> None:
    adjust(schools, tmp_path, *DESIGNS[name])
    frame, options = load_frame(schools, "t1"), {"variable": "v6", "by": "v5"}
    export_frame(schools, frame, tmp_path / "table.pwtable")
    program = tmp_path / "shown.py"
    program.write_text(shown_python("proportions", options, language="fr"), encoding="utf-8")
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-P", str(program)], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(root), "PYTHONUTF8": "1", "HOME": str(tmp_path)}, timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == tables_text(run("proportions", frame, options).tables, "fr").strip()
    back = read_frame(io.BytesIO((tmp_path / "table.pwtable").read_bytes()))
    close(Study(back).design.weights, FIGURES[name]["weights"])
    assert back.table.adjusted == frame.table.adjusted


WRONG = {
    "sch,a,1\n": "has no variable sch",
    STYPE.replace("stype,H", "stype,University"): "University is no answer",
    STYPE.replace("stype,H,755\n", ""): "no total for High (n = 14)",
    STYPE + "sch_wide,No,1072\nsch_wide,Yes,5000\n": "those of stype add up to 6,194, those of sch_wide to 6,072",
    STYPE.replace("4421", "-4421"): "the total of Elementary is negative",
    STYPE.replace("4421", "0"): "the total is 0 but there are rows for Elementary (n = 144)",
    STYPE + "stype,e,4421\n": "two totals for e",
    "stype,E,50%\nstype,H,20%\nstype,M,30%\n": "shares need the number of the whole population",
    "stype,E,50%\nstype,H,20%\nstype,M,20%\n,,1000\n": "the shares add up to 90 %",
    "api00,,5%\n": "cannot be a share",
    "awards,,5\n": "is no number",
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
        (Wish(trim=(50, 60)), "for their mean is 33.85"),
        (Wish(trim=(60, 50)), "the lower one first"),
        (Wish("calibrate", bounds=(1.2, 2)), "on both sides of 1"),
        (Wish("calibrate", bounds=(0.99, 1.01)), "No weights within the bounds"),
        (Wish("calibrate", distance="logit"), "needs a lowest and a highest ratio"),
        (Wish("poststratify"), "one set of totals"),
    ],
)
def test_limits_that_cannot_be_kept(schools: Project, tmp_path: Path, wish: Wish, said: str) -> None:
    plan = planned(schools, tmp_path, MARGINS, wish)
    assert plan.known is None
    assert said in " ".join(render(one, "en") for one in plan.problems)


def test_margins_that_cannot_both_hold_do_not_settle(schools: Project, tmp_path: Path) -> None:
    """All low schools are in one category of both margins, so that its total would have to be two numbers at once."""
    schools.do(change_cells(schools, [
        CellChange("t1", int(row), "v5", Cell(answer))
        for row, answer in zip(load_frame(schools, "t1").row_ids, load_frame(schools, "t1").data["v4"], strict=True)
    ]))  # fmt: skip
    text = "variable,category,total\nsch_wide,No,1000\nsch_wide,Yes,5000\nawards,No,2000\nawards,Yes,4000\n"
    plan = planned(schools, tmp_path, text)
    assert plan.known is None
    assert "Raking did not settle" in render(plan.problems[0], "en")


def test_missing_answers_are_refused_or_left_out_as_the_user_says(schools: Project, tmp_path: Path) -> None:
    row = int(load_frame(schools, "t1").row_ids[3])
    schools.do(change_cells(schools, [CellChange("t1", row, "v3", Cell(None, Reason.MISSING))]))
    plan = planned(schools, tmp_path, STYPE)
    assert plan.known is None
    assert "1 row has no answer to stype" in render(plan.problems[0], "en")
    adjust(schools, tmp_path, STYPE, Wish(leave_out=True))
    study = Study(load_frame(schools, "t1"))
    assert study.design.weights[3] == 0
    assert study.design.dropped == 1
    assert study.design.weights.sum() == pytest.approx(6194)
    assert "1 row" in notes_of(schools, "en")


def test_an_answer_that_goes_missing_later_is_said_and_no_number_given(schools: Project, tmp_path: Path) -> None:
    adjust(schools, tmp_path, STYPE)
    row = int(load_frame(schools, "t1").row_ids[3])
    schools.do(change_cells(schools, [CellChange("t1", row, "v3", Cell(None, Reason.MISSING))]))
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
    plan = plan_adjustment(schools, "t1", read_totals_file(tmp_path / "totaux.xlsx"), Wish())
    assert [one.total for one in plan.reached] == pytest.approx([0.714 * 6194, 0.122 * 6194, 0.164 * 6194])


def test_a_sheet_with_two_columns_of_variables(schools: Project, tmp_path: Path) -> None:
    lines = [line.replace(" × ", ",") for line in CROSS.splitlines()[1:]]
    text = "variable,variable 2,category,category 2,total\n" + "\n".join(lines)
    adjust(schools, tmp_path, text)
    close(Study(load_frame(schools, "t1")).design.weights, FIGURES["cross"]["weights"])
