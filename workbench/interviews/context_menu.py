# SPDX-License-Identifier: MIT
"""The menu of the transcript: what can be done with the words chosen or the segment there. It runs commands only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from wording import msg, render
from workbench.commands import Command
from workbench.interviews.codebook.tree_actions import coloured_square
from workbench.interviews.page_parts import line_colour
from workbench.theme import colours_of
from workbench.translation import language_of

if TYPE_CHECKING:
    from workbench.interviews.reading.transcript import Transcript
    from workbench.interviews.text_coding import TextCoding

_RECENT = 9  # codes
_FIRST = (
    "interviews.coding.apply",
    "interviews.segment.recode",
    "interviews.segment.anchor",
    "interviews.segment.remove",
)
_MEMO = "interviews.document.memo"
_LAST = (
    "interviews.quick.repeat",
    "interviews.quick.in_vivo",
    "interviews.quick.turn",
    "interviews.quick.split",
    "interviews.quick.join",
    "",
    _MEMO,
    "interviews.quick.paraphrase",
    "interviews.quick.annotate",
    "interviews.quick.bookmark",
)


def open_text_menu(
    transcript: Transcript,
    commands: Mapping[str, Command],
    place: QPoint,
    coding: TextCoding,
    write_memo: Callable[[], object],
) -> QMenu:
    """Coding first, then Qt's own Copy and Select all, then the rest; `place` is in pixels of the screen.

    `write_memo` goes to the memo of the segment that was clicked, whatever stands at the right.
    """
    menu, language = transcript.createStandardContextMenu(), language_of(transcript)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    standard = menu.actions()[0]
    for name in _FIRST:
        menu.insertAction(standard, _added(menu, commands[name], language))
        if name == "interviews.coding.apply":
            menu.insertMenu(standard, _recent(menu, coding, language))
    menu.insertSeparator(standard)
    menu.addSeparator()
    for name in _LAST:
        if name == _MEMO:
            _added(menu, commands[name], language, write_memo)
        elif name:
            _added(menu, commands[name], language)
        else:
            menu.addSeparator()
    menu.popup(place)
    return menu


def _recent(menu: QMenu, coding: TextCoding, language: str) -> QMenu:
    """The codes used last, one click away."""
    codes = QMenu(render(msg("interviews.view.recent_codes"), language), menu)
    colours = colours_of(menu)
    for code in coding.recent_codes(_RECENT):
        action = codes.addAction(render(code.name, language).replace("&", "&&"))
        action.setIcon(coloured_square(line_colour(code.colour, colours)))
        action.setIconVisibleInMenu(True)
        action.triggered.connect(lambda _checked=False, wanted=code.id: coding.apply_code(wanted))
    codes.setEnabled(not codes.isEmpty())
    return codes


def _added(menu: QMenu, command: Command, language: str, instead: Callable[[], object] | None = None) -> QAction:
    """A command at the end of the menu, with its key; `instead` runs in its place."""
    action = menu.addAction(render(command.named(), language))
    keys = command.keys()
    if keys:
        action.setShortcut(keys[0])
    action.setEnabled(command.enabled())
    action.triggered.connect(lambda _checked=False, run=instead or command.run: run())
    return action
