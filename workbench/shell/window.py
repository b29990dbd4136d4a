# SPDX-License-Identifier: MIT
"""The main window: where rail, bars, pages and rooms stand and how they hear of language, look and project."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from wording import Text, msg, render
from workbench.command_table import CommandTable
from workbench.file_dialogs import recent_folders, restore_folders
from workbench.navigation import PlaceHistory
from workbench.session import Session
from workbench.settings import WindowSettings
from workbench.shell.about import AboutPage, ShortcutsPage
from workbench.shell.cleartext_banner import SourcesBanner
from workbench.shell.form_page import FormPage
from workbench.shell.handover import ReceivePage
from workbench.shell.home import COMMANDS_OF_HOME, COMMANDS_OF_SAMPLE, HomePage
from workbench.shell.idle_watch import IdleWatch
from workbench.shell.leave_question import LeaveQuestion
from workbench.shell.lock_sequence import ClipboardWatch
from workbench.shell.new_project import NewProjectPage
from workbench.shell.overview_page import OverviewPage
from workbench.shell.palette import CommandPalette
from workbench.shell.preferences import PreferencesPage
from workbench.shell.project_entry import StartingRoom
from workbench.shell.project_flow import ProjectFlow, dropped_project
from workbench.shell.rail import Rail
from workbench.shell.restore import RestorePage
from workbench.shell.rollback_banner import RollbackBanner
from workbench.shell.room_messages import RoomMessages
from workbench.shell.session_restore import SessionRestore
from workbench.shell.shell_window import PointBar, ShellWindow
from workbench.shell.show_in_folder import DesktopWatch, show_exported
from workbench.shell.snapshot_timer import SnapshotWatch
from workbench.shell.statusbar import StatusBar
from workbench.shell.topbar import TopBar
from workbench.shell.unlock import KeyRepair, UnlockPage
from workbench.shell.window_commands import window_commands
from workbench.theme import apply_stylesheet
from workbench.translation import language_of
from workbench.widgets.banner import Banner
from workbench.widgets.message_strip import MessageStrip
from workbench.widgets.pages import PageStack
from workbench.workspace import Workspace
from workbench.workspaces import HOME, Room, available_rooms

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.jobs import Job
    from workbench.manual import ManualWindow

_BREATH_MS = 3  # between two pieces, so that what the user does is seen to


class RoomBuilder(QObject):
    """Each piece is made in a turn of the event loop of its own; `made` carries a room's id and its workspace."""

    made = Signal(str, object)
    ready = Signal()

    def __init__(self, session: Session, place: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._place = session, place
        self._pieces: Generator[None] | None = None
        self._turn = QTimer(self, singleShot=True, interval=_BREATH_MS)
        self._turn.timeout.connect(self._go_on)

    @property
    def under_way(self) -> bool:
        """Whether rooms are still being made."""
        return self._pieces is not None

    def begin(self, rooms: Sequence[Room]) -> None:
        """Make these rooms, in their order."""
        self.stop()
        self._pieces = self._build(rooms)
        self._turn.start()

    def stop(self) -> None:
        """Make no more; what is half made goes."""
        self._turn.stop()
        pieces, self._pieces = self._pieces, None
        if pieces is not None:
            pieces.close()

    def _go_on(self) -> None:
        pieces = self._pieces
        if pieces is None:
            return
        if next(pieces, self) is not self:
            if self._pieces is pieces:
                self._turn.start()
            return
        self._pieces = None
        self.ready.emit()

    def _build(self, rooms: Sequence[Room]) -> Generator[None]:
        for room in rooms:
            half: Workspace | None = None
            try:
                half = room.build(self._session)
                half.setParent(self._place)
                yield
                yield from half.furnish()
                whole, half = half, None
            except Exception as bug:  # noqa: BLE001 - a room that cannot be made must not keep the others away
                self._session.bug.emit(bug)
                yield
                continue
            finally:
                if half is not None:
                    half.deleteLater()
            yield
            self.made.emit(room.id, whole)
            yield


_PAGES: dict[str, Callable[[], FormPage]] = {
    "settings": PreferencesPage,
    "shortcuts": ShortcutsPage,
    "about": AboutPage,
}


class LazyPages:
    """Makes each page once."""

    def __init__(self, window: ShellWindow, project: ProjectFlow) -> None:
        self._window, self._project = window, project
        self._pages: dict[str, FormPage] = {}
        self._manual: ManualWindow | None = None

    def show_manual(self, page: str = "") -> None:
        """Show a page of the manual beside the window; that of the room in front where none is named."""
        from workbench.manual import ManualWindow  # more of Qt: not before first paint

        if self._manual is None:
            self._manual = ManualWindow(self._window)
        room = self._window.front
        self._manual.turn_to(page or (room.id if room is not None else "home"))

    def page(self, name: str) -> FormPage:
        """The page "settings", "shortcuts", "about", "restore" or "receive"."""
        if name not in self._pages:
            made = self._built_page(name)
            made.left.connect(self._window.go_back)
            if isinstance(made, PreferencesPage):
                made.changed.connect(self._window.set_setting)
            self._window.pages.addWidget(made)
            self._pages[name] = made
        return self._pages[name]

    def _built_page(self, name: str) -> FormPage:
        if name == "restore":
            return RestorePage(self._window.session)
        if name == "receive":
            page = ReceivePage(self._window.session)
            page.received.connect(self._project.open_received)
            return page
        return _PAGES[name]()

    def fill(self, name: str) -> None:
        """Show what there is now."""
        page = self._pages[name]
        if isinstance(page, PreferencesPage):
            page.show_settings(self._window.settings, language_of())
        elif isinstance(page, ShortcutsPage):
            page.fill(self._window.table.all())
        elif isinstance(page, AboutPage):
            page.fill()
        elif isinstance(page, ReceivePage):
            page.begin(self._project.take_package(), self._project.place())
        elif isinstance(page, RestorePage):
            page.begin(self._window.unlock_page.folder if not self._window.session.is_open else None)


SIZE = (1366, 768)
LEAST = (880, 460)  # a screen of 1366 × 768 at 150 % is 910 × 512, the frame of the window included


class MainWindow(ShellWindow):
    """The one window. Rooms are made when a project opens and are gone when it locks."""

    def __init__(
        self, session: Session, settings: WindowSettings, restart: Callable[[Path], object] | None = None
    ) -> None:
        super().__init__()
        self.session, self.settings = session, settings
        self.front: Workspace | None = None
        self.rooms: dict[str, Workspace] = {}
        self.pages, self._last_room = PageStack(), ""
        self._builder = RoomBuilder(session, self.pages, self)
        self.project, self.places = ProjectFlow(self, restart), PlaceHistory(self)
        self.table = CommandTable(self, lambda workspace: self.show_room(workspace.id))
        self.table.add(window_commands(self, self.project, lambda page: self.late.show_manual(page)))
        self.table.refuse(self.project.refusal)
        commands = {command.id: command for command in self.table.all()}
        self.rail = Rail()
        self.top = TopBar(commands["edit.undo"], commands["project.guard.lock"], lambda: session.undo_here)
        self.status = StatusBar()
        self.strip, self.reading, self.sources = MessageStrip(), Banner("eye"), SourcesBanner(session)
        self.drafts, self.point, self.put_back = Banner("pencil"), PointBar(session), RollbackBanner(session)
        found = (commands.get(name) for name in COMMANDS_OF_SAMPLE)
        self.home = HomePage(*(commands[name] for name in COMMANDS_OF_HOME), *found)
        self.new_page, self.unlock_page = NewProjectPage(settings.user), UnlockPage()
        self.late, self.key_repair = LazyPages(self, self.project), KeyRepair(session, self.unlock_page)
        restore_folders(settings.folders)
        self.overview, self.snapshots = OverviewPage(session), SnapshotWatch(session)
        self.palette_list = CommandPalette(self.top.field, self.table, self._reachable, self)
        self.idle, self.desktop = IdleWatch(settings.idle_minutes, self), DesktopWatch(self)
        self.returning = SessionRestore(self, lambda: self.arriving.room)
        self.leaving = LeaveQuestion(session, self._reachable, self.keep_drafts, self.show_room, self)
        self.arriving = StartingRoom(self, lambda: self.returning.awaited)
        self.clipboard = ClipboardWatch(lambda: self.front.id if self.front is not None else "", self)
        self._lay_out()
        self._connect()
        self.set_language(language_of())
        self.show_page("home")

    def _lay_out(self) -> None:
        for page in (self.home, self.new_page, self.unlock_page, self.overview):
            self.pages.addWidget(page)
        middle = QVBoxLayout(below := QWidget())
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self.told = (self.reading, self.put_back, self.sources, self.drafts)
        for banner in (self.leaving.question, *self.told, self.point):
            middle.addWidget(banner)
        for told in (self.leaving.question, *self.told):
            told.comes_after = lambda: list(self.rail.buttons.values())[-1]
        middle.addWidget(self.pages, 1)
        middle.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(below, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.setWindowTitle(render(msg("window.name"), language_of()))
        self.resize(*SIZE)
        self.setMinimumSize(*LEAST)
        self.setAcceptDrops(True)
        if self.settings.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self.settings.geometry.encode()))
        apply_stylesheet(self)

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._opened)
        session.closed.connect(self.table.refresh)
        session.changed.connect(self._changed)
        session.undo_changed.connect(self.table.refresh_soon)
        session.jobs_changed.connect(self._show_jobs)
        front, covered = (lambda: self.front), (lambda: self.project.locking.covered)
        self.messages = RoomMessages(session, self.strip, front, self.show_room, covered)
        session.notice.connect(lambda text: self._say(self.strip.notice, text))
        session.exported.connect(lambda text, path: self._say(lambda said: show_exported(self.strip, said, path), text))
        session.bug.connect(self.report_bug)
        self._builder.made.connect(self._take_room)
        self._builder.ready.connect(self._all_made)
        self.rail.chosen.connect(lambda room: self.show_page("home") if room == HOME.id else self.show_room(room))
        self.status.language_chosen.connect(lambda language: self.set_setting("language", language))
        for page in (self.home, self.overview):
            page.recent_chosen.connect(self.project.ask_passphrase)
        self.new_page.wanted.connect(self.project.create)
        self.new_page.left.connect(self.go_back)
        self.unlock_page.unlocked.connect(self.project.unlock)
        self.unlock_page.restore_requested.connect(lambda _folder: self.show_page("restore"))
        self.unlock_page.left.connect(lambda: self.show_page("home"))
        self.idle.idle.connect(self.project.lock)
        self.desktop.locked.connect(self.project.lock)
        QApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)

    @property
    def building(self) -> bool:
        """Whether rooms are still being made."""
        return self._builder.under_way

    # Pages and rooms

    def show_page(self, name: str) -> None:
        """Show Home, "new", "settings", "shortcuts" or "about"; the project behind a lock stays out of reach."""
        if self.project.locking.covered and name not in ("shortcuts", "about"):
            return
        self.palette_list.leave()
        self.arriving.leave()
        if name == "home" and self.session.is_open:
            self.overview.begin(self.session.name, self.settings.recent)
            self.pages.setCurrentWidget(self.overview)
            self.overview.go_on.setFocus()
        elif name == "home":
            self.home.show_recent(self.settings.recent)
            self.pages.setCurrentWidget(self.home)
            self.home.new.setFocus()
        elif name == "new":
            self.new_page.begin(self.project.place())
            self.pages.setCurrentWidget(self.new_page)
            self.new_page.name.setFocus()
        else:
            self.pages.setCurrentWidget(self.late.page(name))
            self.late.fill(name)
        self._set_front(None, name)
        self.rail.choose(HOME.id if name == "home" else "")

    def show_unlock(self, folder: Path, note: Text | None) -> None:
        """Show the unlock view for a project."""
        self.unlock_page.allow_others(allowed=True)
        self.strip.clear()
        self.palette_list.leave()
        self.pages.setCurrentWidget(self.unlock_page)
        self.unlock_page.ask(folder, note)
        self._set_front(None)
        self.rail.choose("")

    def has_room(self, room: str) -> bool:
        """Whether the room can be shown, now or as soon as it is made."""
        return room in self.rooms or (self.building and any(one.id == room for one in available_rooms()))

    def show_room(self, room: str) -> None:
        """Bring a room to the front."""
        workspace = self.rooms.get(room)
        if self.project.locking.covered or not self.has_room(room):
            return
        if workspace is None:
            self.arriving.wait_for(room)
            return
        if self.arriving.room not in ("", room):
            self.arriving.leave()  # another room was chosen meanwhile: nobody is torn from it
        self.palette_list.leave()
        self.pages.setCurrentWidget(workspace)
        self._set_front(workspace)
        self.rail.choose(room)
        workspace.shown()

    def go_back(self) -> None:
        """Leave a page for the room in front before it, or Home."""
        if self.rooms and self.session.is_open:
            self.show_room(self._last_room if self._last_room in self.rooms else next(iter(self.rooms)))
        else:
            self.show_page("home")

    def _set_front(self, workspace: Workspace | None, page: str = "") -> None:
        self.front = workspace
        self.strip.go_to(workspace.id if workspace is not None else page)
        if workspace is not None:
            self._last_room = workspace.id
        self.status.show_room("")
        self.table.set_front(workspace)

    # Locked while a job still runs

    def cover(self, folder: Path) -> None:
        """Show nothing of the project but the name of its folder; the rooms stay, out of reach."""
        for bar in (self.leaving.question, *self.told, self.point):
            bar.hide()
        self._tell_closed(())
        self.show_unlock(folder, None)
        self.unlock_page.allow_others(allowed=False)
        self._show_jobs()
        self.table.fill_menus(self.menuBar())

    def uncover(self) -> None:
        """Show the rooms as they were."""
        self._tell_open()
        self.unlock_page.passphrase.hide_again()
        for banner in self.told:
            banner.setVisible(bool(banner.label.text()))
        self._show_jobs()
        self.go_back()
        self.table.fill_menus(self.menuBar())

    def _tell_open(self) -> None:
        """Rail and bars tell of the project that is open; the watch for idleness begins."""
        self.rail.set_rooms((HOME, *available_rooms()))
        self.top.set_project(self.session.name)
        self.status.show_stored(self.session.stored_at, reading=self.session.reading is not None)
        self.status.show_lock(self.settings.idle_minutes)
        self.idle.start()

    def _tell_closed(self, rooms: tuple[Room, ...]) -> None:
        """Rail and bars tell of no project; the rail shows `rooms` alone."""
        self.rail.set_rooms(rooms)
        self.top.set_project("")
        self.status.show_stored(None)
        self.status.show_lock(None)
        self.idle.stop()

    def _reachable(self) -> list[Workspace]:
        return [] if self.project.locking.covered else list(self.rooms.values())

    def _say(self, speak: Callable[[Text], None], text: Text) -> None:
        """Say it, unless somebody else may be looking."""
        if not self.project.locking.covered:
            speak(text)

    def _show_jobs(self) -> None:
        self.status.show_jobs(self.session.jobs, self.session.busy, named=not self.project.locking.covered)

    # The project

    def _opened(self) -> None:
        self.project.locking.opened()
        self.settings.opened(self.session.folder or Path())
        self.settings.save()
        self.drop_rooms()
        self._tell_open()
        rooms = available_rooms()
        if self.session.interviews_first:
            rooms = tuple(sorted(rooms, key=lambda room: room.id != "interviews"))
        if rooms:
            self.arriving.begin(rooms[0].id)
        self._builder.begin(rooms)
        self.unlock_page.passphrase.hide_again()
        self.project.tell_opening()

    def _take_room(self, room: str, workspace: Workspace) -> None:
        """Take in a room just made; the first is shown."""
        self.rooms[room] = workspace
        self.pages.addWidget(workspace)
        workspace.restore_layout(self.settings.columns)
        workspace.columns.widths_changed.connect(lambda: self._keep_widths(workspace))
        workspace.commands_changed.connect(self.table.refresh_soon)
        self.places.follow(workspace)
        workspace.status_changed.connect(lambda text: self.status.show_room(text) if workspace is self.front else None)
        self.table.add(workspace.commands(), workspace)
        workspace.attach()
        self.arriving.made(room)

    def _all_made(self) -> None:
        self.table.fill_menus(self.menuBar())
        self.arriving.all_made()
        self.rooms_ready.emit()

    def drop_rooms(self) -> None:
        """Take every room away, with all it shows."""
        self._builder.stop()
        self.arriving.leave()
        self.overview.forget()
        self._set_front(None)
        for workspace in self.rooms.values():
            self.table.remove(workspace)
            self.pages.removeWidget(workspace)
            workspace.hide()
            workspace.deleteLater()
        self.rooms = {}
        self._tell_closed((HOME,))
        self.reading.clear()
        self.drafts.clear()
        self.point.hide()
        self.sources.keep()
        self.table.fill_menus(self.menuBar())

    def _changed(self, changes: Changes) -> None:
        self.status.show_stored(self.session.stored_at)
        self.top.set_project(self.session.name)
        if self.pages.currentWidget() is self.overview:
            self.overview.read()
        for workspace in self.rooms.values():
            workspace.on_changes(changes)

    def _keep_widths(self, workspace: Workspace) -> None:
        self.settings.columns |= workspace.layout_kept()
        self.settings.save()

    # Qt

    def wait_on(self, title: Text, job: Job) -> None:
        """Show a job that builds a project."""
        self.arriving.wait_on(title, job)

    def keep_drafts(self) -> None:
        """Seal the place in each room, and what is being typed, with the project."""
        self.returning.keep()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch for signs of life."""
        super().showEvent(event)
        self.idle.watch(self.windowHandle())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A project, or one handed over in a file, is welcome where no room takes it."""
        if dropped_project(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it."""
        if (found := dropped_project(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.project.ask_passphrase(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The palette stands under its field."""
        super().resizeEvent(event)
        self.palette_list.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the place of the window; close the project. The user is asked first about what is not kept."""
        if event.spontaneous() and self.leaving.holds(self.close):
            event.ignore()
            return
        self.hide()
        self.project.locking.cover.lift()
        self.put_away()
        super().closeEvent(event)

    def put_away(self) -> None:
        """Keep the settings; close the project and what belongs to it."""
        self.settings.keep_place(recent_folders(), bytes(self.saveGeometry().toBase64().data()))
        if self.session.is_open:
            self.keep_drafts()
        self.returning.stop()
        self.clipboard.stop()
        self.drop_rooms()
        self.session.shutdown()
