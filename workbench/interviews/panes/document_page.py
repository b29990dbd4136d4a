# SPDX-License-Identifier: MIT
"""The open interview: name, language, case, consents, memo, counts. It reports what the user changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial, reduce

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from projects.stored_interviews.tables import CONSENTS
from wording import Message, msg
from wording.numbers import format_number
from workbench.commands import Command
from workbench.interviews.page_parts import MemoField, SidePage, empty_layout, empty_page, language_choices
from workbench.interviews.state import RoomState
from workbench.translation import language_of
from workbench.widgets import (
    ChoiceField,
    CommandButton,
    Fact,
    FoldedLine,
    FormRow,
    Label,
    MutedLabel,
    SectionLabel,
    TextField,
)

_ANSWERS = ((None, "unknown"), (True, "yes"), (False, "no"))
_MOST_SPEAKERS = 8


class DocumentPage(SidePage):
    """Shows what is recorded about the open document."""

    name_given = Signal(str, str)
    case_given = Signal(str, str)
    language_given = Signal(str, str)
    group_given = Signal(str, str)
    consent_given = Signal(str, str, object)
    memo_written = Signal(object, str)

    def __init__(self, state: RoomState, commands: dict[str, Command]) -> None:
        super().__init__()
        self._state = state
        self.name = TextField(msg("interviews.view.name"), placeholder="")
        self.case = TextField(msg("interviews.view.case"), placeholder="")
        self.group = TextField(msg("documents.view.group"), placeholder="")
        self.language = ChoiceField(msg("interviews.view.document_language"), language_choices())
        self.memo = MemoField(msg("interviews.view.memo"), msg("interviews.view.document_memo_hint"))
        self.consents: dict[str, ChoiceField] = {}
        self.facts = QVBoxLayout()
        self.facts.setSpacing(0)
        self.speakers = QVBoxLayout()
        self.speakers.setSpacing(0)
        self.speakers_title = SectionLabel(msg("interviews.view.speakers"))
        self.nothing = empty_page(
            msg("interviews.view.no_document"), CommandButton(commands["interviews.bring.documents"])
        )
        self.details = self._details()
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.details)
        self.column.addStretch(1)
        self.name.editingFinished.connect(self._name_given)
        self.case.editingFinished.connect(self._case_given)
        self.group.editingFinished.connect(self._group_given)
        self.language.chosen.connect(lambda value: self.language_given.emit(self._id(), value))
        self.memo.stored.connect(self.memo_written)
        state.opened.connect(self._show)
        state.listed.connect(self._show)
        self._show()

    def _details(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for label, field in (("name", self.name), ("case", self.case), ("document_language", self.language)):
            column.addWidget(FormRow(msg(f"interviews.view.{label}"), field))
        column.addWidget(FormRow(msg("documents.view.group"), self.group))
        self.consent = FoldedLine(msg("interviews.view.consents"), self._consents())
        column.addWidget(self.consent)
        column.addWidget(SectionLabel(msg("interviews.view.counts")))
        column.addLayout(self.facts)
        column.addWidget(self.speakers_title)
        column.addLayout(self.speakers)
        column.addWidget(SectionLabel(msg("interviews.view.memo")))
        column.addWidget(self.memo)
        self.memo_unseen = MutedLabel(msg("coders.memo_unseen"), wrap=True)
        self.memo_unseen.hide()
        column.addWidget(self.memo_unseen)
        return whole

    def _consents(self) -> QWidget:
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(5)
        choices = [(value, msg(f"interviews.view.consent.{word}")) for value, word in _ANSWERS]
        for row, name in enumerate(CONSENTS):
            label = Label(msg(f"interviews.view.consent.{name}"), wrap=True)
            field = ChoiceField(msg(f"interviews.view.consent.{name}"), choices)
            field.setMinimumContentsLength(0)
            field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
            field.chosen.connect(partial(self._consent_given, name))
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            self.consents[name] = field
        grid.setColumnStretch(0, 1)
        grid.addWidget(MutedLabel(msg("interviews.view.consent_note"), wrap=True), len(CONSENTS), 0, 1, 2)
        return whole

    def _id(self) -> str:
        return self._state.document_id() or ""

    def _show(self) -> None:
        line, loaded = self._state.line(), self._state.loaded
        there = line is not None and loaded is not None
        self.nothing.setVisible(not there)
        self.details.setVisible(there)
        if line is None or loaded is None:
            return
        if not self.name.hasFocus():
            self.name.setText(line.name)
        if not self.case.hasFocus():
            self.case.setText(line.case_name)
        if not self.group.hasFocus():
            self.group.setText(line.group)
        self.language.choose(line.language)
        for name, field in self.consents.items():
            field.choose(line.consents[name])
        self.consent.note.say(_spoken(line.consents))
        self.memo.show_memo(str(line.id), line.memo)
        self.memo.setDisabled(line.memo_unseen or line.held_back)
        self.memo_unseen.setVisible(line.memo_unseen)
        self._show_facts()

    def _show_facts(self) -> None:
        line, loaded = self._state.line(), self._state.loaded
        if line is None or loaded is None:
            return
        empty_layout(self.facts)
        language = language_of()
        turns = loaded.document.turns
        for name, value in (("words", line.words), ("turns", len(turns)), ("segments", line.segments)):
            if name == "turns" and loaded.held_back:
                continue  # they are not read
            self.facts.addWidget(Fact(msg(f"interviews.view.{name}"), format_number(value, language)))
        self.speakers_title.setVisible(any(turn.speaker for turn in turns))
        empty_layout(self.speakers)
        speakers = Counter(turn.speaker for turn in turns if turn.speaker)
        for speaker, count in speakers.most_common(_MOST_SPEAKERS):
            self.speakers.addWidget(Fact(speaker, format_number(count, language)))

    def _name_given(self) -> None:
        line = self._state.line()
        if line is not None and self.name.text().strip() not in ("", line.name):
            self.name_given.emit(self._id(), self.name.text().strip())

    def _case_given(self) -> None:
        line = self._state.line()
        if line is not None and self.case.text().strip() != line.case_name:
            self.case_given.emit(self._id(), self.case.text().strip())

    def _group_given(self) -> None:
        line = self._state.line()
        if line is not None and self.group.text().strip() != line.group:
            self.group_given.emit(self._id(), self.group.text().strip())

    def _consent_given(self, name: str, value: object) -> None:
        self.consent_given.emit(self._id(), name, value)

    def respeak(self, _language: str) -> None:
        """Write the numbers again."""
        self._show_facts()


def _spoken(consents: Mapping[str, bool | None]) -> Message:
    """The answer to all, where it is one; else each that is refused or not recorded."""
    words = {value: msg(f"interviews.view.consent.{word}") for value, word in _ANSWERS}
    if len(set(consents.values())) == 1:
        return words[next(iter(consents.values()))]
    held_back = [msg("consents.is", what=msg(f"consents.{one}"), given=words[consents[one]]) for one in CONSENTS]
    said = [one for one, name in zip(held_back, CONSENTS, strict=True) if not consents[name]]
    return reduce(lambda first, second: msg("group.pair", first=first, second=second), said)
