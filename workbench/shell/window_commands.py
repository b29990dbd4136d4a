# SPDX-License-Identifier: MIT
"""Commands of the window itself, whatever room is open. Rooms declare their own commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from wording import Message, msg
from workbench.commands import Command, MenuSection
from workbench.room_columns import LEFT, RIGHT
from workbench.shell.topbar import COMMAND_KEY
from workbench.shell.unlock import has_sample
from workbench.widgets import Button
from workbench.widgets.banner import Banner
from workbench.workspaces import ROOMS

if TYPE_CHECKING:
    from workbench.shell.project_flow import ProjectFlow
    from workbench.shell.shell_window import ShellWindow


def window_commands(window: ShellWindow, project: ProjectFlow, show_manual: Callable[[str], object]) -> list[Command]:
    """The commands of the window, in the order of the menus."""
    return [*_project(window, project), *_edit(window), *_rooms(window), *_view(window), *_help(window, show_manual)]


def _project(window: ShellWindow, project: ProjectFlow) -> list[Command]:
    def is_open() -> bool:
        return window.session.is_open

    commands = [
        _command("project.start.new", project.begin_new, MenuSection.PROJECT, "Ctrl+N", icon="folder-plus"),
        _command("project.start.open", project.choose, MenuSection.PROJECT, "Ctrl+O", icon="folder-open"),
    ]
    commands.append(_command("project.start.receive", lambda: project.receive(), MenuSection.PROJECT, icon="import"))
    commands.append(
        _command("project.start.restore", lambda: window.show_page("restore"), MenuSection.PROJECT, icon="undo-2")
    )
    if has_sample():
        commands.append(
            _command("project.start.sample", project.open_sample, MenuSection.PROJECT, icon="flask-conical")
        )
        commands.append(
            _command("project.start.sample_sheet", project.open_sample_sheet, MenuSection.PROJECT, icon="file-text")
        )
    return [
        *commands,
        _command(
            "project.point", lambda: window.point.ask(), MenuSection.PROJECT, "Ctrl+S", enabled=is_open, icon="bookmark"
        ),
        _command("project.guard.lock", project.lock, MenuSection.PROJECT, "Ctrl+L", enabled=is_open),
        _command("project.guard.close", project.leave, MenuSection.PROJECT, "Ctrl+W", enabled=is_open, icon="x"),
        _command(
            "project.set.settings", lambda: window.show_page("settings"), MenuSection.PROJECT, "Ctrl+,", icon="settings"
        ),
        _command(
            "project.set.forget",
            window.forget_recent,
            MenuSection.PROJECT,
            enabled=lambda: bool(window.settings.recent),
            icon="trash-2",
        ),
        replace(_command("project.quit", window.quit, MenuSection.PROJECT, "Ctrl+Q"), ends_menu=True),
    ]


def _edit(window: ShellWindow) -> list[Command]:
    session = window.session

    def undo_name() -> Message:
        return msg("window.undo", what=session.undo_text) if session.undo_text else msg("window.undo.none")

    def redo_name() -> Message:
        return msg("window.redo", what=session.redo_text) if session.redo_text else msg("window.redo.none")

    def can_undo() -> bool:
        return session.is_open and session.undo_text is not None

    def can_redo() -> bool:
        return session.is_open and session.redo_text is not None

    return [
        Command("edit.undo", undo_name, session.undo, MenuSection.EDIT, "Ctrl+Z", can_undo, icon="undo-2"),
        Command(
            "edit.redo", redo_name, session.redo, MenuSection.EDIT, ("Ctrl+Shift+Z", "Ctrl+Y"), can_redo, icon="redo-2"
        ),
        _command("edit.menu", _open_context_menu, MenuSection.EDIT, "Shift+F10", icon="list"),
    ]


def _open_context_menu() -> None:
    """Open the menu of what has the focus, as the Menu key does: many laptops have none."""
    focused = QApplication.focusWidget()
    if focused is not None:
        # a text answers in fractions of a pixel, other widgets in whole ones
        cursor: QRect | QRectF = focused.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        place = QRectF(cursor).center().toPoint()
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(focused, QContextMenuEvent(reason, place, focused.mapToGlobal(place)))


def _rooms(window: ShellWindow) -> list[Command]:
    def entry(place: int, room: str, icon: str, title: Message) -> Command:
        return Command(
            f"view.room.{room}",
            msg("window.command.go", room=title),
            lambda: window.show_room(room),
            MenuSection.VIEW,
            f"Ctrl+{place + 1}",
            enabled=lambda: window.has_room(room),
            icon=icon,
        )

    return [entry(place, room.id, room.icon, room.title) for place, room in enumerate(ROOMS)] + [
        _command("view.room.home", lambda: window.show_page("home"), MenuSection.VIEW, "Ctrl+0", icon="house"),
    ]


def _view(window: ShellWindow) -> list[Command]:
    def has_side(side: int) -> Callable[[], bool]:
        return lambda: window.front is not None and window.front.columns.has(side)

    def fold(side: int) -> Callable[[], None]:
        return lambda: window.front.columns.fold(side) if window.front else None

    def offers() -> list[Button]:
        of_room = window.front.findChildren(Banner) if window.front is not None else []
        return [one.buttons[0] for one in (*window.told, *of_room) if one.isVisible() and one.buttons]

    def has_banner() -> bool:
        return bool(offers())

    def go_to_banner() -> None:
        first, *_ = offers()
        first.setFocus(Qt.FocusReason.TabFocusReason)

    return [
        Command(
            "view.find.palette",
            msg("window.command.view.find.palette"),
            window.summon_palette,
            MenuSection.VIEW,
            COMMAND_KEY,
            icon="search",
            in_palette=False,
        ),
        _command(
            "view.go.back",
            lambda: window.places.back(),
            MenuSection.VIEW,
            "Alt+Left",
            enabled=lambda: window.places.can_return(),
            icon="chevron-left",
        ),
        _command("view.go.banner", go_to_banner, MenuSection.VIEW, "Alt+F6", enabled=has_banner, icon="triangle-alert"),
        _command("view.fold.left", fold(LEFT), MenuSection.VIEW, "F9", enabled=has_side(LEFT), icon="panel-left"),
        _command(
            "view.fold.right", fold(RIGHT), MenuSection.VIEW, "Shift+F9", enabled=has_side(RIGHT), icon="panel-right"
        ),
        _command("view.look.turn", window.toggle_colours, MenuSection.VIEW, "Ctrl+Shift+D", icon="moon"),
        _command("view.look.language", window.turn_language, MenuSection.VIEW, "Ctrl+Shift+L", icon="globe"),
        _command("view.look.larger", lambda: window.step_text(1), MenuSection.VIEW, ("Ctrl++", "Ctrl+="), icon="plus"),
        _command("view.look.smaller", lambda: window.step_text(-1), MenuSection.VIEW, "Ctrl+-", icon="minus"),
    ]


def _help(window: ShellWindow, show_manual: Callable[[str], object]) -> list[Command]:
    return [
        _command("help.manual", lambda: show_manual(""), MenuSection.HELP, "F1", icon="book-open"),
        _command("help.tutorial", lambda: show_manual("tutorial"), MenuSection.HELP, icon="flask-conical"),
        _command(
            "help.shortcuts", lambda: window.show_page("shortcuts"), MenuSection.HELP, ("Ctrl+F1", "?"), icon="keyboard"
        ),
        _command("help.about", lambda: window.show_page("about"), MenuSection.HELP, icon="info"),
    ]


def _command(
    name: str,
    run: Callable[[], object],
    section: MenuSection,
    shortcut: str | tuple[str, ...] | QKeySequence.StandardKey = "",
    *,
    enabled: Callable[[], bool] = lambda: True,
    icon: str = "",
) -> Command:
    return Command(name, msg(f"window.command.{name}"), run, section, shortcut, enabled, icon=icon)
