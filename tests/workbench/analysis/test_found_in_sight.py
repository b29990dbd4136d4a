# SPDX-License-Identifier: MIT
"""Forms opened below a long result come into view; tables of one unit, and answers without words, have names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from analysis.records import Choice
from wording import Labels, render
from workbench.analysis.view import AnalysisWorkspace
from workbench.results.labels import condition_text, table_title
from workbench.shell.window import MainWindow
from workbench.variable_words import distinct_titles


@pytest.mark.parametrize("note", ["why", "python"])
def test_a_note_below_a_long_result_comes_into_view(
    room: AnalysisWorkspace, window: MainWindow, calm: Callable[[], None], note: str
) -> None:
    window.resize(1100, 560)
    table = next(one for one in room.state.tables.values() if one.parent is None)
    concerns, site = table.named("protection_concerns"), table.named("site")
    room.acts.front.begin("set", {"variable": concerns.id, "by": site.id, "contrasts": "pairs"}, table.id)
    calm()
    shown = room.centre.python if note == "python" else room.centre.why
    for turn in (room.acts.front.show_python if note == "python" else room.acts.front.show_why,):
        turn()
        calm()
        assert shown.isVisible()
        assert not shown.visibleRegion().isEmpty()
        turn()
        assert shown.isHidden()


def test_tables_of_the_same_unit_are_told_apart(room: AnalysisWorkspace) -> None:
    table = next(one for one in room.state.tables.values() if one.parent is not None)
    bare = replace(table, labels=Labels({}), name="roster")
    twin = replace(bare, id="t9", name="school")
    assert [(key, render(title, "fr")) for key, title in distinct_titles([bare, twin], table_title)] == [
        (bare.id, "personnes · roster"),
        ("t9", "personnes · school"),
    ]
    assert [render(title, "en") for _, title in distinct_titles([bare], table_title)] == ["people"]


def test_a_condition_names_an_answer_without_words_by_its_code(room: AnalysisWorkspace) -> None:
    table = next(one for one in room.state.tables.values() if one.parent is None)
    site = replace(table.named("site"), choices=(Choice("c1", "north", Labels({})),))
    bare = replace(table, variables=(site,))
    assert render(condition_text(bare, {"variable": site.id, "is": ["c1"]}), "en").endswith("north")
