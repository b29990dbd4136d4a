# SPDX-License-Identifier: MIT
"""The main window as its parts use it: bars, pages and rooms, and going from one to another."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QWidget

from wording import LANGUAGES, Text, msg, render
from wording.numbers import format_date
from workbench.command_table import CommandTable
from workbench.crash import save_report
from workbench.icons import repaint_icons
from workbench.jobs import Job
from workbench.navigation import PlaceHistory
from workbench.session import Session, name_point
from workbench.settings import TEXT_SCALES, WindowSettings
from workbench.shell.home import HomePage
from workbench.shell.idle_watch import IdleWatch
from workbench.shell.leave_question import LeaveQuestion
from workbench.shell.new_project import NewProjectPage
from workbench.shell.overview_page import OverviewPage
from workbench.shell.palette import CommandPalette
from workbench.shell.rail import Rail
from workbench.shell.statusbar import StatusBar
from workbench.shell.unlock import UnlockPage
from workbench.theme import ColourScheme, apply_theme, colours_of
from workbench.translation import language_of, respeak, translate_qt, use_language
from workbench.widgets.banner import Banner
from workbench.widgets.buttons import Button, PrimaryButton
from workbench.widgets.fields import TextField
from workbench.widgets.labels import Label
from workbench.widgets.message_strip import MessageStrip
from workbench.widgets.pages import PageStack
from workbench.workspace import Workspace


class PointBar(QFrame):
    """Hidden until it is asked for; the focus goes back to where it was."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("kind", "note")
        self.session = session
        self._before: QWidget | None = None
        self.name = TextField(msg("window.point.name"))
        self.keep = PrimaryButton(msg("window.point.keep"), self.store, icon="bookmark")
        self.cancel = Button(msg("window.cancel"), self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(Label(msg("window.point.sentence")))
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        row.addWidget(self.cancel)
        self.name.returnPressed.connect(self.store)
        session.closed.connect(self.hide)
        self.hide()

    def ask(self) -> None:
        """Ask for the name; the time is proposed."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.name.setText(format_date(dt.datetime.now(), language_of(self)))
        self.name.selectAll()
        self.show()
        self.name.setFocus()

    def store(self) -> None:
        """Name the point."""
        name = self.name.text().strip()
        if name:
            name_point(self.session, name, lambda: None)
            self.leave()

    def leave(self) -> None:
        """Back to where one was."""
        before, self._before = self._before, None
        self.hide()
        if before is not None:
            before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)


class Appearance(QMainWindow):
    """The part of the main window that follows the settings."""

    session: Session
    settings: WindowSettings
    rooms: dict[str, Workspace]
    table: CommandTable
    status: StatusBar
    idle: IdleWatch
    home: HomePage

    def set_setting(self, name: str, value: object) -> None:
        """Change a preference, apply it at once and keep it."""
        setattr(self.settings, name, value)
        if name == "language":
            self.set_language(str(value))
        elif name in ("look", "text_scale"):
            self.apply_colours()
        elif name == "idle_minutes":
            self.idle.set_minutes(self.settings.idle_minutes)
            self.status.show_lock(self.settings.idle_minutes if self.session.is_open else None)
        elif name == "remember_recent":
            self._recent_switched()
        self.settings.save()

    def set_language(self, language: str) -> None:
        """Say everything in `language`, now."""
        use_language(language)
        translate_qt(language)
        respeak(self, language)
        for workspace in self.rooms.values():
            workspace.retranslate(language)
        self.table.refresh()
        self.table.fill_menus(self.menuBar())
        self.setWindowTitle(render(msg("window.name"), language))

    def apply_colours(self) -> None:
        """Dress everything in the look and text size that are set, now."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, ColourScheme(self.settings.look), self.settings.text_scale)
        self.retheme()

    def retheme(self) -> None:
        """Draw icons and own pictures in the colours of the look."""
        repaint_icons(self, colours_of(self))
        for widget in self.findChildren(QWidget):
            again = getattr(widget, "retheme", None)
            if callable(again):
                again()

    def toggle_colours(self) -> None:
        """From light to dark and back."""
        self.set_setting("look", "light" if colours_of(self).dark else "dark")

    def turn_language(self) -> None:
        """To the next language."""
        place = LANGUAGES.index(language_of())
        self.set_setting("language", LANGUAGES[(place + 1) % len(LANGUAGES)])

    def step_text(self, step: int) -> None:
        """One text size up or down."""
        nearest = min(range(len(TEXT_SCALES)), key=lambda place: abs(TEXT_SCALES[place] - self.settings.text_scale))
        self.set_setting("text_scale", TEXT_SCALES[min(max(nearest + step, 0), len(TEXT_SCALES) - 1)])

    def forget_recent(self) -> None:
        """Empty the list of recent projects."""
        self.settings.forget_recent()
        self.settings.save()
        self.home.show_recent([])
        self.table.refresh()

    def _recent_switched(self) -> None:
        if not self.settings.remember_recent:
            self.settings.forget_recent()
        elif self.session.folder is not None:
            self.settings.opened(self.session.folder)

    def _desktop_changed(self) -> None:
        if self.settings.look == ColourScheme.SYSTEM:
            self.apply_colours()


class ShellWindow(Appearance):
    """What the flow of a project, locking, returning and the commands are given; `MainWindow` makes and joins them."""

    rooms_ready = Signal()

    front: Workspace | None
    pages: PageStack
    rail: Rail
    places: PlaceHistory
    strip: MessageStrip
    reading: Banner
    drafts: Banner
    point: PointBar
    told: tuple[Banner, ...] = ()  # what stays above the rooms as long as it is true
    new_page: NewProjectPage
    unlock_page: UnlockPage
    leaving: LeaveQuestion
    overview: OverviewPage
    palette_list: CommandPalette

    @property
    @abstractmethod
    def building(self) -> bool:
        """Whether rooms are still being made."""

    @abstractmethod
    def show_page(self, name: str) -> None:
        """Show Home, "new", "settings", "shortcuts" or "about"; the project behind a lock stays out of reach."""

    @abstractmethod
    def show_unlock(self, folder: Path, note: Text | None) -> None:
        """Show the unlock view for a project."""

    @abstractmethod
    def has_room(self, room: str) -> bool:
        """Whether the room can be shown, now or as soon as it is made."""

    @abstractmethod
    def show_room(self, room: str) -> None:
        """Bring a room to the front."""

    @abstractmethod
    def drop_rooms(self) -> None:
        """Take every room away, with all it shows."""

    @abstractmethod
    def go_back(self) -> None:
        """Leave a page for the room in front before it, or Home."""

    @abstractmethod
    def cover(self, folder: Path) -> None:
        """Show nothing of the project but the name of its folder; the rooms stay, out of reach."""

    @abstractmethod
    def uncover(self) -> None:
        """Show the rooms as they were."""

    @abstractmethod
    def wait_on(self, title: Text, job: Job) -> None:
        """Show a job that builds a project."""

    @abstractmethod
    def keep_drafts(self) -> None:
        """Seal the place in each room, and what is being typed, with the project."""

    def quit(self) -> None:
        """Close the window once it is decided what becomes of what is not kept."""
        self.leaving.before(self.close)

    def summon_palette(self) -> None:
        """Go to the command field."""
        self.palette_list.summon()

    def report_bug(self, bug: BaseException) -> None:
        """Write the report and say so; the project is as it was after the last stored change."""
        self.strip.problem(msg("window.bug", file=str(save_report(bug))))
