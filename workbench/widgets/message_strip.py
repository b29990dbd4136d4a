# SPDX-License-Identifier: MIT
"""The message strip: one sentence below the workspace, never a dialog. A problem stays until it is mended or closed.

It has a place of its own between the page and the status bar, so that it covers no button and no row: the page above it
gives way at its lower edge. It belongs to the room in which it was said and leaves with it. Under the mouse nothing
moves before the next click or key: a sentence of one line lies over the status bar until then, and the place of one
that leaves by itself stays empty.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractItemView, QApplication, QBoxLayout, QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from wording import Text, msg
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets.banner import FocusReturn
from workbench.widgets.buttons import Button, IconButton
from workbench.widgets.labels import Label

NOTICE_SECONDS = 6
PROBLEM_SECONDS = 4  # a problem can be read so long, even when the next step went well at once
_OFFER_SECONDS = 20  # a notice that offers a button stays longer
_MARGINS, _SLIM = (14, 6, 8, 6), (14, 0, 8, 0)  # as the status bar, over which it lies
_EDGE = 3  # pixels more than the status bar has: a button in the message is so much higher
_ANY_HEIGHT = 16_777_215  # Qt's QWIDGETSIZE_MAX
_SAME_STEP_S = 1.5  # what is said so shortly before a room comes to the front is said about it
_DONE = (QEvent.Type.MouseButtonRelease, QEvent.Type.KeyRelease, QEvent.Type.Leave)


class NextClick(QObject):
    """Until the next click or key in a window is over, nothing may move that somebody is about to press.

    `over` comes once, after the click (a second one of a double click would still count), key or leave waited for.

    `resized` comes at each change of the window's size meanwhile.
    """

    over = Signal()
    resized = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWindow | None = None
        self._after = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._after.timeout.connect(self._end)

    @property
    def waits(self) -> bool:
        """Whether it is waited for."""
        return self._watched is not None

    def wait(self, window: QWidget) -> bool:
        """Wait for it where the mouse is over the window; whether it is waited for."""
        self.stop()
        handle = window.windowHandle()
        if handle is None or not window.underMouse():
            return False
        self._watched = handle
        handle.installEventFilter(self)
        return True

    def stop(self) -> None:
        """Wait no more, without a word."""
        self._after.stop()
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It is over once it has reached the window; nothing is kept from it."""
        if event.type() in _DONE and self.waits and not self._after.isActive():
            self._after.start()
        elif event.type() == QEvent.Type.Resize:
            self.resized.emit()
        return super().eventFilter(watched, event)

    def _end(self) -> None:
        self.stop()
        self.over.emit()


class MessageStrip(QFrame):
    """Shows one text at a time; hidden when there is none. `turned` carries the room or page that came to the front."""

    turned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*_MARGINS)
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
        self._next_click = NextClick(self)
        self._next_click.over.connect(self._may_move)
        self._next_click.resized.connect(self._take_place)
        self._home: tuple[QBoxLayout, int] | None = None  # its place, while it lies over the status bar
        self._room_below = 0
        self.keeps_place = False
        """Whether nothing is said, and its place is kept empty until the next click or key."""
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
            button.show()  # else it has no height yet
        if self._home is not None:
            self._spread()

    def settle(self) -> None:
        """What was asked for next went well: a problem said before leaves, once it could be read."""
        if self.property("kind") == "danger" and not self.isHidden() and not self._buttons:
            shown = time.monotonic() - self._said_at
            self._fade.start(max(0, round((PROBLEM_SECONDS - shown) * 1000)))

    def end_notice(self) -> None:
        """What was done is undone: the notice that told it leaves. Problems and warnings stay."""
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

    def _may_move(self) -> None:
        if self.keeps_place:
            self.clear()
        else:
            self._take_place()

    def _leave_by_itself(self) -> None:
        height, floats = self.height(), self._home is not None
        self.clear()
        if floats or not self._next_click.wait(self.window()):
            return
        for part in (self._picture, self._close):
            part.hide()
        self.setProperty("kind", "")
        self._dress()
        self.setFixedHeight(height)
        self.show()
        self.keeps_place = True

    def _give_up_place(self) -> None:
        self._next_click.stop()
        self._take_place()
        if self.keeps_place:
            self.keeps_place = False
            self.setMinimumHeight(0)
            self.setMaximumHeight(_ANY_HEIGHT)
            self._picture.show()
            self._close.show()

    def _lie_over(self) -> None:
        """Lie over what stands below its place, the status bar."""
        window, holder = self.window(), self.parentWidget()
        layout = holder.layout() if holder is not None else None
        if holder is None or not isinstance(layout, QBoxLayout) or not self._next_click.wait(window):
            return
        place = layout.indexOf(self)
        above = layout.itemAt(place - 1)
        self._room_below = window.height() - holder.mapTo(window, above.geometry().bottomLeft()).y() - 1 if above else 0
        self._home = layout, place
        layout.removeWidget(self)
        self.setParent(window)
        self._row.setContentsMargins(*_SLIM)
        self._spread()
        self.raise_()

    def _spread(self) -> None:
        """As high as what is said needs; where it would cover more than the status bar, or the mouse is there, it
        takes its place at once."""
        window = self.window()
        height = self.heightForWidth(window.width()) if self.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry(0, window.height() - height, window.width(), height)
        mouse = window.mapFromGlobal(QCursor.pos())
        if height > self._room_below + _EDGE or self.geometry().contains(mouse):
            self._next_click.stop()
            self._take_place()

    def _take_place(self) -> None:
        """Stand between the page and the status bar."""
        if self._home is None:
            return
        (layout, place), self._home = self._home, None
        focus, seen = self.window().focusWidget(), not self.isHidden()
        held = focus if focus is not None and self.isAncestorOf(focus) else None
        self._row.setContentsMargins(*_MARGINS)
        layout.insertWidget(place, self)
        self.setVisible(seen)
        if held is not None:
            held.setFocus()
        QTimer.singleShot(0, self, self._keep_in_sight)

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
        self._lie_over()
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
