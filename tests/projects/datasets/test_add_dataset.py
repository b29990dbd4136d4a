# SPDX-License-Identifier: MIT
"""An import is one undoable action, and a frame gives back what was imported. Numbers are counted by hand."""

from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.records import Level, Role, RowOrigin
from projects.datasets.add_dataset import import_action
from projects.datasets.export.withholding_limits import WithholdingLimits, limits_of, set_limits
from projects.datasets.table.counts import counts, data_sets
from projects.datasets.table.frames import load_frame
from projects.datasets.table.provenance import imports
from projects.datasets.table.roles import (
    set_consent,
    set_design,
    set_how,
    set_level,
    set_role,
    set_unit,
    set_wording,
    switch_inference_on,
)
from projects.datasets.table.variable_summary import inspect_variable
from projects.design.sample_design import describe_design
from projects.store.problems import LinkLocked
from projects.store.project import Project
from projects.stored_tables.chunks import LOCKED
from projects.stored_tables.row_states import rows_in_state
from projects.stored_tables.stored_table import data_table, data_tables
from wording import Labels, Problem, render

_spec = importlib.util.spec_from_file_location("datasets_study", Path(__file__).with_name("conftest.py"))
study_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(study_module)


def test_import_is_one_line_of_history_and_can_be_undone(project: Project) -> None:
    changes = project.do(import_action(study_module.study(), b"the file", file_name="hh.xlsx"))
    assert render(changes.message, "en") == (
        "Imported Fictitious study: 6 households, 8 people; 1 row without consent is left out of analysis"
    )
    assert changes.result.tables == {"t1": "t1", "t2": "t2"}
    assert len(data_sets(project)) == 1
    project.undo()
    assert data_tables(project) == []
    assert project.query("SELECT COUNT(*) AS n FROM column_chunk")[0]["n"] == 0
    project.redo()
    assert load_frame(project, "t2").data["v2"].sum() == 34 + 40 + 51 + 3 + 45 + 20
    again = project.do(import_action(study_module.study(), None, file_name="hh.xlsx"))
    assert again.result.tables == {"t1": "t3", "t2": "t4"}
    project.undo()
    third = project.do(import_action(study_module.study(), None, file_name="hh.xlsx"))
    assert third.result.tables == {"t1": "t5", "t2": "t6"}, "ids are never used again"


def test_the_record_of_a_table_is_what_was_imported(stored: Project) -> None:
    table = data_table(stored, "t1")
    assert table.variables == study_module.HOUSEHOLD_VARIABLES
    assert (table.unit, table.how, table.rows) == ("household", RowOrigin.PROBABILITY, 6)
    assert data_table(stored, "t2").parent == "t1"
    assert stored.read_object(stored.query("SELECT original_ref FROM data_import")[0]["original_ref"]) == b"the file"


def test_where_it_came_from_is_kept(stored: Project) -> None:
    (line,) = imports(stored, "d1")
    assert (line.file_name, line.who) == ("hh.xlsx", "Analyst")
    assert line.findings == study_module.study().findings


def test_a_frame_follows_the_contract(stored: Project) -> None:
    frame = load_frame(stored, "t1", consent_only=False)
    assert "v7" not in frame.data.columns, "identifiers come only by name"
    assert list(frame.data["v2"]) == ["c1", "c1", "c1", "c2", "c2", "c2"]
    assert list(frame.data["v2"].cat.categories) == ["c1", "c2"]
    assert frame.data["v5.c1"].isna().tolist() == [False, False, True, False, True, False]
    assert frame.data["v5.c1"].sum() == 2
    assert frame.reasons["v5"].tolist() == [0, 0, 2, 0, 1, 0]
    assert np.isnan(frame.data["v6"].iloc[5])
    assert frame.reasons["v6"].tolist() == [0, 0, 0, 0, 0, 3]
    assert frame.data["v8"].iloc[0] == pd.Timestamp("2026-03-01")
    assert frame.data["v3"].tolist() == ["k1", "k1", "k2", "k1", "k2", "k2"]
    assert frame.row_ids.tolist() == [1, 2, 3, 4, 5, 6]
    assert frame.row_ids.dtype == np.int64


def test_rows_without_consent_and_their_children_leave(stored: Project) -> None:
    assert load_frame(stored, "t1", ["v6"]).row_ids.tolist() == [1, 2, 3, 4, 6]
    assert load_frame(stored, "t2", ["v2"]).row_ids.tolist() == [1, 2, 3, 4, 5, 8]
    assert rows_in_state(stored, "t1", "no_consent") == [5]
    stored.do(set_consent("t1", "v1", ("c1", "c2")))
    assert len(load_frame(stored, "t1", ["v6"]).row_ids) == 6
    stored.undo()
    assert rows_in_state(stored, "t1", "no_consent") == [5]


def test_children_inherit_the_design(stored: Project) -> None:
    design = load_frame(stored, "t2", ["v1"], consent_only=False).design
    assert design.weight is not None
    assert design.weight[:7].tolist() == [1.0, 1.0, 2.0, 0.5, 1.5, 1.0, 1.0]
    assert np.isnan(design.weight[7]), "a member without a household has no weight"
    assert design.strata is not None
    assert design.strata[:7].tolist() == [0, 0, 0, 0, 1, 1, 1]
    assert design.clusters is not None
    assert design.clusters.shape == (8, 1)
    assert design.clusters.min() >= 0
    facts = describe_design(stored, "t1")
    assert (facts.strata, facts.clusters, facts.weight_low, facts.weight_high) == (2, 4, 0.5, 2.0)
    assert facts.clusters_repeat
    assert describe_design(stored, "t2").inherited_from == "t1"
    assert describe_design(stored, "t2").incomplete == 1


def test_the_inspector_counts_by_hand(stored: Project) -> None:
    facts = inspect_variable(stored, "t1", "v5")
    assert (facts.rows, facts.asked, facts.answered) == (5, 5, 4)
    assert facts.counts == {"c1": 2, "c2": 2, "c3": 0}
    assert facts.missing == {2: 1}
    age = inspect_variable(stored, "t1", "v6", consent_only=False)
    assert (age.low, age.high, age.mean, age.median) == (27, 51, 39, 38)
    assert age.histogram is not None
    assert sum(age.histogram.counts) == 5
    assert inspect_variable(stored, "t1", "v3").distinct == 2


def test_counts_for_info(stored: Project) -> None:
    (data_set,) = counts(stored)
    assert [(table["rows"], table["variables"]) for table in data_set["tables"]] == [(6, 8), (8, 2)]
    assert data_set["tables"][0]["rows_without_consent"] == 1


def test_identifiers_lie_under_the_link_key(stored: Project) -> None:
    assert load_frame(stored, "t1", ["v7"]).data["v7"].tolist()[0] == "Ada"
    stored.do(set_role("t1", "v3", Role.IDENTIFIER))
    stored.close_link()
    locked = load_frame(stored, "t1", ["v7"])
    assert locked.data["v7"].isna().all()
    assert set(locked.reasons["v7"].tolist()) == {LOCKED}
    stored.open_link(study_module.PASSPHRASE)
    stored.do(set_role("t1", "v7", Role.ORDINARY))
    stored.close_link()
    assert load_frame(stored, "t1", ["v7"]).data["v7"].tolist()[0] == "Ada"


def test_the_original_is_sealed_with_the_first_identifier(project: Project) -> None:
    plain = dataclasses.replace(study_module.members(), parent=None, parent_rows=None)
    imported = dataclasses.replace(study_module.study(), tables=(plain,))
    project.do(import_action(imported, b"the file"))
    ref = project.query("SELECT original_ref FROM data_import")[0]["original_ref"]
    project.do(set_role("t1", "v2", Role.IDENTIFIER))
    assert project.read_object(ref) == b"the file"
    project.close_link()
    with pytest.raises(LinkLocked):
        project.read_object(ref)
    with pytest.raises(LinkLocked):
        project.do(set_role("t1", "v1", Role.IDENTIFIER))


def test_roles_levels_and_design_are_undoable_actions(stored: Project) -> None:
    from analysis.records import DesignRoles

    stored.do(set_level("t1", "v2", Level.ORDINAL))
    stored.do(set_unit("t2", "member"))
    stored.do(set_how("t1", RowOrigin.PURPOSIVE, "design effect known from a pilot"))
    stored.do(set_wording("t1", "v2", Labels({"en": "Place"})))
    stored.do(set_wording("t1", "v2", answers={"c1": Labels({"en": "North"})}))
    stored.do(set_design("t1", DesignRoles(clusters=("v3",), nested=False)))
    table = data_table(stored, "t1")
    assert table.variable("v2").level is Level.ORDINAL
    assert table.variable("v2").choice("c1").labels.in_language("en") == "North"
    assert table.variable("v4").role is Role.ORDINARY
    assert table.inference_reason == "design effect known from a pilot"
    assert describe_design(stored, "t1").clusters == 2
    for _ in range(6):
        stored.undo()
    assert data_table(stored, "t1").variables == study_module.HOUSEHOLD_VARIABLES
    with pytest.raises(Problem):
        stored.do(set_level("t1", "v99", Level.ORDINAL))
    with pytest.raises(Problem):
        switch_inference_on("t1", "  ")


def test_minima_are_settings(stored: Project) -> None:
    assert limits_of(stored) == WithholdingLimits(30, 10, 5)
    stored.do(set_limits(WithholdingLimits(25, 8, 3, "A census of one camp")))
    assert limits_of(stored).minimum_cell == 3
    with pytest.raises(Problem):
        set_limits(WithholdingLimits(5, 8, 3))
