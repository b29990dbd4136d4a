# SPDX-License-Identifier: MIT
"""The recovery phrase: shown once, then two of its words are asked. It keeps the words only while it is on screen."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from projects.store.keys.passphrases import new_recovery_phrase, plain_recovery_phrase
from wording import LANGUAGES, Problem, msg
from workbench.safety.panes.page import Panel, logged
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import Button, ChoiceField, FormRow, Label, PrimaryButton, StrongLabel, TextField

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project


class RecoveryPanel(Panel):
    """Three steps with one button: choose the language, write the words down, type two of them.

    Nothing is stored before the two words are right: who leaves, locks or closes earlier has no recovery phrase.
    """

    def __init__(self, session: Session, link_open: bool) -> None:
        super().__init__(msg("safety.keys.recovery"), msg("safety.recovery.sentence"))
        self.session, self.step = session, "language"
        self._link = link_open
        self._words: tuple[str, ...] = ()
        self.asked: tuple[int, int] = (0, 0)
        self.language = ChoiceField(
            msg("safety.recovery.language"), [(name, msg(f"view_report.language.{name}")) for name in LANGUAGES]
        )
        self.language.choose(language_of())
        self.language_row = FormRow(msg("safety.recovery.language"), self.language)
        self.note = Label("", wrap=True)
        self.note.hide()
        self.grid = QWidget()
        self.grid.hide()
        self.fields = [TextField(msg("safety.recovery.word", number=n + 1), placeholder="") for n in range(2)]
        self.rows = [FormRow(msg("safety.recovery.word", number=n + 1), self.fields[n]) for n in range(2)]
        self.button = PrimaryButton(msg("safety.recovery.make"), self.go_on, icon="check")
        self.cancel = Button(msg("window.cancel"), self.left.emit)
        self.add(self.language_row, self.note, self.grid, *self.rows)
        for row in self.rows:
            row.hide()
        self.add_buttons(self.button, self.cancel)
        for field in self.fields:
            field.returnPressed.connect(self.go_on)

    def begin(self) -> None:
        """Begin with the language."""
        self.language.setFocus()

    def go_on(self) -> None:
        """The next step."""
        {"language": self._make, "words": self._ask, "asking": self._compare}[self.step]()

    def _make(self) -> None:
        self._words, self.step = tuple(new_recovery_phrase(self.language.value()).split()), "words"
        grid = QGridLayout(self.grid)
        for place, word in enumerate(self._words):
            grid.addWidget(
                StrongLabel(msg("safety.recovery.numbered", number=place + 1, word=word)), place // 3, place % 3
            )
        self.grid.show()
        self.language_row.hide()
        self._say("safety.recovery.write")
        self.button.setEnabled(True)
        self.button.say(msg("safety.recovery.written"))
        self.button.setFocus()

    def _ask(self) -> None:
        first = secrets.randbelow(12)
        second = (first + 1 + secrets.randbelow(11)) % 12
        self.asked, self.step = (min(first, second), max(first, second)), "asking"
        self.grid.hide()
        for number, row, field in zip(self.asked, self.rows, self.fields, strict=True):
            row.label.say(msg("safety.recovery.word", number=number + 1))
            field.setAccessibleName(row.label.text())
            row.show()
        self._say("safety.recovery.two")
        self.button.say(msg("safety.recovery.finish"))
        self.fields[0].setFocus()

    def _say(self, key: str) -> None:
        self.note.say(msg(key))
        self.note.show()

    def _compare(self) -> None:
        for number, row, field in zip(self.asked, self.rows, self.fields, strict=True):
            right = plain_recovery_phrase(field.text()) == plain_recovery_phrase(self._words[number])
            row.complain(None if right else msg("safety.recovery.wrong"))
            if not right:
                self.grid.show()
                field.setFocus()
                return
        self._store()

    def _store(self) -> None:
        language, link, phrase = self.language.value(), self._link, " ".join(self._words)
        self.button.setEnabled(False)

        def stored(project: Project) -> None:
            project.keys.add_recovery(language, link=link, phrase=phrase)

        self.session.change(logged(stored), self._stored, self._refused)

    def _stored(self, _changes: Changes) -> None:
        self._words = ()
        self.session.notice.emit(msg("safety.recovery.done"))
        self.left.emit()

    def _refused(self, problem: Problem) -> None:
        self.button.setEnabled(True)
        self.complain(problem)
