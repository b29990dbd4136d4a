# SPDX-License-Identifier: MIT
"""The left column: the variables of the chosen table under the headings of their groups, with a field to find them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from analysis.records import DataTable
from wording import msg, render
from wording.numbers import format_number
from workbench.data.words import kind_icon, kind_word, sections, title_of
from workbench.speech import language_of
from workbench.variable_words import called
from workbench.widgets import Entry, EntryList, Pane, PaneHeader, SearchField

TABLE = "·table"  # the entry of the table itself


class VariablePane(Pane):
    """`picked` carries a variable id, or None for the table itself."""

    picked = Signal(object)

    def __init__(self) -> None:
        self.header = PaneHeader(msg("data.view.variables"))
        super().__init__(self.header, spacing=0)
        self.table: DataTable | None = None
        self.search = SearchField(msg("data.view.find_variable"))
        self.list = EntryList(msg("data.view.variables"))
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.search)
        self.body.addLayout(row)
        self.body.addWidget(self.list, 1)
        self.search.searched.connect(lambda _text: self._show())
        self.search.to_list.connect(self.list.setFocus)
        self.list.picked.connect(lambda name: self.picked.emit(None if name == TABLE else name))

    def show_table(self, table: DataTable) -> None:
        """Show the variables of a table."""
        self.table = table
        self.header.note.say(format_number(len(table.variables), language_of()))
        self._show()

    def pick(self, variable_id: str | None) -> None:
        """Show which variable is chosen, without a signal."""
        self.list.pick(variable_id or TABLE, quiet=True)
        self.list.scrollTo(self.list.currentIndex())

    def respeak(self, _language: str) -> None:
        """Search in the new language."""
        self._show()

    def _show(self) -> None:
        if self.table is None:
            return
        wanted, language = self.search.text().strip().casefold(), language_of()
        entries: list[Entry] = []
        if not wanted:
            entries.append(Entry(TABLE, msg("data.view.whole_table", table=title_of(self.table)), icon="table-2"))
        for number, (heading, variables) in enumerate(sections(self.table)):
            rows = [
                Entry(v.id, called(v), kind_word(v), icon=kind_icon(v))
                for v in variables
                if wanted in f"{render(called(v), language)}\n{v.name}".casefold()
            ]
            if rows:
                entries += [Entry(("section", number), heading, section=True), *rows]
        self.list.set_entries(entries)
