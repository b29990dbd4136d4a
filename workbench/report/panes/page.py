# SPDX-License-Identifier: MIT
"""The pages as they will be printed, drawn by the engine that exports. A press on a block picks it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from wording import msg, render
from workbench.report.preview import Composed
from workbench.theme import colours_of
from workbench.translation import language_of, say
from workbench.widgets import Label, LinkButton, Pane, PaneHeader, TwoLineLabel, scrolled
from workbench.widgets.elision import shorten_names

if TYPE_CHECKING:
    from analysis.pages.typesetting import BlockPlace
    from projects.pages.left_out import LeftOut

PAGE_MM = (210.0, 297.0)
_GAP, _AROUND, _MOST = 16, 20, 760  # pixels between pages, around them, the widest page
_MARK = 3
_THUMB = QSize(72, 102)
_ANY_HEIGHT = 16_777_215  # Qt's QWIDGETSIZE_MAX
_HIGHEST = 168  # pixels of the unfolded list, which scrolls: the pages stay in sight
_NAMED = 3  # blocks left out that the folded list names
_WAYS = {"quotes": "interviews", "figures": "block", "analysis": "block"}  # by reason; data for all others


class ReportPages(QScrollArea):
    """The pages one under the other, as wide as there is room; `picked` carries a block's id."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        say(self, name=msg("view_report.page"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "read")
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sheets: list[_Sheet] = []
        self._composed: Composed | None = None
        self._picked = ""
        self.setWidget(QWidget())

    def show_report(self, composed: Composed) -> None:
        """Show these pages; the place among them stays."""
        place = self.verticalScrollBar().value()
        self._composed = composed
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        column.setSpacing(_GAP)
        self._sheets = []
        for number, picture in enumerate(composed.pages, start=1):
            sheet = _Sheet(picture, number, [one for one in composed.places if one["page"] == number])
            sheet.picked.connect(self.picked)
            self._sheets.append(sheet)
            column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        inside.setAutoFillBackground(False)
        self.setWidget(inside)
        self._fit()
        self.mark(self._picked, look=False)
        self.verticalScrollBar().setValue(place)

    def mark(self, block_id: str, *, look: bool = True) -> None:
        """Show which block is picked, and bring it into view: whole, or from its top where it is higher."""
        self._picked = block_id
        for sheet in self._sheets:
            sheet.mark(block_id)
        inside = self.widget()
        if look and inside is not None:
            for sheet in self._sheets:
                area = sheet.area_of(block_id)
                if area is not None:
                    top, end = (sheet.mapTo(inside, one.toPoint()) for one in (area.topLeft(), area.bottomLeft()))
                    self.ensureVisible(end.x(), end.y(), 0, 0)
                    self.ensureVisible(top.x(), top.y() + 30, 0, 80)
                    return

    def show_page(self, number: int) -> None:
        """Bring a page to the top."""
        if 0 < number <= len(self._sheets):
            self.verticalScrollBar().setValue(self._sheets[number - 1].y() - _AROUND // 2)

    def respeak(self, _language: str) -> None:
        """The pages are composed anew by their room when the language changes."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages take the width there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = min(max(self.viewport().width() - 2 * _AROUND, 240), _MOST)
        for sheet in self._sheets:
            sheet.setFixedSize(wide, round(wide * PAGE_MM[1] / PAGE_MM[0]))


class _Sheet(QWidget):
    """One page; a press picks the block it falls on."""

    picked = Signal(str)

    def __init__(self, picture: QImage, number: int, places: Sequence[BlockPlace]) -> None:
        super().__init__()
        say(self, name=msg("view_report.page_number", number=number))
        self._image = picture
        self._places = sorted(places, key=lambda one: float(one["y"]))
        self._picked = ""

    def mark(self, block_id: str) -> None:
        """Show the block that is picked, if it stands here."""
        if self._picked != block_id:
            self._picked = block_id
            self.update()

    def area_of(self, block_id: str) -> QRectF | None:
        """Where a block stands on the page, in pixels: from its top to the next one's; None for one of another page."""
        scale = self.width() / PAGE_MM[0]
        for at, place in enumerate(self._places):
            if place["key"] == block_id:
                following = [float(one["y"]) for one in self._places[at + 1 :] if one["key"] != block_id]
                end = following[0] if following else PAGE_MM[1] - 14
                top = float(place["y"]) * scale
                return QRectF(2, top, self.width() - 4, max(end * scale - top, 12.0))
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the last block that begins above the place pressed."""
        millimetres = event.position().y() * PAGE_MM[0] / max(self.width(), 1)
        above = [one for one in self._places if float(one["y"]) <= millimetres]
        chosen = above[-1] if above else (self._places[0] if self._places else None)
        if chosen is not None:
            self.picked.emit(str(chosen["key"]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page on white paper in both looks: it is what will be printed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.drawImage(QRectF(self.rect()), self._image)
        colours = colours_of(self)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        area = self.area_of(self._picked)
        if area is not None:
            painter.setPen(QPen(QColor(colours.accent), _MARK))
            painter.drawLine(QPointF(_MARK, area.top()), QPointF(_MARK, area.bottom()))
        painter.end()


class Thumbnails(QListWidget):
    """The pages in small; `chosen` carries the number of one."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        shorten_names(self)
        say(self, name=msg("view_report.pages"))
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setMovement(QListWidget.Movement.Static)
        self.setIconSize(_THUMB)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.spread(whole=False)
        self.currentRowChanged.connect(lambda row: self.chosen.emit(row + 1) if row >= 0 else None)

    def spread(self, *, whole: bool) -> None:
        """In rows over the `whole` column, or in one row over the list of blocks."""
        row = _THUMB.height() + 44
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setWrapping(whole)
        self.setMinimumHeight(0 if whole else row)
        self.setMaximumHeight(_ANY_HEIGHT if whole else row)
        self.setVerticalScrollBarPolicy(needed if whole else off)
        self.setHorizontalScrollBarPolicy(off if whole else needed)

    def show_report(self, composed: Composed) -> None:
        """The pages of this report."""
        row = self.currentRow()
        self.blockSignals(True)
        self.clear()
        for number, picture in enumerate(composed.pages, start=1):
            small = picture.scaled(_THUMB * self.devicePixelRatioF(), mode=Qt.TransformationMode.SmoothTransformation)
            item = QListWidgetItem(QIcon(QPixmap.fromImage(small)), str(number))
            item.setToolTip(render(msg("view_report.page_number", number=number), language_of(self)))
            self.addItem(item)
        self.setCurrentRow(min(row, self.count() - 1))
        self.blockSignals(False)


class LeftOutList(QWidget):
    """Says above the pages what the report leaves out; unfolds to why, and the way to what fills it.

    `asked` carries where a reason is put right ("data", "interviews", "block") and the first block it concerns.
    """

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        say(self, name=msg("view_report.left_out"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 8)
        whole.setSpacing(4)
        self.summary = TwoLineLabel()
        self.turner = LinkButton(msg("view_report.left_out.why"), self.turn)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.summary, 1)
        first.addWidget(self.turner, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(first)
        self._lines = QWidget()
        self._column = QVBoxLayout(self._lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._area = scrolled(self._lines)
        self._area.setMaximumHeight(_HIGHEST)
        whole.addWidget(self._area)
        self._shown: tuple[LeftOut, ...] = ()
        self._area.setVisible(False)
        self.setVisible(False)

    def show_left_out(self, lacking: Sequence[LeftOut]) -> None:
        """Name what is left out; nothing is shown where nothing is."""
        self.setVisible(bool(lacking))
        if tuple(lacking) == self._shown:
            return
        self._shown = tuple(lacking)
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        names = [what for one in lacking for what in one.what]
        rest = len(names) - _NAMED
        key = "view_report.left_out.more" if rest > 0 else "view_report.left_out.names"
        self.summary.say(msg(key, what=names[:_NAMED], n=max(rest, 0)))
        say(self.summary, tip=msg("view_report.left_out.names", what=names))
        for one in lacking:
            self._column.addWidget(self._line(one))

    def turn(self) -> None:
        """Show why, or only the names again."""
        unfolded = self._area.isHidden()
        self._area.setVisible(unfolded)
        say(self.turner, msg("view_report.left_out.fold" if unfolded else "view_report.left_out.why"))

    def _line(self, one: LeftOut) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        way = _WAYS.get(one.reason, "data")
        row.addWidget(Label(one.message, wrap=True), 1)
        link = LinkButton(msg(f"view_report.left_out.{way}"), partial(self.asked.emit, way, one.block))
        row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return line


_LOW = 560  # pixels in which both are too small to be of use


class ReportOutline(Pane):
    """`turn` shows the other one in a low window; a higher one shows both."""

    def __init__(self, thumbnails: Thumbnails, blocks: QWidget, *buttons: QWidget) -> None:
        self.turner = LinkButton(msg("view_report.outline.pages"), self.turn)
        super().__init__(PaneHeader(msg("view_report.blocks"), *buttons), spacing=2)
        self.thumbnails, self.blocks = thumbnails, blocks
        self._pages = False
        self.body.addWidget(self.turner, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(thumbnails)
        self.body.addWidget(blocks, 1)
        self._show()

    def turn(self) -> None:
        """Show the pages in place of the blocks, or the blocks again."""
        self._pages = not self._pages
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One of them where the window is low."""
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self._show()

    def minimumSizeHint(self) -> QSize:
        """As low as the list: what does not fit is a press away."""
        return QSize(super().minimumSizeHint().width(), 120)

    def _show(self) -> None:
        low = 0 < self.height() < _LOW
        self.turner.setVisible(low)
        self.thumbnails.setVisible(not low or self._pages)
        self.thumbnails.spread(whole=low)
        self.blocks.setVisible(not low or not self._pages)
        say(self.turner, msg("view_report.outline.blocks" if self._pages else "view_report.outline.pages"))
