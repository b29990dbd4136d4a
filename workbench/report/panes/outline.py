# SPDX-License-Identifier: MIT
"""The left column of the report: thumbnails over the list of blocks; in a low window one of them at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from wording import msg
from workbench.report.panes.page import Thumbnails
from workbench.translation import say
from workbench.widgets import LinkButton, Pane, PaneHeader

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
