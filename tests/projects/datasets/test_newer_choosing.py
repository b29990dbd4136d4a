# SPDX-License-Identifier: MIT
"""Choices from a newer export: rows one by one, edits that give way, wording of a newer form."""

from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path

import numpy as np
import pyarrow as pa

from analysis.records import Kind
from projects.datasets.add_dataset import import_action
from projects.datasets.cleaning_log import logged
from projects.datasets.merge.comparison import compare
from projects.datasets.merge.difference_list import Difference
from projects.datasets.merge.merge_action import NOTHING, Chosen, merge_action, own_rows, taken_new, taken_vanished
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_wording
from projects.imported.records import ImportedData, ImportedTable
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.row_states import rows_in_state
from projects.stored_tables.stored_table import data_table
from tests.projects.cells import change_cell
from wording import Labels

_spec = importlib.util.spec_from_file_location("datasets_study", Path(__file__).with_name("conftest.py"))
study_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(study_module)


def households(**more: object) -> ImportedTable:
    """Households b and c are older by a year, e and f are gone, g and h are new."""
    table = study_module.households()
    order = pa.array([0, 1, 2, 3, 4, 4])
    columns = {name: array.take(order) for name, array in table.columns.items()}
    columns["v6"] = pa.array([34.0, 52.0, 28.0, 45.0, 61.0, 62.0])
    reasons = {name: array[[0, 1, 2, 3, 4, 4]] for name, array in table.reasons.items()}
    reasons["v6"] = np.zeros(6, np.int8)
    keys = {"uuid": pa.array(["a", "b", "c", "d", "g", "h"])}
    return dataclasses.replace(table, columns=columns, reasons=reasons, row_keys=keys, **more)


def members() -> ImportedTable:
    """As before in a to d; one member each in g and h."""
    return dataclasses.replace(
        study_module.members(),
        columns={
            "v1": study_module.one(["c1", "c2", "c1", "c1", "c2", "c1", "c2", "c1"]),
            "v2": pa.array([34.0, 40.0, 51.0, 3.0, 45.0, 61.0, 62.0, 20.0]),
        },
        parent_rows=np.array([0, 0, 1, 2, 3, 4, 5, -1]),
    )


def export(**more: object) -> ImportedData:
    return dataclasses.replace(study_module.study(), tables=(households(**more), members()))


def test_old_and_new_values_are_listed(stored: Project) -> None:
    table = compare(stored, "d1", export()).tables[0]
    assert table.differences == {
        2: (Difference("v6", DatasetCell(51.0), DatasetCell(52.0)),),
        3: (Difference("v6", DatasetCell(27.0), DatasetCell(28.0)),),
    }
    assert ("v6", DatasetCell(61.0)) in table.words_of_new[4]
    assert ("v6", DatasetCell(38.0)) in table.words_of_existing[5]


def test_rows_are_taken_one_by_one(stored: Project) -> None:
    found = compare(stored, "d1", export())
    chosen = Chosen(new={"t1": frozenset({5})}, changed={"t1": frozenset({3})}, vanished={"t1": frozenset({6})})
    stored.do(merge_action(found, chosen=chosen))
    frame = load_frame(stored, "t1", ["v6"], consent_only=False)
    assert frame.row_ids.tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert frame.data["v6"].tolist()[:4] == [34, 51, 28, 45]
    assert frame.data["v6"].iloc[6] == 62
    assert rows_in_state(stored, "t1", "vanished") == [6]
    again = compare(stored, "d1", export())
    assert (again.tables[0].new_rows, list(again.tables[0].changed), again.tables[0].vanished) == ([4], [2], [5])


def test_members_follow_their_household(stored: Project) -> None:
    found = compare(stored, "d1", export())
    people = found.tables[1]
    assert (people.new_rows, people.vanished) == ([5, 6], [6, 7])
    assert own_rows(found, people) == ([], []), "they are not chosen on their own"
    chosen = Chosen(new={"t1": frozenset({5})}, vanished=NOTHING)
    assert taken_new(found, people, chosen) == [6]
    assert taken_vanished(found, people, chosen) == []
    stored.do(merge_action(found, chosen=chosen))
    assert load_frame(stored, "t2", ["v2"], consent_only=False).data["v2"].iloc[8] == 62
    assert rows_in_state(stored, "t2", "vanished") == []


def test_an_edit_gives_way_only_where_it_is_told_to(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 2, "v6", DatasetCell(50.0), why="asked again"))
    stored.do(change_cell(stored, "t1", 3, "v6", DatasetCell(29.0), why="asked again"))
    found = compare(stored, "d1", export())
    told = [(one.row_id, one.edited, one.was, one.now) for one in found.tables[0].conflicts]
    assert told == [
        (2, DatasetCell(50.0), DatasetCell(51.0), DatasetCell(52.0)),
        (3, DatasetCell(29.0), DatasetCell(27.0), DatasetCell(28.0)),
    ]
    stored.do(merge_action(found, chosen=Chosen(give_way=frozenset({("t1", 3, "v6")}))))
    assert load_frame(stored, "t1", ["v6"], consent_only=False).data["v6"].tolist()[1:3] == [50, 28]
    assert [(one.row_id, one.undone) for one in logged(stored)] == [(3, True), (2, False)]
    stored.undo()
    assert load_frame(stored, "t1", ["v6"], consent_only=False).data["v6"].tolist()[1:3] == [50, 29]
    assert not any(one.undone for one in logged(stored))


def newer_form() -> ImportedData:
    """The age asked in other words and under a condition, a site renamed, Swahili added."""
    table = study_module.households()
    variables = list(table.variables)
    variables[5] = dataclasses.replace(
        variables[5], labels=Labels({"en": "Age in years", "sw": "Umri"}), relevant="${consent} = 'yes'"
    )
    site = variables[1]
    renamed = dataclasses.replace(site.choices[0], labels=Labels({"en": "Site A, north"}))
    variables[1] = dataclasses.replace(site, choices=(renamed, *site.choices[1:]))
    data = export(variables=tuple(variables))
    return dataclasses.replace(data, languages=("en", "fr", "sw"), form_title="Study", form_version="2")


def test_a_newer_form_rewords_known_questions(stored: Project) -> None:
    found = compare(stored, "d1", newer_form())
    table = found.tables[0]
    assert [(line.what, line.code) for line in table.words["v6"]] == [("labels", ""), ("relevant", "")]
    assert [(line.what, line.code, line.was) for line in table.words["v2"]] == [
        ("choice", "a", Labels({"en": "Site A", "fr": "Site A (fr)"}))
    ]
    stored.do(merge_action(found, form=b"a form", form_name="form_v2.xlsx"))
    age = data_table(stored, "t1").variable("v6")
    assert age.labels == Labels({"en": "Age in years", "fr": "Libellé de age", "sw": "Umri"})
    assert age.relevant == "${consent} = 'yes'"
    assert data_table(stored, "t1").variable("v2").choices[0].labels.by_language["en"] == "Site A, north"
    (row,) = stored.query("SELECT form_version, languages FROM data_set")
    assert (row["form_version"], row["languages"]) == ("2", '["en","fr","sw"]')
    kept = stored.query("SELECT form_name, form_ref FROM data_import ORDER BY rowid")[-1]
    assert (kept["form_name"], stored.read_object(kept["form_ref"])) == ("form_v2.xlsx", b"a form")
    stored.undo()
    assert data_table(stored, "t1").variables == study_module.HOUSEHOLD_VARIABLES


def test_words_of_the_analyst_stay_unless_chosen(stored: Project) -> None:
    stored.do(set_wording("t1", "v6", Labels({"en": "Age of the head"})))
    found = compare(stored, "d1", newer_form())
    assert found.tables[0].relabelled == frozenset({"v6"})
    stored.do(merge_action(found))
    assert data_table(stored, "t1").variable("v6").labels == Labels({"en": "Age of the head"})
    assert data_table(stored, "t1").variable("v2").choices[0].labels.by_language["en"] == "Site A, north"
    stored.undo()
    stored.do(merge_action(found, chosen=Chosen(questions=frozenset({("t1", "v6")}))))
    assert data_table(stored, "t1").variable("v6").labels.by_language["en"] == "Age in years"
    assert data_table(stored, "t1").variable("v2").choices[0].labels.by_language["en"] == "Site A"


def test_an_export_without_its_form_takes_no_words_away(stored: Project) -> None:
    bare = tuple(
        dataclasses.replace(v, labels=Labels({}), relevant="", group=()) for v in study_module.HOUSEHOLD_VARIABLES
    )
    data = dataclasses.replace(export(variables=bare), languages=(), form_title="")
    found = compare(stored, "d1", data)
    assert found.tables[0].words == {}


def test_what_a_server_notes_is_no_question_worded_anew(project: Project) -> None:
    status = study_module.variable(9, "_validation_status", Kind.ONE, ("a", "Approved", 0))
    base = study_module.households()
    first = dataclasses.replace(
        base,
        variables=(*base.variables, status),
        columns={**base.columns, "v9": study_module.one(["c1"] * 6)},
    )
    project.do(import_action(dataclasses.replace(study_module.study(), tables=(first, study_module.members()))))
    more = study_module.variable(9, "_validation_status", Kind.ONE, ("a", "Approved", 0), ("h", "On hold", 0))
    newer = dataclasses.replace(first, variables=(*base.variables, more))
    found = compare(project, "d1", dataclasses.replace(study_module.study(), tables=(newer, study_module.members())))
    assert found.tables[0].words == {}
