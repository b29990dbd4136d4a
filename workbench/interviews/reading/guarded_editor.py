# SPDX-License-Identifier: MIT
"""Words of an interview changed in a field and its bar, or copied as a quote with its place: guarded as in the text."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coding.quoting_marks import OMISSION
from projects.people.effective_consent import effective_consents, may_quote
from projects.stored_interviews import queries
from wording import Problem, Text, msg
from wording.texts import in_quotes
from workbench.colours_and_sizes import TYPE
from workbench.theme import font
from workbench.translation import say
from workbench.widgets import Button, FoldedLine, Label, MutedLabel, PrimaryButton, SectionLabel
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from projects.quotes.quote_format import CitationChoice
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.interviews.state import RoomState
    from workbench.session import Session


_LINE = "\u2029"  # how Qt writes the end of a line in selected text


class GuardedEditor(QPlainTextEdit):
    """`copy_requested` carries the selected words and whether they are to be taken out. Pasting in stays as it is.

    Qt would hand the words over by itself at Ctrl+C, Ctrl+X, in its menu, at a drag and, on X11, at each selection.
    """

    copy_requested = Signal(str, bool)
    enter_keeps = False  # Enter goes to the bar, Shift+Enter begins a line

    def copy(self) -> None:
        """Ask for the selected words to be copied."""
        self._ask(cut=False)

    def cut(self) -> None:
        """Ask for the selected words to be copied; they are taken out once they are."""
        self._ask(cut=True)

    def take_out(self, words: str) -> None:
        """Take the selected words out where they are still those."""
        cursor = self.textCursor()
        if cursor.selectedText().replace(_LINE, "\n") == words:
            cursor.removeSelectedText()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Nothing leaves by itself."""
        return QMimeData()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut ask first."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        elif self.enter_keeps and _is_enter(event) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open Qt's menu, in which copy and cut ask first."""
        menu = self.guarded_menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def guarded_menu(self) -> QMenu:
        """Make the menu."""
        menu = self.createStandardContextMenu()
        ways = {"edit-copy": self.copy, "edit-cut": self.cut}
        for action in menu.findChildren(QAction):
            if action.objectName() in ways:
                action.triggered.disconnect()
                action.triggered.connect(ways[action.objectName()])
        return menu

    def _ask(self, *, cut: bool) -> None:
        words = self.textCursor().selectedText().replace(_LINE, "\n")
        if words:
            self.copy_requested.emit(words, cut)


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EditorBar(QWidget):
    """`words` over a line with a title, leave (Esc) and keep (Ctrl+Enter). `about` names its sentences."""

    left = Signal()

    def __init__(self, about: str, named: str, title: Label, lines: float) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.title, self.words = title, GuardedEditor()
        self.words.setProperty("kind", "field")
        self.words.setTabChangesFocus(True)
        self.words.setFont(font(TYPE.reading))
        self.words.setFixedHeight(round(self.words.fontMetrics().lineSpacing() * lines))
        say(self.words, name=msg(named))
        self.keep = PrimaryButton(msg(f"{about}.keep"), self.submit, icon="check")
        self.leave = Button(msg(f"{about}.leave"), self.close_bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.leave)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addLayout(row)
        self.hide()

    @abstractmethod
    def submit(self) -> None:
        """Hand over the words."""

    def close_bar(self) -> None:
        """Leave without keeping."""
        self.words.clear()
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps, Enter too where the field leaves it to the bar; Esc leaves."""
        keeps = self.words.enter_keeps or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if _is_enter(event) and keeps:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)


class QuoteCopying(QObject):
    """Between the transcript and the clipboard."""

    def __init__(self, state: RoomState, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._state, self._session = state, session

    def watch(self, editor: GuardedEditor) -> None:
        """Let words leave a field by the same rule; what is cut goes once it stands on the clipboard."""
        editor.copy_requested.connect(
            lambda words, cut: self.copy(words, partial(editor.take_out, words) if cut else None)
        )

    def copy(self, words: str, then: Callable[[], object] | None = None, document: str | None = None) -> None:
        """Put the words of the open interview, or another, on the clipboard once the project allows it, and go on."""
        document_id, session = document or self._state.document_id(), self._session
        if document_id is None or not words:
            return

        def put(logged: Changes) -> None:
            QGuiApplication.clipboard().setText(words)
            if then is not None:
                then()
            session.changed.emit(logged)
            session.notice.emit(msg("kinds.quote_copied"))

        session.ask(lambda project: noted(project, document_id, len(words)), put, owner=self)


def noted(project: Project, document_id: str, length: int) -> Changes:
    """The line of history for a copy. Raises Problem where consent to quote was refused."""
    consents = effective_consents(project).get(document_id)
    row = project.query(queries.NAME_OF_DOCUMENT, (document_id,))
    name = str(row[0]["name"]) if row else ""
    if consents is None or not may_quote(consents, inside=True):
        raise Problem(msg("kinds.quote_refused", name=name))
    return project.log("export.copied", msg("kinds.copied_quote", name=name, n=length))


class CitingBox(QWidget):
    """The printed words to change, two boxes to tick where there is a translation, what stands below the quote."""

    words_given = Signal(str)
    lead_given = Signal(bool)
    beside_given = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.seen_title = SectionLabel("")
        self.seen = Label("", wrap=True)
        self.lead, self.both = TickBox(msg("quoting.view.lead_translation")), TickBox(msg("quoting.view.both"))
        self.words = GuardedEditor()
        self.words.setProperty("kind", "field")
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(84)
        say(self.words, name=msg("quoting.view.words"))
        self.leave_out = Button(msg("quoting.view.leave_out"), self._leave_out, tip=msg("quoting.view.leave_out_tip"))
        self.add = Button(msg("quoting.view.add"), self._add, tip=msg("quoting.view.add_tip"))
        self.keep = Button(msg("quoting.view.keep"), lambda: self.words_given.emit(self.words.toPlainText()))
        self.below = MutedLabel("", wrap=True)
        form = QWidget()
        self.folded = FoldedLine(msg("quoting.view.title"), form)
        whole, column = QVBoxLayout(self), QVBoxLayout(form)
        for layout in (whole, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(6)
        for part in (self.seen_title, self.seen, self.folded):
            whole.addWidget(part)
        for widget in (self.lead, self.both, self.words):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.leave_out, self.add, self.keep):
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.below)
        self.lead.clicked.connect(self.lead_given)
        self.both.clicked.connect(self.beside_given)

    def show_choice(self, choice: CitationChoice, said_by: Text, quote: str) -> None:
        """Show how a segment is printed; `said_by` is the speaker and the interview, `quote` what was said."""
        side = "original" if choice.coded_on_translation else "translation"
        self.seen_title.say(msg(f"quoting.view.seen_on_{side}"))
        self.seen.say(in_quotes(" ".join(choice.other.split()), choice.other_language))
        say(self.lead, msg(f"quoting.view.lead_{side}"))
        for widget in (self.seen_title, self.seen, self.lead, self.both):
            widget.setVisible(bool(choice.other))
        self.lead.setChecked(choice.lead)
        self.both.setChecked(choice.beside)
        printed = " ".join(choice.printed.text.split())
        self.folded.note.say("" if printed == " ".join(quote.split()) else printed)
        if not self.words.hasFocus() or not self.words.document().isModified():
            self.words.setPlainText(printed)
            self.words.document().setModified(False)
        self.below.say(msg("quoting.view.below", by=choice.printed.by(said_by)))

    def _leave_out(self) -> None:
        """The words selected become […]."""
        cursor = self.words.textCursor()
        if cursor.hasSelection():
            cursor.insertText(OMISSION)
        self.words.setFocus()

    def _add(self) -> None:
        """[ ] at the caret, to type what is added."""
        cursor = self.words.textCursor()
        cursor.insertText("[]")
        cursor.movePosition(cursor.MoveOperation.Left)
        self.words.setTextCursor(cursor)
        self.words.setFocus()
