# SPDX-License-Identifier: MIT
"""Findings of a register one below the other: a mark, the sentence, what is decided, and its rows with "Show"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from projects.registers.register_frames import FindingRow
from wording import Text, msg
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets import ChoiceField, ElidedLabel, Label, LinkButton, MutedLabel

_SIDE, _CHOICE = 15, 190


class ColumnStateMark(QWidget):
    """A small picture in the colour of what it means: "warning", "good" or "muted"."""

    def __init__(self, picture: str, role: str) -> None:
        super().__init__()
        self.picture, self.role = picture, role
        self.setFixedSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colours of the look."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self.picture, getattr(colours_of(self), self.role), _SIDE))
        painter.end()


class RegisterFindingLine(QWidget):
    """One finding; its rows unfold below it, as `open_rows` says at first."""

    def __init__(
        self, sentence: Text, rows: Sequence[FindingRow], more: int, decide: ChoiceField | None, open_rows: bool
    ) -> None:  # fmt: skip
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ColumnStateMark("triangle-alert", "warning"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(sentence, wrap=True), 1)
        self.decide = decide
        self.see: LinkButton | None = None
        column.addLayout(head)
        if decide is not None:
            decide.setFixedWidth(_CHOICE)
            head.addWidget(decide, 0, Qt.AlignmentFlag.AlignTop)
        self.rows = QWidget(self)
        lines = QVBoxLayout(self.rows)
        lines.setContentsMargins(_SIDE + 8, 0, 0, 4)
        lines.setSpacing(2)
        for one in rows:
            lines.addWidget(_Row(one))
        if more:
            lines.addWidget(MutedLabel(msg("registers.row.more", n=more)))
        column.addWidget(self.rows)
        self.rows.setVisible(open_rows and bool(rows))
        if rows:
            self.see = LinkButton(msg("registers.row.hide" if open_rows else "registers.row.see"), self._turn)
            head.addWidget(self.see, 0, Qt.AlignmentFlag.AlignTop)

    def is_open(self) -> bool:
        """Whether its rows are shown."""
        return not self.rows.isHidden()

    def _turn(self) -> None:
        self.rows.setVisible(self.rows.isHidden())
        assert self.see is not None
        self.see.say(msg("registers.row.hide" if self.is_open() else "registers.row.see"))


class _Row(QWidget):
    """The number of a row and what stands in it."""

    def __init__(self, one: FindingRow) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        number = MutedLabel(msg("registers.row", row=one.row))
        number.setMinimumWidth(72)
        row.addWidget(number)
        row.addWidget(ElidedLabel(one.words, kind="muted"), 1)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, super().sizeHint().height())
