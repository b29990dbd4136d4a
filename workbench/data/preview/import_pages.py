# SPDX-License-Identifier: MIT
"""The pages of the import conversation: findings, columns, guesses (beside them where there is room)."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wording import Message, msg
from workbench.widgets import Line, Tabs

FINDINGS, COLUMNS, SIDE = "findings", "columns", "side"
_SIDE_WIDTH, _BESIDE_FROM, _LEAST = 430, 1040, 560


class ImportTalk(QWidget):
    """Shows the pages by tabs; `side` is beside them in a wide window and the last of them in a narrow one."""

    def __init__(self, findings: QWidget, columns: QWidget, side: QWidget) -> None:
        super().__init__()
        self.findings, self.columns, self.side = findings, columns, side
        self._beside: bool | None = None
        self._with_columns, self._count, self._open = True, 0, 0
        self.tabs = Tabs(msg("kinds.talk.tabs"))
        self.pages = QStackedWidget()
        for page in (findings, columns):
            self.pages.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._row = row
        left = QVBoxLayout()
        left.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(18, 6, 18, 6)
        head.addWidget(self.tabs)
        head.addStretch(1)
        left.addLayout(head)
        left.addWidget(Line())
        left.addWidget(self.pages, 1)
        row.addLayout(left, 1)
        self.line = Line(upright=True)
        row.addWidget(self.line)
        self.tabs.chosen.connect(lambda _tab: self._turn())
        self._place(beside=True)

    def show_pages(self, *, columns: bool) -> None:
        """Offer the pages; the one on show stays. `columns`: whether kinds can be changed."""
        self._with_columns = columns
        self._offer()
        self._turn()

    def lists_columns(self) -> bool:
        """Whether the columns are on show."""
        return bool(self.tabs.value() == COLUMNS)

    def say_counts(self, count: int, still_open: int) -> None:
        """How many columns there are, and how many of them a person should look at."""
        self._count, self._open = count, still_open
        self.tabs.rename(COLUMNS, self._columns_text())

    def show_page(self, page: str) -> None:
        """Show one of them."""
        self.tabs.choose(page)
        self._turn()

    def focus_page(self, columns: QWidget) -> None:
        """Give the keys to the list of columns where it is on show, else to the tab chosen."""
        if self.lists_columns():
            columns.setFocus()
        else:
            self.tabs.focus_chosen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands beside becomes a page where there is no room."""
        super().resizeEvent(event)
        self._place(beside=self.width() >= _BESIDE_FROM)

    def minimumSizeHint(self) -> QSize:
        """It can become narrow: then what stands beside is a page of its own."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def _place(self, *, beside: bool) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        if beside:
            self.pages.removeWidget(self.side)
            self.side.setFixedWidth(_SIDE_WIDTH)
            self._row.addWidget(self.side)
            self.side.show()
        else:
            self._row.removeWidget(self.side)
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16777215)
            self.pages.addWidget(self.side)
        self.line.setVisible(beside)
        self._offer()
        self._turn()

    def _offer(self) -> None:
        tabs = [(FINDINGS, msg("kinds.talk.findings"))]
        if self._with_columns:
            tabs.append((COLUMNS, self._columns_text()))
        if not self._beside:
            tabs.append((SIDE, msg("kinds.talk.side")))
        self.tabs.set_tabs(tabs)

    def _columns_text(self) -> Message:
        return msg("kinds.talk.columns", n=self._count, open=self._open)

    def _turn(self) -> None:
        page = {FINDINGS: self.findings, COLUMNS: self.columns, SIDE: self.side}[self.tabs.value()]
        self.pages.setCurrentWidget(page)
