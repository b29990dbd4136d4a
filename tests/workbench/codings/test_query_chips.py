# SPDX-License-Identifier: MIT
"""Chips of a query: removed by mouse and keys, codes dropped on them; the list never grows by a chip taken away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from analysis.codings.cell_segments import QuoteLine
from analysis.codings.framework import ChosenQuote
from analysis.codings.segments import QueryPart, query_parts, with_part, without_part
from analysis.declarations.records import Options
from wording import render
from workbench.codings.query_chips import QueryChips, QueryNames
from workbench.codings.quote_list import QuoteList, head_of

MIME = "application/x-code"
QUERY: Options = {"variable": "7", "with_codes": "8; 9", "relation": "turn", "documents": "IDI 01", "coder": "IN"}


def test_each_part_taken_away_leaves_the_others() -> None:
    parts = query_parts(QUERY)
    assert [part.term for part in parts] == ["7", "8", "9", "IDI 01", "IN"]
    for part in parts:
        left = query_parts(without_part(QUERY, part))
        assert {one.term for one in left} == {one.term for one in parts} - {part.term}
    assert without_part(QUERY, QueryPart("coder", "MA"))["coder"] == "IN", "no part of this query"


def test_a_code_dropped_twice_stands_once() -> None:
    once = with_part({"variable": "7"}, QueryPart("variable", "8"))
    assert once == {"variable": "7", "with_codes": "8", "page": 1}
    assert with_part(once, QueryPart("variable", "8")) == once
    assert with_part({}, QueryPart("variable", "8"))["variable"] == "8"


def test_quotes_are_cited_by_paragraph_and_page() -> None:
    line = QuoteLine("1", "1", "Notes", "P07", "", 3, "7", "IN", "words")
    assert head_of(line, {}) == "P07 · Notes, ¶\u00a03"
    assert head_of(replace(line, speaker="R", page=2), {}) == "P07, R · Notes, p.\u00a02, ¶\u00a03"
    assert head_of(replace(line, case="Nadege", speaker="Nadège"), {}) == "Nadege · Notes, ¶\u00a03"
    assert head_of(replace(line, case="Notes"), {}) == "Notes, ¶\u00a03"
    quote = ChosenQuote("1", "7", "P07", "", "Notes", 3, "words", 1, lambda said: said)
    assert render(quote.place, "en") == "Notes, ¶\u00a03"
    assert render(replace(quote, page=2).place, "fr") == "Notes, p.\u00a02, ¶\u00a03"


def test_chips_go_by_click_and_key_and_take_a_dropped_code(qtbot: QtBot) -> None:
    chips = QueryChips(MIME)
    qtbot.addWidget(chips)
    asked: list[Options] = []
    chips.changed.connect(asked.append)
    chips.changed.connect(lambda options: chips.show_query(options, chips.names))
    chips.show_query(QUERY, QueryNames({"7": "Debt", "8": "Papers", "9": "Threats"}))
    assert [chip.text() for chip in chips.chips] == [
        "Debt",
        "and Papers",
        "and Threats",
        "Interview: IDI 01",
        "Coder: IN",
    ]
    assert chips.relation is not None
    chips.resize(400, 90)
    chips.show()
    chips.chips[0].click()
    assert asked[-1]["variable"] == "8"
    assert asked[-1]["relation"] == "turn"
    chips.chips[1].setFocus()
    QTest.keyClick(chips.chips[1], Qt.Key.Key_Right)
    QTest.keyClick(chips.chips[2], Qt.Key.Key_Delete)
    assert "documents" not in asked[-1]
    data = QMimeData()
    data.setData(MIME, b"7")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    chips.dropEvent(QDropEvent(QPointF(QPoint(4, 4)), Qt.DropAction.CopyAction, data, buttons, keys))
    assert asked[-1]["with_codes"] == "9; 7"


def test_a_click_on_a_box_ticks_and_opens_nothing(qtbot: QtBot) -> None:
    """It opened the quote the keys stood on, another one: a list of codes asked for meanwhile was closed by that."""
    listed = QuoteList("Quotes", ticked=True)
    qtbot.addWidget(listed)
    listed.resize(300, 200)
    listed.show()
    listed.show_lines([QuoteLine(one, "1", "Notes", "P07", "", 3, "7", "IN", "words") for one in "12"])
    pressed: list[str] = []
    listed.pressed_line.connect(lambda: pressed.append(listed.current().segment))  # type: ignore[union-attr]
    row = listed.visualRect(listed.model_.index(1, 0))
    for across in (16, 120):
        place = row.topLeft() + QPoint(across, 14)
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [line.segment for line in listed.ticked()] == ["2"]
    assert pressed == ["2"]
