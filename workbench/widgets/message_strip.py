# SPDX-License-Identifier: MIT
"""The message strip: one sentence below the workspace, never a dialog. A problem stays until it is mended or closed.

It has a place of its own between the page and the status bar, so that it covers no button and no row: the page above it
gives way at its lower edge. It belongs to the room in which it was said and leaves with it. Where a sentence leaves by
itself under the mouse, its place stays empty until the next click or key: nothing moves that somebody will press.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from wording import Text, msg
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets.buttons import Button, IconButton
from workbench.widgets.focus_return import FocusReturn
from workbench.widgets.labels import Label

NOTICE_SECONDS = 6
PROBLEM_SECONDS = 4  # a problem can be read so long, even when the next step went well at once
_OFFER_SECONDS = 20  # a notice that offers a button stays longer
_DONE = (QEvent.Type.MouseButtonRelease, QEvent.Type.KeyRelease, QEvent.Type.Leave)
_ANY_HEIGHT = 16_777_215  # Qt's QWIDGETSIZE_MAX
_SAME_STEP_S = 1.5  # what is said so shortly before a room comes to the front is said about it


class MessageStrip(QFrame):
    """Shows one text at a time; hidden when there is none. `turned` carries the room or page that came to the front."""

    turned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 8, 6)
        self._row.setSpacing(10)
        self._picture = Label("")
        self.label = Label("", wrap=True)
        self.label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._buttons: list[Button] = []
        self._row.addWidget(self._picture)
        self._row.addWidget(self.label, 1)
        self._close = IconButton("x", msg("window.strip.close"), self.clear, framed=False, size=14)
        self._row.addWidget(self._close)
        self.setProperty("strip", True)
        self._keys = FocusReturn(self)
        self._place, self._said_at = "", 0.0
        self._fade = QTimer(self, singleShot=True, interval=NOTICE_SECONDS * 1000)
        self._fade.timeout.connect(self._leave_by_itself)
        self._after_click = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._after_click.timeout.connect(self.clear)
        self._watched: QWindow | None = None  # while the place is kept empty
        self.hide()

    def problem(self, text: Text, *buttons: Button) -> None:
        """Say what went wrong; stays until closed or until its room is left. `buttons` lead to where it arose."""
        self._show(text, "danger", "circle-alert")
        self._offer(buttons)

    def warn(self, text: Text) -> None:
        """Say what to be careful about; stays until closed or until its room is left."""
        self._show(text, "warning", "triangle-alert")

    def notice(self, text: Text, *buttons: Button) -> None:
        """Say what was done; fades. `buttons` offer what may follow."""
        self._show(text, "note", "check")
        self._offer(buttons)
        self._fade.start((_OFFER_SECONDS if buttons else NOTICE_SECONDS) * 1000)

    def _offer(self, buttons: Sequence[Button]) -> None:
        self._buttons = list(buttons)
        for place, button in enumerate(buttons):
            self._row.insertWidget(2 + place, button)

    def settle(self) -> None:
        """What was asked for next went well: a problem said before leaves, once it could be read."""
        if self.property("kind") == "danger" and not self.isHidden() and not self._buttons:
            shown = time.monotonic() - self._said_at
            self._fade.start(max(0, round((PROBLEM_SECONDS - shown) * 1000)))

    def end_notice(self) -> None:
        """What was done is taken back: the notice that told it leaves. Problems and warnings stay."""
        if self.property("kind") == "note":
            self.clear()

    def go_to(self, place: str) -> None:
        """Another room or page is in front: what was said in the one before leaves with it."""
        before, self._place = self._place, place
        fresh = time.monotonic() - self._said_at < _SAME_STEP_S
        if place != before and before and not fresh:
            self.clear()
        self.turned.emit(place)

    def clear(self) -> None:
        """Take the sentence away; the focus goes back to where it was before it came in here."""
        self._keys.give_back()
        self.hide()
        self._fade.stop()
        self._give_up_place()
        self.label.say("")
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []

    @property
    def keeps_place(self) -> bool:
        """Whether nothing is said, and its place is kept empty until the next click or key."""
        return self._watched is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click or a key that reached the window is over: now its place may go."""
        if event.type() in _DONE and self.keeps_place and not self._after_click.isActive():
            self._after_click.start()
        return super().eventFilter(watched, event)

    def _leave_by_itself(self) -> None:
        window, height = self.window(), self.height()
        handle = window.windowHandle()
        self.clear()
        if handle is None or not window.underMouse():
            return
        for part in (self._picture, self._close):
            part.hide()
        self.setProperty("kind", "")
        self._dress()
        self.setFixedHeight(height)
        self.show()
        self._watched = handle
        handle.installEventFilter(self)

    def _give_up_place(self) -> None:
        self._after_click.stop()
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None
            self.setMinimumHeight(0)
            self.setMaximumHeight(_ANY_HEIGHT)
            self._picture.show()
            self._close.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        super().keyPressEvent(event)

    def _show(self, text: Text, kind: str, picture: str) -> None:
        self.clear()
        self._said_at = time.monotonic()
        self.setProperty("kind", kind)
        self.label.setProperty("kind", kind if kind != "note" else "")
        self._dress()
        colours = colours_of(self)
        colour = {"danger": colours.danger, "warning": colours.warning}.get(kind, colours.accent)
        self._picture.setPixmap(pixmap(picture, colour, 16))
        self.label.say(text)
        self.show()
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _dress(self) -> None:
        for widget in (self, self.label):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def _keep_in_sight(self) -> None:
        """The page is less high now: the row or line that has the keys stays in sight."""
        focus = self.window().focusWidget()
        if isinstance(focus, QAbstractItemView) and focus.currentIndex().isValid():
            focus.scrollTo(focus.currentIndex())
        elif isinstance(focus, QPlainTextEdit) and not focus.isReadOnly():
            focus.ensureCursorVisible()
