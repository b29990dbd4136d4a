# SPDX-License-Identifier: MIT
"""Form for the print of a quote: its marks, the translation, the original beside; folded while it prints as said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coding.quoting_marks import OMISSION
from wording import Text, msg
from wording.quotations import in_quotes
from workbench.interviews.reading.guarded_editor import GuardedEditor
from workbench.translation import say
from workbench.widgets import Button, FoldedLine, Label, MutedLabel, SectionLabel
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.quotes.quote_format import CitationChoice


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
