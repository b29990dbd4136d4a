# SPDX-License-Identifier: MIT
"""A newer export of the study joins it: rows keep their ids, edits stay, everything can be undone."""

from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from analysis.analyses import run
from analysis.records import Choice, DataTable, Kind, Reason, RowOrigin, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.derived.derived_variables import add_derived
from projects.datasets.merge.comparison import compare
from projects.datasets.merge.merge_action import NOTHING, Chosen, merge_action
from projects.datasets.question_matching import order_of_choices, pair_variables
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_known_totals
from projects.design.known_totals import KnownMargin, KnownTotals, known_totals_of
from projects.imported.records import ImportedData, ImportedTable
from projects.importing.options import ImportOptions
from projects.intake.survey_import import import_survey
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.row_states import rows_in_state
from projects.stored_tables.stored_table import data_table
from tests.projects.cells import change_cell
from wording import Labels, Problem, render

_spec = importlib.util.spec_from_file_location("datasets_study", Path(__file__).with_name("conftest.py"))
study_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(study_module)


def newer_households() -> ImportedTable:
    """Row order b, a, c, d, f, g: household e vanished, g is new; a was edited once, b's age is 52 now.

    Site has a new choice; the question age became the last but one; a new question "water" was added.
    """
    table = study_module.households()
    order = pa.array([1, 0, 2, 3, 5, 5])
    columns = {name: array.take(order) for name, array in table.columns.items()}
    columns["v6"] = pa.array([52.0, 34.0, 27.0, 45.0, None, 61.0])
    columns["v2"] = study_module.one(["c1", "c1", "c1", "c2", "c2", "c3"])
    columns["v9"] = pa.array(["well", "tap", None, "well", "tap", "tap"])
    reasons = {name: array[[1, 0, 2, 3, 5, 5]] for name, array in table.reasons.items()}
    reasons["v6"] = np.array([0, 0, 0, 0, 3, 0], np.int8)
    reasons["v9"] = np.array([0, 0, 4, 0, 0, 0], np.int8)
    site = table.variables[1]
    third = Choice("c3", "c", Labels({"en": "Site C"}))
    variables = [dataclasses.replace(v, choices=(*site.choices, third)) if v.id == "v2" else v for v in table.variables]
    water = study_module.variable(9, "water", Kind.TEXT)
    return dataclasses.replace(
        table,
        variables=(*variables, water),
        columns=columns,
        reasons=reasons,
        row_keys={
            "uuid": pa.array(["b", "a2", "c", "d", "f", "g"]),
            "deprecated": pa.array([None, "uuid:a", None, None, None, None]),
        },
    )


def newer_members() -> ImportedTable:
    """Household a lost its first member; b's member turned 52; g brings one of its own."""
    table = study_module.members()
    return dataclasses.replace(
        table,
        columns={
            "v1": study_module.one(["c1", "c2", "c1", "c2", "c1", "c1"]),
            "v2": pa.array([52.0, 40.0, 3.0, 45.0, 61.0, 20.0]),
        },
        rows=6,
        parent_rows=np.array([0, 1, 2, 3, 5, -1]),
    )


def newer_study() -> ImportedData:
    return dataclasses.replace(study_module.study(), tables=(newer_households(), newer_members()))


def test_the_comparison_lists_what_changed(stored: Project) -> None:
    found = compare(stored, "d1", newer_study())
    households, members = found.tables
    assert households.old_ids.tolist() == [2, 1, 3, 4, 6, -1]
    assert (households.new_rows, households.vanished) == ([5], [5])
    assert households.changed == {2: ("v6",)}
    assert [pair.merged.name for pair in households.pairs if pair.old is None] == ["water"]
    assert members.old_ids.tolist() == [3, 2, 4, 5, -1, 8]
    assert members.changed == {3: ("v2",)}
    assert members.vanished == [1, 6, 7]
    assert found.undecided == 0


def test_merging_keeps_ids_edits_and_can_be_undone(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 2, "v6", DatasetCell(50.0), why="asked again"))
    stored.do(change_cell(stored, "t1", 4, "v6", DatasetCell(46.0), why="asked again"))
    before = load_frame(stored, "t1", consent_only=False)
    found = compare(stored, "d1", newer_study())
    (conflict,) = found.tables[0].conflicts
    assert (conflict.row_id, conflict.edited, conflict.was, conflict.now) == (
        2,
        DatasetCell(50.0),
        DatasetCell(51.0),
        DatasetCell(52.0),
    )
    changes = stored.do(merge_action(found, b"newer", file_name="newer.xlsx", user="Analyst"))
    assert render(changes.message, "en") == (
        "Merged a newer export, Fictitious study: 2 new, 2 changed, 4 vanished rows"
    )
    frame = load_frame(stored, "t1", consent_only=False)
    assert frame.row_ids.tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert frame.data["v6"].tolist()[:5] == [34, 50, 27, 46, 38]
    assert frame.data["v6"].iloc[6] == 61
    assert load_frame(stored, "t1", ["v6"], consent_only=False, edited=False).data["v6"].iloc[1] == 52
    assert frame.data["v2"].tolist() == ["c1", "c1", "c1", "c2", "c2", "c2", "c3"]
    assert frame.data["v9"].fillna("").tolist() == ["tap", "well", "", "well", "", "tap", "tap"]
    assert frame.reasons["v9"].tolist() == [0, 0, 4, 0, 1, 0, 0], "not asked in the older form"
    assert rows_in_state(stored, "t1", "vanished") == [5]
    members = load_frame(stored, "t2", consent_only=False)
    assert members.row_ids.tolist() == list(range(1, 10))
    assert members.data["v2"].iloc[8] == 61
    assert members.design.strata is not None
    assert members.design.strata[8] == 2, "the new member inherits from the new household"
    assert load_frame(stored, "t2").row_ids.tolist() == [2, 3, 4, 5, 8, 9]
    stored.undo()
    again = load_frame(stored, "t1", consent_only=False)
    assert again.data.equals(before.data)
    assert data_table(stored, "t1").variables == study_module.HOUSEHOLD_VARIABLES
    assert rows_in_state(stored, "t1", "vanished") == []


def test_merging_the_same_export_again_changes_nothing(stored: Project) -> None:
    stored.do(merge_action(compare(stored, "d1", newer_study())))
    again = compare(stored, "d1", newer_study())
    assert [(t.new_rows, t.vanished, t.changed) for t in again.tables] == [([], [], {})] * 2
    assert not [pair for table in again.tables for pair in table.pairs if pair.old is None]


def test_the_first_export_brings_a_vanished_row_back(stored: Project) -> None:
    stored.do(merge_action(compare(stored, "d1", newer_study())))
    back = compare(stored, "d1", study_module.study())
    assert back.tables[0].old_ids.tolist() == [1, 2, 3, 4, 5, 6], "the edited one is known by its history"
    stored.do(merge_action(back))
    assert rows_in_state(stored, "t1", "vanished") == [7]


def test_only_what_is_chosen_is_taken(stored: Project) -> None:
    chosen = Chosen(new=NOTHING, changed={"t2": frozenset({3})}, vanished=NOTHING)
    stored.do(merge_action(compare(stored, "d1", newer_study()), chosen=chosen))
    frame = load_frame(stored, "t1", consent_only=False)
    assert frame.row_ids.tolist() == [1, 2, 3, 4, 5, 6]
    assert frame.data["v6"].iloc[1] == 51
    assert load_frame(stored, "t2", consent_only=False).data["v2"].iloc[2] == 52
    assert rows_in_state(stored, "t1", "vanished") == []


def test_ambiguous_rows_are_asked_and_the_answer_counts(stored: Project) -> None:
    table = newer_households()
    keys = {"uuid": pa.array(["b", "a", "c", "d", "f", "f2"]), "deprecated": pa.array([None] * 5 + ["f"])}
    export = dataclasses.replace(newer_study(), tables=(dataclasses.replace(table, row_keys=keys), newer_members()))
    found = compare(stored, "d1", export)
    (question,) = found.tables[0].ambiguous
    assert (question.new_rows, question.row_ids, question.why) == ((4, 5), (6,), "same_submission")
    with pytest.raises(Problem):
        merge_action(found)
    settled = compare(stored, "d1", export, {("t1", 4): 6, ("t1", 5): None})
    assert settled.undecided == 0
    assert settled.tables[0].new_rows == [5]


def without(*names: str) -> ImportedData:
    """The newer study without some questions of households."""
    table = newer_households()
    kept = tuple(one for one in table.variables if one.id not in names)
    columns = {name: column for name, column in table.columns.items() if name not in names}
    reasons = {name: found for name, found in table.reasons.items() if name not in names}
    found = dataclasses.replace(table, variables=kept, columns=columns, reasons=reasons)
    return dataclasses.replace(newer_study(), tables=(found, newer_members()))


def test_a_question_that_the_sample_needs_is_missed_before_and_after(stored: Project) -> None:
    """Site is the stratum and has known totals; a derived variable that rests on age has one too."""
    older = stored.do(add_derived("t1", "older", Labels({}), {"do": "calculate", "expr": ["+", "v6", 1]})).result
    stored.do(change_cell(stored, "t1", 6, "v6", DatasetCell(40.0)))
    sites = KnownMargin(("v2",), ((("c1",), 4.0), (("c2",), 4.0)))
    stored.do(set_known_totals("t1", KnownTotals("calibrate", (sites,), ((older, 330.0),), distance="raking")))
    assert compare(stored, "d1", newer_study()).lacks == []
    found = compare(stored, "d1", without("v2", "v6", "v8"))
    (said,) = found.lacks
    told = render(said, "en")
    assert told.startswith("This export lacks, or has in another kind: site, age. They are needed for: ")
    assert "design of Households (Analysis, Design), known totals of Households (Sampling, step 4)" in told
    assert "un autre type\u00a0: site, age." in render(said, "fr")
    stored.do(merge_action(found))
    notes = [render(one, "en") for one in run("describe", load_frame(stored, "t1"), {"variable": "v4"}).tables[0].notes]
    assert "1 row without weight, stratum or cluster is left out." in notes
    stored.undo()
    stored.do(merge_action(compare(stored, "d1", without("v6"))))
    assert known_totals_of(stored, "t1") is not None
    with pytest.raises(Problem) as raised:
        run("proportions", load_frame(stored, "t1"), {"variable": "v1"})
    assert "1 row has no answer to" in render(raised.value.message, "en")
    stored.undo()
    assert run("proportions", load_frame(stored, "t1"), {"variable": "v1"}).facts["adjusted"]


def test_a_question_that_nothing_needs_may_be_missing(stored: Project) -> None:
    assert compare(stored, "d1", without("v8")).lacks == []


def test_another_form_is_refused(project: Project, stored: Project) -> None:
    plain = dataclasses.replace(newer_households(), row_keys={})
    with pytest.raises(Problem):
        compare(stored, "d1", dataclasses.replace(newer_study(), tables=(plain,)))
    with pytest.raises(Problem):
        compare(stored, "d9", newer_study())


def test_what_was_erased_does_not_come_back(stored: Project) -> None:
    erase(stored, Subject("row", ("t1", [1])), EraseReason("asked"))
    households, members = compare(stored, "d1", newer_study()).tables
    assert households.old_ids.tolist() == [2, -1, 3, 4, 6, -1]
    assert (households.erased, households.new_rows, households.vanished) == ([1], [5], [5])
    assert (members.erased, members.new_rows) == ([1], [4])
    stored.do(merge_action(compare(stored, "d1", newer_study())))
    assert load_frame(stored, "t1", ["v6"]).row_ids.tolist() == [2, 3, 4, 6, 7]
    assert 34 not in load_frame(stored, "t1", ["v6"], consent_only=False).data["v6"].tolist()


def test_more_than_one_chunk(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of four rows: only those that changed or grew are written anew."""
    stored_tables = [f"stored_tables.{name}" for name in ("chunks", "chunk_writer", "columns")]
    for module in (*stored_tables, "datasets.merge.merge_action"):
        monkeypatch.setattr(f"projects.{module}.CHUNK_ROWS", 4)
    project.do(import_action(study_module.study()))
    refs = {row["column_id"]: row["ref"] for row in project.query("SELECT * FROM column_chunk WHERE chunk = 0")}
    project.do(merge_action(compare(project, "d1", newer_study())))
    frame = load_frame(project, "t1", consent_only=False)
    assert frame.data["v6"].tolist()[:5] == [34, 52, 27, 45, 38]
    assert frame.data["v3"].tolist() == ["k1", "k1", "k2", "k1", "k2", "k2", "k2"]
    now = project.query("SELECT ref FROM column_chunk WHERE chunk = 0 AND column_id = 'v3' AND table_id = 't1'")
    assert now[0]["ref"] == refs["v3"]
    assert load_frame(project, "t2", consent_only=False).data["v2"].tolist()[:4] == [34, 40, 52, 3]


def test_an_older_table_keeps_what_its_answers_mean(tmp_path: Path) -> None:
    """The word refused in a file without labels is an answer by now; in a table where it is a reason it stays one."""
    file = tmp_path / "heard.csv"
    lines = [f"u{n},{('yes', 'no', 'refused')[n % 3]}" for n in range(12)]
    with Project.create(tmp_path / "p.pwb", "seven fictitious rivers", name="P", user="A") as project:
        file.write_text("\n".join(["_uuid,heard", *lines]), encoding="utf-8")
        older = ImportOptions(choice_reasons={"heard": {"refused": int(Reason.REFUSED)}})
        project.do(import_action(import_survey(file, None, older), b"x", file_name="heard.csv"))
        file.write_text("\n".join(["_uuid,heard", *lines, "u12,refused", "u13,no"]), encoding="utf-8")
        found = compare(project, "d1", import_survey(file))
        assert found.tables[0].changed == {}
        project.do(merge_action(found, b"y", file_name="heard.csv", user="A"))
        reasons = load_frame(project, "t1", consent_only=False).reasons["v2"]
        assert reasons.tolist() == [0, 0, 2] * 4 + [2, 0]


@pytest.mark.parametrize(
    ("before", "now", "wanted"),
    [
        ("Never Often Always", "Never Sometimes Often", "Never Sometimes Often Always"),
        ("S1 S10", "S1 S2", "S1 S2 S10"),
        ("low mid", "low lower mid", "low lower mid"),  # as the newer form lists them
        ("S10 S1", "S1 S2", "S10 S1 S2"),  # a person put them so: a new one goes to the end
    ],
)
def test_new_answers_stand_where_the_order_of_answers_puts_them(before: str, now: str, wanted: str) -> None:
    def question(codes: str) -> Variable:
        choices = [Choice(f"c{at}", code, Labels({})) for at, code in enumerate(codes.split(), 1)]
        return dataclasses.replace(study_module.variable(1, "q", Kind.ONE), choices=tuple(choices))

    table = DataTable("t1", "a", Labels({}), "", RowOrigin.PURPOSIVE, (question(before),), 0)
    (pair,) = pair_variables(table, dataclasses.replace(study_module.members(), variables=(question(now),)))
    named = {choice.id: choice.code for choice in pair.merged.choices}
    assert [named[one] for one in order_of_choices(pair)] == wanted.split()


def test_a_newer_file_brings_an_answer_into_its_place(tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"

    def read(answers: str) -> ImportedData:
        rows = [f"u{answers}{at},{one}" for at, one in enumerate(answers.split() * 6)]
        file.write_text("_uuid,How often?\n" + "\n".join(rows) + "\n", encoding="utf-8")
        return import_survey(file)

    with Project.create(tmp_path / "a.pwb", "long enough to be a passphrase", name="A") as project:
        project.do(import_action(read("Never Often Always")))
        project.do(merge_action(compare(project, "d1", read("Never Sometimes Often"))))
        asked = data_table(project, "t1").named("How often?")
        assert [one.code for one in asked.choices] == ["Never", "Sometimes", "Often", "Always"]
        counted = load_frame(project, "t1", [asked.id], consent_only=False).data[asked.id].value_counts()
        assert [counted[one.id] for one in asked.choices] == [12, 6, 12, 6]
        project.undo()
        before = data_table(project, "t1").named("How often?")
        assert [one.code for one in before.choices] == ["Never", "Often", "Always"]
