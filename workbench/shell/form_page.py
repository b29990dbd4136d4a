# SPDX-License-Identifier: MIT
"""The page on which a panel of Home stands: a heading, a sentence, fields in one column, buttons below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from wording import Text
from workbench.widgets.buttons import PrimaryButton
from workbench.widgets.labels import HeadingLabel, MutedLabel

FORM_WIDTH = 520


class FormPage(QScrollArea):
    """A panel in the window in place of a dialog; Esc emits `left`."""

    left = Signal()

    def __init__(self, heading: Text, sentence: Text = "", width: int = FORM_WIDTH) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        self.setWidget(ground)
        across = QHBoxLayout(ground)
        across.addStretch(1)
        down = QVBoxLayout()
        down.addSpacing(36)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(width)
        down.addWidget(card)
        down.addStretch(1)
        across.addLayout(down)
        across.addStretch(1)
        self.form = QVBoxLayout(card)
        self.form.setContentsMargins(28, 24, 28, 24)
        self.form.setSpacing(14)
        self.heading = HeadingLabel(heading, wrap=True)
        self.form.addWidget(self.heading)
        if sentence:
            self.form.addWidget(MutedLabel(sentence, wrap=True))

    def add(self, *parts: QWidget | QLayout) -> None:
        """Add rows to the form."""
        for part in parts:
            if isinstance(part, QLayout):
                self.form.addLayout(part)
            else:
                self.form.addWidget(part)

    def add_buttons(self, *buttons: QWidget) -> None:
        """Add the last row: its buttons, the first one leading."""
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.form.addSpacing(4)
        self.form.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Ctrl+Enter presses the button that the page is about."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        buttons = self.findChildren(PrimaryButton) if event.modifiers() & Qt.KeyboardModifier.ControlModifier else []
        primary = next((one for one in buttons if one.isVisible() and one.isEnabled()), None)
        if primary is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            primary.click()
            return
        super().keyPressEvent(event)
