# SPDX-License-Identifier: MIT
"""Actions of the History room: the log read as it is narrowed, the way back to a line, a name for this point."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from projects.interviews.coders import is_blind, unseen_work
from projects.people.persons import persons_named, subjects_of_person
from projects.people.withdrawn_words import shown_lines
from workbench.history.panes.history_table import HistoryChoices
from workbench.session import name_point
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.store.actions import HistoryLine
    from projects.store.project import Project
    from workbench.history.panes.history_table import HistoryFilters, LinesPane
    from workbench.history.panes.line_pane import LinePane
    from workbench.history.state import HistoryState
    from workbench.session import Session

USERS = "SELECT DISTINCT user FROM action ORDER BY user"
DOCUMENTS_BY_NAME = "SELECT id, name FROM document ORDER BY name"
ACTIONS_BY_KIND = "SELECT kind, count(*) AS n FROM action GROUP BY kind"

_SHOWN = 500
_BEHIND = 500  # ms without a change, while another room is in front
Read = tuple[list["HistoryLine"], list[tuple[str, int]], HistoryChoices, bool]


class HistoryActions(QObject):
    """It is given the state, the session and the panes; filters are answered by the project itself."""

    def __init__(
        self, state: HistoryState, session: Session, filters: HistoryFilters, lines: LinesPane, line: LinePane
    ) -> None:
        super().__init__(lines)
        self._state, self._session = state, session
        self._filters, self._lines, self._line = filters, lines, line
        self._later = QTimer(self, singleShot=True, interval=_BEHIND)
        self._later.timeout.connect(self.read)
        filters.picked.connect(self.read)
        lines.narrowed.connect(self.read)
        lines.chosen.connect(self.show_line)
        line.back_requested.connect(self.go_back)
        line.point_named.connect(self.add_point)

    def read_later(self) -> None:
        """Read once work in another room pauses."""
        self._later.start()

    def catch_up(self) -> None:
        """Read what still waits."""
        if self._later.isActive():
            self.read()

    def read(self) -> None:
        """Read the newest lines of what the log is narrowed to."""
        self._later.stop()
        lines, (sort, room) = self._lines, self._state.narrowed_to
        text, language = lines.search.text().strip(), language_of(lines)
        kind = (room or None) if sort == "room" else None
        role = "checkpoint" if sort == "points" else None
        user, person, document = lines.who.value(), lines.person.value(), lines.document.value()
        subject = ("document", document) if document is not None else None

        def read(project: Project) -> Read:
            touched = subjects_of_person(project, person) if person is not None else None
            found = project.history(
                _SHOWN,
                kind=kind,
                role=role,
                text=text or None,
                language=language,
                subject=subject,
                user=user,
                touched=touched,
                unseen=unseen_work(project),
            )
            rooms: Counter[str] = Counter()
            for row in project.query(ACTIONS_BY_KIND):
                rooms[row["kind"].partition(".")[0]] += row["n"]
            users = [row["user"] for row in project.query(USERS)]
            documents = [(row["id"], row["name"]) for row in project.query(DOCUMENTS_BY_NAME)]
            choices = HistoryChoices(users, documents, persons_named(project))
            return shown_lines(project, found, text, language), sorted(rooms.items()), choices, is_blind(project)

        self._session.ask(read, self._show, latest="history")

    def _show(self, found: Read) -> None:
        self._state.lines, self._state.rooms, choices, blind = found
        self._filters.show_rooms()
        self._lines.show_lines(choices, blind=blind)

    def reword(self) -> None:
        """Speak another language; the search is by sentence: search in that one."""
        self._filters.show_rooms()
        self.show_line()
        if self._lines.search.text():
            self.read()

    def show_line(self) -> None:
        """Show the line chosen."""
        self._line.show_line()
        self._state.changed.emit()

    def show_seq(self, seq: int) -> None:
        """Come to the front with the line of that number."""
        self._state.front_requested.emit()
        self._lines.choose_line(seq)

    def go_back(self) -> None:
        """Go back to the line chosen: all after it is undone."""
        seq = self._state.seq()
        if seq is not None and self._state.can_go_back():
            self._session.change(lambda project: project.jump_back(seq))

    def add_point(self, name: str) -> None:
        """Name this point."""
        name_point(self._session, name, self._line.name.clear)

    def ask_name(self) -> None:
        """Ask for a name of this point."""
        self._line.ask_name()
