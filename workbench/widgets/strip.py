# SPDX-License-Identifier: MIT
"""The message strip: one sentence over the workspace, never a dialog. A problem stays until closed, a notice fades."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from wording import Text, msg
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets.buttons import Button, IconButton
from workbench.widgets.labels import Label

NOTICE_SECONDS = 6


class MessageStrip(QFrame):
    """Shows one text at a time; hidden when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        self._picture = Label("")
        self.label = Label("", wrap=True)
        self.label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._button: Button | None = None
        self._row = row
        row.addWidget(self._picture)
        row.addWidget(self.label, 1)
        self._close = IconButton("x", msg("window.strip.close"), self.clear, framed=False, size=14)
        row.addWidget(self._close)
        self._fade = QTimer(self, singleShot=True, interval=NOTICE_SECONDS * 1000)
        self._fade.timeout.connect(self.clear)
        self.hide()

    def problem(self, text: Text) -> None:
        """Say what went wrong; stays until closed."""
        self._show(text, "danger", "circle-alert")

    def warn(self, text: Text) -> None:
        """Say what to be careful about; stays until closed."""
        self._show(text, "warning", "triangle-alert")

    def notice(self, text: Text, button: Button | None = None) -> None:
        """Say what was done; fades. `button` offers what may follow."""
        self._show(text, "note", "check")
        self._button = button
        if button is not None:
            self._row.insertWidget(2, button)
        self._fade.start()

    def clear(self) -> None:
        """Take the sentence away."""
        self.hide()
        self._fade.stop()
        self.label.say("")
        if self._button is not None:
            self._button.deleteLater()
            self._button = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        super().keyPressEvent(event)

    def _show(self, text: Text, kind: str, picture: str) -> None:
        self.clear()
        self.setProperty("kind", kind)
        self.label.setProperty("kind", kind if kind != "note" else "")
        for widget in (self, self.label):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        colours = colours_of(self)
        colour = {"danger": colours.danger, "warning": colours.warning}.get(kind, colours.accent)
        self._picture.setPixmap(pixmap(picture, colour, 16))
        self.label.say(text)
        self.show()
