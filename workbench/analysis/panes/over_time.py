# SPDX-License-Identifier: MIT
"""Reach over time below the table of kinds: people over all kinds in a sentence, then the chosen kind by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.analyses.registers.reach_over_time import SEPARATOR
from analysis.register_columns import COUNTS, Part
from analysis.result_tables import Cell, Column, FigureSpec, Row, TableSpec, Unit
from analysis.tables.layout import table_notes
from wording import Message, msg
from workbench.icons import pixmap
from workbench.results.reach_columns import ReachColumns
from workbench.theme import colours_of
from workbench.translation import language_of
from workbench.widgets import Label, LinkButton, MutedLabel, StrongLabel

_BETWEEN = "note.people_between"


def is_over_time(spec: TableSpec) -> bool:
    """Whether a table follows one group over time."""
    return SEPARATOR in spec.id


class OverTime(QWidget):
    """The sentence about people over all kinds, and one kind over time; `choose` takes another kind."""

    def __init__(self, count_people: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: dict[str, FigureSpec] = {}
        self._tables: list[TableSpec] = []
        self.row = ""
        self._info = Label("")
        self.between = Label("", wrap=True)
        self.count = LinkButton(msg("reach.count_people"), count_people)
        self.title = StrongLabel("", wrap=True)
        self.share = MutedLabel("", wrap=True)
        self.months = ReachColumns()
        self.note = MutedLabel("", wrap=True)
        self._sentence = QWidget()
        line = QHBoxLayout(self._sentence)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._info, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.between, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.title, 2)
        head.addWidget(self.share, 3)
        self.share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(self._sentence)
        column.addLayout(head)
        column.addWidget(self.months)
        column.addWidget(self.note)
        self.retheme()
        self.hide()

    def retheme(self) -> None:
        """The icon in the colours of the look."""
        self._info.setPixmap(pixmap("info", colours_of(self).accent, 16))

    def show_result(self, tables: Sequence[TableSpec], figures: Sequence[FigureSpec]) -> bool:
        """Show a result that follows groups over time; False where it follows none."""
        over = [one for one in figures if is_over_time(one.table)]
        self._figures = {one.table.id.partition(SEPARATOR)[2]: one for one in over}
        self.setVisible(bool(over))
        if not over:
            return False
        note = next((one for one in tables[0].notes if isinstance(one, Message) and one.key == _BETWEEN), None)
        self._sentence.setVisible(note is not None)
        if note is not None:
            self.between.say(note)
        self._tables = list(tables)
        self.count.setVisible(not any(column.id == "people" for column in tables[0].columns))
        self.choose(self.row if self.row in self._figures else largest(self._figures))
        return True

    def choose(self, row: str) -> None:
        """Show another group; one without contacts changes nothing."""
        figure = self._figures.get(row)
        if figure is None:
            return
        self.row = row
        self._name()
        self.share.say(figure.table.subtitle or "")
        self.months.show_figure(figure)
        self.respeak(language_of())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window months stand as quarters, and the title says so."""
        super().resizeEvent(event)
        self._name()

    def _name(self) -> None:
        figure = self._figures.get(self.row)
        if figure is None:
            return
        title = figure.title
        if (
            self.months.in_quarters(self.width())
            and isinstance(title, Message)
            and title.key == "title.reach_over_month"
        ):
            title = replace(title, key="title.reach_over_quarter")
        self.title.say(title)

    def respeak(self, language: str) -> None:
        """Write the notes of both tables below them."""
        figure = self._figures.get(self.row)
        if figure is None or not self._tables:
            return
        rest = tuple(one for one in self._tables[0].notes if not (isinstance(one, Message) and one.key == _BETWEEN))
        whole = replace(self._tables[0], notes=(*figure.table.notes, *rest))
        self.note.say(" ".join(table_notes(whole, language)))

    def dim(self, stale: bool) -> None:
        """Draw it pale while a newer one is computed."""
        self.months.dim(stale)


def largest(figures: Mapping[str, FigureSpec]) -> str:
    """The group with the most contacts over the whole time; the first of those that have as many."""
    return max(figures, key=lambda row: _contacts(figures[row].table))


def _contacts(table: TableSpec) -> float:
    total = next((row for row in table.rows if row.total), None)
    return sum(cell.estimate or 0 for cell in total.cells) if total is not None else 0


def on_screen(tables: Sequence[TableSpec], *, narrow: bool = False) -> tuple[TableSpec, ...]:
    """The tables as they stand beside the months: kinds without a sum over them, their target in one column.

    The share of women and girls stands over the months, notes below them; what leaves is whole. In a narrow window
    sex and age stand with the months alone.
    """
    shown = [one for one in tables if not is_over_time(one)]
    return (_short(shown[0], narrow), *shown[1:]) if shown else ()


def _short(table: TableSpec, narrow: bool) -> TableSpec:
    beside = ("asked_disability", "disability") if narrow else ()
    left_out = ("female_share", "known_sex", "target", "target_of", "achieved", *beside, *(COUNTS if narrow else ()))
    kept = [at for at, column in enumerate(table.columns) if column.id not in left_out]
    columns = tuple(_brief(table.columns[at]) for at in kept)
    places = {column.id: at for at, column in enumerate(table.columns)}
    aimed = "achieved" in places and not narrow
    if aimed:
        columns = (*columns, Column("achieved", msg("reach.column.of_target"), show=("estimate",)))
    # What a reader asks first stands first: sex and age stand with the months too.
    order = sorted(range(len(columns)), key=lambda at: columns[at].id in COUNTS)
    columns = tuple(columns[at] for at in order)
    rows = tuple(
        replace(
            row,
            cells=_in_order((*(row.cells[at] for at in kept), *([_of_target(row, places)] if aimed else [])), order),
        )
        for row in table.rows
        if not row.total
    )
    return replace(table, columns=columns, rows=rows, notes=(), source=None)


def _in_order(cells: Sequence[Cell], order: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(cells[at] for at in order)


def _brief(column: Column) -> Column:
    """A column with the short name of those whose sex or age is unknown."""
    return replace(column, label=msg("reach.unknown_short")) if column.id == Part.UNKNOWN else column


def _of_target(row: Row, places: Mapping[str, int]) -> Cell:
    """ "98% of 8,000"; nothing where there is no target, the words where people are not counted."""
    achieved, target = row.cells[places["achieved"]], row.cells[places["target"]]
    if achieved.estimate is None or target.estimate is None:
        return achieved
    said = msg("reach.of_target", share=round(achieved.estimate * 100), n=round(target.estimate))
    return Cell(text=said, unit=Unit.TEXT)
