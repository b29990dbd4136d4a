# SPDX-License-Identifier: MIT
"""A table whose errors come from replicate weights, end to end: the figures of R's `svrepdesign` and `as.svrepdesign`.

The calls stand in `tests/expected/replicates`. Tolerance 1e-7: R stops refitting a model at a deviance change of 1e-8.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.analyses.python_code import shown_python
from analysis.declarations.study import Study
from analysis.exported import read_frame
from analysis.records import DesignRoles, Kind, Level, Reason, Variable
from analysis.replicate_columns import ReplicateRule
from analysis.report.blocks import Methods
from analysis.report.docx_report import method_sentences
from analysis.survey import chisq, covariances, quantiles
from analysis.survey.models.mean_tests import ranktest, ttest
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_design, set_known_totals
from projects.design.known_totals import KnownMargin, KnownTotals
from projects.design.replicate_weights import matching, proposed, set_replicates
from projects.export_gate import export_frame
from projects.results.plan_run import run_plan
from projects.results.plans import read_plan
from projects.store.actions import Action
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.queries import insert
from projects.stored_tables.stored_table import data_table
from tests.projects.cells import change_cell
from tests.projects.datasets.replicate_schools import FIGURES, REPLICATES, imported, pupils, schools
from wording import Labels, Problem, msg, render

JK1 = FIGURES["jk1"]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "s.pwb", "seven fictitious rivers", name="Study", user="Analyst") as made:
        imported(made, schools(), pupils())
        yield made


@pytest.fixture
def weighted(project: Project) -> Project:
    """The project whose schools have the errors of their fifteen weights."""
    project.do(set_replicates("t1", ReplicateRule("JK1"), REPLICATES))
    return project


def cells(project: Project, name: str, options: dict[str, Any], table: str = "t1") -> list[Any]:
    found = run(name, load_frame(project, table), options).tables[0]
    return [cell for row in found.rows for cell in row.cells]


def text(project: Project, name: str, options: dict[str, Any], language: str = "en", table: str = "t1") -> str:
    return " ".join(render(note, language) for note in run(name, load_frame(project, table), options).tables[0].notes)


def test_means_totals_ratios_and_quantiles(weighted: Project) -> None:
    (mean,) = [cell for cell in cells(weighted, "means", {"variable": "v3"}) if cell.se]
    assert [mean.estimate, mean.se, mean.low, mean.high] == pytest.approx(JK1["mean"], rel=1e-9)
    assert mean.df == JK1["degf"]
    (total,) = [cell for cell in cells(weighted, "means", {"variable": "v4", "statistic": "total"}) if cell.se]
    assert [total.estimate, total.se] == pytest.approx(JK1["total"], rel=1e-9)
    (ratio,) = [cell for cell in cells(weighted, "ratio", {"numerator": "v5", "denominator": "v4"}) if cell.se]
    assert [ratio.estimate, ratio.se] == pytest.approx(JK1["ratio"], rel=1e-9)
    design = Study(load_frame(weighted, "t1")).design
    median = quantiles(design, load_frame(weighted, "t1").data["v3"].to_numpy(), [0.5])
    found = [median.estimate, median.low, median.high, median.se]
    assert [float(one[0, 0]) for one in found] == pytest.approx(JK1["quantile"], rel=1e-9)


def test_groups_and_shares(weighted: Project) -> None:
    found = [cell for cell in cells(weighted, "means", {"variable": "v3", "by": "v1"}) if cell.se][:3]
    assert [cell.estimate for cell in found] == pytest.approx(JK1["by"]["est"], rel=1e-9)
    assert [cell.se for cell in found] == pytest.approx(JK1["by"]["se"], rel=1e-9)
    assert [cell.df for cell in found] == JK1["by"]["df"]
    shares = [cell for cell in cells(weighted, "proportions", {"variable": "v1"}) if cell.se]
    assert [cell.estimate for cell in shares] == pytest.approx(JK1["share"]["est"], rel=1e-9)
    assert [cell.se for cell in shares] == pytest.approx(JK1["share"]["se"], rel=1e-9)


def test_replicates_without_rows_of_a_group_are_told(weighted: Project) -> None:
    assert "rows left" not in text(weighted, "means", {"variable": "v3", "by": "v1"})
    district = {"variable": "v3", "where": [{"variable": "v8", "is": [0]}]}  # the first replicate leaves it out
    assert "In 1 of 15 replicates a group has no rows left" in text(weighted, "means", district)
    assert "aucune ligne d’un groupe\u00a0: 1 sur 15" in text(weighted, "means", district, "fr")


def test_tests(weighted: Project) -> None:
    study = Study(load_frame(weighted, "t1"))
    stype, wide = (study.codes(study.variable(name)) for name in ("v1", "v2"))
    score = study.numbers(study.variable("v3"))
    table = chisq(study.design, wide, stype)
    assert [table.statistic, table.df, table.ddf, table.p] == pytest.approx(list(JK1["chisq"].values()), rel=1e-8)
    t = ttest(study.design, score, wide)
    assert [t.statistic, t.df, t.p] == pytest.approx(list(JK1["ttest"].values()), rel=1e-7)
    rank = ranktest(study.design, score, wide, ties="as ordered")
    assert [rank.statistic, rank.df, rank.p] == pytest.approx(list(JK1["rank"].values()), rel=1e-7)
    spread = covariances(study.design, score)
    assert [spread.estimate[0, 0], spread.se[0, 0]] == pytest.approx(JK1["variance"], rel=1e-9)
    compared = run("crosstab", study, {"variable": "v2", "column": "v1"})
    assert f"{JK1['chisq']['F']:.2f}" in " ".join(render(note, "en") for note in compared.tables[0].notes)


def test_models(weighted: Project) -> None:
    from analysis.survey.models.design_matrix import category, model_matrix, number
    from analysis.survey.models.glm import glm, wald_test
    from analysis.survey.models.ordinal import ordinal

    study = Study(load_frame(weighted, "t1"))
    stype, wide = (study.codes(study.variable(name)) for name in ("v1", "v2"))
    meals = number("meals", study.numbers(study.variable("v6")))
    matrix = model_matrix([meals, category("stype", stype, ["E", "H", "M"])], study.rows)
    model = glm(study.design, matrix, wide.astype(float), "quasibinomial")
    assert model.coef == pytest.approx(JK1["glm"]["coef"], rel=1e-6)
    assert model.se == pytest.approx(JK1["glm"]["se"], rel=1e-6)
    assert model.df == JK1["glm"]["df"]
    term = wald_test(model, "stype")
    assert [term.statistic, term.df, term.ddf, term.p] == pytest.approx(list(JK1["term"].values()), rel=1e-6)
    ordered = ordinal(study.design, model_matrix([meals], study.rows, intercept=False), stype, 3)
    assert ordered.coef == pytest.approx(JK1["olr"]["coef"], rel=2e-3)  # R's optimiser stops early
    assert ordered.se == pytest.approx(JK1["olr"]["se"], rel=2e-3)
    assert ordered.df == JK1["olr"]["df"]
    shown = run("regression", study, {"variable": "v2", "event": ["Yes"], "predictors": ["v6", "v1"]})
    notes = " ".join(render(note, "en") for note in shown.tables[0].notes)
    assert "11 degrees of freedom (rank of the replicate weights minus coefficients)" in notes


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        *((kind, ReplicateRule(kind)) for kind in ("JK1", "BRR", "bootstrap", "successive-difference")),
        ("Fay", ReplicateRule("Fay", rho=0.3)),
        ("JKn", ReplicateRule("JKn", scale=1.0, rscales=tuple(at / 16 for at in range(1, 16)))),
        ("other", ReplicateRule("other", scale=0.5, rscales=tuple(at / 8 for at in range(1, 16)))),
        ("mse", ReplicateRule("other", scale=0.5, rscales=tuple(at / 8 for at in range(1, 16)), mse=True)),
    ],
)
def test_each_kind_has_its_scale(project: Project, kind: str, rule: ReplicateRule) -> None:
    project.do(set_replicates("t1", rule, REPLICATES))
    (mean,) = [cell for cell in cells(project, "means", {"variable": "v3"}) if cell.se]
    assert mean.se == pytest.approx(FIGURES["kinds"][kind], rel=1e-9)


def test_made_from_the_design(project: Project, tmp_path: Path) -> None:
    project.do(set_replicates("t1", ReplicateRule("jackknife")))
    (mean,) = [cell for cell in cells(project, "means", {"variable": "v3"}) if cell.se]
    assert [mean.estimate, mean.se, mean.low, mean.high] == pytest.approx(FIGURES["made"]["jackknife"]["mean"])
    with Project.create(tmp_path / "pairs.pwb", "seven fictitious rivers", name="Pairs", user="Analyst") as pairs:
        imported(pairs, schools(14))
        pairs.do(set_design("t1", DesignRoles("v7", "v9", ("v8",))))
        for rule, name in (("jackknife", "JKn"), ("half-samples", "halves")):
            pairs.do(set_replicates("t1", ReplicateRule(rule)))
            (mean,) = [cell for cell in cells(pairs, "means", {"variable": "v3"}) if cell.se]
            assert mean.se == pytest.approx(FIGURES["made"][name], rel=1e-9)
        pairs.do(set_replicates("t1", ReplicateRule("half-samples", rho=0.3)))
        (mean,) = [cell for cell in cells(pairs, "means", {"variable": "v3"}) if cell.se]
        assert mean.se == pytest.approx(FIGURES["made"]["fay"], rel=1e-9)
        assert mean.df == FIGURES["made"]["halves_df"]
        assert "Fay 0.3" in text(pairs, "means", {"variable": "v3"})
        assert "Fay 0,3" in text(pairs, "means", {"variable": "v3"}, "fr")


def test_a_bootstrap_has_its_seed(project: Project) -> None:
    project.do(set_replicates("t1", ReplicateRule("made-bootstrap", count=400, seed=7)))
    (first,) = [cell for cell in cells(project, "means", {"variable": "v3"}) if cell.se]
    (again,) = [cell for cell in cells(project, "means", {"variable": "v3"}) if cell.se]
    assert first.se == again.se
    assert first.se == pytest.approx(FIGURES["linear_se"], rel=0.2)  # of 400 replicates of 15 clusters
    assert "400 replicate weights made from the design (bootstrap of clusters, Rao and Wu 1988, seed 7)" in text(
        project, "means", {"variable": "v3"}
    )


def test_undo_redo_and_what_is_said(project: Project) -> None:
    (plain,) = [cell for cell in cells(project, "means", {"variable": "v3"}) if cell.se]
    assert plain.se == pytest.approx(FIGURES["linear_se"], rel=1e-9)
    project.do(set_replicates("t1", ReplicateRule("JK1"), REPLICATES))
    held = data_table(project, "t1").replicates
    assert held is not None
    assert held.variables == REPLICATES
    notes = text(project, "means", {"variable": "v3"})
    assert "Standard errors from 15 replicate weights of the file (jackknife JK1), deviations from their mean" in notes
    assert "rank of the weights minus one = 14" in notes
    assert "clusters minus strata" not in notes
    assert "15 poids de réplication du fichier" in text(project, "means", {"variable": "v3"}, "fr")
    project.undo()
    assert data_table(project, "t1").replicates is None
    (back,) = [cell for cell in cells(project, "means", {"variable": "v3"}) if cell.se]
    assert back.se == plain.se
    project.redo()
    assert data_table(project, "t1").replicates == held
    project.do(set_replicates("t1", None))
    assert data_table(project, "t1").replicates is None


def test_rows_without_consent_leave_every_replicate(weighted: Project) -> None:
    """By hand: the jackknife of the mean of the rows that stay, from their columns alone."""
    whole = load_frame(weighted, "t1")
    out = whole.row_ids[::5]
    states = [{"table_id": "t1", "row_id": int(row), "state": "excluded"} for row in out]
    weighted.do(
        Action("data.design", msg("data.reason.1"), lambda transaction: insert(transaction, "row_state", states))
    )
    left = ~np.isin(whole.row_ids, out)
    matrix, score = whole.data[list(REPLICATES)].to_numpy()[left], whole.data["v3"].to_numpy()[left]
    each = matrix.T @ score / matrix.sum(axis=0)
    expected = np.sqrt(14 / 15 * ((each - each.mean()) ** 2).sum())
    (mean,) = [cell for cell in cells(weighted, "means", {"variable": "v3"}) if cell.se]
    assert mean.se == pytest.approx(expected, rel=1e-9)


def test_a_child_has_the_weights_of_its_parents_row(weighted: Project) -> None:
    frame, above = load_frame(weighted, "t2"), load_frame(weighted, "t1")
    matrix, score = np.repeat(above.data[list(REPLICATES)].to_numpy(), 2, axis=0), frame.data["v1"].to_numpy()
    each = matrix.T @ score / matrix.sum(axis=0)
    (mean,) = [cell for cell in cells(weighted, "means", {"variable": "v1"}, "t2") if cell.se]
    assert mean.se == pytest.approx(np.sqrt(14 / 15 * ((each - each.mean()) ** 2).sum()), rel=1e-9)
    assert "15 replicate weights" in text(weighted, "means", {"variable": "v1"}, table="t2")


@pytest.mark.parametrize("rule", [ReplicateRule("JK1"), ReplicateRule("made-bootstrap", count=50, seed=7)])
def test_the_shown_python_gives_the_same_numbers(
    project: Project, tmp_path: Path, rule: ReplicateRule, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    from analysis.writers.plain_text import tables_text

    project.do(set_replicates("t1", rule, () if rule.made else REPLICATES))
    frame, options = load_frame(project, "t1"), {"variable": "v3", "by": "v1"}
    monkeypatch.chdir(tmp_path)
    export_frame(project, frame, tmp_path / "table.pwtable")
    exec(compile(shown_python("means", options), "shown", "exec"), {})
    assert capsys.readouterr().out.strip() == tables_text(run("means", frame, options).tables, "en").strip()
    back = read_frame(io.BytesIO((tmp_path / "table.pwtable").read_bytes()))
    assert back.design.replicates is not None
    assert back.design.replicates.rule == rule


def test_a_plan_uses_the_setting_of_the_table(weighted: Project, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("analysis,table,variable\nmeans,schools,api00\n", encoding="utf-8")
    (result,) = run_plan(weighted, read_plan(path))
    assert result.facts["replicates"]["n"] == 15
    assert "not linearised" in render(result.why, "en")
    said = [render(line, "en") for line in method_sentences(Methods(datasets=(("schools", result.facts),)))]
    assert any("errors come from 15 replicate weights (jackknife JK1)" in line for line in said)
    assert not any("Taylor" in line for line in said)
    (cell,) = [cell for row in result.tables[0].rows for cell in row.cells if cell.se]
    assert cell.se == pytest.approx(JK1["mean"][1], rel=1e-9)


def test_a_missing_replicate_weight_is_counted(weighted: Project) -> None:
    row = int(load_frame(weighted, "t1").row_ids[3])
    weighted.do(change_cell(weighted, "t1", row, REPLICATES[2], DatasetCell(None, Reason.MISSING)))
    with pytest.raises(AnalysisProblem) as raised:
        run("means", load_frame(weighted, "t1"), {"variable": "v3"})
    assert "1 row has a missing" in render(raised.value.message, "en")


@pytest.mark.parametrize(
    ("rule", "chosen"),
    [
        (ReplicateRule("JK1"), ()),
        (ReplicateRule("JK1"), ("v1", "v20")),
        (ReplicateRule("JK1"), ("v7", "v20")),
        (ReplicateRule("JK1"), ("v99", "v20")),
        (ReplicateRule("JKn"), REPLICATES),
        (ReplicateRule("other", scale=1.0, rscales=(1.0,)), REPLICATES),
        (ReplicateRule("Fay"), REPLICATES),
        (ReplicateRule("BRR", rho=1.5), REPLICATES),
        (ReplicateRule("other", scale=-1.0), REPLICATES),
        (ReplicateRule("made-bootstrap", count=1), ()),
        (ReplicateRule("none such"), REPLICATES),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(project: Project, rule: ReplicateRule, chosen: tuple[str, ...]) -> None:
    before = project.head
    with pytest.raises(Problem) as raised:
        project.do(set_replicates("t1", rule, chosen))
    assert render(raised.value.message, "fr").endswith((".", "”", "»"))
    assert project.head == before


def test_half_samples_need_pairs_of_clusters(project: Project) -> None:
    project.do(set_replicates("t1", ReplicateRule("half-samples")))
    with pytest.raises(AnalysisProblem):
        run("means", load_frame(project, "t1"), {"variable": "v3"})


def test_columns_are_found_by_their_names(project: Project) -> None:
    table = data_table(project, "t1")
    assert matching(table, "REPW*") == list(REPLICATES)
    assert matching(table, "nothing*") == []
    assert proposed(table) == "repw*"
    assert proposed(data_table(project, "t2")) == ""


BOOTSTRAP, HALVES = ReplicateRule("made-bootstrap", count=50, seed=7), ReplicateRule("half-samples")


@pytest.mark.parametrize(
    ("rule", "chosen", "takes"),
    [(ReplicateRule("jackknife"), (), True), (BOOTSTRAP, (), False), (HALVES, (), False),
     (ReplicateRule("JK1"), REPLICATES, False)],
)  # fmt: skip
def test_only_the_jackknife_takes_population_counts_and_the_notes_say_so(
    tmp_path: Path, rule: ReplicateRule, chosen: tuple[str, ...], takes: bool
) -> None:
    """Fourteen districts in pairs, with and without their number in all: errors differ where it is said to enter."""
    found = schools(14)
    counts = {"v40": pa.array(np.full(found.rows, 4.0))}
    counted = Variable("v40", "in_all", Labels({"en": "in all"}), Kind.NUMBER, Level.INTERVAL)
    found = replace(found, variables=(*found.variables, counted), columns={**found.columns, **counts})
    errors, said = [], []
    with Project.create(tmp_path / "f.pwb", "seven fictitious rivers", name="Study", user="Analyst") as project:
        imported(project, found)
        project.do(set_replicates("t1", rule, chosen))
        for fpc in ((), ("v40",)):
            project.do(set_design("t1", DesignRoles(weight="v7", strata="v9", clusters=("v8",), fpc=fpc)))
            (cell,) = [cell for cell in cells(project, "means", {"variable": "v3"}) if cell.se]
            errors.append(cell.se)
            said.append(text(project, "means", {"variable": "v3"}))
    assert (errors[0] != pytest.approx(errors[1])) == takes
    assert ("finite population correction, design effect" in said[1]) == takes
    assert ("do not use the population counts of the design: no finite population correction." in said[1]) != takes
    assert "population" not in said[0]


@pytest.mark.parametrize("made", [False, True])
def test_every_replicate_is_adjusted_to_known_totals(project: Project, made: bool) -> None:
    rule = ReplicateRule("jackknife") if made else ReplicateRule("JK1")
    project.do(set_replicates("t1", rule, () if made else REPLICATES))
    totals = tuple(((name,), total) for name, total in (("E", 4421.0), ("H", 755.0), ("M", 1018.0)))
    project.do(set_known_totals("t1", KnownTotals("poststratify", (KnownMargin(("v1",), totals),))))
    expected = FIGURES["poststratified"]
    (mean,) = [cell for cell in cells(project, "means", {"variable": "v3"}) if cell.se]
    assert [mean.estimate, mean.se, mean.df] == pytest.approx([expected[name] for name in ("mean", "mean_se", "degf")])
    (total,) = [cell for cell in cells(project, "means", {"variable": "v4", "statistic": "total"}) if cell.se]
    assert total.se == pytest.approx(expected["total_se"], rel=1e-9)
    notes = text(project, "means", {"variable": "v3"})
    assert "Weights post-stratified to known totals of stype, and each replicate again to the same totals." in notes
    assert "residuals" not in notes
    assert "chaque réplication à nouveau" in text(project, "means", {"variable": "v3"}, "fr")
    if made:
        assert [cell for cell in cells(project, "means", {"variable": "v1"}, "t2") if cell.se]
        return
    with pytest.raises(AnalysisProblem) as raised:
        cells(project, "means", {"variable": "v1"}, "t2")
    assert "no longer fit these rows" in render(raised.value.message, "en")
