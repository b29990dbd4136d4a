# SPDX-License-Identifier: MIT
"""The message strip: one sentence over the workspace, never a dialog. A problem stays until closed, a notice fades.

It lies over the page, at its lower edge, and moves nothing; where focus or mouse are there, it lies at the upper one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QHBoxLayout, QWidget
from shiboken6 import isValid

from wording import Text, msg
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets.buttons import Button, IconButton
from workbench.widgets.labels import Label

NOTICE_SECONDS = 6
_MARGIN, _WIDEST = 12, 760


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
        self.setProperty("floating", True)
        self._host: QWidget | None = None
        self._before: QWidget | None = None
        self._fade = QTimer(self, singleShot=True, interval=NOTICE_SECONDS * 1000)
        self._fade.timeout.connect(self.clear)
        self.hide()

    def float_over(self, host: QWidget) -> None:
        """Lie over this widget from now on."""
        self._host = host
        self.setParent(host)
        host.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._make_way)

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
        """Take the sentence away; the focus goes back to where it was before it came in here."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible() and self._holds(self._focus()):
            before.setFocus()
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place over what it lies on."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._find_place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Grow and shrink with its sentence."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._find_place()
        return taken

    def _make_way(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._holds(now) and not self._holds(before):
            self._before = before
        if not self.isHidden():
            self._find_place()

    def _find_place(self) -> None:
        """At the lower edge, or at the upper one where the lower would cover what has the focus or the mouse."""
        if self._host is None:
            return
        width = min(self._host.width() - 2 * _MARGIN, _WIDEST)
        edge = self.contentsMargins()
        inside = self._row.heightForWidth(width - edge.left() - edge.right())
        height = max(inside, self._row.minimumSize().height()) + edge.top() + edge.bottom()
        left = (self._host.width() - width) // 2
        places = [QRect(left, top, width, height) for top in (self._host.height() - height - _MARGIN, _MARGIN)]
        used = _used(self._host, self)
        if self._is_held():
            used = []
            if self.geometry().center().y() < self._host.height() // 2:
                places.reverse()
        self.setGeometry(next((one for one in places if not any(map(one.intersects, used))), places[0]))
        self.raise_()

    def _is_held(self) -> bool:
        """Whether the mouse is on it or the focus in it: what is about to be pressed stays where it is."""
        if self._host is None or self.isHidden():
            return False
        mouse = self._host.mapFromGlobal(QCursor.pos())
        return self.geometry().contains(mouse) or self._holds(self._focus())

    def _focus(self) -> QWidget | None:
        return self._host.window().focusWidget() if self._host is not None else None

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and isValid(widget) and (widget is self or self.isAncestorOf(widget))

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
        self._find_place()
        self.show()


def _used(host: QWidget, strip: QWidget) -> list[QRect]:
    """Where on `host` the mouse is and what has the focus; of a table or a text, the row or line that is current."""
    found = [QRect(host.mapFromGlobal(QCursor.pos()), QSize(1, 1))]
    widget = host.window().focusWidget()
    if widget is None or not host.isAncestorOf(widget) or widget is strip or strip.isAncestorOf(widget):
        return found
    rect = widget.rect()
    if isinstance(widget, QAbstractScrollArea):
        rect = QRectF(widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle) or QRectF()).toRect()
        widget = widget.viewport()
    return [*found, QRect(widget.mapTo(host, rect.topLeft()), rect.size())]
