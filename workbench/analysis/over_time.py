# SPDX-License-Identifier: MIT
"""Reach over time below the table of kinds: people over all kinds in a sentence, then the chosen kind by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.analyses.registers.reach_over_time import SEPARATOR
from analysis.specs import FigureSpec, TableSpec
from wording import Message, msg
from workbench.results.month_columns import MonthColumns
from workbench.widgets import LinkButton, MutedLabel, StrongLabel
from workbench.widgets.labels import IconLabel, WrapLabel

_BETWEEN = "note.people_between"


def is_over_time(spec: TableSpec) -> bool:
    """Whether a table follows one group over time."""
    return SEPARATOR in spec.id


class OverTime(QWidget):
    """The sentence about people over all kinds, and one kind over time; `choose` takes another kind."""

    def __init__(self, count_people: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: dict[str, FigureSpec] = {}
        self.row = ""
        self.between = WrapLabel("")
        self.count = LinkButton(msg("reach.count_people"), count_people)
        self.title = StrongLabel("", wrap=True)
        self.share = MutedLabel("", wrap=True)
        self.months = MonthColumns()
        self.note = MutedLabel("", wrap=True)
        self._said = QWidget()
        said = QHBoxLayout(self._said)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(8)
        said.addWidget(IconLabel("info"), 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.between, 1)
        said.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.share, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._said)
        column.addLayout(head)
        column.addWidget(self.months)
        column.addWidget(self.note)

    def show_result(self, tables: Sequence[TableSpec], figures: Sequence[FigureSpec]) -> bool:
        """Show a result that follows groups over time; False where it follows none."""
        over = [one for one in figures if is_over_time(one.table)]
        self._figures = {one.table.id.partition(SEPARATOR)[2]: one for one in over}
        self.setVisible(bool(over))
        if not over:
            return False
        note = next((one for one in tables[0].notes if isinstance(one, Message) and one.key == _BETWEEN), None)
        self._said.setVisible(note is not None)
        if note is not None:
            self.between.say(note)
        self.count.setVisible(not any(column.id == "people" for column in tables[0].columns))
        self.choose(self.row if self.row in self._figures else next(iter(self._figures)))
        return True

    def choose(self, row: str) -> None:
        """Show another group; one without contacts changes nothing."""
        figure = self._figures.get(row)
        if figure is None:
            return
        self.row = row
        self.title.say(figure.title)
        self.share.say(figure.table.subtitle or "")
        self.months.show_figure(figure)
        self.note.setVisible(bool(figure.table.notes))
        if figure.table.notes:
            self.note.say(figure.table.notes[0])

    def dim(self, stale: bool) -> None:
        """Draw it pale while a newer one is computed."""
        self.months.dim(stale)


def beside(tables: Sequence[TableSpec]) -> tuple[TableSpec, ...]:
    """The tables shown as such: without those over time, and without the sentence that stands below them."""
    shown = [one for one in tables if not is_over_time(one)]
    notes = tuple(one for one in shown[0].notes if not (isinstance(one, Message) and one.key == _BETWEEN))
    return (replace(shown[0], notes=notes), *shown[1:])
