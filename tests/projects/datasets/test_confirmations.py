# SPDX-License-Identifier: MIT
"""Text columns without a form stay with the team until confirmed; an order of answers counts once it was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.analyses.registry import run
from analysis.masking import Destination
from analysis.problems import AnalysisProblem
from projects.datasets.add_dataset import import_action
from projects.datasets.corrections.kind_actions import confirm_content, set_kind, set_order
from projects.datasets.export.export_content import export_table
from projects.datasets.registers.age_bands import set_age_bands
from projects.datasets.table.frames import load_frame
from projects.export_gate import ExportProblem, export_figure, withhold_in_tables
from projects.intake.survey_import import import_survey
from projects.store.actions import Action
from projects.store.ports import Transaction
from projects.store.project import Project
from projects.stored_tables.stored_table import confirm, data_table
from wording import Problem, msg, render

WEALTH = ("Kwizo", "Mbezi", "Ndaro", "Safo", "Turo")


def confirmed(table: str, variable: str, **said: bool) -> Action:
    """An action that confirms, as the rooms' own do."""

    def perform(transaction: Transaction) -> None:
        confirm(transaction, table, variable, **said)

    return Action("data.kind", msg("data.levels"), perform)


@pytest.fixture
def register(project: Project, tmp_path: Path) -> Project:
    """A table of words and numbers without a form: wealth (five answers), ready (true or false), age."""
    rows = [f"{WEALTH[n % 5]},{'TRUE' if n % 2 else 'FALSE'},{20 + n % 7}" for n in range(120)]
    file = tmp_path / "register.csv"
    file.write_text("wealth,ready,age\n" + "\n".join(rows), encoding="utf-8")
    project.do(import_action(import_survey(file), file.read_bytes(), file_name=file.name))
    return project


def test_a_kind_said_again_or_content_confirmed_again_makes_no_line_of_history(register: Project) -> None:
    changed = register.do(set_kind("t1", "v1", "one"))
    assert changed.message.key == "kinds.said", "the kind of the file was nobody's yet"
    register.do(set_kind("t1", "v3", "text"))
    register.do(confirm_content("t1", ["v3"]))
    back = register.do(set_kind("t1", "v3", "number"))
    for language, words in (("en", "all values were converted"), ("fr", "toutes les valeurs ont été converties")):
        assert words in render(back.message, language)
    head = register.head
    for again in (set_kind("t1", "v1", "one"), set_kind("t1", "v3", "number"), confirm_content("t1", ["v1", "v3"])):
        with pytest.raises(Problem) as same:
            register.do(again)
        assert same.value.message.key == "interviews.nothing_to_change"
    assert register.head == head


def test_an_order_or_bands_of_age_that_are_so_already_make_no_line_of_history(register: Project) -> None:
    def lines() -> int:
        return int(register.query("SELECT count(*) AS n FROM action")[0]["n"])

    before = lines()
    register.do(set_order("t1", "v1", WEALTH))
    register.do(set_age_bands("0-4, 5+"))
    assert lines() == before + 2, "the order of the file was nobody's yet: to confirm it is a change"
    for again in (set_order("t1", "v1", WEALTH), set_age_bands("0-4,5+")):
        with pytest.raises(Problem) as same:
            register.do(again)
        assert same.value.message.key == "interviews.nothing_to_change"
    assert lines() == before + 2
    register.do(set_order("t1", "v1", WEALTH[::-1]))
    assert lines() == before + 3


def left(project: Project, destination: Destination) -> list[str]:
    return [one.name for one in export_table(project, "t1", destination=destination).variables]


def test_words_without_a_form_stay_inside_until_somebody_says_what_they_are(register: Project) -> None:
    assert left(register, Destination.INSIDE) == ["wealth", "ready", "age"]
    assert left(register, Destination.PARTNER) == left(register, Destination.PUBLIC) == ["ready", "age"]
    register.do(confirmed("t1", "v1", content=True))
    assert left(register, Destination.PUBLIC) == ["wealth", "ready", "age"]
    register.undo()
    assert left(register, Destination.PUBLIC) == ["ready", "age"]


def test_tables_and_charts_of_them_leave_as_a_sentence(register: Project, tmp_path: Path) -> None:
    result = run("proportions", load_frame(register, "t1"), {"variable": "v1"})
    inside = withhold_in_tables(register, result.tables, Destination.INSIDE)[0][0]
    outside = withhold_in_tables(register, result.tables, Destination.PARTNER)[0][0]
    assert len(inside.rows) == 5
    assert "Kwizo" not in str(outside)
    assert "wealth" in render(outside.notes[0], "en")
    assert "wealth" in render(outside.notes[0], "fr")
    with pytest.raises(ExportProblem):
        export_figure(register, result.figures[0], tmp_path / "chart.png", language="en")
    register.do(confirmed("t1", "v1", content=True))
    result = run("proportions", load_frame(register, "t1"), {"variable": "v1"})
    assert len(withhold_in_tables(register, result.tables, Destination.PARTNER)[0][0].rows) == 5


def test_an_ordinal_model_waits_for_the_order(register: Project) -> None:
    options = {"variable": "v1", "predictors": ["v3"], "model": "ordinal"}
    assert data_table(register, "t1").variables[0].order_unconfirmed
    with pytest.raises(AnalysisProblem) as refused:
        run("regression", load_frame(register, "t1"), options)
    assert refused.value.message.key == "problem.order_unconfirmed"
    register.do(confirmed("t1", "v1", order=True))
    assert run("regression", load_frame(register, "t1"), options).tables
