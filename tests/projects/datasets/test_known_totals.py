# SPDX-License-Identifier: MIT
"""Weights adjusted to known totals, from the sheet through the project to declared results, against R's figures.

`tests/expected/adjusting`: R 4.5.0, survey 4.4-2 on `apiclus1` (183 schools), made by `figures.R` there.
"""

from __future__ import annotations

import io
import runpy
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from analysis.analyses import run, shown_python
from analysis.declarations.study import Study
from analysis.exported import read_frame
from analysis.replicate_columns import ReplicateRule
from analysis.survey import ranktest, ratios, ttest
from analysis.writers.plain_text import tables_text
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_known_totals
from projects.design.known_totals import known_totals_of
from projects.design.replicate_weights import set_replicates
from projects.design.sample_design import describe_design
from projects.design.within_household_selection import set_within_household_selection
from projects.export_gate import export_frame
from projects.people.consent_actions import record_consents
from projects.people.persons import Member
from projects.sampling.known_total_weights import AdjustmentRequest
from projects.sampling.planning import sampling_sentences
from projects.store.project import Project
from projects.stored_tables.stored_table import data_table
from tests.projects.datasets.adjusted_schools import (
    DESIGNS,
    FIGURES,
    MARGINS,
    STYPE,
    adjust,
    close,
    columns,
    notes_of,
    planned,
    sample_of_schools,
)
from wording import render


@pytest.fixture
def schools(tmp_path: Path) -> Iterator[Project]:
    with sample_of_schools(tmp_path) as made:
        yield made


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
    linear = run(
        "regression",
        study,
        {"variable": "v8", "predictors": ["v11", "v5"], "model": "linear", "reference": {"v5": "c0"}},
    )
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


def test_a_result_says_what_its_weights_were_adjusted_to(schools: Project, tmp_path: Path) -> None:
    assert "known totals" not in notes_of(schools, "en")
    plan = adjust(schools, tmp_path, MARGINS, AdjustmentRequest(source="state register 2000"))
    said = notes_of(schools, "en")
    source = "(source: state register 2000)"
    assert f"Weights raked to known totals of stype, sch_wide {source}; standard errors use the residuals." in said
    weights = np.array(FIGURES["rake"]["weights"])
    kish = len(weights) * (weights**2).sum() / weights.sum() ** 2
    assert f"design effect of unequal weights {kish:.2f} (Kish)" in said
    assert f"{weights.min():.2f}–{weights.max():.2f}" in said
    assert "les erreurs types sont calculées sur les résidus" in notes_of(schools, "fr")
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
    own = "Weights raked to known totals of stype, sch_wide; standard errors use the residuals."
    below = "Weights of Schools, raked to known totals of stype, sch_wide; standard errors take these weights as given."
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
    assert "raked to known totals of stype, sch_wide; standard errors take these weights as given." in said
    assert "tiennent ces poids pour donnés" in notes_of(schools, "fr", "t2", "v1")
    schools.do(set_within_household_selection("t2", "t2", "v2"))
    multiplied = load_frame(schools, "t2").design.weight
    close(multiplied, np.array(FIGURES["rake"]["weights"]) * (np.arange(183) % 3 + 1.0))


def test_one_member_drawn_multiplies_adjusted_weights(schools: Project, tmp_path: Path) -> None:
    """The mean of y over members of adjusted rows is the ratio of two totals that the known totals explain."""
    adjust(schools, tmp_path, STYPE)
    study = Study(load_frame(schools, "t1"))
    drawn = study.within_household_of(study.variable("v10"))
    size = np.array([float(one) for one in columns()["enroll"]])
    close(drawn.design.weights, np.array(FIGURES["post"]["weights"]) * size)
    y = study.numbers(study.variable("v8"))
    found = run("describe", study, {"variable": "v8", "eligible": "v10"}).tables[0].rows[0].cells[0]
    ratio = ratios(study.design, y * size, size)
    close([found.estimate, found.se], [ratio.estimate[0, 0], ratio.se[0, 0]])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cross", "linear", "lineartrim"])
def test_the_shown_python_gives_the_same_numbers(
    schools: Project, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    adjust(schools, tmp_path, *DESIGNS[name])
    frame, options = load_frame(schools, "t1"), {"variable": "v6", "by": "v5"}
    export_frame(schools, frame, tmp_path / "table.pwtable")
    (tmp_path / "shown.py").write_text(shown_python("proportions", options, language="fr"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    runpy.run_path("shown.py", run_name="__main__")
    assert capsys.readouterr().out.strip() == tables_text(run("proportions", frame, options).tables, "fr").strip()
    back = read_frame(io.BytesIO((tmp_path / "table.pwtable").read_bytes()))
    close(Study(back).design.weights, FIGURES[name]["weights"])
    assert back.table.adjusted == frame.table.adjusted
