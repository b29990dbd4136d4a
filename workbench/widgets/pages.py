# SPDX-License-Identifier: MIT
"""Parts of a view besides its content: the empty state, the hint bar of keys, the header and body of a column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from wording import Text, msg
from workbench.colours_and_sizes import HEADER_HEIGHT
from workbench.icons import give_icon, pixmap
from workbench.theme import colours_of
from workbench.widgets.buttons import LinkButton
from workbench.widgets.labels import ElidedLabel, FactsLabel, KeyLabel, Label, LeadLabel, Line, MutedLabel, NoteLabel

_TITLE_MOST = 320  # pixels of a title before which its note gives way
_TITLE_LEAST = 56  # pixels of a title beside its note and its buttons
_BEHIND_HINT = 10  # pixels


class EmptyState(QWidget):
    """One sentence and one button, in the middle."""

    def __init__(
        self, sentence: Text, button: QWidget | None = None, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        if icon:
            picture = Label("")
            picture.setPixmap(pixmap(icon, colours_of(self).muted, 32))
            column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence = LeadLabel(sentence, wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMinimumWidth(200)
        self.sentence.setMaximumWidth(520)
        # Between stretches, not aligned: an aligned label gets one line's height however it wraps.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence, 1000)
        row.addStretch(1)
        column.addLayout(row)
        self.button = button
        if button is not None:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class KeyHints(QWidget):
    """The bar that shows the keys of a view: pairs of key and what it does."""

    def __init__(self, hints: Sequence[tuple[Text, Text]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line())
        self._row = QHBoxLayout()
        self._row.setContentsMargins(14, 7, 14, 7)
        self._row.setSpacing(6)
        column.addLayout(self._row)
        self._pairs: list[tuple[KeyLabel, MutedLabel]] = []
        for key, text in hints:
            pair = KeyLabel(key), MutedLabel(text)
            for label in pair:
                self._row.addWidget(label)
            pair[1].setContentsMargins(0, 0, _BEHIND_HINT, 0)  # of the label, so that a hidden hint takes no room
            self._pairs.append(pair)
        self._row.addStretch(1)
        self._all = KeyLabel("?"), MutedLabel(msg("walkedcoding.hint_keys"))  # the list of all keys: always seen
        for label in self._all:
            self._row.addWidget(label)

    def minimumSizeHint(self) -> QSize:
        """It takes what room there is."""
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hints that have room, each whole."""
        super().resizeEvent(event)
        left = self.width() - 28 - sum(label.sizeHint().width() + self._row.spacing() for label in self._all)
        for pair in self._pairs:
            left -= sum(label.sizeHint().width() + self._row.spacing() for label in pair)
            for label in pair:
                label.setVisible(left >= -_BEHIND_HINT)


class PaneHeader(QWidget):
    """The bar on top of a column: its title, a muted note, buttons at the right, a hairline below."""

    def __init__(self, title: Text = "", *buttons: QWidget, note: Text = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(12, 4, 12, 4)
        self.row.setSpacing(8)
        self.title = ElidedLabel(title, kind="strong")
        self.title.setMinimumWidth(_TITLE_LEAST)
        self.note = NoteLabel(note)
        self.row.addWidget(self.title, 1)
        self.row.addWidget(self.note)
        for button in buttons:
            self.row.addWidget(button)
        column.addLayout(self.row, 1)
        column.addWidget(Line())
        self.setMinimumHeight(HEADER_HEIGHT + 1)

    def event(self, event: QEvent) -> bool:
        """Where there is little room, the note gives way to the title."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._give_way()
        return super().event(event)

    def _give_way(self) -> None:
        items = [item for place in range(self.row.count()) if (item := self.row.itemAt(place)) and not item.isEmpty()]
        taken = 24 + self.row.spacing() * max(len(items) - 1, 0)
        for item in items:
            if item.widget() is self.title:  # its item would say 0: the policy is Ignored
                taken += min(self.title.sizeHint().width(), _TITLE_MOST)
            elif item.widget() is not self.note:
                taken += item.sizeHint().width()
        room = max(self.width() - taken, 0)
        if self.note.maximumWidth() != room:
            self.note.setMaximumWidth(room)


class FoldedLine(QWidget):
    """A line that names what is folded below it; pressed, it unfolds that, or folds it again.

    Beside the name stands, muted, what of it differs from the usual.
    """

    turned = Signal(bool)  # unfolded

    def __init__(self, name: Text, inside: QWidget, *, note: Text = "") -> None:
        super().__init__()
        self.head, self.note, self.inside = LinkButton(name, self.turn), FactsLabel(note, kind="muted"), inside
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.head)
        row.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(inside)
        self.fold(True)

    def turn(self) -> None:
        """Unfold what is folded, or fold it."""
        self.fold(not self.inside.isHidden())

    def fold(self, folded: bool) -> None:
        """Fold it to its line, or show it whole."""
        changed = self.inside.isHidden() != folded
        self.inside.setHidden(folded)
        self.note.setHidden(not folded)
        give_icon(self.head, "chevron-right" if folded else "chevron-down", colours_of(self), 14, "accent")
        if changed:
            self.turned.emit(not folded)


class PageStack(QStackedWidget):
    """Pages one over the other; only the one in front says how small it may be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """That of the page in front."""
        current = self.currentWidget()
        if current is None:
            return super().minimumSizeHint()
        return current.minimumSizeHint().expandedTo(current.minimumSize())


class Pane(QWidget):
    """A column: an optional header, then `body`, a layout to fill; on the surface colour.

    `scroll`: the body scrolls where the window is too low for it.
    """

    def __init__(
        self,
        header: QWidget | None = None,
        *,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        spacing: int = 8,
        scroll: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if header is not None:
            column.addWidget(header)
        self.body = QVBoxLayout()
        if scroll:
            inside = QWidget()
            inside.setProperty("kind", "surface")
            inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            inside.setLayout(self.body)
            column.addWidget(scrolled(inside), 1)
        else:
            column.addLayout(self.body, 1)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)


def scrolled(inside: QWidget, *, sideways: bool = False) -> QScrollArea:
    """An area in which `inside` scrolls upwards and downwards, as wide as the area, or `sideways` too."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


class SentencesArea(QScrollArea):
    """Sentences in their whole height where there is room; they scroll where there is not, by the keys too."""

    def __init__(self, sentences: Label) -> None:
        super().__init__()
        self._sentences = sentences
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # until it has a size
        self.setWidget(sentences)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # until there is something to scroll

    def sizeHint(self) -> QSize:
        """As high as its words in the present width."""
        wide = max(self.viewport().width(), 40)
        return QSize(wide, self._sentences.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Three lines."""
        return QSize(40, min(self.fontMetrics().height() * 3, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height; the keys stop here only where there is something to scroll."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        more = self.sizeHint().height() > self.viewport().height()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if more else Qt.FocusPolicy.NoFocus)
