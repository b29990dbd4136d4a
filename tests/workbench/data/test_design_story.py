# SPDX-License-Identifier: MIT
"""The card of a table says how its weights and errors come about now, whatever room said it."""

from __future__ import annotations

from collections.abc import Callable

from analysis.replicate_columns import ReplicateRule
from projects.datasets.known_totals import KnownMargin, KnownTotals
from projects.datasets.replicates import set_replicates
from projects.datasets.roles import set_known_totals
from workbench.data.view import DataWorkspace
from workbench.widgets import Label

Calm = Callable[[], None]


def said_of_the_design(room: DataWorkspace) -> str:
    """The lines of the table's card."""
    return " ".join(label.text() for label in room.table_inspector.scrolled.page.findChildren(Label))


def test_the_card_of_the_table_follows_known_totals_and_replicates(room: DataWorkspace, calm: Calm) -> None:
    table = room.table()
    assert table is not None
    sites = table.named("site")
    totals = tuple(((choice.id,), 1000.0) for choice in sites.choices if not choice.reason)
    known = KnownTotals("poststratify", (KnownMargin((sites.id,), totals),), source="register")
    adjusted, made = "post-stratified to known totals of", "Errors come from replicate weights made from the design"
    room.knowing.pick(None)
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
