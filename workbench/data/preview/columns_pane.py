# SPDX-License-Identifier: MIT
"""The columns of a file in the import conversation: their table; found, and changed, several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QStyleOptionViewItem, QVBoxLayout, QWidget

from analysis.records import Role
from projects.datasets.corrections.kind_actions import kind_message
from projects.datasets.corrections.kind_conversion import word_of
from wording import Message, Text, msg, render
from workbench.colours_and_sizes import TYPE
from workbench.data.preview.column_rows import (
    STAYS,
    ColumnRow,
    ColumnSelection,
    OrderPage,
    asks,
    days_open,
    is_open,
    kind_now,
    leave_as,
    mark_counts,
    matches,
    order_now,
    rows_of,
    shared_now,
    wanted,
)
from workbench.data.preview.column_settings import MOST_TRIED, ColumnSettings, ConversionTrial, try_kind, try_kinds
from workbench.data.preview.file_reading import ConfirmedGuesses, ReadFile
from workbench.theme import colours_of, font
from workbench.translation import language_of
from workbench.widgets import Label, RowsColumn, RowsModel, RowsTable, SearchField, TableDelegate, Tabs
from workbench.widgets.elision import shortened
from workbench.widgets.pages import KeyHints
from workbench.widgets.tables import Index

if TYPE_CHECKING:
    from analysis.records import Variable
    from workbench.session import Session

_KIND, _MARKS = 2, 3
_IN_SIGHT, _ROOM_FOR_KEYS = 15, 460  # columns that stand in view at once; pixels
_KEYS_OF_PAGE = (Qt.Key.Key_A, Qt.Key.Key_M, Qt.Key.Key_N)
_HINTS = (("Ctrl+Enter", "all"), ("↑ ↓", "column"), ("Space", "kind"), ("N", "names"), ("A", "none"), ("M", "missing"))
_PAD, _ONE_LINE, _TWO_LINES = 10, 1.9, 2.7
_SHARES = (0.25, 0.22, 0.17, 0.15)  # of the width, for all columns but the last


class ColumnTable(RowsTable):
    """Several rows can be chosen; `entered_on` comes on Enter."""

    entered_on = Signal()

    def __init__(self, name: Text) -> None:
        self._two_lines = True
        super().__init__(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMinimumHeight(96)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, model: RowsModel, wording: Callable[[Any], Text]) -> None:
        """Use this model; `wording` gives the second line of a row."""
        self.setModel(model)
        self.setItemDelegate(_TwoLines(self, wording))
        self.retheme()

    def retheme(self) -> None:
        """As high as the lines of a row, in the text size chosen."""
        super().retheme()
        lines = _TWO_LINES if self._two_lines else _ONE_LINE
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * lines))

    def use_lines(self, *, two: bool) -> None:
        """Whether any row has question's words under its name."""
        if two is not self._two_lines:
            self._two_lines = two
            self.retheme()

    def choose(self, places: Sequence[int]) -> None:
        """Choose the rows at these places."""
        model, chosen = self.model(), QItemSelection()
        for place in places:
            chosen.select(model.index(place, 0), model.index(place, model.columnCount() - 1))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if places:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(model.index(places[0], 0), flag)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        for at, share in enumerate(_SHARES):
            self.setColumnWidth(at, round(self.viewport().width() * share))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space changes what is chosen; the page has keys of its own."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)
        if entered and not control:
            self.entered_on.emit()
            return
        if (entered and control) or event.key() in _KEYS_OF_PAGE:
            event.ignore()
            return
        super().keyPressEvent(event)


class _TwoLines(TableDelegate):
    """Writes the question's words under the name; names are shortened in their middle."""

    def __init__(self, view: RowsTable, wording: Callable[[Any], Text]) -> None:
        super().__init__(view)
        self._table, self._wording = view, wording

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._table.model()
        under = self._wording(model.row_at(index)) if index.column() == 0 and isinstance(model, RowsModel) else ""
        if index.column() or not isinstance(model, RowsModel):
            super()._words(painter, option, index)
            return
        colours, area = colours_of(self._table), option.rect.adjusted(_PAD, 3, -_PAD, -4)
        half = area.height() // 2
        painter.setFont(option.font)
        painter.setPen(QColor(colours.text))
        name = shortened(str(index.data()), painter.fontMetrics(), area.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if not under:
            painter.drawText(area, flags, name)
            return
        painter.drawText(QRect(area.left(), area.top(), area.width(), half), flags, name)
        painter.setFont(font(TYPE.muted))
        painter.setPen(QColor(colours.muted))
        words = shortened(render(under, language_of(self._table)), painter.fontMetrics(), area.width())
        painter.drawText(QRect(area.left(), area.top() + half, area.width(), half), flags, words)


class _ColumnRows(RowsModel):
    """Rows that ask stand in amber."""

    def __init__(self, columns: Sequence[RowsColumn], parent: QWidget, asks: Callable[[ColumnRow], bool]) -> None:
        super().__init__(columns, parent)
        self._asks = asks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The ground of a row that asks, and the words of its marks; else as any row."""
        if role == Qt.ItemDataRole.BackgroundRole and self._asks(self.row_at(index)):
            return QColor(colours_of(self._view).warning_wash)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == _MARKS and self._asks(self.row_at(index)):
            return QColor(colours_of(self._view).warning)
        return super().data(index, role)


class ColumnsPane(QWidget):
    """`changed` comes when something was said of a column; `counted` carries how many there are and are open.

    `marked` carries a missing mark, the names of columns and the reason their cells get.
    """

    changed = Signal()
    counted = Signal(int, int)
    marked = Signal(str, object, int)

    def __init__(self, said: Callable[[], ConfirmedGuesses]) -> None:
        super().__init__()
        self._confirmed = said
        self.session: Session | None = None
        self.rows: list[ColumnRow] = []
        self.made: dict[tuple[str, str], ConversionTrial] = {}
        self.which = Tabs(msg("kinds.list.which"), [(one, msg(f"kinds.list.{one}", n=0)) for one in ColumnSelection])
        self.finder = SearchField(msg("kinds.list.find"))
        self.finder.setMinimumWidth(110)
        self.table = ColumnTable(msg("kinds.list.columns"))
        self.model = _ColumnRows(self._columns(), self.table, self._asks)
        self.table.show_rows(self.model, lambda row: row.wording())
        self.order = OrderPage()
        self.bar = ColumnSettings()
        self.note = Label("", wrap=True)
        self.hints = KeyHints([(key, msg(f"import.key.{name}")) for key, name in _HINTS])
        self.pages = QStackedWidget()
        for page in (self.table, self.order):
            self.pages.addWidget(page)
        self._lay()
        self.which.chosen.connect(lambda _one: self._list())
        self.finder.searched.connect(lambda _typed: self._list())
        self.finder.to_list.connect(self.table.setFocus)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.table.doubleClicked.connect(self._opened)
        self.table.entered_on.connect(self.bar.open_kinds)
        self.bar.kind_chosen.connect(self.set_kind)
        self.bar.disclosure_chosen.connect(self._leave)
        self.bar.mark_chosen.connect(self._mark)
        self.bar.order_requested.connect(self._ask_order)
        self.order.confirmed.connect(self._ordered)
        self.order.left.connect(lambda: self.pages.setCurrentWidget(self.table))

    def _lay(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 8, 18, 8)
        whole.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.which)
        head.addStretch(1)
        head.addWidget(self.finder, 1)
        whole.addLayout(head)
        whole.addWidget(self.pages, 1)
        whole.addWidget(self.bar)
        whole.addWidget(self.note)
        whole.addWidget(self.hints)
        self.note.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keys stand below where there is room."""
        super().resizeEvent(event)
        self.hints.setVisible(event.size().height() >= _ROOM_FOR_KEYS)

    def _columns(self) -> list[RowsColumn]:
        def disclosure_text(row: ColumnRow, language: str) -> str:
            what = shared_now(row, self._confirmed())
            return render(msg("kinds.stays" if what == STAYS else f"data.role.{what}"), language)

        def kind(row: ColumnRow, language: str) -> str:
            word = render(msg(f"kinds.word.{kind_now(row, self._confirmed())}"), language)
            return f"{word} ●" if self._order_is_open(row) or days_open(row, self._confirmed()) else word

        def first(row: ColumnRow, _language: str) -> str:
            made = self.made.get(row.key)
            return made.first if made is not None else row.first

        return [
            RowsColumn(msg("kinds.list.column"), lambda row, _language: row.variable.name),
            RowsColumn(msg("kinds.list.first"), first, muted=True),
            RowsColumn(msg("kinds.kind"), kind),
            RowsColumn(msg("kinds.list.marks"), mark_counts, muted=True),
            RowsColumn(msg("kinds.when_it_leaves"), disclosure_text),
        ]

    # What is shown

    def show_read(self, read: ReadFile) -> None:
        """List the columns of a file; what was said of them before stands."""
        kept = {row.key for row in self.chosen()}
        self.rows, self.made = rows_of(read), {}
        if read.form is None and len(self.rows) > _IN_SIGHT:  # what asks or is hidden first, the rest scrolls
            self.rows.sort(
                key=lambda row: not (is_open(row, self._confirmed()) or row.variable.role is Role.IDENTIFIER)
            )
        self.pages.setCurrentWidget(self.table)
        self._say("")
        self.table.use_lines(two=any(row.wording() for row in self.rows))
        self._list(kept)
        self._try([row for row in self.rows if row.key in self._confirmed().kinds])

    def refresh(self) -> None:
        """Something was said elsewhere: write the rows again."""
        self._list({row.key for row in self.chosen()})

    def show_list(self, which: ColumnSelection) -> None:
        """List only these columns."""
        self.which.choose(which)
        self._list()

    def chosen(self) -> list[ColumnRow]:
        """The columns chosen, in their order."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[self.model.order[place]] for place in places if place < len(self.model.order)]

    def choose(self, *names: str) -> None:
        """Choose these columns by their names in the file."""
        self.table.choose([at for at, place in enumerate(self.model.order) if self.rows[place].variable.name in names])

    def _list(self, kept: set[tuple[str, str]] | None = None) -> None:
        said, language = self._confirmed(), language_of(self)
        kept = {row.key for row in self.chosen()} if kept is None else kept
        for one in ColumnSelection:
            n = sum(wanted(row, said, one) or self._order_is_open(row, one) for row in self.rows)
            self.which.rename(one, msg(f"kinds.list.{one}", n=n))
        which, typed = ColumnSelection(self.which.value()), self.finder.text().strip()
        self.model.set_rows(self.rows)
        self.model.keep(
            lambda row: (wanted(row, said, which) or self._order_is_open(row, which)) and matches(row, typed, language)
        )
        self.table.choose([at for at, place in enumerate(self.model.order) if self.rows[place].key in kept])
        self.counted.emit(len(self.rows), sum(is_open(row, said) or self._order_is_open(row) for row in self.rows))
        self._chosen()

    def _order_is_open(self, row: ColumnRow, which: ColumnSelection = ColumnSelection.OPEN) -> bool:
        order = order_now(row, self._confirmed(), self._variable(row))
        return which is ColumnSelection.OPEN and order is not None and not order[1]

    def _asks(self, row: ColumnRow) -> bool:
        return asks(row, self._confirmed()) or self._order_is_open(row)

    def _variable(self, row: ColumnRow) -> Variable:
        made = self.made.get(row.key)
        return made.variable if made is not None else row.variable

    def _chosen(self) -> None:
        rows, said = self.chosen(), self._confirmed()
        order = order_now(rows[0], said, self._variable(rows[0])) if len(rows) == 1 else None
        self.bar.show_rows(rows, said, order)
        if len(rows) == 1 and self.session is not None and rows[0].table.rows <= MOST_TRIED:
            row = rows[0]
            try_kinds(self.session, row, self.bar.words, lambda found: self._tried_all(row, found), self)

    def _tried_all(self, row: ColumnRow, found: dict[str, ConversionTrial | Message]) -> None:
        if [one.key for one in self.chosen()] == [row.key]:
            self.bar.show_tried(row, self._confirmed(), found)

    def _opened(self, index: QModelIndex) -> None:
        if index.column() == _KIND:
            self.bar.open_kinds()
        elif index.column() > _MARKS:
            self.bar.open_disclosure()

    # What is said

    def set_kind(self, word: str) -> None:
        """Give the chosen columns a kind; those that cannot have it are named and stay as they are."""

        rows, said = self.chosen(), self._confirmed()
        for row in rows:
            said.orders.pop(row.key, None)
            self.made.pop(row.key, None)
            if word == word_of(row.variable) and not row.days:
                said.kinds.pop(row.key, None)
            else:
                said.kinds[row.key] = word
        self._say("")
        self._try([row for row in rows if row.key in said.kinds])
        self.changed.emit()

    def _try(self, rows: list[ColumnRow]) -> None:
        if not rows or self.session is None:
            return
        kinds = {row.key: self._confirmed().kinds[row.key] for row in rows}
        try_kind(self.session, [(row, kinds[row.key]) for row in rows], lambda found: self._tried(kinds, found), self)

    def _tried(
        self, kinds: dict[tuple[str, str], str], found: dict[tuple[str, str], ConversionTrial | Message]
    ) -> None:
        said, sentences = self._confirmed(), []
        names = {row.key: row.variable.name for row in self.rows}
        for key, made in found.items():
            if said.kinds.get(key) != kinds[key]:
                continue  # something else was said meanwhile
            if isinstance(made, Message):
                del said.kinds[key]
                sentences.append(made)
            else:
                self.made[key] = made
                sentences.append(kind_message(names[key], kinds[key].partition(":")[0], made.lost))
        self._say(" · ".join(render(one, language_of(self)) for one in sentences[:4]))
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N: the columns chosen name somebody."""
        if event.key() == Qt.Key.Key_N and not event.modifiers() and self.chosen():
            self._leave(Role.IDENTIFIER)
        else:
            super().keyPressEvent(event)

    def _leave(self, what: object) -> None:
        for row in self.chosen():
            leave_as(row, self._confirmed(), what)
        self.changed.emit()

    def _mark(self, mark: str, reason: int) -> None:
        names = tuple(row.variable.name for row in self.chosen() if any(one.text == mark for one in row.marks))
        self.marked.emit(mark, names, reason)

    def _ask_order(self) -> None:
        row = self.chosen()[0]
        order = order_now(row, self._confirmed(), self._variable(row))
        if order is not None:
            self.order.show_order(row, self._variable(row), order[0])
            self.pages.setCurrentWidget(self.order)

    def _ordered(self, codes: tuple[str, ...]) -> None:
        row = self.chosen()[0]
        self._confirmed().orders[row.key] = codes
        self.pages.setCurrentWidget(self.table)
        self.changed.emit()

    def _say(self, text: Text) -> None:
        self.note.say(text)
        self.note.setVisible(bool(text))
