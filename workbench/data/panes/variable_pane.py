# SPDX-License-Identifier: MIT
"""The left column: the variables of the chosen table under the headings of their groups, with a field to find them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from analysis.records import DataTable
from wording import msg
from wording.numbers import format_number
from workbench.table_labels import title_of
from workbench.translation import language_of
from workbench.variable_picker import Searchable, candidates_of, entries_of, ranked
from workbench.widgets import Entry, EntryList, Pane, PaneHeader, SearchField

TABLE = "·table"  # the entry of the table itself


class VariablePane(Pane):
    """`picked` carries a variable id, or None for the table itself."""

    picked = Signal(object)

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
