# SPDX-License-Identifier: MIT
"""The commands of the window and of its rooms as Qt actions: shortcuts and menus."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from wording import DEFAULT_LANGUAGE, Message, msg, render
from wording.catalogue import has_message
from workbench.commands import Command, MenuSection
from workbench.translation import language_of
from workbench.widgets.buttons import CommandButton
from workbench.workspace import Workspace

HIGHEST = 482
"""Pixels of a menu below the menu bar of a window 512 pixels high."""


class CommandTable(QObject):
    """Every command there is just now, in the order declared.

    A command of a workspace answers its shortcut only while that workspace is in front, unless it is `everywhere`: then
    wherever the room in front has no other command of those keys. Where two answered, Qt would let neither run.
    """

    refreshed = Signal()

    def __init__(self, window: QMainWindow, bring_to_front: Callable[[Workspace], object]) -> None:
        super().__init__(window)
        self._window = window
        self._bring_to_front = bring_to_front
        self._actions: dict[str, tuple[Command, QAction, Workspace | None]] = {}
        self._rendered: dict[tuple[str, str], tuple[str, str]] = {}
        self._front: Workspace | None = None
        self._held = False
        self._refusal: Callable[[Command], Message | None] = _nothing
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)

    def refuse(self, refusal: Callable[[Command], Message | None]) -> None:
        """Ask `refusal` of each command: a reason given disables it, and is said in its tooltip."""
        self._refusal = refusal
        self.refresh()

    def hold(self, held: bool) -> None:
        """Let shortcuts of rooms wait with all other keys: heard before the keys typed ahead of them they go astray."""
        if held != self._held:
            self._held = held
            self.refresh()

    def add(self, commands: Iterable[Command], workspace: Workspace | None = None) -> None:
        """Take commands, those of a room or of the window itself."""
        for command in commands:
            if command.id in self._actions:
                raise ValueError(f"two commands are called {command.id}")
            action = QAction(self._window)
            action.setShortcuts(command.keys())
            action.setCheckable(command.checked is not None)
            action.triggered.connect(lambda _checked=False, name=command.id: self.run(name))
            self._window.addAction(action)
            self._actions[command.id] = (command, action, workspace)
        self._share_keys()
        self.refresh()

    def remove(self, workspace: Workspace) -> None:
        """Forget the commands of a room."""
        for name, (_command, action, owner) in list(self._actions.items()):
            if owner is workspace:
                self._window.removeAction(action)
                action.deleteLater()
                del self._actions[name]
        self._rendered.clear()

    def set_front(self, workspace: Workspace | None) -> None:
        """Tell which room is in front."""
        self._front = workspace
        self._share_keys()
        self.refresh()

    def offered(self) -> list[Command]:
        """The commands that can run now, for the palette; those of the room in front come first."""
        able = [(command, owner) for command, _action, owner in self._actions.values() if self._can_run(command, owner)]
        able.sort(key=lambda pair: pair[1] is None or pair[1] is not self._front)
        return [command for command, _owner in able if command.in_palette]

    def out_of_reach(self) -> list[tuple[Command, Message | None]]:
        """The commands of the palette that cannot run now, each with what refuses it, where something does."""
        return [
            (command, self._refusal(command))
            for command, _action, owner in self._actions.values()
            if command.in_palette and not self._can_run(command, owner)
        ]

    def all(self) -> list[Command]:
        """Every command there is; those of the room in front come first."""
        every = sorted(self._actions.values(), key=lambda entry: entry[2] is None or entry[2] is not self._front)
        return [command for command, _action, _owner in every]

    def keys_of(self, name: str) -> list[QKeySequence]:
        """The keys of a command, whether it can run now or not; none where there is no such command."""
        found = self._actions.get(name)
        return found[0].keys() if found is not None else []

    def run(self, name: str) -> None:
        """Run a command, with its room in front."""
        command, _action, owner = self._actions[name]
        if not self._can_run(command, owner):
            return
        if owner is not None and owner is not self._front:
            self._bring_to_front(owner)
        command.run()
        self.refresh()

    def refresh_soon(self) -> None:
        """Refresh once all that happens now has happened: one change is told by several parts of a room."""
        self._soon.start()

    def refresh(self) -> None:
        """Take the present names and states."""
        self._soon.stop()
        language = language_of()
        for command, action, owner in self._actions.values():
            refusal = self._refusal(command)
            name, tip = self._words(command, language)
            action.setText(name)
            waits = self._held and owner is not None
            action.setEnabled(not waits and refusal is None and self._in_reach(command, owner) and command.enabled())
            action.setToolTip(render(refusal, language) if refusal else tip)
            if command.checked is not None:
                action.setChecked(command.checked())
        for button in CommandButton.living():
            button.refresh()
            refusal = self._refusal(button.command)
            if refusal is not None:
                button.refuse(refusal)
        self.refreshed.emit()

    def _words(self, command: Command, language: str) -> tuple[str, str]:
        """Its name in a menu and its tooltip; a name that never changes is rendered once."""
        if (command.id, language) in self._rendered:
            return self._rendered[command.id, language]
        name = render(command.in_submenu or command.named(), language).replace("&", "&&")
        words = name, render(command.tooltip(language), language)
        if not callable(command.text):
            self._rendered[command.id, language] = words
        return words

    def fill_menus(self, bar: QMenuBar) -> None:
        """Build the menu bar anew."""
        bar.clear()
        taken: set[str] = set()
        for section in MenuSection:
            entries = [(c, a) for c, a, _o in self._actions.values() if c.section == section and c.in_menu]
            if not entries:
                continue
            name = render(msg(f"window.menu.{section.value}"), language_of())
            menu = QMenu(_with_letter(name, taken), bar)
            menu.setToolTipsVisible(True)
            bar.addMenu(menu)
            _fill(menu, entries)

    def answering(self) -> dict[str, list[str]]:
        """The ids of the commands that may answer each shortcut with this room in front."""
        found: dict[str, list[str]] = {}
        for command, action, owner in self._actions.values():
            if owner is None or owner is self._front or command.everywhere:
                for keys in action.shortcuts():
                    found.setdefault(keys.toString(QKeySequence.SequenceFormat.PortableText), []).append(command.id)
        return found

    def _share_keys(self) -> None:
        """Let the room in front have its keys where a command of another room has them too."""
        taken: set[QKeySequence] = set()
        for command, _action, owner in self._actions.values():
            taken |= set(command.keys()) if owner is not None and owner is self._front else set()
        for command, action, owner in self._actions.values():
            far = owner is not None and owner is not self._front
            held = command.keys()
            keys = [one for one in held if not far or one not in taken]
            if action.shortcuts() != keys:
                action.setShortcuts(keys)

    def _can_run(self, command: Command, owner: Workspace | None) -> bool:
        return self._in_reach(command, owner) and self._refusal(command) is None and command.enabled()

    def _in_reach(self, command: Command, owner: Workspace | None) -> bool:
        return owner is None or owner is self._front or command.everywhere


def _fill(menu: QMenu, entries: list[tuple[Command, QAction]]) -> None:
    """The entries with a line between groups; groups that have a name become menus of their own."""
    language, last = language_of(), entries[0][0].id.rpartition(".")[0]
    below: dict[str, QMenu] = {}
    taken: set[str] = set()
    ends = [entry for entry in entries if entry[0].ends_menu]
    for command, action in [entry for entry in entries if not entry[0].ends_menu]:
        group = command.id.rpartition(".")[0]
        key = named_group(command)
        if key:
            if key not in below:
                below[key] = QMenu(_with_letter(render(msg(key), language), taken), menu)
                below[key].setToolTipsVisible(True)
                menu.addMenu(below[key])
            elif below[key].property("last") != group:
                below[key].addSeparator()
            below[key].setProperty("last", group)
            _inside(below[key], command).addAction(action)
            continue
        if group != last and not menu.isEmpty():
            menu.addSeparator()
        last = group
        menu.addAction(action)
    for _command, action in ends:
        menu.addSeparator()
        menu.addAction(action)
    _fit(menu)


def _fit(menu: QMenu) -> None:
    """Take lines between groups away, the last first, while the menu is higher than the smallest window leaves room."""
    lines = [action for action in menu.actions() if action.isSeparator()]
    while lines and menu.sizeHint().height() > HIGHEST:
        menu.removeAction(lines.pop())


def _inside(menu: QMenu, command: Command) -> QMenu:
    """The menu inside a submenu that the command asks for, made with its first entry; else the submenu."""
    if command.within is None:
        return menu
    name = render(command.within, language_of())
    there = [inner for one in menu.actions() if isinstance(inner := one.menu(), QMenu)]
    for one in there:
        if one.title().replace("&", "") == name:
            return one
    taken = {title.partition("&")[2][:1].casefold() for title in (one.title() for one in there)}
    inner = QMenu(_with_letter(name, taken), menu)
    inner.setToolTipsVisible(True)
    menu.addMenu(inner)
    return inner


def named_group(command: Command) -> str:
    """The key of the submenu a command stands in; "" where it stands in the menu itself."""
    parts = command.id.split(".")
    found = (f"window.submenu.{'.'.join(parts[:length])}" for length in (2, 1))
    return next((key for key in found if has_message(key, DEFAULT_LANGUAGE)), "")


def _nothing(_command: Command) -> None:
    return None


def _with_letter(name: str, taken: set[str]) -> str:
    """The name of a menu with the letter that opens it together with Alt: its first one that is still free."""
    for place, letter in enumerate(name):
        if letter.isalnum() and letter.casefold() not in taken:
            taken.add(letter.casefold())
            return f"{name[:place]}&{name[place:]}"
    return name
