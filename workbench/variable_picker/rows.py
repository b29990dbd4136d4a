# SPDX-License-Identifier: MIT
"""The rows of a picker: wording on two lines at most, then export name and kind; headings with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from projects.datasets.table.variable_summary import answered_counts
from wording import Text, msg, render
from wording.numbers import format_number
from workbench.colours_and_sizes import TYPE, Colours
from workbench.fuzzy_match import plain
from workbench.icons import pixmap
from workbench.session import Session
from workbench.theme import colours_of, font, section_font
from workbench.translation import language_of, say
from workbench.variable_picker.candidates import Candidate
from workbench.widgets.elision import two_lines
from workbench.widgets.reading_list import NoCopy

if TYPE_CHECKING:
    from projects.store.project import Project

Source = tuple[str, str]
_AT_ONCE = 4  # variables read before other questions have their turn


class AnsweredCounts(QObject):
    """Counts by table and variable; `known` comes when some more are there. A change of data forgets them."""

    known = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._counts: dict[Source, int | None] = {}
        self._wanted: list[Source] = []
        self._asked = False
        session.changed.connect(lambda _changes: self.forget())
        session.closed.connect(self.forget)

    def of(self, source: Source | None) -> int | None:
        """The count of a variable; None while it is not known."""
        return self._counts.get(source) if source is not None else None

    def want(self, sources: Sequence[Source]) -> None:
        """Read these; what was wanted before and has not begun is let go."""
        self._wanted = [one for one in sources if one not in self._counts]
        self._ask()

    def forget(self) -> None:
        """Data changed, or the project was closed."""
        self._counts.clear()
        self._wanted = []

    def _ask(self) -> None:
        if self._asked or not self._wanted or not self._session.is_open:
            return
        table = self._wanted[0][0]
        some = [variable for owner, variable in self._wanted if owner == table][:_AT_ONCE]
        self._wanted = [one for one in self._wanted if one not in {(table, variable) for variable in some}]
        self._asked = True

        def read(project: Project) -> dict[str, int | None]:
            return answered_counts(project, table, some)

        self._session.ask(read, lambda found: self._arrived(table, found), lambda _p: self._failed(), owner=self)

    def _arrived(self, table: str, found: dict[str, int | None]) -> None:
        self._asked = False
        self._counts.update({(table, variable): count for variable, count in found.items()})
        self.known.emit()
        self._ask()

    def _failed(self) -> None:
        self._asked = False
        self._wanted = []


def answered_counts_of(session: Session) -> AnsweredCounts:
    """The counts of a session: one store of them for all its pickers."""
    found = session.findChild(AnsweredCounts)
    return found if isinstance(found, AnsweredCounts) else AnsweredCounts(session)


Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_LEFT, _RIGHT, _ABOVE = 38, 12, 5
_SEEN_MS = 80  # answers are counted for rows on which the eye rests


@dataclass(frozen=True)
class GroupHeading:
    """The heading of a group, with how many of it are shown."""

    text: Text
    count: int


Row = Candidate | GroupHeading


class RowModel(QAbstractListModel):
    """The rows shown."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.rows: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The wording; spoken with name, kind and reason."""
        if not index.isValid():
            return None
        row, language = self.rows[index.row()], language_of(self._view)
        if role == _ROW:
            return row
        text = render(row.text, language)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if isinstance(row, GroupHeading):
            return text if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            counted = self._view.answered(row, language) if isinstance(self._view, RowList) else ""
            parts = (text, row.name, render(row.kind, language), counted, render(row.why, language))
            return ", ".join(dict.fromkeys(part for part in parts if part))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (text, render(row.why, language)) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be marked."""
        if index.isValid() and isinstance(self.rows[index.row()], GroupHeading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowList(NoCopy, QListView):
    """The list; the keys stay in the find field above it."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self.rows = RowModel(self)
        self.typed = ""
        self.counts: AnsweredCounts | None = None
        self._seen = QTimer(self, singleShot=True, interval=_SEEN_MS)
        self._seen.timeout.connect(self._count_seen)
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.rows.modelReset.connect(self._seen.start)
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._seen.start())

    def count_answers(self, counts: AnsweredCounts) -> None:
        """Show beside each row in sight how many answered."""
        self.counts = counts
        counts.known.connect(self.viewport().update)
        self._seen.start()

    def answered(self, row: Candidate, language: str) -> str:
        """ "n = 609" for a variable whose answers were counted; "" before that."""
        count = self.counts.of(row.source) if self.counts is not None else None
        return "" if count is None else render(msg("picker.n", n=format_number(count, language)), language)

    def _count_seen(self) -> None:
        """Ask for the counts of the rows in sight."""
        if self.counts is None or not self.isVisible():
            return
        area, found = self.viewport().rect(), []
        for at, row in enumerate(self.rows.rows):
            if isinstance(row, Candidate) and row.source is not None:
                place = self.visualRect(self.rows.index(at))
                if place.top() > area.bottom():
                    break
                if place.bottom() >= area.top():
                    found.append(row.source)
        self.counts.want(found)

    def marked(self) -> Candidate | None:
        """The row that is marked."""
        place = self.currentIndex().row()
        row = self.rows.rows[place] if 0 <= place < len(self.rows.rows) else None
        return row if isinstance(row, Candidate) else None

    def mark(self, place: int) -> None:
        """Mark the row at `place`; -1 marks none."""
        index = self.rows.index(place) if place >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        else:
            self.clearSelection()
            self.scrollToTop()

    def mark_value(self, value: object) -> None:
        """Mark the row with this value; none where it is not shown."""
        rows = self.rows.rows
        self.mark(next((at for at, row in enumerate(rows) if isinstance(row, Candidate) and row.value == value), -1))

    def step(self, by: int) -> None:
        """Mark the next row, or the one before."""
        places = [at for at, row in enumerate(self.rows.rows) if isinstance(row, Candidate)]
        if not places:
            return
        now = self.currentIndex().row()
        if now not in places:
            self.mark(places[0] if by > 0 else places[-1])
            return
        self.mark(places[min(max(places.index(now) + by, 0), len(places) - 1)])


class _Painter(QStyledItemDelegate):
    """Paints a row from the tokens."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One or two lines of wording, and the line of name and kind."""
        row: Row = index.data(_ROW)
        if isinstance(row, GroupHeading):
            return QSize(80, QFontMetrics(section_font()).height() + 14)
        lines = two_lines(str(index.data()), QFontMetrics(font(TYPE.body)), self._room())
        below = QFontMetrics(font(TYPE.muted)).height() + 1
        return QSize(80, 2 * _ABOVE + len(lines) * QFontMetrics(font(TYPE.body)).height() + below)

    def _room(self) -> int:
        """The width of the wording: less the scroll bar, there or not, since rows are measured before it comes."""
        view = self._view
        bar = 2 * view.frameWidth() + view.verticalScrollBar().sizeHint().width()
        return max(view.width() - bar - _LEFT - _RIGHT, 60)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, icon, wording, name, kind."""
        row: Row = index.data(_ROW)
        colours = colours_of(self._view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, GroupHeading):
            self._heading(painter, option.rect, row, colours)
        else:
            self._candidate(painter, option, row, str(index.data()), colours)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, row: GroupHeading, colours: Colours) -> None:
        language = language_of(self._view)
        painter.setFont(section_font())
        painter.setPen(QColor(colours.muted))
        area = rect.adjusted(12, 6, -_RIGHT, 0)
        count = format_number(row.count, language)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        room = area.width() - painter.fontMetrics().horizontalAdvance(count) - 10
        text = render(row.text, language).upper()
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)

    def _candidate(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Candidate, text: str, colours: Colours
    ) -> None:
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_wash))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(colours.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        if row.icon:
            painter.drawPixmap(rect.left() + 14, rect.top() + _ABOVE + 1, pixmap(row.icon, colours.muted, 15))
        painter.setFont(font(TYPE.body))
        metrics = painter.fontMetrics()
        area = QRect(rect.left() + _LEFT, rect.top() + _ABOVE, self._room(), metrics.height())
        pen = QColor(colours.text if row.fits else colours.muted)
        for line in two_lines(text, metrics, self._room()):
            _write(painter, area, line, self._view.typed, pen, colours)
            area.translate(0, metrics.height())
        language = language_of(self._view)
        painter.setFont(font(TYPE.muted))
        area.setHeight(painter.fontMetrics().height())
        area.setRight(max(self._view.viewport().width() - _RIGHT, area.right()) - 1)
        counted = self._view.answered(row, language)
        side = render(row.why or row.kind, language)
        side = f"{side} · {counted}" if counted and not row.why else side
        name = row.name if row.name != text else ""
        whole, metrics = area.width(), painter.fontMetrics()
        side = metrics.elidedText(side, Qt.TextElideMode.ElideMiddle, whole if not name else round(whole * 0.62))
        painter.setPen(QColor(colours.muted))
        if not name:
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, side)
            return
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, side)
        room = whole - metrics.horizontalAdvance(side) - 10
        name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        _write(painter, area, name, self._view.typed, QColor(colours.muted), colours)


def _write(painter: QPainter, area: QRect, line: str, typed: str, pen: QColor, colours: Colours) -> None:
    """A line, with what was typed on a wash."""
    folded = plain(line)
    if typed and len(folded) == len(line):
        for part in plain(typed).split():
            at = folded.find(part)
            if at >= 0:
                left = painter.fontMetrics().horizontalAdvance(line[:at])
                width = painter.fontMetrics().horizontalAdvance(line[at : at + len(part)])
                ground = QRect(area.left() + left - 1, area.top(), width + 2, area.height())
                painter.fillRect(ground, QColor(colours.warning_wash))
    painter.setPen(pen)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
