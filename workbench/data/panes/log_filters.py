# SPDX-License-Identifier: MIT
"""Above the cleaning log, what narrows it: words of the reason; folded, person, cause, table, variable, days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.records import DataTable, Kind
from projects.datasets.cleaning_log import LogFilter
from projects.datasets.table.table_view import typed_moment
from wording import Text, msg
from workbench.data.side_column_widgets import joined
from workbench.table_labels import title_of
from workbench.translation import language_of, say
from workbench.variable_picker import VariableField, candidates_of
from workbench.variable_words import distinct_titles
from workbench.widgets import Chip, ChoiceField, FoldedLine, SearchField, TextField
from workbench.widgets.fields import FILTERS
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.tick_box import TickBox

_CAUSES = ("person", "relevant", "newer_export")


class LogFilters(QWidget):
    """`narrowed` comes when the lines wanted are others."""

    narrowed = Signal()
    to_list = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tables: Sequence[DataTable] = ()
        self.row: int | None = None
        self.search = SearchField(msg("data.view.log.find"))
        self.who = ChoiceField(msg("data.view.log.who"), [("", msg("data.view.log.anyone"))])
        self.cause = ChoiceField(
            msg("data.view.log.cause"),
            [("", msg("data.view.log.any_cause")), *((one, msg(f"data.view.log.cause.{one}")) for one in _CAUSES)],
        )
        self.table = ChoiceField(msg("data.view.log.table"), [("", msg("data.view.log.any_table"))])
        self.variable = VariableField(msg("data.view.log.variable"), empty=msg("data.view.log.any_variable"))
        self.since = TextField(msg("data.view.log.since"))
        self.until = TextField(msg("data.view.log.until"))
        for field in (self.since, self.until):
            field.setProperty(FILTERS, True)
        self.gone = TickBox()
        say(self.gone, msg("data.view.log.undone_too"))
        self.chip = Chip(msg("data.view.log.one_row"), removable=True)
        self.chip.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inside = QWidget()
        row = FlowLayout(inside)
        row.setContentsMargins(0, 2, 0, 0)
        for widget, width in self._folded_fields():
            widget.setMinimumWidth(width)
            row.addWidget(widget)
        self.more = FoldedLine(msg("data.view.log.more"), inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.search.setMinimumWidth(160)
        line.addWidget(self.search, 1)
        line.addWidget(self.chip)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.more)

    def _folded_fields(self) -> tuple[tuple[QWidget, int], ...]:
        return (
            (self.table, 165), (self.variable, 175), (self.who, 150), (self.cause, 160),
            (self.since, 110), (self.until, 110), (self.gone, 0),
        )  # fmt: skip

    def _say_folded(self) -> None:
        """Beside the folded line, what of it narrows the log."""
        chosen: list[Text] = [
            field.currentText() for field in (self.table, self.who, self.cause) if field.value()
        ]  # fmt: skip
        chosen += [self.variable.button.whole()] if self.variable.value() else []
        chosen += [f"{field.accessibleName()}: {field.text()}" for field in (self.since, self.until) if field.text()]
        chosen += [msg("data.view.log.undone_too")] if self.gone.isChecked() else []
        self.more.note.say(joined(chosen, language_of()))

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self.narrowed.emit())
        self.search.to_list.connect(self.to_list)
        for field in (self.who, self.cause, self.variable):
            field.chosen.connect(lambda _value: self.narrowed.emit())
        self.table.chosen.connect(lambda _value: self._table_chosen())
        for line in (self.since, self.until):
            line.editingFinished.connect(self.narrowed)
        self.gone.toggled.connect(lambda _on: self.narrowed.emit())
        self.chip.removed.connect(self._any_row)
        self.narrowed.connect(self._say_folded)

    def offer(self, tables: Sequence[DataTable], people: Sequence[str]) -> None:
        """Offer tables, their variables, and who stands in the log; what is chosen stays chosen."""
        self.tables = tables
        self.who.set_choices([("", msg("data.view.log.anyone")), *((name, name) for name in people)])
        named: list[tuple[str, Text]] = distinct_titles(tables, title_of)
        self.table.set_choices([("", msg("data.view.log.any_table")), *named])
        self._offer_variables()

    def _offer_variables(self) -> None:
        table = next((table for table in self.tables if table.id == self.table.value()), None)
        found = candidates_of(table, table.variables) if table is not None else []
        self.variable.offer_candidates(found, self.variable.value())
        self.variable.setEnabled(table is not None)
        self._say_folded()

    def _table_chosen(self) -> None:
        self.variable.choose("")
        self._offer_variables()
        self._any_row()

    def respeak(self, _language: str) -> None:
        """Say what narrows the log in another language."""
        self._say_folded()

    def only(self, table_id: str, variable_id: str, row_id: int) -> None:
        """Only the lines of one cell."""
        self.search.setText("")
        for field in (self.who, self.cause):
            field.choose("")
        self.table.choose(table_id)
        self._offer_variables()
        self.variable.choose(variable_id)
        self.gone.setChecked(True)
        self.row = row_id
        self._say_folded()
        words = msg("data.view.log.only_row", row=row_id)
        say(self.chip, words, tip=msg("data.view.filter.remove", filter=words))
        self.chip.show()

    def _any_row(self) -> None:
        self.row = None
        self.chip.hide()
        self.narrowed.emit()

    def everything(self) -> None:
        """Narrow by nothing."""
        self.search.setText("")
        for field in (self.who, self.cause, self.table, self.variable):
            field.choose("")
        for line in (self.since, self.until):
            line.setText("")
        self._offer_variables()
        self.row = None
        self.chip.hide()

    def wanted(self) -> LogFilter:
        """The lines wanted."""
        return LogFilter(
            table_id=self.table.value() or None,
            variable_id=self.variable.value() or None,
            row_id=self.row,
            who=self.who.value() or None,
            cause=self.cause.value() or None,
            text=self.search.text().strip(),
            undone=None if self.gone.isChecked() else False,
            since=_day(self.since),
            until=_day(self.until),
        )

    def unread(self) -> Text | None:
        """The sentence about a day that cannot be read; None when all can."""
        for line in (self.since, self.until):
            if line.text().strip() and _day(line) is None:
                return msg("data.edit.not_date")
        return None


def _day(field: TextField) -> dt.date | None:
    found = typed_moment(field.text(), Kind.DATE, language_of())
    return dt.date.fromisoformat(found) if found else None
