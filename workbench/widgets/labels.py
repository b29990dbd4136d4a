# SPDX-License-Identifier: MIT
"""Labels: plain, strong, muted, section, heading, title, lead; hairlines; keys. Each takes a Text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from wording import Text
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets.elision import first_words, shortened, two_lines, whole_facts

_SIGN = 16  # pixels
_LEAST_NOTE = 24  # pixels below which a note says nothing


class Label(QLabel):
    """A label that says a Text; plain text only, so that data can never be read as markup."""

    kind = ""

    def __init__(self, text: Text = "", *, wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if self.kind:
            self.setProperty("kind", self.kind)
        say(self, text)

    def say(self, text: Text) -> None:
        """Say something else."""
        say(self, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the name of a field takes the keys to the field: typed words never land in the one before it."""
        field = self.buddy()
        if field is None or field.focusPolicy() == Qt.FocusPolicy.NoFocus and field.focusProxy() is None:
            super().mousePressEvent(event)
        else:
            field.setFocus(Qt.FocusReason.MouseFocusReason)


class MutedLabel(Label):
    """What stands beside: smaller and quieter."""

    kind = "muted"


class ProblemLabel(Label):
    """A sentence about what is wrong, beside a sign: its colour is not all that tells."""

    kind = "danger"

    def __init__(self, text: Text = "", *, parent: QWidget | None = None) -> None:
        super().__init__(text, wrap=True, parent=parent)
        self.setContentsMargins(_SIGN + 6, 0, 0, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)  # beside the sign, however high it is

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign at the first line."""
        super().paintEvent(event)
        top = max((self.fontMetrics().height() - _SIGN) // 2, 0)
        QPainter(self).drawPixmap(0, top, pixmap("circle-alert", colours_of(self).danger, _SIGN))


class SectionLabel(Label):
    """The small heading of a group, in capitals."""

    kind = "section"

    def setText(self, text: str) -> None:
        """Show `text` in capitals."""
        super().setText(text.upper())


class StrongLabel(Label):
    """A name in semi-bold."""

    kind = "strong"


class HeadingLabel(Label):
    """The title of what a view shows."""

    kind = "heading"


class TitleLabel(Label):
    """The title of a page such as Home."""

    kind = "title"


class LeadLabel(Label):
    """The sentence under a title."""

    kind = "lead"


class FittedLabel(Label):
    """A label that shows what of its text it has room for, and the whole in its tooltip; a subclass says how."""

    def __init__(self, text: Text = "", *, parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__(text, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def fitted(self, text: str, width: int) -> str:
        """What of `text` is shown in a width of so many pixels."""
        raise NotImplementedError

    def setText(self, text: str) -> None:
        """Show as much of `text` as there is room for."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit it anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        super().setText(self.fitted(self._whole, self.contentsRect().width()))


class ElidedLabel(FittedLabel):
    """A label for names from data: shortened with "…" in the middle where there is no room, whole in its tooltip.

    `running`: words as somebody said them, shortened at their end.
    """

    def __init__(
        self, text: Text = "", *, kind: str = "", running: bool = False, parent: QWidget | None = None
    ) -> None:
        self.kind = kind
        self._shortened = first_words if running else shortened
        super().__init__(text, parent=parent)

    def fitted(self, text: str, width: int) -> str:
        """One line."""
        return self._shortened(text, self.fontMetrics(), width)

    def sizeHint(self) -> QSize:
        """Room for the whole text, where there is any."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, hint.height())


class FactsLabel(ElidedLabel):
    """Facts parted by " · " on one line: those without room are left out whole, all stand in its tooltip."""

    def fitted(self, text: str, width: int) -> str:
        """The facts that have room."""
        return whole_facts(text, self.fontMetrics(), width)


class TwoLineLabel(FittedLabel):
    """A sentence on at most two lines: shortened in its middle where they do not hold it, whole in its tooltip.

    `running`: words as somebody said them, shortened at their end.
    """

    def __init__(
        self, text: Text = "", *, kind: str = "", running: bool = False, parent: QWidget | None = None
    ) -> None:
        self.kind, self._running = kind, running
        super().__init__(text, parent=parent)

    def fitted(self, text: str, width: int) -> str:
        """Two lines at the most."""
        return "\n".join(two_lines(text, self.fontMetrics(), width, running=self._running))


class NoteLabel(MutedLabel):
    """A note that gives way to the title beside it: painted with "…" where there is no room, whole in its tooltip."""

    def setText(self, text: str) -> None:
        """Show as much of `text` as there is room for."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """It needs nothing."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it, shortened where it must be."""
        painter = QPainter(self)
        painter.setPen(QColor(colours_of(self).muted))
        words = whole_facts(self.text(), painter.fontMetrics(), self.width()) if self.width() > _LEAST_NOTE else ""
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()


class KeyLabel(Label):
    """A key or shortcut, drawn as one."""

    kind = "key"


class Line(QFrame):
    """A hairline, horizontal unless `upright`."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "line")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


_WIDE, _GAP, _MARGIN = 340, 2, 4
_SIDE, _ABOVE, _SPACE, _PICTURE = 10, 7, 8, 16


class CellNote(QFrame):
    """Lies below its cell, above it where there is no room, and never over it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = Label("")
        self._picture.setFixedWidth(_PICTURE)
        self.label = Label("", wrap=True)
        self.label.setProperty("kind", "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, _ABOVE, _SIDE, _ABOVE)
        row.setSpacing(_SPACE)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    def show_note(self, text: Text, view: QAbstractItemView, cell: QRect) -> None:
        """Say it beside a cell, given as its rectangle in the viewport of `view`."""
        host = self.parentWidget()
        if host is None:
            return
        self._picture.setPixmap(pixmap("circle-alert", colours_of(self).danger, _PICTURE))
        self.label.say(text)
        say(self, name=text)
        place = QRect(view.viewport().mapTo(host, cell.topLeft()), cell.size())
        width = min(_WIDE, host.width() - 2 * _MARGIN)
        size = QSize(width, self._height(width))
        below = place.bottom() + _GAP
        top = below if below + size.height() <= host.height() else place.top() - _GAP - size.height()
        left = min(max(place.left(), _MARGIN), host.width() - width - _MARGIN)
        self.setGeometry(QRect(QPoint(left, max(top, _MARGIN)), size))
        self.show()
        self.raise_()

    def _height(self, width: int) -> int:
        words = width - 2 * (_SIDE + 1) - _SPACE - _PICTURE
        return max(self.label.heightForWidth(words), _PICTURE) + 2 * (_ABOVE + 1)
