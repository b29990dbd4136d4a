# SPDX-License-Identifier: MIT
"""The chosen cell of a framework matrix: its summary to write, who wrote it, earlier versions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from analysis.codings.framework import GridPart
from wording import Text, msg
from workbench.translation import say
from workbench.widgets import KeyHints, LinkButton, MutedLabel, Pane, SectionLabel, StrongLabel


class FrameworkCard(Pane):
    """`written` carries case, theme and text once the editor is left or another cell chosen."""

    written = Signal(str, str, str)
    left = Signal()
    step_requested = Signal(int)
    insert_requested = Signal(bool)  # as words, not as references

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(12, 10, 12, 8), spacing=6)
        if parent is not None:
            self.setParent(parent)
        self._place: tuple[str, str] | None = None
        self._stored = ""
        self._versions: list[GridPart] = []
        self.title = StrongLabel("", wrap=True)
        self.text = _Summary(self)
        say(self.text, name=msg("framework.summary"), placeholder=msg("framework.hint"))
        self.text.setFixedHeight(130)
        self.author = MutedLabel("", wrap=True)
        self.earlier = LinkButton(msg("framework.earlier", n=0), self._turn)
        self.versions = MutedLabel("", wrap=True)
        self.versions.hide()
        hints = [("Ctrl J", msg("framework.key.insert")), ("Ctrl ↓", msg("framework.key.next")),
                 ("Esc", msg("framework.key.grid"))]  # fmt: skip
        self.hints = KeyHints(hints)
        parts = (
            self.title,
            SectionLabel(msg("framework.summary")),
            self.text,
            self.author,
            self.earlier,
            self.versions,
        )
        for widget in (*parts, self.hints):
            self.body.addWidget(widget)
        self.body.setAlignment(self.earlier, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_cell(self, case: str, theme: str, named: Text, cell: GridPart) -> None:
        """Show a cell; what was typed in the one before is stored first."""
        if self._place != (case, theme):
            self.keep()
        elif self.text.toPlainText() != self._stored:
            return  # being typed
        self._place, self._stored = (case, theme), str(cell["text"])
        self.title.say(msg("framework.cell_title", case=case, theme=named))
        self.text.setPlainText(self._stored)
        said = msg("framework.by", coder=cell["coder"] or "–", date=cell["date"]) if cell["text"] else ""
        self.author.say(said)
        self._versions = list(cell["earlier"])
        self.earlier.setVisible(bool(self._versions))
        self.earlier.say(msg("framework.earlier", n=len(self._versions)))
        self.versions.hide()
        self.show()

    def clear(self) -> None:
        """No cell is chosen."""
        self.keep()
        self._place = None
        self.hide()

    def forget(self) -> None:
        """The case is no longer there, erased or without consent: nothing of it stays, typed or read."""
        self._place, self._stored, self._versions = None, "", []
        self.text.setPlainText("")
        self.text.document().clearUndoRedoStacks()
        for label in (self.title, self.author, self.versions):
            label.say("")
        self.hide()

    def write(self) -> None:
        """Put the keys into the text."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)

    def insert(self, words: str) -> None:
        """Put words where the caret is."""
        self.text.insertPlainText(words)

    def keep(self) -> None:
        """Store what was typed."""
        typed = self.text.toPlainText().strip()
        if self._place is not None and typed != self._stored:
            self._stored = typed
            self.text.document().setModified(False)
            self.written.emit(*self._place, typed)

    def _turn(self) -> None:
        shown = "\n\n".join(f"{one['coder'] or '–'}, {one['date']}: {one['text'] or '–'}" for one in self._versions)
        self.versions.say(shown)
        self.versions.setVisible(self.versions.isHidden())


class _Summary(QPlainTextEdit):
    """The editor: Esc and Ctrl+Enter leave it, Ctrl+J inserts quotes, Ctrl+Down goes on to the next case."""

    def __init__(self, card: FrameworkCard) -> None:
        super().__init__(card)
        self._card = card
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the card come before those of the text."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key, card = event.key(), self._card
        if key == Qt.Key.Key_Escape or (control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            card.keep()
            card.left.emit()
        elif control and key == Qt.Key.Key_J:
            card.insert_requested.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif control and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            card.keep()
            card.step_requested.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Typed is stored."""
        super().focusOutEvent(event)
        self._card.keep()
