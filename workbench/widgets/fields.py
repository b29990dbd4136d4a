# SPDX-License-Identifier: MIT
"""Fields to type in or choose from, each with its spoken name; a form row puts its label above it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from wording import Text, msg, render
from workbench.icons import icon
from workbench.theme import colours_of
from workbench.translation import language_of, say, what_is
from workbench.widgets.elision import shorten_names, shortened
from workbench.widgets.labels import MutedLabel, ProblemLabel, SectionLabel
from workbench.widgets.what_is_this import QuestionInside, WhatIsThis

LEAST_SCORE = 2
_LONGEST_WEIGHED = 72


def passphrase_score(passphrase: str, known: tuple[str, ...] = ()) -> int:
    """0 (guessed at once) to 4 (very hard), by zxcvbn's estimate; words in `known` count as guessed."""
    if not passphrase:
        return 0
    from zxcvbn import zxcvbn  # zxcvbn, 30 ms: not at start

    return int(zxcvbn(passphrase[:_LONGEST_WEIGHED], user_inputs=[word for word in known if word])["score"])


class StrengthBar(QWidget):
    """Four steps and the sentence that goes with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.score = 0
        self._bar = _Steps()
        self._sentence = MutedLabel(msg("window.strength.none"), wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self._bar)
        column.addWidget(self._sentence)
        # Room for two lines from the start: what stands below must not move while one types.
        self._sentence.setMinimumHeight(2 * self._sentence.fontMetrics().lineSpacing())
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def weigh(self, passphrase: str, known: tuple[str, ...] = ()) -> None:
        """Show the strength of `passphrase`."""
        self.score = passphrase_score(passphrase, known)
        key = f"window.strength.{self.score}" if passphrase else "window.strength.none"
        self._sentence.say(msg(key))
        self._bar.show_steps(self.score if passphrase else -1)
        say(self._bar, name=msg(key))


class _Steps(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._score = -1
        self.setFixedHeight(6)

    def show_steps(self, score: int) -> None:
        self._score = score
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - 3 * 4) / 4
        colour = colours.good if self._score >= 3 else colours.warning if self._score == LEAST_SCORE else colours.danger
        for step in range(4):
            reached = step < max(self._score, 1 if self._score == 0 else 0)
            painter.setBrush(QColor(colour if reached else colours.line))
            painter.drawRoundedRect(QRectF(step * (width + 4), 0, width, 5), 2.5, 2.5)
        painter.end()


class TypeAheadFilter(QObject):
    """An event filter: letters and Delete typed into `widget` run no shortcut."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the key before shortcuts are looked at."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            if plain and (event.text().isprintable() and event.text() or event.key() == Qt.Key.Key_Delete):
                event.accept()
                return True
        return super().eventFilter(watched, event)


ANEW = "typed anew"
"""A property of fields whose words confirm or look for something: they are no draft."""
FILTERS = "filters"
"""A property of fields whose words filter: put back where they stood, else of no use and never shown as writing."""
SHOWN_WHOLE = 12
"""A drop-down shows so many items before it scrolls."""

_SHOW = "Ctrl+H"  # in a passphrase: shows what is typed, or hides it
_POPUP_MARGIN = 40
_BESIDE_WORDS = 2  # pixels that a line leaves on each side of its words


class TextField(QLineEdit):
    """One line to type; `name` is spoken and, unless told otherwise, its placeholder."""

    def __init__(self, name: Text, *, placeholder: Text | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name, placeholder=placeholder if placeholder is not None else name)


class ShortField(TextField):
    """A line as wide as its placeholder, in whatever language that is."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The placeholder and what stands around it."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        whole = super().sizeHint()
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self).width()
        around = self.width() - inside + 2 * _BESIDE_WORDS + 1
        return QSize(self.fontMetrics().horizontalAdvance(self.placeholderText()) + around, whole.height())

    def respeak(self, _language: str) -> None:
        """Another language has other words."""
        self.updateGeometry()


class PassphraseField(TextField):
    """A line that hides what is typed, with a button to look at it."""

    def __init__(self, name: Text, *, placeholder: Text | None = "", parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder=placeholder, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self)
        self._eye.setShortcut(_SHOW)
        self._eye.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._eye.triggered.connect(self._turn)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._show_eye()

    def hide_again(self) -> None:
        """Empty the field and hide what is typed."""
        self.clear()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._show_eye()

    def retheme(self) -> None:
        """Draw the eye in the colours of the look."""
        self._show_eye()

    def respeak(self, _language: str) -> None:
        """Name the eye."""
        self._show_eye()

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._show_eye()

    def _show_eye(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self._eye.setIcon(icon("eye" if hidden else "eye-off", colours_of(self), 16))
        key = "window.passphrase.show" if hidden else "window.passphrase.hide"
        self._eye.setToolTip(f"{render(msg(key), language_of(self))} ({_SHOW})")


class SearchField(TextField):
    """A field that finds while one types: `searched` comes 120 ms after the last key. Down goes on, Esc empties."""

    searched = Signal(str)
    to_list = Signal()

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setProperty(ANEW, True)
        self.setClearButtonEnabled(True)
        self.what = QuestionInside(self)  # while nothing is typed: then the button that empties stands there
        self.textChanged.connect(lambda text: self.what.place(there=not text))
        self._pause = QTimer(self, singleShot=True, interval=120)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._pause.start())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the "?" at the right edge."""
        super().resizeEvent(event)
        self.what.place(there=not self.text())

    def settle(self) -> bool:
        """Whether a search was about to come; it does not: whoever asks searches now."""
        pending = self._pause.isActive()
        self._pause.stop()
        return pending

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves to the list, Esc empties the field."""
        if event.key() == Qt.Key.Key_Down:
            self.to_list.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ChoiceField(QComboBox):
    """One of several choices, each a value and a Text; `chosen` carries the value when the user chooses."""

    chosen = Signal(object)

    def __init__(self, name: Text, choices: Iterable[tuple[Any, Text]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self._choices: list[tuple[Any, Text]] = []
        self.set_choices(choices)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(SHOWN_WHOLE)
        self.setItemDelegate(QStyledItemDelegate(self))  # rows as high as the style sheet says
        shorten_names(self.view())
        self.activated.connect(lambda index: self.chosen.emit(self._choices[index][0]))
        self.installEventFilter(TypeAheadFilter(self))  # a letter finds a choice
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a wheel takes no focus

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls: a wheel that passes over a field chooses nothing in it."""
        event.ignore()

    def set_choices(self, choices: Iterable[tuple[Any, Text]]) -> None:
        """Offer these; the chosen value stays chosen where it is still there."""
        value = self.value()
        self._choices = list(choices)
        self.blockSignals(True)
        self.clear()
        self.addItems([render(text, language_of(self)) for _value, text in self._choices])
        self.blockSignals(False)
        self.choose(value)

    def value(self) -> Any:
        """The value chosen; None where there is none."""
        index = self.currentIndex()
        return self._choices[index][0] if 0 <= index < len(self._choices) else None

    def choose(self, value: object) -> None:
        """Show `value` as chosen, without a signal."""
        values = [choice for choice, _text in self._choices]
        if value in values:
            self.blockSignals(True)
            self.setCurrentIndex(values.index(value))
            self.blockSignals(False)

    def showPopup(self) -> None:
        """Open the list as wide as its longest item, as far as the screen allows; a bar says that there are more."""
        metrics, view = self.view().fontMetrics(), self.view()
        texts = [self.itemText(place) for place in range(self.count())]
        longest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + _POPUP_MARGIN
        if self.count() > self.maxVisibleItems():  # Qt took the policy of another style, before ours was known
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
            longest += view.verticalScrollBar().sizeHint().width()
        else:
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        screen = self.screen().availableGeometry().width() - 2 * _POPUP_MARGIN
        view.setMinimumWidth(max(self.width(), min(longest, screen)))
        super().showPopup()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shorten with "…" what there is no room for; Qt would cut it within a letter."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_text()
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def shown_text(self) -> str:
        """The words of the choice, as many as there is room for."""
        option, kind = QStyleOptionComboBox(), QStyle.ComplexControl.CC_ComboBox
        self.initStyleOption(option)
        room = self.style().subControlRect(kind, option, QStyle.SubControl.SC_ComboBoxEditField, self).width() - 2
        return shortened(self.currentText(), self.fontMetrics(), room)

    def respeak(self, language: str) -> None:
        """Render the choices in `language`."""
        for index, (_value, text) in enumerate(self._choices):
            self.setItemText(index, render(text, language))


class FormRow(QWidget):
    """A field under its label, with room for a muted sentence of help or a problem below it, and "?" for what it is.

    Without a label (a box to tick says it itself) the "?" stands beside the field. A label as long as a sentence goes
    on in a second line: it never pushes what is beside it out of sight.
    """

    def __init__(self, label: Text, field: QWidget, help_text: Text = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.label = SectionLabel(label, wrap=True)
        self.label.setBuddy(field)
        self.help = MutedLabel(help_text, wrap=True)
        if not help_text:
            self.help.hide()
        self.problem = ProblemLabel()
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.what = WhatIsThis(field, self.label)
        column.addLayout(self.what.beside(self.label if label else field))
        below = (field, self.what.answer) if label else (self.label, self.what.answer)
        for widget in (*below, self.help, self.problem):
            column.addWidget(widget)
        if not label:
            self.label.hide()

    def complain(self, text: Text | None) -> None:
        """Say what is wrong with the field; None clears it."""
        self.problem.say(text or "")
        self.problem.setVisible(bool(text))
        say(self.field, description=text or what_is(self.field) or "")
