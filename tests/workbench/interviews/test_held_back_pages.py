# SPDX-License-Identifier: MIT
"""A withdrawn interview's words stand on no page of the Interviews room: all text of the window is looked through."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QTreeView, QWidget

from projects.interviews.codebook_editing import keep_anchor
from projects.interviews.documents import set_consents, set_document_memo
from projects.interviews.notes import annotate, paraphrase
from projects.interviews.segments import add_segment
from wording import Text, render
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow

CANARY = "market"  # said in the first interview alone
PAGES = ("paraphrases", "memos", "quotes", "codebook", "two", "speakers")
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.UserRole)


def said_by(widget: QWidget) -> Iterator[str]:
    """What a widget shows, tells in a tip, or tells to a screen reader; of a view the first rows of its model."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    for name in ("text", "toPlainText", "currentText"):
        if callable(tell := getattr(widget, name, None)):
            yield str(tell())
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        across = 4 if isinstance(widget, (QTableView, QTreeView)) else 1
        for row in range(min(model.rowCount(QModelIndex()), 40)):
            for column in range(across):
                yield from (repr(model.data(model.index(row, column), role)) for role in _ROLES)


def seen(window: MainWindow) -> set[str]:
    """The kinds of widget that tell the canary."""
    every = [window, *window.findChildren(QWidget)]
    return {type(one).__name__ for one in every if any(CANARY in said.lower() for said in said_by(one))}


@pytest.mark.slow
def test_no_page_shows_the_words_of_a_withdrawn_interview(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None]
) -> None:
    assert room.state.loaded is not None
    text, session, status = room.state.loaded.document, window.session, list[Text]()
    room.status_changed.connect(status.append)
    at, code = text.text.index(CANARY), next(iter(room.state.codebook)).id
    session.do(add_segment(code, text, at - 10, at + 10, coder="coder", memo=CANARY))
    calm()
    (mark,) = [one for one in room.state.marks.all if not one.suggested]
    for action in (
        keep_anchor(mark.id),
        set_document_memo(text.id, CANARY),
        annotate(text, at, at + 6, CANARY, coder="coder"),
        paraphrase(text, at, at + 6, CANARY, coder="coder"),
    ):
        session.do(action)
    room.centre.show_code(code)
    calm()
    assert {"Transcript", "MemoField", "QuietList"} <= seen(window)
    session.do(set_consents(text.id, {"interview": False}))
    calm()
    assert seen(window) == set()
    assert "¶" not in render(status[-1], "en")  # no place in a text that is not shown
    room.centre.show_code(code)
    calm()
    assert seen(window) == set()  # its anchor example is gone too
    offered = {one.id for one in window.table.offered()}
    for page in PAGES:
        if (name := f"interviews.reading.{page}") in offered:
            window.table.run(name)
            calm()
            assert (page, seen(window)) == (page, set())
