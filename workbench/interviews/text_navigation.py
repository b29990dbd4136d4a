# SPDX-License-Identifier: MIT
"""Ways to texts, memos, codes and the columns of the Interviews room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QWidget

from coding.case_folding import fold_plain
from wording import msg
from workbench.interviews.panes.right_pane import DOCUMENT, SEGMENT
from workbench.room_columns import CENTRE, LEFT, RIGHT, ThreeColumns, unfold_column
from workbench.widgets import Button, reveal
from workbench.workspace import Found

if TYPE_CHECKING:
    from coding.records import Segment
    from workbench.interviews.coding_position import Place
    from workbench.interviews.panes.centre_pane import CentrePane
    from workbench.interviews.panes.left_pane import DocumentsAndCodebookPane
    from workbench.interviews.panes.right_pane import RightPane
    from workbench.interviews.retrieval.retrieved_pane import RetrievedPane
    from workbench.interviews.state import RoomState


class TextNavigation:
    """Bound to the columns once they are made."""

    def __init__(self, state: RoomState, place: Place) -> None:
        self._state, self._place = state, place
        self._columns: ThreeColumns
        self.left: DocumentsAndCodebookPane
        self.centre: CentrePane
        self.right: RightPane
        self.retrieved: RetrievedPane

    def bind(
        self, columns: ThreeColumns, left: DocumentsAndCodebookPane, centre: CentrePane, right: RightPane,
        retrieved: RetrievedPane,
    ) -> None:  # fmt: skip
        """Find the way in these."""
        self._columns, self.left, self.centre, self.right, self.retrieved = columns, left, centre, right, retrieved
        centre.currentChanged.connect(self._lend_sides)
        centre.second.swapped.connect(self.swap_texts)
        centre.rules.counted.connect(left.tree.show_rules)
        left.tree.current_changed.connect(self._follow_rules)

    def text_in_front(self) -> bool:
        """Whether keys that code the transcript are for it: no page lies over it, no text beside it has the keys."""
        if not hasattr(self, "centre") or self.centre.second.has_keys():
            return False
        return self.centre.currentWidget() is self.centre.reading

    def press_primary(self) -> None:
        """Press the primary button where the keyboard is: the nearest one in its column, else the centre's."""
        columns = (self.left, self.centre, self.right)
        widget: QWidget | None = QApplication.focusWidget() or self.centre
        found = None
        while found is None and widget is not None:
            found = _primary_in(widget)
            widget = None if widget in columns else widget.parentWidget()
        found = found or _primary_in(self.centre)
        if found is not None:
            found.click()

    def next_pane(self, step: int) -> None:
        """Put the keys into the next pane, or the one before: interviews, codebook, text, what is known, retrieved."""
        stops: list[tuple[QWidget, QWidget | None]] = [
            (self.left.top, self.left.list if self.left.list.isVisible() else _first_stop(self.left.top)),
            (self.left.codes, self.left.tree),
            (self.centre, self.centre.focus_target() or _first_stop(self.centre)),
            (self.centre.second, self.centre.second.transcript),
            (self.right, _first_stop(self.right.stack)),
            (self.retrieved, self.retrieved.list),
        ]
        reached = [(pane, stop) for pane, stop in stops if stop is not None and stop.isVisible()]
        focus = QApplication.focusWidget()
        inside = [at for at, (pane, _) in enumerate(reached) if focus is not None and pane.isAncestorOf(focus)]
        here = inside[-1] if inside else -1  # the second text stands in the centre: the innermost counts
        if reached:
            stop = reached[(here + step) % len(reached) if here >= 0 else 0][1]
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def open_document(self, document_id: str, then: Callable[[], object] | None = None) -> None:
        """Show a document; `then` runs once it is shown."""
        self.centre.setCurrentWidget(self.centre.reading)
        self._state.open(document_id, then)

    def step_document(self, by: int) -> None:
        """Open the next interview of the list, or the one before, with the keys in its text."""
        self.left.documents.step(by)
        self.centre.transcript.setFocus()

    def read_beside(self) -> None:
        """Show another interview beside the open one, or the open one alone again."""
        if self.centre.currentWidget() is not self.centre.reading:
            self.centre.show_transcript()
        self.centre.second.turn()

    def swap_texts(self, document: str, place: int) -> None:
        """Make the interview beside the one that is coded; the one that was stands beside."""
        opened, caret = self._state.document_id(), self.centre.transcript.caret()
        self.open_document(document, lambda: self.centre.transcript.go_to(place))
        if opened is not None:
            self.centre.second.show_document(opened, caret)
        self.centre.transcript.setFocus()

    def show_passage(self, document_id: str, start: int, stop: int) -> None:
        """Show a document with these code points selected."""
        self.open_document(document_id, lambda: self.centre.transcript.select(start, stop))

    def show_segment(self, segment: Segment) -> None:
        """Show a segment in its text."""

        def there() -> None:
            self._columns.unfold_for(self.centre)
            self.centre.show_transcript()
            self._place.choose_segment(segment.id, segment.start)

        self.open_document(segment.document, there)

    def show_rules(self) -> None:
        """The rules of the code chosen in the tree, with their tester."""
        code = self.left.tree.current()
        if code is not None:
            self.centre.show_rules(code.id)

    def _lend_sides(self, _place: int) -> None:
        """Pages of many places need no right column, and wide pages have a left side of their own."""
        self._columns.lend(RIGHT, self.centre.currentWidget() not in self.centre.of_a_place)
        self._columns.lend(LEFT, self.centre.currentWidget() in self.centre.wide)
        self.left.show_documents(self.centre.currentWidget() not in self.centre.of_codes)

    def _follow_rules(self) -> None:
        """While rules are in front, they are those of the code chosen in the tree."""
        code, rules = self.left.tree.current(), self.centre.rules
        if code is not None and rules.isVisible() and rules.shows() != code.id and not code.category:
            rules.show_code(code.id)

    def show_code(self, code_id: str) -> None:
        """A code in the tree, and its segments."""
        self.left.tree.pick(code_id)
        self.centre.show_code(code_id)

    def open_find(self) -> None:
        """Show the search bar."""
        self.centre.show_transcript()
        self.centre.find_bar.summon()

    def write_memo(self, *, clicked: bool = False) -> None:
        """Go to the memo of the segment shown at the right, or just clicked; else to the memo of the document."""
        shown = self.right.segment.shown is not None  # in this text, or beside its translation
        page = SEGMENT if shown and (clicked or self.right.page() == SEGMENT) else DOCUMENT
        self.right.turn_to(page)
        memo = (self.right.segment if page == SEGMENT else self.right.document).memo
        unfold_column(memo)
        memo.setFocus()
        reveal(memo)
        memo.moveCursor(QTextCursor.MoveOperation.End)  # one adds to what one wrote
        QTimer.singleShot(0, self.centre.transcript, self._keep_caret_in_sight)

    def _keep_caret_in_sight(self) -> None:
        """A column that unfolded makes the text narrower and its lines more: what is written on goes out of sight."""
        text = self.centre.transcript
        if not text.viewport().rect().contains(text.cursorRect()):
            text.centerCursor()

    def fold_text(self) -> None:
        """Fold the transcript's column, or bring it back."""
        self._columns.fold(CENTRE)

    def fold_retrieved(self) -> None:
        """Fold the retrieved segments, or show those of the code chosen; their column unfolds with them."""
        if self._columns.folded(RIGHT):
            self._columns.fold(RIGHT)
            self.retrieved.fold(False)
        else:
            self.retrieved.fold()

    def go_to_codebook(self) -> None:
        """Put the focus on the codebook."""
        unfold_column(self.left.field)
        if QApplication.focusWidget() is not self.left.field:
            self.left.field.setFocus()


def _primary_in(widget: QWidget) -> Button | None:
    """The button of a widget that its view is about, where it can be pressed."""
    buttons = (one for one in widget.findChildren(Button) if one.property("kind") == "primary")
    return next((one for one in buttons if one.isVisible() and one.isEnabled()), None)


def _first_stop(pane: QWidget) -> QWidget | None:
    """The first part of a pane that takes the keys."""
    stops = (one for one in pane.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return next((one for one in stops if one.isVisible() and one.isEnabled()), None)


_MOST = 6


def found_in_room(state: RoomState, ways: TextNavigation, text: str) -> list[Found]:
    """Up to six codes and six interviews whose names fit `text`."""
    wanted = fold_plain(text)

    def show_code(code_id: str) -> None:
        state.front_requested.emit()
        ways.show_code(code_id)

    def show_document(document_id: str) -> None:
        state.front_requested.emit()
        ways.open_document(document_id)

    codes = [
        Found(state.codebook.told_apart(code), msg("interviews.view.found_code"), partial(show_code, code.id), "tag")
        for code in state.codes_for(text, _MOST)
    ]
    named = [line for line in state.documents if wanted and wanted in fold_plain(line.name)][:_MOST]
    documents = [
        Found(line.name, msg("interviews.view.found_document"), partial(show_document, str(line.id)), "messages-square")
        for line in named
    ]
    return [*codes, *documents]
