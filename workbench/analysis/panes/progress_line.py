# SPDX-License-Identifier: MIT
"""The line that says that a result is being computed and stops it; shown only where that takes a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from wording import msg
from workbench.translation import say
from workbench.widgets import Button, MutedLabel

_PATIENCE_MS = 700
_BAR_WIDTH = 160


class BusyLine(QWidget):
    """ "Computing…" with Stop; after a stop "Stopped." with Compute again."""

    def __init__(self, stop: Callable[[], object], again: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = MutedLabel(msg("analysis.view.busy.computing"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(_BAR_WIDTH, 6)
        say(self.bar, name=msg("analysis.view.busy.computing"))
        self.stop = Button(msg("analysis.view.busy.stop"), stop)
        self.again = Button(msg("analysis.view.busy.again"), again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.bar, self.sentence, self.stop, self.again):
            row.addWidget(widget)
        row.addStretch(1)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._wait_is_long)
        self.hide()

    def begin(self) -> None:
        """Something is computed: say so in a moment, unless it is done by then."""
        self.hide()
        self._patience.start()

    def end(self) -> None:
        """It is done."""
        self._patience.stop()
        self.bar.setRange(0, 1)  # a busy bar moves, and costs time, even where nobody sees it
        self.hide()

    def stopped(self) -> None:
        """It was stopped: offer to compute it after all."""
        self.end()
        self._say("stopped", computing=False)

    def _wait_is_long(self) -> None:
        self.bar.setRange(0, 0)
        self._say("computing", computing=True)

    def _say(self, what: str, *, computing: bool) -> None:
        self.sentence.say(msg(f"analysis.view.busy.{what}"))
        self.bar.setVisible(computing)
        self.stop.setVisible(computing)
        self.again.setVisible(not computing)
        self.show()
