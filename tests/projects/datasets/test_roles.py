# SPDX-License-Identifier: MIT
"""Roles with what hangs on them: the sample design, consent; the language of all labels; each undone in one step."""

from __future__ import annotations

import io

from analysis.records import DesignRoles, Role
from projects.datasets.export.data_writing import Order, gather
from projects.datasets.table.roles import label_languages, set_consent, set_design, set_label_language, set_role
from projects.datasets.table.table_view import TableView
from projects.store.project import Project
from projects.stored_tables.row_states import NO_CONSENT, rows_in_state
from projects.stored_tables.stored_table import data_table, data_tables
from wording import render


def roles(project: Project) -> dict[str, Role]:
    return {variable.id: variable.role for variable in data_table(project, "t1").variables}


def test_a_role_of_the_design_changes_the_design(stored: Project) -> None:
    stored.do(set_role("t1", "v6", Role.WEIGHT))
    assert data_table(stored, "t1").design == DesignRoles("v6", "v2", ("v3",))
    assert roles(stored)["v4"] is Role.ORDINARY, "a table has one weight"
    stored.do(set_role("t1", "v2", Role.ORDINARY))
    assert data_table(stored, "t1").design == DesignRoles("v6", None, ("v3",))
    stored.do(set_role("t1", "v2", Role.CLUSTER))
    assert data_table(stored, "t1").design.clusters == ("v3", "v2")
    assert roles(stored)["v3"] is Role.CLUSTER, "a design may have several stages"
    stored.do(set_role("t1", "v4", Role.FPC))
    assert data_table(stored, "t1").design.fpc == ("v4",)
    for _ in range(4):
        stored.undo()
    assert data_table(stored, "t1").design == DesignRoles("v4", "v2", ("v3",))
    assert roles(stored)["v4"] is Role.WEIGHT


def test_a_design_gives_the_roles_and_a_role_that_has_nothing_to_do_with_it_leaves_it(stored: Project) -> None:
    stored.do(set_role("t1", "v6", Role.QUASI_IDENTIFIER))
    assert data_table(stored, "t1").design == DesignRoles("v4", "v2", ("v3",))
    stored.do(set_design("t1", DesignRoles(None, None, ("v2",))))
    assert {
        name: role for name, role in roles(stored).items() if role in (Role.WEIGHT, Role.STRATUM, Role.CLUSTER)
    } == {"v2": Role.CLUSTER}


def test_consent_is_a_role(stored: Project) -> None:
    assert rows_in_state(stored, "t1", NO_CONSENT) == [5]
    stored.do(set_role("t1", "v1", Role.ORDINARY))
    assert rows_in_state(stored, "t1", NO_CONSENT) == [], "no consent is recorded any more"
    stored.do(set_role("t1", "v1", Role.CONSENT))
    assert rows_in_state(stored, "t1", NO_CONSENT) == [5]
    stored.do(set_consent("t1", None))
    assert roles(stored)["v1"] is Role.ORDINARY
    stored.do(set_consent("t1", "v1", ("c2",)))
    assert roles(stored)["v1"] is Role.CONSENT
    assert rows_in_state(stored, "t1", NO_CONSENT) == [1, 2, 3, 4, 6]


def test_the_labels_of_the_whole_project_change_their_language_at_once(stored: Project) -> None:
    assert label_languages(data_tables(stored)) == ["en", "fr"]
    view = TableView(stored, "t1", language="en")
    assert view.cell(0, "v2").text == "Site A"
    assert view.follow(stored.do(set_label_language("fr")))
    assert view.cell(0, "v2").text == "Site A (fr)"
    for table in data_tables(stored):
        for variable in table.variables:
            assert render(variable.labels, "en") == f"Libellé de {variable.name}"
        assert render(table.labels, "en") in ("Ménages", "Membres")
    stream = io.BytesIO()
    gather(stored, Order("csv", ["t1"], labels=True, language="en")).write(stream)
    assert "Site B (fr)" in stream.getvalue().decode("utf-8-sig")
    stored.undo()
    assert render(data_table(stored, "t1").labels, "en") == "Households"
    stored.do(set_label_language("ar"))
    assert render(data_table(stored, "t1").labels, "fr") == "Ménages", "what has no Arabic is said in the program's"
