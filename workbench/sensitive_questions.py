# SPDX-License-Identifier: MIT
"""The page on what is sensitive: proposals ticked, each with its reason, and every other question; one key confirms.

It stands before a file for a partner or the public until it was seen, and opens from Safety at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from projects.identifiers.sensitivity_review import (
    confirm_proposals,
    decide_sensitive,
    is_waiting,
    own_lines,
    questions,
    set_own_lines,
)
from wording import Message, Problem, Text, msg, render
from workbench.manual import ManualWindow
from workbench.translation import language_of, say
from workbench.widgets import Button, FormRow, MutedLabel, PrimaryButton
from workbench.widgets.elision import shorten_names

if TYPE_CHECKING:
    from projects.identifiers.sensitivity_review import ReviewedQuestion
    from projects.store.project import Project
    from workbench.session import Session

_WIDTH, _HEIGHT, _WORDS_HEIGHT = 660, 560, 62
_KEY = Qt.ItemDataRole.UserRole
_SEEN = "interviews.nothing_to_change"


class SensitiveQuestions(QDialog):
    """Each tick is stored at once, a line of history with the name of who works; Enter confirms what is ticked."""

    confirmed = Signal()

    def __init__(self, parent: QWidget, session: Session, *, before_file: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._questions: Sequence[ReviewedQuestion] = ()
        self._manual: ManualWindow | None = None
        self.setProperty("kind", "surface")  # fields are as grey as what a window stands on
        self.setWindowTitle(render(msg("sensitivity.title"), language_of()))
        QShortcut(QKeySequence("F1"), self, self._show_manual)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        shorten_names(self.list)
        self.list.setSpacing(3)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self.list, name=msg("sensitivity.list"))
        self.list.itemChanged.connect(self._ticked)
        self.words = QPlainTextEdit()
        self.words.setProperty("kind", "field")
        self.words.setFixedHeight(_WORDS_HEIGHT)
        self.words.setTabChangesFocus(True)
        say(self.words, name=msg("sensitivity.own_words"))
        self.words_row = FormRow(msg("sensitivity.own_words"), self.words, msg("sensitivity.own_words_tip"))
        self.use_words = Button(msg("sensitivity.use_words"), self._use_words)
        self.go_on = PrimaryButton(msg("sensitivity.none"), self.confirm, icon="shield-check")
        self.go_on.setDefault(True)
        self.go_on.setEnabled(False)
        column = QVBoxLayout(self)
        column.addWidget(MutedLabel(msg("sensitivity.sentence"), wrap=True))
        if before_file:
            column.addWidget(MutedLabel(msg("sensitivity.before"), wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.words_row)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go_on)
        buttons.addWidget(Button(msg("sensitivity.cancel"), self.reject))
        buttons.addStretch(1)
        buttons.addWidget(self.use_words)
        column.addLayout(buttons)
        self.resize(_WIDTH, _HEIGHT)
        self.read()

    def read(self) -> None:
        """Read the questions and the team's own words."""

        def known(project: Project) -> tuple[list[ReviewedQuestion], tuple[str, ...]]:
            return questions(project), own_lines(project)

        self._session.ask(known, self._show, owner=self)

    def _show(self, found: tuple[list[ReviewedQuestion], tuple[str, ...]]) -> None:
        self._questions, lines = found
        if not self.words.document().isModified():
            self.words.setPlainText("\n".join(lines))
        ticked = [one for one in self._questions if one.sensitive]
        others = [one for one in self._questions if not one.sensitive]
        at = self.list.verticalScrollBar().value()
        self.list.blockSignals(True)
        self.list.clear()
        for key, part in (("sensitivity.proposed", ticked), ("sensitivity.others", others)):
            if part:
                self._add_heading(msg(key, n=len(part)))
            for one in part:
                self._add(one)
        self.list.blockSignals(False)
        self.list.verticalScrollBar().setValue(at)
        self._count()

    def _add_heading(self, text: Message) -> None:
        item = QListWidgetItem(render(text, language_of(self)))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _add(self, one: ReviewedQuestion) -> None:
        name = one.variable.name
        text: Text = name if one.called == name else msg("sensitivity.row", called=one.called, name=name)
        if one.because:
            text = msg("sensitivity.row_because", called=text, because=one.because)
        item = QListWidgetItem(render(text, language_of(self)))
        item.setData(_KEY, one.key)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if one.sensitive else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _count(self) -> None:
        items = [self.list.item(at) for at in range(self.list.count())]
        n = sum(item.checkState() is Qt.CheckState.Checked for item in items if item.data(_KEY))
        waits = any(not one.looked for one in self._questions)
        key = "go_on" if waits else "all_seen" if self._questions else "none"
        self.go_on.setText(render(msg(f"sensitivity.{key}", n=n), language_of(self)))
        self.go_on.setEnabled(bool(self._questions))

    def _ticked(self, item: QListWidgetItem) -> None:
        """Store one decision; the list stays in its order while one reads it."""
        table, variable = item.data(_KEY)
        sensitive = item.checkState() is Qt.CheckState.Checked
        self._session.do(decide_sensitive(table, variable, sensitive), failed=self._refused)
        self._count()

    def _refused(self, problem: Problem) -> None:
        if problem.message.key != _SEEN:
            self._session.problem.emit(problem.message)
            self.read()

    def confirm(self) -> None:
        """Everything was looked at: what is ticked is sensitive."""
        self._session.do(confirm_proposals(), lambda _changes: self._leave(), self._not_confirmed)

    def _not_confirmed(self, problem: Problem) -> None:
        if problem.message.key == _SEEN:
            self._leave()
        else:
            self._session.problem.emit(problem.message)

    def _leave(self) -> None:
        self.accept()
        self.confirmed.emit()

    def _use_words(self) -> None:
        self.words_row.complain(None)
        try:
            action = set_own_lines(self.words.toPlainText().splitlines())
        except Problem as wrong:
            self.words_row.complain(wrong.message)
            self.words.setFocus()
            return
        self._session.do(action, lambda _changes: self._words_used(), self._refused)

    def _words_used(self) -> None:
        self.words.document().setModified(False)
        self.read()

    def _show_manual(self) -> None:
        """What the manual says of sharing, in a window that can be read while the page is open."""
        if self._manual is None:
            self._manual = ManualWindow(self)
        self._manual.turn_to("sharing")


def open_sensitive_questions(
    parent: QWidget, session: Session, go: Callable[[], object] | None = None
) -> SensitiveQuestions:
    """Open the page; with `go` before a file, which is written once it was seen."""
    dialog = SensitiveQuestions(parent, session, before_file=go is not None)
    if go is not None:
        dialog.confirmed.connect(go)
    dialog.finished.connect(lambda _code: dialog.deleteLater())
    dialog.open()
    dialog.go_on.setFocus()
    return dialog


def seen_first(parent: QWidget, session: Session, to: str, go: Callable[[], object]) -> None:
    """Go on with a file for these readers; for others than the team once somebody has seen what is sensitive."""
    if to == "inside":
        go()
        return

    def waiting(project: Project) -> bool:
        return is_waiting(project)

    def asked(waits: bool) -> None:
        if waits:
            open_sensitive_questions(parent, session, go)
        else:
            go()

    session.ask(waiting, asked, owner=parent)
