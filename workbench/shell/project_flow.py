# SPDX-License-Identifier: MIT
"""Flow of making, opening, locking and closing a project: the order of its pages. The session does the work.

In a project that can only be read it lets a few commands run and refuses all others with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt

from wording import Message, Problem, Text, msg, render
from workbench.commands import Command
from workbench.file_dialogs import ask_folder
from workbench.shell import unlock
from workbench.shell.lock_sequence import Locking
from workbench.shell.new_project import NewProject
from workbench.starter_codebooks import starter_action
from workbench.translation import language_of
from workbench.widgets.banner import reading_offer

if TYPE_CHECKING:
    from projects.store.actions import Action
    from projects.store.project import Project
    from workbench.shell.shell_window import ShellWindow

READING = (
    *("project.start.", "project.guard.", "project.set.", "project.quit", "view.", "help."),
    *("data.table.log", "data.table.columns", "data.table.codes", "data.table.about"),
    *("data.row.find", "data.row.filter", "data.row.same", "data.row.all", "data.row.freeze", "data.column."),
    *("data.row.up", "data.row.down", "data.row.then_", "data.row.unsorted", "data.cell.history", "data.cell.copy"),
    *("interviews.coding.uncoded", "interviews.suggest.elsewhere", "interviews.suggestion.next"),
    *("interviews.codebook.show", "interviews.find.", "interviews.go."),
    *("analysis.new.", "analysis.take.copy", "analysis.take.python", "analysis.take.why", "analysis.take.stop"),
    *("analysis.plan.run", "analysis.plan.changed"),
    *("sampling.go.", "sampling.size.import", "sampling.draw.import", "sampling.sheet.import", "sampling.achieved."),
    "safety.check",
)


def changes_project(command: str) -> bool:
    """Whether the command of this id writes to the project; an export does too: it is logged."""
    return not command.startswith(READING)


class ProjectFlow(QObject):
    """From Home to an open project and back. `restart` begins the program anew in the unlock view, memory and all."""

    def __init__(self, window: ShellWindow, restart: Callable[[Path], object] | None) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.locking = Locking(window, restart)
        self._notice: Text | None = None
        self._package: Path | None = None

    # Making and opening

    def begin_new(self) -> None:
        """Show the panel for a new project."""
        self._window.show_page("new")

    def place(self) -> Path:
        """Where a new project is proposed."""
        import platformdirs  # platformdirs, 20 ms: not at start

        documents = Path(platformdirs.user_documents_path())
        return documents if documents.is_dir() else Path.home()

    def _add_codebooks(self, names: tuple[str, ...]) -> None:
        """Add the starter codebooks chosen, each as an action of its own."""
        for name in names:

            def action(_project: Project, name: str = name) -> Action:
                return starter_action(name)

            self._session.do(action)

    def create(self, wanted: NewProject) -> None:
        """Make the project and open it, once it is decided what becomes of what is not kept in the one that is open."""
        self._window.leaving.before(lambda: self._create(wanted))

    def _create(self, wanted: NewProject) -> None:
        self._window.settings.user = wanted.user
        self._session.create(
            wanted.folder,
            wanted.passphrase,
            name=wanted.name,
            user=wanted.user,
            language=language_of(),
            done=lambda *_: self._add_codebooks(wanted.codebooks),
            failed=lambda problem: self._window.new_page.refuse(problem.message),
        )

    def choose(self) -> None:
        """Ask for a project's folder."""
        title = render(msg("window.open.title"), language_of())
        chosen = ask_folder(self._window, "projects", title, str(self.place()))
        if chosen is not None:
            self.ask_passphrase(chosen)

    def ask_passphrase(self, folder: Path, note: Text | None = None) -> None:
        """Show the unlock view for `folder`, or say why it is no project."""
        from projects.store.backup.read_only_copy import is_project  # cryptography, platformdirs, 10 ms: not at start

        if self._session.is_open and self._session.folder == folder:
            self._window.go_back()
            return
        if folder.suffix.lower() == ".pwbz" and folder.is_file():
            self.receive(folder)
            return
        if not is_project(folder):
            self._window.strip.problem(msg("window.open.foreign", name=folder.name))
            return
        self._window.leaving.before(lambda: self._window.show_unlock(folder, note))

    def receive(self, package: Path | None = None) -> None:
        """Show the page for a project that was handed over in one file."""

        def show() -> None:
            self._package = package
            self._window.show_page("receive")

        self._window.leaving.before(show)

    def take_package(self) -> Path | None:
        """The file to receive, once."""
        package, self._package = self._package, None
        return package

    def open_received(self, folder: Path, passphrase: str) -> None:
        """It is unpacked and verified: open it."""
        self._notice = msg("window.receive.done", name=folder.name)
        self._session.open(folder, passphrase)

    def unlock(self, folder: Path, passphrase: str) -> None:
        """Try the passphrase."""
        if self.locking.covered:
            self.locking.uncover(passphrase, lambda problem: self._window.unlock_page.refuse(problem.message))
            return
        self._session.open(folder, passphrase, failed=lambda problem: self._window.unlock_page.refuse(problem.message))

    def open_sample(self) -> None:
        """Build the sample study on first use, then open it and show its passphrase."""
        self._window.leaving.before(self._open_sample)

    def _open_sample(self) -> None:
        folder = unlock.sample_folder()

        def opened(passphrase: str) -> None:
            self._notice = msg("window.sample.opened", passphrase=passphrase)
            self._session.open(folder, passphrase)

        def refused(problem: Problem) -> None:
            self._window.go_back()
            self._window.strip.problem(problem.message)

        title = msg("window.sample.building")
        job = self._session.job(
            title, lambda progress: unlock.build(folder, progress), opened, refused, self._left_sample, owner=self
        )
        self._window.wait_on(title, job)

    def open_sample_sheet(self) -> None:
        """Open the sample study at its infosheet: its report begins anew from that template; undo brings it back."""

        def go() -> None:
            self._window.rooms_ready.connect(self._show_sheet, Qt.ConnectionType.SingleShotConnection)
            self._open_sample()

        self._window.leaving.before(go)

    def _show_sheet(self) -> None:
        from projects.pages.templates import start_report, template  # with the pages, when a sheet is wanted

        if self._session.folder == unlock.sample_folder():  # another project may have been opened meanwhile
            self._session.do(start_report(template(None, "infosheet"), []))
            self._window.show_room("report")

    def _left_sample(self) -> None:
        self._window.go_back()

    def tell_opening(self) -> None:
        """What is worth knowing about how the project was opened, once."""
        notice, self._notice = self._notice, None
        reading = self._session.reading
        if reading is not None:
            self._window.reading.show_message(reading.sentence(), reading_offer(self.open_again))
        elif notice is not None:
            self._window.strip.warn(notice)
        elif self._session.abandoned:
            self._window.strip.warn(msg("window.open.abandoned"))

    def open_again(self) -> None:
        """Ask for the passphrase anew, to open for work what could only be read."""
        folder = self._session.folder
        if folder is not None:
            self.close()
            self._window.show_unlock(folder, None)

    def refusal(self, command: Command) -> Message | None:
        """Why a command cannot run although there is something to run it on."""
        if not self.locking.allows(command.id):
            return msg("window.locked.refused")
        if self._session.reading is not None and changes_project(command.id):
            return msg("window.reading.refused")
        return None

    # Locking and closing

    def lock(self) -> None:
        """Hide everything at once, close the project, ask for the passphrase."""
        self.locking.lock()

    def leave(self) -> None:
        """Close the project once it is decided what becomes of what is not kept."""
        self._window.leaving.before(self.close)

    def close(self) -> None:
        """Close the project and go Home; what was being written is kept for the next time."""
        if self._session.is_open:
            self._window.keep_drafts()
            self._window.drop_rooms()
            self._session.close()
            self._window.show_page("home")


def dropped_project(data: QMimeData) -> Path | None:
    """The project folder, or the file of a hand-over, that is dropped on the window."""
    from projects.store.backup.read_only_copy import is_project  # cryptography, platformdirs, 10 ms: not at start

    for url in data.urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and (path.suffix.lower() == ".pwbz" or is_project(path)):
            return path
    return None
