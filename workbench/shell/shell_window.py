# SPDX-License-Identifier: MIT
"""The main window as its parts use it: bars, pages and rooms, and going from one to another."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path

from PySide6.QtCore import Signal

from wording import Text, msg
from workbench.crash import save_report
from workbench.jobs import Job
from workbench.navigation import PlaceHistory
from workbench.shell.appearance import Appearance
from workbench.shell.checkpoint_bar import PointBar
from workbench.shell.leave_question import LeaveQuestion
from workbench.shell.new_project import NewProjectPage
from workbench.shell.overview_page import OverviewPage
from workbench.shell.palette import CommandPalette
from workbench.shell.rail import Rail
from workbench.shell.unlock import UnlockPage
from workbench.widgets.banner import Banner
from workbench.widgets.message_strip import MessageStrip
from workbench.widgets.pages import PageStack
from workbench.workspace import Workspace


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
