# SPDX-License-Identifier: MIT
"""Rows of a list: a long title goes on in a second line, as wide as the list is now; a row picked is in sight."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from workbench.app import make_application
from workbench.widgets.lists import Entry, EntryList

TITLE = "Households that lost their identity documents, by sex of the head of the household"


def test_a_title_wraps_where_it_may_and_follows_the_width(qtbot: QtBot) -> None:
    make_application()
    shown = EntryList("Results")
    qtbot.addWidget(shown)
    shown.set_entries([
        Entry(1, TITLE, name="percentages", wraps=True),
        Entry(2, "Income", name="describe", wraps=True),
        Entry(3, TITLE, name="percentages"),
    ])  # fmt: skip
    shown.resize(210, 400)
    shown.show()
    qtbot.waitExposed(shown)

    def heights() -> list[int]:
        return [shown.visualRect(shown.entries.index(row)).height() for row in range(3)]

    wrapped, short, cut = heights()
    assert wrapped > short
    assert cut == short
    shown.resize(900, 400)
    qtbot.waitUntil(lambda: heights() == [short, short, short])


def test_another_row_picked_from_outside_is_selected_and_in_sight(qtbot: QtBot) -> None:
    make_application()
    shown = EntryList("Results")
    qtbot.addWidget(shown)
    shown.resize(210, 120)
    shown.show()
    kept = [Entry(at, f"Result {at}") for at in range(30)]
    shown.set_entries([*kept, Entry("draft", "Not kept")], picked=0)
    assert shown.verticalScrollBar().value() == 0
    shown.set_entries([*kept, Entry(30, "Kept")], picked=30)
    row = shown.entries.index(30)
    assert shown.viewport().rect().contains(shown.visualRect(row))
    assert shown.selectionModel().isSelected(row)
    shown.verticalScrollBar().setValue(0)
    shown.set_entries([*kept, Entry(30, "Kept")], picked=30)  # the same one: the place stays
    assert shown.verticalScrollBar().value() == 0


def test_a_picked_row_that_becomes_higher_stays_whole(qtbot: QtBot) -> None:
    """The draft of an analysis at the end of the results, once its title needs a second line."""
    make_application()
    shown = EntryList("Results")
    qtbot.addWidget(shown)
    shown.resize(210, 104)  # three rows, as long as the last one needs no second line for its title
    shown.show()
    kept = [Entry(at, f"Result {at}") for at in range(30)]
    shown.set_entries([*kept, Entry("draft", "Income", name="describe", wraps=True)], picked="draft")
    shown.set_entries([*kept, Entry("draft", TITLE, name="percentages", wraps=True)], picked="draft")
    assert shown.viewport().rect().contains(shown.visualRect(shown.entries.index(30)))
