# SPDX-License-Identifier: MIT
"""Parts that pages of the room share: styles of codes, names of languages, a scrolled column, a memo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from coding.codebook import Codebook
from coding.turn_languages import KNOWN
from wording import Labels, Text, msg
from wording.catalogue import language_word
from workbench.colours_and_sizes import Colours, contrast, mix, wash_of
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets import Label, StrongLabel
from workbench.widgets.banner import FocusReturn

_LEAST_CONTRAST = 2.0  # of a line or square on the surface: a pale colour is mixed with the text colour up to it


@dataclass(frozen=True)
class CodeStyle:
    """A code as drawn: its name, the colour of its line and of the wash behind its text."""

    name: Text
    line: QColor
    wash: QColor


def line_colour(stored: str, colours: Colours) -> str:
    """The stored colour of a code, made visible on the surface where it is too close to it."""
    colour, share = stored, 1.0
    while contrast(colour, colours.surface) < _LEAST_CONTRAST and share > 0.3:
        share -= 0.1
        colour = mix(stored, colours.text, share)
    return colour


def coder_letters(coder: str) -> str:
    """A coder in two letters: of first and last name, or the first two."""
    parts = coder.split()
    return ("".join(part[0] for part in parts[:2]) if len(parts) > 1 else coder[:2]).upper()


class CodeLooks:
    """The looks of all codes, each worked out when first asked for."""

    def __init__(self, codebook: Codebook, colours: Colours) -> None:
        self._codebook, self.colours = codebook, colours
        self._made: dict[str, CodeStyle] = {}

    def line(self, code_id: str, *, grey: bool = False) -> QColor:
        """The line of a code; grey where it is only suggested and did not happen."""
        return QColor(self.colours.muted) if grey else self.of(code_id).line

    def of(self, code_id: str) -> CodeStyle:
        """The look of a code; muted for one that is gone."""
        look = self._made.get(code_id)
        if look is None:
            known = code_id in self._codebook
            stored = self._codebook[code_id].colour if known else self.colours.muted
            name: Text = self._codebook[code_id].name if known else Labels({})
            line = line_colour(stored, self.colours)
            wash = QColor(wash_of(line, self.colours))
            look = self._made[code_id] = CodeStyle(name, QColor(line), wash)
        return look


def language_name(language: str) -> Text:
    """A language in words."""
    key = "interviews.view.language"
    return language_word(key, language) if language in KNOWN else msg(f"{key}.other")


def short_language(language: str) -> str:
    """A language as a list shows it: its code, "–" where it is not known."""
    return language or "–"


def language_choices() -> list[tuple[str, Text]]:
    """What can be chosen."""
    return [(language, language_name(language)) for language in KNOWN] + [("", language_name(""))]


_MEMO_PAUSE = 4000  # ms without a key, then the memo is stored


class SidePage(QScrollArea):
    """A page of the right column; `column` is the layout to fill."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside = QWidget()
        self.inside.setProperty("kind", "surface")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(12, 10, 12, 12)
        self.column.setSpacing(8)
        self.setWidget(self.inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Never wider than the column."""
        super().resizeEvent(event)
        self.inside.setMaximumWidth(self.viewport().width())


class CodeName(QWidget):
    """A code's name after its colour."""

    def __init__(self) -> None:
        super().__init__()
        self._swatch, self.name = _Swatch(), StrongLabel("", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(self._swatch, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.name, 1)

    def show_code(self, name: Text, colour: str) -> None:
        """Show this code."""
        self.name.say(name)
        self._swatch.colour = colour
        self._swatch.update()


class _Swatch(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.colour = "#888888"
        self.setFixedSize(QSize(11, 18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(line_colour(self.colour, colours_of(self))))
        painter.drawRoundedRect(QRectF(0, 4, 10, 10), 2.5, 2.5)
        painter.end()


class MemoField(QPlainTextEdit):
    """A memo stored when one leaves it (Esc: back to where one was) or pauses; `stored` carries whose, and the text."""

    stored = Signal(object, str)

    def __init__(self, name: Text, hint: Text) -> None:
        super().__init__()
        self.setProperty("kind", "field")
        say(self, name=name, placeholder=hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(84)
        self._whose: object = None
        self._before = ""
        self._keys = FocusReturn(self)
        self._pause = QTimer(self, singleShot=True, interval=_MEMO_PAUSE)
        self._pause.timeout.connect(self.keep)
        self.textChanged.connect(self._changed)

    def show_memo(self, whose: object, memo: str) -> None:
        """Show a memo; what was typed into the one before is kept first."""
        if whose == self._whose and (memo == self._before or self.hasFocus()):
            return
        self.keep()
        self._whose, self._before = whose, memo
        self.blockSignals(True)
        self.setPlainText(memo)
        self.blockSignals(False)

    def keep(self) -> None:
        """Store what was typed."""
        self._pause.stop()
        text = self.toPlainText().strip()
        if self._whose is not None and text != self._before:
            self._before = text
            self.document().setModified(False)
            self.stored.emit(self._whose, text)

    def _changed(self) -> None:
        if self._whose is not None:
            self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it for where the keyboard was, the transcript say: one codes on without looking for it."""
        if event.key() != Qt.Key.Key_Escape or not self._keys.give_back():
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving stores."""
        super().focusOutEvent(event)
        self.keep()


def empty_page(sentence: Text, button: QWidget | None = None) -> QWidget:
    """One sentence and one button, as a page of the column shows them."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 24, 0, 0)
    column.setSpacing(12)
    words = Label(sentence, wrap=True)
    words.setProperty("kind", "muted")
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(words)
    if button is not None:
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    page.words = words  # type: ignore[attr-defined]  # kept on the page that shows them
    return page


def empty_layout(layout: QLayout, keep: Callable[[QWidget], bool] = lambda _widget: False) -> None:
    """Take every widget out of a layout but those to keep."""
    for place in reversed(range(layout.count())):
        found = layout.itemAt(place)
        widget = found.widget() if found is not None else None
        if widget is not None and not keep(widget):
            layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
