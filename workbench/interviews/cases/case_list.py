# SPDX-License-Identifier: MIT
"""The list of cases by kind, with a filter by name. No mark of any finding stands in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coding.case_folding import fold_plain
from projects.interviews.cases import Case
from projects.stored_interviews.case_tables import CASE_KINDS
from wording import msg
from wording.numbers import format_number
from workbench.translation import language_of
from workbench.widgets import Entry, EntryList, LinkButton, MutedLabel, SearchField

_GLANCE = 8  # cases that are seen without a filter


class CaseList(QWidget):
    """The cases; `chosen` carries an id, `new_requested` comes from the button of the empty list."""

    sampled_requested = Signal()  # to say whether the cases are a probability sample
    chosen = Signal(str)
    new_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cases: list[Case] = []
        self.field = SearchField(msg("casepage.view.filter"))
        self.list = EntryList(msg("casepage.view.cases"))
        self.nothing = MutedLabel(msg("casepage.view.none"), wrap=True)
        self.new = LinkButton(msg("casepage.view.new"), lambda: self.new_requested.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 5, 12, 5)
        head.setSpacing(4)
        for widget in (self.field, self.nothing, self.new):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.sampled = LinkButton(msg("sampledcases.purpose"), lambda: self.sampled_requested.emit())
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 4, 12, 6)
        foot.addWidget(self.sampled)
        column.addLayout(foot)
        self.field.searched.connect(lambda _typed: self._fill())
        self.field.to_list.connect(self.list.setFocus)
        self.list.picked.connect(lambda wanted: self.chosen.emit(str(wanted)))
        self.show_cases([], None)

    def show_cases(self, cases: list[Case], picked: str | None) -> None:
        """Show these cases with one picked."""
        self._cases = cases
        waits = self.new.hasFocus()
        self._fill(picked)
        if waits:
            self.take_focus()

    def take_focus(self) -> None:
        """The keys stand in the list, or on the button of an empty one."""
        (self.list if self._cases else self.new).setFocus()

    def show_sampled(self, how: str) -> None:
        """Say below the list whether the cases are a probability sample."""
        self.sampled.say(msg("sampledcases.random" if how else "sampledcases.purpose"))

    def _fill(self, picked: str | None = None) -> None:
        typed = fold_plain(self.field.text().strip())
        kept = [case for case in self._cases if typed in fold_plain(case.name)]
        entries: list[Entry] = []
        for kind in CASE_KINDS:
            held = [case for case in kept if case.kind == kind]
            if held:
                entries.append(Entry(f"kind:{kind}", msg(f"casepage.view.kinds.{kind}"), section=True))
            for case in held:
                texts = format_number(case.documents, language_of(self))
                entries.append(Entry(case.id, case.name, texts, icon="table-2" if case.rows else ""))
        self.list.set_entries(entries, picked)
        self.nothing.setVisible(not self._cases)
        self.new.setVisible(not self._cases)
        self.field.setVisible(bool(typed) or len(self._cases) > _GLANCE)
        self.sampled.setVisible(bool(self._cases))

    def respeak(self, _language: str) -> None:
        """Numbers are written anew."""
        self._fill()
