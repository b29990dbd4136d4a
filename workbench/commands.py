# SPDX-License-Identifier: MIT
"""Commands of a user, each declared once: menu entry, shortcut, tooltip and palette entry come from one `Command`.

Views hand their commands to the window through `Workspace.commands()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QKeySequence

from wording import Message, msg
from wording.language_record import language_of_code

LOCK = "project.guard.lock"
Shortcut = str | QKeySequence.StandardKey | tuple[str, ...]


class MenuSection(StrEnum):
    """The menus, in order."""

    PROJECT = "project"
    EDIT = "edit"
    VIEW = "view"
    DATA = "data"
    INTERVIEWS = "interviews"
    ANALYSIS = "analysis"
    REPORT = "report"
    HELP = "help"


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """One thing a user can do.

    `text` names it, or is a function where the name changes ("Undo: apply …"). `shortcut` is a text such as "Ctrl+K", a
    standard key, or several texts. `everywhere` lets it run from any workspace, which then comes to the front.
    `also` holds further words by which the palette finds it. `checked` makes it a switch. `within` names a menu
    inside the submenu of its group, `in_submenu` its name there, where the menu above says the rest. `ends_menu`: it is
    the last entry of its menu, below a line. `typed`: keys that a view hears itself ("1–9"), listed and not bound.
    """

    id: str
    text: Message | Callable[[], Message]
    run: Callable[[], object]
    section: MenuSection
    shortcut: Shortcut = ()
    enabled: Callable[[], bool] = _always
    everywhere: bool = False
    checked: Callable[[], bool] | None = None
    icon: str = ""
    in_menu: bool = True
    in_palette: bool = True
    also: Message | None = None
    within: Message | None = None
    in_submenu: Message | None = None
    ends_menu: bool = False
    typed: str = ""

    def named(self) -> Message:
        """What it is called just now."""
        return self.text() if callable(self.text) else self.text

    def keys(self) -> list[QKeySequence]:
        """Its shortcuts; empty where it has none."""
        if isinstance(self.shortcut, QKeySequence.StandardKey):
            return QKeySequence.keyBindings(self.shortcut)
        texts = (self.shortcut,) if isinstance(self.shortcut, str) else self.shortcut
        return [QKeySequence(text) for text in texts if text]

    def tooltip(self, language: str) -> Message:
        """Its name with its shortcut."""
        keys = self.keys()
        if not keys:
            return self.named()
        return msg("window.tip_with_key", text=self.named(), shortcut=key_text(keys[0], language))


def key_text(key: QKeySequence | str, language: str) -> str:
    """A shortcut as a keyboard of that language writes it: "Ctrl+Shift+P", "Ctrl+Maj+P"."""
    plain = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or str(key)
    names = language_of_code(language).keys
    return "+".join(names.get(part, part) for part in plain.split("+")) if names else plain
