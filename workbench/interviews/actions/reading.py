# SPDX-License-Identifier: MIT
"""Actions of a reader: bookmarks, memos in one list, back and forward, coders shown or hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu

from projects.interviews.cases import cases
from projects.interviews.coders import add_coder, coders, rename_coder
from projects.transcripts.queries import CODERS_OF_SEGMENTS
from wording import Problem, Text, msg, render
from workbench.interviews.cases.answers_pane import AnswersPane
from workbench.interviews.cases.consent_source_pane import ConsentSourcePane
from workbench.interviews.codebook.codebook_pane import CodebookPane
from workbench.interviews.panes.centre_pane import CentrePane
from workbench.interviews.reading.correction_pane import CorrectionPane
from workbench.interviews.reading.export_pane import InterviewExportPane, OutcomePane
from workbench.interviews.reading.import_preview import ImportPreview
from workbench.interviews.reading.memo_pane import MemoPane
from workbench.interviews.reading.navigation_history import NavigationHistory, ReadPlace
from workbench.interviews.reading.quotes_pane import QuotesPane
from workbench.interviews.reading.speakers import RolesPane, SpeakersPane
from workbench.interviews.state import RoomState
from workbench.translation import language_of
from workbench.widgets.tab_order import focus_stop

if TYPE_CHECKING:
    from projects.intake.file_reading import FileContent
    from projects.store.actions import Action, Changes
    from projects.store.project import Project
    from workbench.session import Session

BOOKMARKS_OF_DOCUMENT = "SELECT start, name FROM bookmark WHERE document = ? ORDER BY start"

_Page = (
    MemoPane | SpeakersPane | RolesPane | ImportPreview | ConsentSourcePane | CorrectionPane | AnswersPane
    | QuotesPane | CodebookPane | InterviewExportPane | OutcomePane
)  # fmt: skip


class ReadingActions(QObject):
    """Pages and commands around the transcript; `open_document` leads to a document and then calls back."""

    agreement_requested = Signal()
    leaving = Signal()  # the open interview, for another

    def __init__(
        self, state: RoomState, session: Session, centre: CentrePane,
        open_document: Callable[[str, Callable[[], object]], object], open_target: Callable[[str], object],
    ) -> None:  # fmt: skip
        super().__init__(state)
        self._state, self._session, self._centre, self._open = state, session, centre, open_document
        self.bookmarks: list[tuple[int, str]] = []
        self.way = NavigationHistory(self._here, self._return)
        self._open_target = open_target

    def furnish(self) -> Iterator[None]:
        """Make the pages, yielding after each two or three."""
        state, session, centre = self._state, self._session, self._centre
        self.memos, self.speakers = MemoPane(state, session), SpeakersPane(state, session)
        self.roles = RolesPane(state, session)
        self.roles.wanted.connect(lambda: centre.setCurrentWidget(self.roles))
        self._take(self.memos, self.speakers, self.roles)
        yield
        self.preview, self.source = ImportPreview(), ConsentSourcePane()
        self.correction = CorrectionPane(state, session)
        self._take(self.preview, self.source, self.correction)
        centre.wide.add(self.preview)
        yield
        self.answers, self.quotes = AnswersPane(state, session), QuotesPane(state, session)
        self._take(self.answers, self.quotes)
        yield
        self.codebook = CodebookPane(state, session)
        self.export, self.outcome = InterviewExportPane(state, session), OutcomePane()
        self._take(self.codebook, self.export, self.outcome)
        self.export.outcome.connect(self.show_outcome)
        self.quotes.place_requested.connect(self.go_to)
        self.codebook.code_requested.connect(centre.show_code)
        self.correction.left.connect(lambda: centre.transcript.go_to(self.correction.place()))
        self.memos.place_requested.connect(self.go_to)
        self.memos.target_requested.connect(self._open_target)
        state.opened.connect(self._opened)
        state.touched.connect(self._on_changes)

    def _take(self, *pages: _Page) -> None:
        for page in pages:
            self._centre.addWidget(page)
            self._centre.staying.add(page)
            page.left.connect(self._centre.show_transcript)

    # Pages

    def show_memos(self) -> None:
        """All memos of the project."""
        self._centre.setCurrentWidget(self.memos)
        self.memos.open()

    def show_memo(self, memo_id: str) -> None:
        """The list of memos with one of them picked, to be written anew."""
        self._centre.setCurrentWidget(self.memos)
        self.memos.show_one(memo_id)

    def show_speakers(self) -> None:
        """The speakers and languages of the open interview."""
        self._centre.setCurrentWidget(self.speakers)
        self.speakers.read()

    def show_roles(self) -> None:
        """The roles proposed for the speakers of all interviews."""
        self._centre.setCurrentWidget(self.roles)
        self.roles.read()

    def offer_roles(self) -> None:
        """The same after a project of another program came in, once its list of what did not come is read."""
        if self._centre.currentWidget() is self.outcome:
            self.outcome.left.connect(self.roles.offer, Qt.ConnectionType.SingleShotConnection)
        else:
            self.roles.offer()

    def show_preview(self, read: list[FileContent], store: Callable[[list[FileContent]], object]) -> None:
        """What an import would bring, before it is stored."""

        def show(cases: list[str]) -> None:
            self.preview.show_read(read, store, cases)
            self._centre.setCurrentWidget(self.preview)
            self.preview.list.setFocus()

        self._session.ask(_case_names, show, latest="interviews.preview", owner=self)

    def correct(self) -> None:
        """The text of the open interview, to be corrected at the place at hand."""
        self._centre.setCurrentWidget(self.correction)
        self.correction.begin(self._centre.transcript.caret())

    def show_answers(self) -> None:
        """The form that makes documents of free answers."""
        self._centre.setCurrentWidget(self.answers)
        self.answers.begin()

    def show_codebook(self) -> None:
        """The codebook as a whole."""
        self._centre.setCurrentWidget(self.codebook)
        self.codebook.read()
        focus_stop(self.codebook.in_front(), 0)

    def show_split(self, code_id: str) -> None:
        """The segments of a code, to choose those that move to a new one."""
        self._centre.setCurrentWidget(self.codebook)
        self.codebook.split_code(code_id)
        self.codebook.split.name.setFocus()

    def show_quotes(self) -> None:
        """The quotes to look at before they leave the team."""
        self._centre.setCurrentWidget(self.quotes)
        self.quotes.list.setFocus()
        self.quotes.read()

    def show_export(self) -> None:
        """The form that saves interviews, codings or the codebook as a file."""
        self._centre.setCurrentWidget(self.export)
        self.export.begin()

    def show_outcome(self, title: Text, lines: Sequence[Text]) -> None:
        """What an import or an export left out."""
        self.outcome.show_lines(title, lines)
        self._centre.setCurrentWidget(self.outcome)

    def ask_source(self, lines: int, bare: int, done: Callable[[str], object]) -> None:
        """Ask where the yes of many interviews comes from."""
        self._centre.setCurrentWidget(self.source)
        self.source.ask(lines, bare, done)

    # The way back

    def go_to(self, document: str, position: int, *, stay: bool = False) -> None:
        """Go to a place of a document, remembering where one was; with `stay` the keys stay where they are."""
        self.way.remember_place()
        if self._state.document_id() not in (None, document):
            self.leaving.emit()
        self._return(ReadPlace(document, position), stay)
        self.way.remember_place()

    def step(self, step: int) -> None:
        """Back (-1) or forward (1)."""
        self.way.go(step)

    def _here(self) -> ReadPlace | None:
        document = self._state.document_id()
        if document is None:
            return None
        caret, shown = self._centre.transcript.caret(), self._centre.transcript.shown_span()
        scrolled = shown is not None and not shown[0] <= caret <= shown[1]
        return ReadPlace(document, shown[0] if shown and scrolled else caret)

    def _return(self, place: ReadPlace, stay: bool = False) -> None:
        def there() -> None:
            if not stay:
                self._centre.show_transcript()
            self._centre.transcript.go_to(min(place.position, len(self._centre.transcript.offsets.text)))

        if any(str(line.id) == place.document for line in self._state.documents):
            self._open(place.document, there)

    # Bookmarks

    def _opened(self) -> None:
        self._centre.transcript.found.clear()
        self._read_bookmarks()

    def _on_changes(self, changes: Changes) -> None:
        if changes.touches("bookmark"):
            self._read_bookmarks()

    def _read_bookmarks(self) -> None:
        wanted = self._state.document_id()
        if wanted is None:
            return

        def read(project: Project) -> list[tuple[int, str]]:
            rows = project.query(BOOKMARKS_OF_DOCUMENT, (wanted,))
            return [(row["start"], row["name"]) for row in rows]

        self._session.ask(read, self._take_bookmarks, latest="interviews.bookmarks", owner=self)

    def _take_bookmarks(self, found: list[tuple[int, str]]) -> None:
        self.bookmarks = found
        self._centre.transcript.found.show_flags([start for start, _ in found])

    def next_bookmark(self, step: int) -> None:
        """Jump to the next bookmark, or the one before, around the ends."""
        starts = [start for start, _ in self.bookmarks]
        if not starts:
            self._session.notice.emit(msg("reading.no_bookmark"))
            return
        here = self._centre.transcript.caret()
        after, before = [one for one in starts if one > here], [one for one in starts if one < here]
        wanted = (after or starts)[0] if step > 0 else (before or starts)[-1]
        self.way.remember_place()
        self._centre.show_transcript()
        self._centre.transcript.go_to(wanted)

    # Coders

    def choose_coders(self) -> None:
        """A menu of all coders; the ticked ones are shown."""

        def show(names: list[str]) -> None:
            menu = QMenu(self._centre)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for name in names:
                action = menu.addAction(render(self._state.coder_name(name), language_of()).replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(name not in self._state.hidden)
                action.toggled.connect(partial(self._turn_coder, name))
            if not names:
                menu.addAction(render(msg("reading.no_coder"), language_of())).setEnabled(False)
            menu.addSeparator()
            adding = menu.addAction(render(msg("coders.view.add"), language_of()))
            adding.triggered.connect(lambda _checked: self.add_coder())
            if names:
                renaming = menu.addMenu(render(msg("coders.view.rename"), language_of()))
                for name in filter(None, names):
                    renaming.addAction(name.replace("&", "&&"), partial(self.rename_coder, name))
            compare = menu.addAction(render(msg("interviews.view.compare_coders"), language_of()))
            compare.triggered.connect(lambda _checked: self.agreement_requested.emit())
            menu.popup(self._centre.header.mapToGlobal(self._centre.header.rect().bottomLeft()))

        self._session.ask(coders_by_name, show, latest="interviews.coders", owner=self)

    def add_coder(self) -> None:
        """Ask for the name of somebody who has not coded yet."""
        title, label = render(msg("coders.view.add"), language_of()), render(msg("coders.view.name"), language_of())
        name, chosen = QInputDialog.getText(self._centre, title, label)
        if chosen:
            self._session.do(add_coder(name), None)

    def rename_coder(self, name: str) -> None:
        """Ask for another name of a coder."""
        title, label = (
            render(msg("coders.view.rename"), language_of()),
            render(msg("coders.view.new_name"), language_of()),
        )
        fresh, chosen = QInputDialog.getText(self._centre, title, label, text=name)
        if chosen:
            self._session.ask(
                partial(_renamed, name=name, fresh=fresh), lambda action: self._session.do(action), owner=self
            )

    def _turn_coder(self, name: str, shown: bool) -> None:
        self._state.hide_coder(name, not shown)


def _case_names(project: Project) -> list[str]:
    return [one.name for one in cases(project)]


def _renamed(project: Project, name: str, fresh: str) -> Action:
    for one in coders(project):
        if one.name == name:
            return rename_coder(one.id, fresh)
    raise Problem(msg("interviews.gone"))


def coders_by_name(project: Project) -> list[str]:
    """Everybody who codes or is to code, by name."""
    coding = {row["coder"] for row in project.query(CODERS_OF_SEGMENTS)}
    return sorted(coding | {one.name for one in coders(project)}, key=str.casefold)
