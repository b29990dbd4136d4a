# SPDX-License-Identifier: MIT
"""Buttons: plain, primary (one a view), link, icon, chip, and the button of a declared command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar
from weakref import WeakSet, ref

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from wording import Message, Text, msg, render
from workbench.commands import Command
from workbench.icons import give_icon
from workbench.theme import colours_of
from workbench.translation import language_of, say
from workbench.widgets.elision import first_words


@dataclass(frozen=True)
class _Press:
    """The button that a single press met last, and when (ms)."""

    button: ref[BothClicks]
    at: int
    last: ClassVar[_Press | None] = None

    @classmethod
    def remember(cls, button: BothClicks, event: QMouseEvent) -> None:
        """A press met this button."""
        cls.last = cls(ref(button), event.timestamp())

    @classmethod
    def is_second_on(cls, button: BothClicks, event: QMouseEvent) -> bool:
        """Whether a double click began on this button, and not on what stood in its place a moment ago."""
        first = cls.last
        if first is None or first.button() is not button:
            return False
        return event.timestamp() - first.at <= QApplication.doubleClickInterval()


class BothClicks:
    """Mixed in before a button of Qt: the second click of two counts only where the first was for this button too."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember that the first click of two was for this button."""
        _Press.remember(self, event)
        super().mousePressEvent(event)  # type: ignore[misc] # the button of Qt

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second click of two where the first was for this button too."""
        if _Press.is_second_on(self, event):
            super().mouseDoubleClickEvent(event)  # type: ignore[misc] # the button of Qt


class Button(BothClicks, QPushButton):
    """A button that says a Text. Enter presses it as Space does.

    A press that began elsewhere is not for it: Enter held down since the page before, or the second click of a double
    click whose first met what stood here then.
    """

    def __init__(
        self,
        text: Text,
        pressed: Callable[[], object] | None = None,
        *,
        kind: str = "",
        icon: str = "",
        tip: Text | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if kind:
            self.setProperty("kind", kind)
        say(self, text, tip=tip)
        if icon:
            give_icon(self, icon, colours_of(self), 16, "on_accent" if kind == "primary" else "text")
        if pressed is not None:
            self.clicked.connect(lambda _checked=False: pressed())

    def say(self, text: Text, *, tip: Text | None = None) -> None:
        """Say something else."""
        say(self, text, tip=tip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter, not again while it is held down. Ctrl+Enter is for the page around it."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)


class PrimaryButton(Button):
    """The one button a view is about."""

    def __init__(
        self,
        text: Text,
        pressed: Callable[[], object] | None = None,
        *,
        icon: str = "",
        tip: Text | None = None,
        large: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, pressed, kind="primary", icon=icon, tip=tip, parent=parent)
        if large:
            self.setProperty("large", "true")


class LinkButton(Button):
    """A button that looks like a link."""

    def __init__(self, text: Text, pressed: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, pressed, kind="link", parent=parent)


class ElidedLink(LinkButton):
    """A link to a passage that takes the room there is and shows the beginning of its words; its tip has them whole."""

    def __init__(self, text: Text, pressed: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, pressed, parent)
        say(self, text, tip=text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words that have room."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        option.text = first_words(self.text(), self.fontMetrics(), room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class CommandButton(Button):
    """The button of a declared command: its name, its tooltip with the shortcut, enabled as the command is.

    `text` shortens the name where there is little room; `bare` shows the icon alone and speaks the name. The window's
    command table keeps it up to date.
    """

    _all: ClassVar[WeakSet[CommandButton]] = WeakSet()

    def __init__(
        self,
        command: Command,
        *,
        text: Text | None = None,
        primary: bool = False,
        kind: str = "",
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        shown = "" if bare else text or command.named()
        super().__init__(shown, kind="primary" if primary else kind, icon=command.icon, parent=parent)
        self.command, self._short, self._bare = command, text, bare
        self._spoken_in = ""  # the language of a name that does not change
        self.clicked.connect(lambda _checked=False: self._run())
        self._all.add(self)
        self.refresh()

    @classmethod
    def living(cls) -> list[CommandButton]:
        """Every one there is just now."""
        return [button for button in cls._all if isValid(button)]

    def shorten(self, text: Text) -> None:
        """Call it by another short name from now on."""
        self._short, self._spoken_in = text, ""
        self.refresh()

    def refresh(self) -> None:
        """Take the command's present name and state."""
        language = language_of()
        if callable(self.command.text) or self._spoken_in != language:
            self.say(self._words(), tip=self.command.tooltip(language))
            if self._bare:
                say(self, name=self.command.named())
            self._spoken_in = language
        self.setEnabled(self.command.enabled())

    def refuse(self, reason: Message) -> None:
        """Cannot be pressed until it is refreshed; the tooltip gives the reason."""
        self.say(self._words(), tip=reason)
        self.setEnabled(False)
        self._spoken_in = ""

    def _words(self) -> Text:
        return "" if self._bare else self._short or self.command.named()

    def _run(self) -> None:
        if self.command.enabled():
            self.command.run()


class IconButton(BothClicks, QToolButton):
    """A small square button with an icon; its name is spoken and shown as tooltip."""

    def __init__(
        self,
        icon: str,
        name: Text,
        pressed: Callable[[], object] | None = None,
        *,
        framed: bool = True,
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "button" if framed else "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, name=name, tip=name)
        give_icon(self, icon, colours_of(self), size, "text" if framed else "muted")
        if pressed is not None:
            self.clicked.connect(lambda _checked=False: pressed())


class MoreButton(Button):
    """A menu of the buttons of a view that are pressed more rarely, each with its key."""

    def __init__(self, *rarer: QAbstractButton, parent: QWidget | None = None) -> None:
        super().__init__(msg("window.more"), self.offer, parent=parent)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the word
        give_icon(self, "chevron-down", colours_of(self), 14)
        self._rarer = rarer
        for button in rarer:
            button.setParent(self)
            button.hide()

    def offer(self) -> QMenu:
        """Open the menu below the button."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self._rarer:
            if isinstance(button, CommandButton):
                button.refresh()  # the table of commands may not have come to it yet
            keys = button.command.keys() if isinstance(button, CommandButton) else []
            named = button.command.named() if isinstance(button, CommandButton) else None
            action = menu.addAction(render(named, language_of()) if named else button.text() or button.accessibleName())
            action.setEnabled(button.isEnabled())
            if keys:
                action.setShortcut(keys[0])
            action.triggered.connect(lambda _checked=False, pressed=button: pressed.click())
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        return menu


class ShownInUse(QObject):
    """Keeps controls of a row or header in sight only while the mouse is over it or the keys are in it.

    Their room stays theirs, so that nothing moves. `useful`: says whether they have anything to do now.
    """

    def __init__(self, around: QWidget, *controls: QWidget, useful: Callable[[], bool] = lambda: True) -> None:
        super().__init__(around)
        self._around, self._controls, self._always, self._useful = around, controls, False, useful
        for control in controls:
            room = control.sizePolicy()
            room.setRetainSizeWhenHidden(True)
            control.setSizePolicy(room)
        around.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keys_moved)
        self.look()

    def keep(self, always: bool) -> None:
        """Keep them in sight whatever is used, or no longer."""
        self._always = always
        self.look()

    def look(self) -> None:
        """Show them where they may be wanted, hide them else."""
        keys = QApplication.focusWidget()
        used = keys is not None and (keys is self._around or self._around.isAncestorOf(keys))
        shown = self._useful() and (self._always or used or self._around.underMouse())
        for control in self._controls:
            if control.isHidden() == shown:
                control.setVisible(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.look()
        return super().eventFilter(watched, event)

    def _keys_moved(self, _old: QWidget | None, _now: QWidget | None) -> None:
        self.look()


_TAKE_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Chip(BothClicks, QPushButton):
    """A short, rounded statement such as a filter; where it can be taken away, pressing it emits `removed`."""

    removed = Signal()

    def __init__(self, text: Text, *, removable: bool = False, tip: Text | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self.setProperty("kind", "chip")
        say(self, text, tip=tip)
        if removable:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            give_icon(self, "x", colours_of(self), 12)
            self.clicked.connect(lambda _checked=False: self.press())
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def press(self) -> None:
        """Take it away."""
        self.removed.emit()

    def event(self, event: QEvent) -> bool:
        """Delete and Backspace take it away, too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _TAKE_AWAY:
            self.removed.emit()
            return True
        return super().event(event)
