# SPDX-License-Identifier: MIT
"""The left column: the variables of the chosen table under the headings of their groups, with a field to find them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.records import DataTable
from projects.datasets.corrections.kind_conversion import WORDS, word_of
from wording import msg
from wording.numbers import format_number
from workbench.table_labels import title_of
from workbench.translation import language_of
from workbench.variable_picker import Searchable, candidates_of, entries_of, ranked
from workbench.widgets import Button, ChoiceField, Entry, EntryList, MutedLabel, Pane, PaneHeader, SearchField

TABLE = "·table"  # the entry of the table itself


class VariablePane(Pane):
    """`picked` carries a variable id, or None for the table itself."""

    picked = Signal(object)
    analysed = Signal(list)  # ids of variables
    confirmed = Signal(list)
    hidden = Signal(list)
    kind_given = Signal(list, str)  # ids of variables, their kind

    def __init__(self) -> None:
        self.header = PaneHeader(msg("data.view.variables"))
        super().__init__(self.header, spacing=0)
        self.table: DataTable | None = None
        self._searchable: list[Searchable] = []
        self.search = SearchField(msg("data.view.find_variable"))
        self.list = EntryList(msg("data.view.variables"))
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.search)
        self.body.addLayout(row)
        self.body.addWidget(self.list, 1)
        self.several = QWidget()
        foot = QVBoxLayout(self.several)
        foot.setContentsMargins(12, 6, 12, 8)
        foot.setSpacing(4)
        self.chosen_note = MutedLabel("")
        foot.addWidget(self.chosen_note)
        self.buttons = {}
        for name, signal in (("analyse", self.analysed), ("confirm", self.confirmed), ("hide", self.hidden)):
            self.buttons[name] = Button(msg(f"data.view.several.{name}"), partial(self._ask, signal))
            foot.addWidget(self.buttons[name])
        self.kind = ChoiceField(msg("data.view.several.holds"), [(one, msg(f"kinds.word.{one}")) for one in WORDS])
        self.give = Button(msg("data.view.several.give"), self._give_kind)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.kind, 1)
        line.addWidget(self.give)
        foot.addLayout(line)
        self.body.addWidget(self.several)
        self.several.hide()
        self.list.allow_several()
        self.list.several.connect(self._chosen)
        self.search.searched.connect(lambda _text: self._show())
        self.search.to_list.connect(self.list.setFocus)
        self.list.picked.connect(lambda name: self.picked.emit(None if name == TABLE else name))

    def show_table(self, table: DataTable) -> None:
        """Show the variables of a table."""
        self.table = table
        self._searchable = [Searchable.of(one, language_of(self)) for one in candidates_of(table, table.variables)]
        self.header.note.say(format_number(len(table.variables), language_of()))
        self._show()

    def pick(self, variable_id: str | None) -> None:
        """Show which variable is chosen, without a signal."""
        self.list.pick(variable_id or TABLE, quiet=True)
        self.list.scrollTo(self.list.currentIndex())

    def chosen(self) -> list[str]:
        """The variables chosen, in their order."""
        return [one for one in self.list.chosen_ids() if one != TABLE]

    def _chosen(self, _ids: list[str]) -> None:
        chosen = self.chosen()
        self.several.setVisible(len(chosen) > 1 and self.table is not None)
        self.chosen_note.say(msg("data.view.several", n=len(chosen)))
        known = {one.id: one for one in self.table.variables} if self.table is not None else {}
        waiting = any(known[one].content_unconfirmed for one in chosen if one in known)
        self.buttons["confirm"].setVisible(waiting)
        first = next((known[one] for one in chosen if one in known), None)
        if first is not None:
            self.kind.choose(word_of(first))

    def _give_kind(self) -> None:
        self.kind_given.emit(self.chosen(), str(self.kind.value()))

    def _ask(self, signal: SignalInstance) -> None:
        signal.emit(self.chosen())

    def respeak(self, _language: str) -> None:
        """Search in the new language."""
        self._show()

    def _show(self) -> None:
        if self.table is None:
            return
        typed = self.search.text().strip()
        entries: list[Entry] = []
        if not typed:
            entries.append(Entry(TABLE, msg("data.view.whole_table", table=title_of(self.table)), icon="table-2"))
        found = ranked(self._searchable, typed)
        self.list.set_entries([*entries, *entries_of(found)])
