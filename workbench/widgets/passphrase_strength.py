# SPDX-License-Identifier: MIT
"""Strength of a passphrase, as a bar and a sentence. It keeps no passphrase."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wording import msg
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets.labels import MutedLabel

LEAST_SCORE = 2
_LONGEST_WEIGHED = 72


def passphrase_score(passphrase: str, known: tuple[str, ...] = ()) -> int:
    """0 (guessed at once) to 4 (very hard), by zxcvbn's estimate; words in `known` count as guessed."""
    if not passphrase:
        return 0
    from zxcvbn import zxcvbn  # zxcvbn, 30 ms: not at start

    return int(zxcvbn(passphrase[:_LONGEST_WEIGHED], user_inputs=[word for word in known if word])["score"])


class StrengthBar(QWidget):
    """Four steps and the sentence that goes with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.score = 0
        self._bar = _Steps()
        self._sentence = MutedLabel(msg("window.strength.none"), wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self._bar)
        column.addWidget(self._sentence)
        # Room for two lines from the start: what stands below must not move while one types.
        self._sentence.setMinimumHeight(2 * self._sentence.fontMetrics().lineSpacing())
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def weigh(self, passphrase: str, known: tuple[str, ...] = ()) -> None:
        """Show the strength of `passphrase`."""
        self.score = passphrase_score(passphrase, known)
        key = f"window.strength.{self.score}" if passphrase else "window.strength.none"
        self._sentence.say(msg(key))
        self._bar.show_steps(self.score if passphrase else -1)
        say(self._bar, name=msg(key))


class _Steps(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._score = -1
        self.setFixedHeight(6)

    def show_steps(self, score: int) -> None:
        self._score = score
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - 3 * 4) / 4
        colour = colours.good if self._score >= 3 else colours.warning if self._score == LEAST_SCORE else colours.danger
        for step in range(4):
            reached = step < max(self._score, 1 if self._score == 0 else 0)
            painter.setBrush(QColor(colour if reached else colours.line))
            painter.drawRoundedRect(QRectF(step * (width + 4), 0, width, 5), 2.5, 2.5)
        painter.end()
