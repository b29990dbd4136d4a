# SPDX-License-Identifier: MIT
"""A small "?" beside the label of a field: pressed, it says below the field what the field is for.

It is in sight while the field has the keys or the mouse is over it: a page of fields is not a page of "?".
"""

from __future__ import annotations

from functools import cache
from weakref import WeakKeyDictionary, WeakSet

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QToolTip, QWidget

from wording import Message, msg
from workbench.theme import colours_of
from workbench.translation import say, what_is
from workbench.widgets.labels import MutedLabel

_SIDE = 14  # no higher than a label, so that no row grows by it


class QuestionMark(QToolButton):
    """A "?" in a ring: quiet, stronger under the mouse and while its answer shows.

    It is out of the tab order, so that keys go from field to field. It keeps its room while it is out of sight.
    """

    def __init__(self, field: QWidget, sentence: Message | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._wanted = sentence is not None
        self._around: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedSize(_SIDE, _SIDE)
        room = self.sizePolicy()
        room.setRetainSizeWhenHidden(self._wanted)
        self.setSizePolicy(room)
        say(self, name=msg("what_is.show"), tip=sentence)
        self.hide()
        _follow_keys()
        self._stand()

    def is_wanted(self) -> bool:
        """Whether there is something to say: then it has its room."""
        return self._wanted

    def want(self, *, there: bool) -> None:
        """Whether it may come into sight."""
        self._wanted = there
        self.look()

    def look(self) -> None:
        """Come into sight where the field is in use, out of it else."""
        around = self._around
        if around is None:
            return
        keys = QApplication.focusWidget()
        used = around.underMouse() or (keys is not None and (keys is around or around.isAncestorOf(keys)))
        shown = self._wanted and (used or self.is_answering())
        if shown == self.isHidden():
            self.setVisible(shown)

    def event(self, event: QEvent) -> bool:
        """Look at what it stands in."""
        if event.type() == QEvent.Type.ParentChange:
            self._stand()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.look()
        return super().eventFilter(watched, event)

    def _stand(self) -> None:
        if self._around is not None:
            self._around.removeEventFilter(self)
            _AROUND.get(self._around, WeakSet()).discard(self)
        self._around = self.parentWidget()
        if self._around is not None:
            self._around.installEventFilter(self)
            _AROUND.setdefault(self._around, WeakSet()).add(self)

    def is_answering(self) -> bool:
        """Whether its answer shows."""
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring and the "?"."""
        colours = colours_of(self)
        strong = self.underMouse() or self.is_answering()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent if strong else colours.muted))
        ring = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawEllipse(ring)
        letter = self.font()
        letter.setPixelSize(10)
        painter.setFont(letter)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, "?")
        painter.end()


_AROUND: WeakKeyDictionary[QWidget, WeakSet[QuestionMark]] = WeakKeyDictionary()
"""The marks that stand in a widget."""


@cache
def _follow_keys() -> None:
    """Show the marks of the field that gets the keys, hide those of the field that had them."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.focusChanged.connect(_keys_moved)


def _keys_moved(old: QWidget | None, new: QWidget | None) -> None:
    for place in (old, new):
        while place is not None:
            for mark in list(_AROUND.get(place, ())):
                mark.look()
            place = place.parentWidget()


class BubbleQuestion(QuestionMark):
    """The "?" of a field without a label; pressed, it says in a bubble below the field what the field is for.

    The field says the same on Shift+F1.
    """

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(field, what_is(field), parent)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.clicked.connect(lambda _checked=False: self.show_help())

    def show_help(self) -> None:
        """Show the sentence below the field."""
        below = self._field.mapToGlobal(QPoint(0, self._field.height()))
        QToolTip.showText(below, self.toolTip(), self._field)


class QuestionInside(BubbleQuestion):
    """The same inside the field, at its right."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field, field)

    def place(self, *, there: bool) -> None:
        """Stand at the right edge, where there is a sentence and the field is not in use."""
        self.want(there=there and what_is(self._field) is not None)
        self.move(self._field.width() - _SIDE - 7, (self._field.height() - _SIDE) // 2)


class QuestionBeside(BubbleQuestion):
    """The same at the right of the field, never in sight without it."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the field where it comes and goes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.want(there=not self._field.isHidden())
        return super().eventFilter(watched, event)

    def with_field(self) -> QWidget:
        """The field and its "?" as one widget."""
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self._field, 1)
        line.addWidget(self)
        return both


class WhatIsThis(QuestionMark):
    """Shows or hides `answer`, a sentence on `field`, which itself says it on Shift+F1 and to screen readers."""

    def __init__(self, field: QWidget, label: QLabel) -> None:
        sentence = what_is(label) or what_is(field)
        self.answer = MutedLabel(sentence or "", wrap=True)
        self.answer.hide()
        super().__init__(field, sentence)
        self.clicked.connect(lambda _checked=False: self.answer.setVisible(self.answer.isHidden()))

    def is_answering(self) -> bool:
        """Whether its answer shows."""
        return not self.answer.isHidden()

    def beside(self, label: QWidget) -> QHBoxLayout:
        """The label with the "?" at its right, in one line."""
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(label, 1)
        line.addWidget(self, 0, Qt.AlignmentFlag.AlignTop)
        return line
