# SPDX-License-Identifier: MIT
"""The card of a table says how its weights and errors come about now, whatever room said it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from analysis.replicate_columns import ReplicateRule
from projects.datasets.table.roles import set_known_totals
from projects.design.known_totals import KnownMargin, KnownTotals
from projects.design.replicate_weights import set_replicates
from workbench.data.panes.table_inspector import DesignForm
from workbench.data.view import DataWorkspace
from workbench.variable_picker import VariableField
from workbench.widgets import ChoiceField, Label

Calm = Callable[[], None]


def said_of_the_design(room: DataWorkspace) -> str:
    """The lines of the table's card."""
    return " ".join(label.text() for label in room.right.table_inspector.scrolled.page.findChildren(Label))


def test_the_card_of_the_table_follows_known_totals_and_replicates(room: DataWorkspace, calm: Calm) -> None:
    table = room.state.table()
    assert table is not None
    sites = table.named("site")
    totals = tuple(((choice.id,), 1000.0) for choice in sites.choices if not choice.reason)
    known = KnownTotals("poststratify", (KnownMargin((sites.id,), totals),), source="register")
    adjusted = "post-stratified to known totals of"
    made = "Standard errors come from replicate weights made from the design"
    room.acts.inspector_actions.pick(None)
    calm()
    assert adjusted not in said_of_the_design(room)
    room.session.do(set_known_totals("t1", known))
    calm()
    assert adjusted in said_of_the_design(room)
    room.session.do(set_replicates("t1", ReplicateRule("made-bootstrap", count=20, seed=1)))
    calm()
    assert made in said_of_the_design(room)
    for gone in (made, adjusted):
        room.session.undo()
        calm()
        assert gone not in said_of_the_design(room)
    room.session.redo()
    calm()
    assert adjusted in said_of_the_design(room)


def test_filter_design_and_consent_are_chosen_by_typing_a_name(room: DataWorkspace, calm: Calm) -> None:
    """A drop-down took the first question with those letters in its wording; Enter takes the name that begins so."""
    table = room.state.table()
    assert table is not None
    room.acts.inspector_actions.pick(None)
    calm()
    room.acts.sort_and_filter.open_form()
    inspector = room.right.table_inspector
    bar = inspector.scrolled.verticalScrollBar()
    inspector.scrolled.setFixedHeight(200)
    inspector.turn_settings()
    calm()
    (change,) = [one for one in inspector.scrolled.page.findChildren(QPushButton) if "design" in one.text()]
    inspector.scrolled.ensureWidgetVisible(change)
    place = bar.value()
    assert place > 0
    change.click()
    calm()
    assert bar.value() >= place, "the form opens where the button was pressed, and does not throw back to the top"
    (design,) = inspector.scrolled.page.findChildren(DesignForm)
    assert not design.fields["weight"].visibleRegion().isEmpty()
    pickers = inspector.scrolled.page.findChildren(VariableField)
    consent = [one for one in pickers if one not in design.fields.values()]
    assert len(consent) == 1
    assert not [one for one in inspector.scrolled.page.findChildren(ChoiceField) if one.count() > 12]
    given: list[str] = []
    consent[0].chosen.disconnect()  # taken here, not stored
    consent[0].chosen.connect(given.append)
    for field, word in (
        (room.centre.form.variable, "safe_at"),
        (design.fields["stratum"], "site"),
        (consent[0], "safe_at"),
    ):
        field.turn()
        assert field.picker is not None
        QTest.keyClicks(field.picker.search, word)
        QTest.keyClick(field.picker.search, Qt.Key.Key_Return)
        taken = table.variable(str(field.value()))
        assert taken.name.startswith(word)
        assert taken.name in field.button.accessibleName(), "what was taken is said"
    assert given
    room.acts.sort_and_filter.close_form()
    calm()
