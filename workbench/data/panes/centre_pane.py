# SPDX-License-Identifier: MIT
"""The middle column: tables as tabs, labels or codes, filters, find, the grid. It lays out; the workspace decides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from analysis.records import DataTable, Kind, Reason, Role, Variable
from projects.datasets.table.filters import (
    Edited,
    Filter,
    HasChoice,
    HasText,
    InAnalysis,
    InRange,
    IsMissing,
    IsPresent,
)
from projects.datasets.table.table_view import typed_moment, typed_number
from wording import Text, msg, render
from workbench.colours_and_sizes import HEADER_HEIGHT
from workbench.commands import Command
from workbench.data.panes.filter_bar import FilterBar
from workbench.data.panes.grid import Grid
from workbench.data.panes.variable_inspector import reason_text
from workbench.table_labels import DATES, NUMBERS, sections, title_of
from workbench.translation import language_of, say
from workbench.variable_picker import Candidate, VariableField, candidates_of
from workbench.variable_words import distinct_titles, has_words
from workbench.widgets import (
    Button,
    ChoiceField,
    CommandButton,
    IconButton,
    Label,
    Line,
    MoreButton,
    MutedLabel,
    Pane,
    PrimaryButton,
    SearchField,
    Tabs,
    TextField,
)
from workbench.widgets.elision import shorten_names
from workbench.widgets.fields import FILTERS

_KEPT, _LEFT, _EDITED = "·kept", "·left", "·edited"
_WHOLE = (_KEPT, _LEFT, _EDITED)
_LIST_ROWS, _BESIDE = 6, 560


class FilterForm(Pane):
    """Emits `chosen` with a Filter; `left` when nothing is wanted."""

    chosen = Signal(object)
    left = Signal()
    refused = Signal(object)  # Message

    def __init__(self) -> None:
        super().__init__(margins=(12, 6, 12, 8), spacing=6)
        self.variables: dict[str, Variable] = {}
        self.variable = VariableField(msg("data.view.filter.variable"), required=True)
        self.condition = ChoiceField(msg("data.view.filter.condition"))
        self.answers = QListWidget()
        shorten_names(self.answers)
        say(self.answers, name=msg("data.view.filter.answers"))
        self.low = TextField(msg("data.view.filter.from"))
        self.high = TextField(msg("data.view.filter.to"))
        self.words = TextField(msg("data.view.filter.words"))
        for field in (self.low, self.high, self.words):
            field.setProperty(FILTERS, True)
        self.apply = PrimaryButton(msg("data.view.filter.apply"), self._apply)
        self.variable.setMinimumWidth(180)
        self.condition.setMinimumContentsLength(15)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.setSpacing(6)
        top, ends = QHBoxLayout(), QHBoxLayout()
        for part in (top, ends):
            part.setSpacing(8)
        for widget, stretch in (
            (self.variable, 4), (self.condition, 3), (self.low, 1), (self.high, 1), (self.words, 3),
        ):  # fmt: skip
            top.addWidget(widget, stretch)
        top.addStretch(1)
        ends.addWidget(self.apply)
        ends.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        ends.addStretch(1)
        self._rows.addLayout(top, 1)
        self._rows.addLayout(ends)
        self.body.addLayout(self._rows)
        self.body.addWidget(self.answers)
        self.note = Label("", wrap=True)
        self.body.addWidget(self.note)
        self.variable.chosen.connect(lambda _value: self._offer_conditions())
        self.condition.chosen.connect(lambda _value: self._offer_values())
        for field in (self.low, self.high, self.words):
            field.returnPressed.connect(self._apply)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons below the fields where there is no room beside them."""
        super().resizeEvent(event)
        sideways, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._rows.setDirection(sideways if self.width() >= _BESIDE else below)

    def offer(self, table: DataTable, first: str | None) -> None:
        """Offer the variables of a table, beginning with one."""
        listed = [variable for _heading, part in sections(table) for variable in part]
        self.variables = {v.id: v for v in listed if v.role is not Role.IDENTIFIER}
        whole = [(name, msg(f"data.view.filter.{name[1:]}")) for name in _WHOLE]
        found = candidates_of(table, self.variables.values())
        rows = msg("picker.rows")
        found += [Candidate(name, text, icon="filter", heading=rows) for name, text in whole]
        known = first if first in self.variables else next(iter(self.variables), _KEPT)
        self.variable.offer_candidates(found, known, table_id=table.id)
        self._offer_conditions()

    def choose(self, variable: str | None, condition: str | None) -> None:
        """As it was when it was left."""
        self.variable.choose(variable)
        self._offer_conditions()
        self.condition.choose(condition)
        self._offer_values()

    def _offer_conditions(self) -> None:
        variable = self.variables.get(self.variable.value())
        names: list[str] = []
        if variable is not None:
            names = [_natural(variable), "absent", "present"]
        self.condition.set_choices([(name, msg(f"data.view.filter.condition.{name}")) for name in names])
        if names:
            self.condition.choose(names[0])
        self.condition.setVisible(bool(names))
        self._offer_values()

    def _offer_values(self) -> None:
        variable, condition = self.variables.get(self.variable.value()), self.condition.value()
        self.note.hide()
        known = variable is not None
        self.low.setVisible(known and condition == "range")
        self.high.setVisible(known and condition == "range")
        self.words.setVisible(known and condition == "text")
        self.answers.setVisible(known and condition in ("choice", "absent"))
        self.answers.clear()
        if variable is None:
            return
        if condition == "choice":
            for choice in variable.choices:
                if not choice.reason:
                    self._tick(choice.id, choice.labels if has_words(choice.labels) else choice.code)
        elif condition == "absent":
            own = {choice.reason for choice in variable.choices if choice.reason}
            usual = {int(one) for one in (Reason.NOT_ASKED, Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING)}
            for reason in sorted(usual | own):
                self._tick(reason, reason_text(variable, reason))
        rows = min(max(self.answers.count(), 1), _LIST_ROWS)
        self.answers.setFixedHeight(self._row_height() * rows + 4)
        if self.answers.count():
            self.answers.setCurrentRow(0)

    def _row_height(self) -> int:
        return max(26, round(self.fontMetrics().height() * 1.6))

    def _tick(self, value: object, label: Text) -> None:
        entry = QListWidgetItem(render(label, language_of(self)), self.answers)
        entry.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        entry.setCheckState(Qt.CheckState.Unchecked)
        entry.setData(Qt.ItemDataRole.UserRole, value)
        entry.setSizeHint(QSize(60, self._row_height()))

    def respeak(self, _language: str) -> None:
        """Answers in another language."""
        if self.isVisible():
            self._offer_values()

    def ticked(self) -> list[object]:
        """The answers ticked."""
        entries = [self.answers.item(place) for place in range(self.answers.count())]
        return [e.data(Qt.ItemDataRole.UserRole) for e in entries if e.checkState() == Qt.CheckState.Checked]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Enter on the list applies."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._apply()
        else:
            super().keyPressEvent(event)

    def _apply(self) -> None:
        wanted = self._filter()
        if wanted is None:
            self.note.say(msg("data.view.filter.nothing"))
            self.note.show()
        else:
            self.chosen.emit(wanted)

    def _filter(self) -> Filter | None:
        name = self.variable.value()
        if name in _WHOLE:
            return Edited() if name == _EDITED else InAnalysis(kept=name == _KEPT)
        variable = self.variables.get(name)
        if variable is None:
            return None
        condition, ticked = self.condition.value(), self.ticked()
        if condition == "present":
            return IsPresent(name)
        if condition == "absent":
            return IsMissing(name, frozenset(int(str(one)) for one in ticked))
        if condition == "choice":
            return HasChoice(name, frozenset(map(str, ticked))) if ticked else None
        if condition == "text":
            return HasText(name, self.words.text().strip()) if self.words.text().strip() else None
        return _range_of(variable, self.low.text(), self.high.text())


def _natural(variable: Variable) -> str:
    if variable.kind in (Kind.ONE, Kind.SET):
        return "choice"
    return "range" if variable.kind in NUMBERS or variable.kind in DATES else "text"


def _range_of(variable: Variable, low: str, high: str) -> InRange | None:
    """The range typed; None when an end cannot be read, or neither is given."""
    ends = [_end(variable, typed) for typed in (low.strip(), high.strip())]
    if ends == [None, None] or any(
        typed and end is None for typed, end in zip((low.strip(), high.strip()), ends, strict=True)
    ):
        return None
    return InRange(variable.id, ends[0], ends[1])


def _end(variable: Variable, typed: str) -> float | str | None:
    if variable.kind in DATES:
        return typed_moment(typed, Kind.DATE if len(typed) <= 10 else variable.kind, language_of())
    return typed_number(typed, language_of())


_WORDING_FROM = 540
_MOST = 6


class TableTabs(QWidget):
    """`chosen` carries the id of a table."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tabs = Tabs(msg("data.view.tables"))
        self.list = ChoiceField(msg("data.view.tables"))
        self.list.setMinimumContentsLength(14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs)
        row.addWidget(self.list, 1)
        row.addStretch(1)
        self.list.hide()
        self.setMinimumWidth(130)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.tabs.chosen.connect(self._chosen)
        self.list.chosen.connect(self._chosen)
        self._count = 0

    def show_tables(self, tables: Sequence[DataTable], chosen: str) -> None:
        """Offer these tables."""
        named = [
            (table.id, msg("data.view.tab", table=title, count=table.rows))
            for table, (_, title) in zip(tables, distinct_titles(tables, title_of), strict=True)
        ]
        self._count = len(named)
        self.tabs.set_tabs(named if len(named) <= _MOST else ())
        self.list.set_choices(named)
        self.choose(chosen)
        self._fit()

    def choose(self, table_id: str) -> None:
        """Show a table as chosen."""
        self.tabs.choose(table_id)
        self.list.choose(table_id)

    def minimumSizeHint(self) -> QSize:
        """Room for the list."""
        return QSize(120, self.list.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs where there is room for them; hiding within the row's own layout would leave its buttons below it."""
        super().resizeEvent(event)
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def event(self, event: QEvent) -> bool:
        """Words of another length."""
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return done

    def _fit(self) -> None:
        buttons = self.tabs.findChildren(Button)
        wide = sum(button.sizeHint().width() + 6 for button in buttons if not button.isHidden())
        fits = self._count <= _MOST and wide <= self.width()
        if fits == self.tabs.isHidden():
            self.tabs.setVisible(fits)
            self.list.setVisible(not fits)

    def _chosen(self, table_id: object) -> None:
        self.choose(str(table_id))
        self.chosen.emit(table_id)


class FindStrip(QWidget):
    """A field to find a text; Enter goes on to the next cell, Shift+Enter back to the one before, Esc leaves."""

    asked = Signal(str, int)  # text, and 0: from the current cell on, 1: the next, -1: the one before
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        self.field = SearchField(msg("data.view.find"))
        self.note = MutedLabel("")
        row.addWidget(self.field, 2)
        row.addWidget(IconButton("arrow-up", msg("data.view.find.previous"), lambda: self.step(-1)))
        row.addWidget(IconButton("arrow-down", msg("data.view.find.next"), lambda: self.step(1)))
        row.addWidget(self.note, 1)
        row.addStretch(1)
        row.addWidget(IconButton("x", msg("data.view.close"), lambda: self.closed.emit(), framed=False))
        self.field.searched.connect(lambda text: self.asked.emit(text, 0))

    def step(self, step: int) -> None:
        """Go on to the next cell that holds the text, or back; for a text just typed, from the current cell on."""
        self.asked.emit(self.field.text().strip(), 0 if self.field.settle() else step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Shift+Enter go from cell to cell, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class Centre(Pane):
    """The grid with all that stands above it."""

    def __init__(self, bring: Command, log: Command, columns: Command) -> None:
        super().__init__(spacing=0)
        self.tables = TableTabs()
        self.codes = Button(msg("data.view.codes"), kind="tab", tip=msg("data.view.command.table.codes"))
        self.codes.setCheckable(True)
        self.more = MoreButton(CommandButton(columns), CommandButton(log))
        self.filters = FilterBar()
        self.form = FilterForm()
        self.search = FindStrip()
        self.grid = Grid()
        head = QWidget()
        head.setMinimumHeight(HEADER_HEIGHT + 10)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.tables, 1)
        row.addWidget(self.codes)
        row.addWidget(self.more)
        self.bring = CommandButton(bring, primary=True, text=msg("data.view.import_short"))
        row.addWidget(self.bring)
        self.body.addWidget(head)
        for widget in (Line(), self.filters, self.form, self.search, Line()):
            self.body.addWidget(widget)
        self.body.addWidget(self.grid, 1)
        self.form.hide()
        self.search.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the menu alone turns from labels to codes."""
        super().resizeEvent(event)
        self.codes.setVisible(self.width() >= _WORDING_FROM)
