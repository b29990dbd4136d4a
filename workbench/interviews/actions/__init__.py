# SPDX-License-Identifier: MIT
"""Actions of the Interviews room, one object each; commands, menus and pictures run them.

Among them are the pages of the room that show codings: the code matrix, the segment list, agreement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from analysis.declarations.records import Options
from coding.records import Segment
from projects.interviews import queries
from projects.interviews.segments import recode_segments, remove_segments
from wording import Problem
from workbench.codings.agreement_page import AgreementPage
from workbench.codings.background_analysis import CodingsReader
from workbench.codings.list_page import SegmentListPage
from workbench.codings.matrix_page import MatrixPage
from workbench.interviews.actions.case_navigation import CaseNavigation
from workbench.interviews.actions.quick_coding import QuickCoding
from workbench.interviews.actions.reading import ReadingActions
from workbench.interviews.actions.suggestions import Reviewing, SuggestionActions
from workbench.interviews.codebook.codebook_model import CODE_MIME
from workbench.interviews.codebook.tree_actions import CodeTreeActions
from workbench.interviews.coding.coding_actions import CodingActions
from workbench.interviews.coding_position import Place
from workbench.interviews.import_files import ImportChoices, Importer
from workbench.interviews.reading.text_notes import TextNotes
from workbench.interviews.text_coding import TextCoding
from workbench.interviews.text_navigation import TextNavigation
from workbench.interviews.translation.translation_actions import TranslationPart
from workbench.requests import EraseDocument

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from projects.store.project import Project
    from workbench.codings.query_chips import QueryChips
    from workbench.interviews.codebook.codebook_tree import CodebookTree
    from workbench.interviews.coding.code_picker import CodePicker
    from workbench.interviews.panes.centre_pane import CentrePane
    from workbench.interviews.retrieval.retrieved_pane import RetrievedPane
    from workbench.interviews.state import RoomState
    from workbench.session import Session


MATRIX, LIST, AGREEMENT = "matrix", "segments", "agreement"


class CodingPages(QObject):
    """Puts the pages into the middle of the room and reads them anew while they are in front."""

    segment_requested = Signal(str)  # the id of one to be gone to
    segment_found = Signal(object)  # the Segment

    def __init__(
        self, state: RoomState, session: Session, centre: CentrePane, tree: CodebookTree, picker: CodePicker
    ) -> None:
        super().__init__(state)
        self._state, self._session, self._centre, self._tree, self._picker = state, session, centre, tree, picker
        reader = CodingsReader()
        self.matrix, self.list = MatrixPage(reader), SegmentListPage(reader, CODE_MIME)
        self.agreement = AgreementPage()
        self._pages = (self.matrix, self.list, self.agreement)
        for page in self._pages:
            centre.addWidget(page)
            centre.staying.add(page)
            page.left.connect(centre.show_transcript)
        for page in (self.matrix, self.list):
            page.opened.connect(self.segment_requested)
        self.list.recode_requested.connect(lambda segments: self.recode(segments, self.list.recode))
        self.list.remove_requested.connect(self.remove)
        self.list.chips.code_requested.connect(lambda: self.ask_code(self.list.chips))
        tree.clicked.connect(lambda _index: self._follow_code())
        state.listed.connect(self._read)
        state.codebook_changed.connect(self._read)

    def show_matrix(self) -> None:
        """Bring the matrix to the front."""
        self._front(self.matrix)
        self.matrix.table.setFocus()

    def show_list(self, options: Options | None = None) -> None:
        """Bring the list to the front, with a query; by default of the code chosen in the codebook."""
        code = self._tree.current()
        asked = options if options is not None else {"variable": code.id} if code is not None else {}
        if options is not None or not self.list.options.get("variable"):
            self.list.options = {"page": 1, **asked}
        self._front(self.list)
        self.list.list.setFocus()

    def _follow_code(self) -> None:
        """While the list is in front, it is of the code clicked in the codebook."""
        code = self._tree.current()
        if code is not None and self._centre.currentWidget() is self.list:
            self.list.ask_code(code.id)

    def show_agreement(self) -> None:
        """Bring the agreement of coders to the front."""
        self._front(self.agreement)
        self.agreement.first.setFocus()

    def _front(self, page: QWidget) -> None:
        self._centre.setCurrentWidget(page)
        self._read()

    def _read(self) -> None:
        page = self._centre.currentWidget()
        if page in self._pages and self._session.is_open:
            page.read(self._session)

    def open_segment(self, segment_id: str) -> None:
        """Show a segment in its text."""

        def read(project: Project) -> Segment | None:
            try:
                return queries.segment(project, segment_id)
            except Problem:  # erased or removed meanwhile
                return None

        def found(segment: Segment | None) -> None:
            if segment is not None:
                self.segment_found.emit(segment)

        self._session.ask(read, found, owner=self)

    def where(self) -> Options:
        """Which of the pages is in front, with its query and its cell."""
        page = self._centre.currentWidget()
        if page is self.matrix:
            return {"finding": MATRIX, "options": dict(self.matrix.options), "cell": self.matrix.cell}
        if page is self.agreement:
            return {"finding": AGREEMENT, "options": {"coders": self.agreement.coders}}
        return {"finding": LIST, "options": dict(self.list.options)} if page is self.list else {}

    def return_to(self, where: Options) -> bool:
        """Back to a page; whether it was one."""
        if where.get("finding") == MATRIX:
            self.matrix.options, self.matrix.cell = dict(where["options"]), where.get("cell")
            self.show_matrix()
        elif where.get("finding") == AGREEMENT:
            self.agreement.coders = tuple(where["options"]["coders"])
            self.show_agreement()
        elif where.get("finding") == LIST:
            self.show_list(dict(where["options"]))
        return "finding" in where

    def recode(self, segments: Sequence[str], button: QWidget) -> None:
        """Put the ticked segments under another code, chosen above the button."""

        def take(code: str) -> None:
            self._session.do(recode_segments(segments, code))

        self._picker.ask(button.mapToGlobal(button.rect().topLeft()), take, without=self._state.unapplied())

    def remove(self, segments: Sequence[str]) -> None:
        """Take the ticked segments away; Undo brings them back."""
        self._session.do(remove_segments(segments))

    def ask_code(self, chips: QueryChips) -> None:
        """Let a code be chosen for a query."""
        place = chips.add.mapToGlobal(chips.add.rect().bottomLeft())
        self._picker.ask(place, lambda code: chips.add_part("variable", code))

    def serve(self, pane: RetrievedPane) -> None:
        """Do what the pane of retrieved segments asks for."""
        pane.opened.connect(self.segment_requested)
        pane.recode_requested.connect(lambda segments: self.recode(segments, pane.recode))
        pane.remove_requested.connect(self.remove)
        pane.chips.code_requested.connect(lambda: self.ask_code(pane.chips))
        pane.page_requested.connect(self.show_retrieved)

    def show_retrieved(self, options: Options) -> None:
        """Bring the segments of a query to the front, with its chips alone."""
        self.show_list(dict(options))
        self.list.show_fields(False)


class InterviewsActions:
    """Each is given the state and the actions before it; those on panes are made by `bind`, once the panes are."""

    cases: CaseNavigation
    reading: ReadingActions
    translation: TranslationPart
    findings: CodingPages
    notes: TextNotes

    def __init__(self, state: RoomState, session: Session) -> None:
        self._state, self._session = state, session
        self.coding_actions = CodingActions(state, session)
        self.tree_actions = CodeTreeActions(state, self.coding_actions)
        self.place = Place(state)
        self.navigation = TextNavigation(state, self.place)
        open_document = self.navigation.open_document
        self.coding = TextCoding(state, self.coding_actions, self.place)
        self.quick = QuickCoding(state, session, self.coding_actions, self.place, self.coding)
        self.suggesting = SuggestionActions(state, session, self.coding_actions, self.place, self.coding, open_document)
        self.reviewing = Reviewing(state, session, self.place, self.coding.ask_code, open_document)
        self.imports = ImportChoices(state, session, Importer(state, session, self._open_imported))

    def _open_imported(self, document: str) -> None:
        self.reading.way.remember_place()  # Back leads from what was imported to what was read
        self.navigation.open_document(document)

    def bind(self, picker: CodePicker) -> Iterator[None]:
        """Act on the panes that navigation is bound to, and ask for codes with this picker; yields between pages."""
        state, ways = self._state, self.navigation
        left, centre, right = ways.left, ways.centre, ways.right
        self.place.bind(centre.transcript, right)
        self.tree_actions.bind(left.tree, picker, centre.show_code, lambda: centre.transcript.selection() is not None)
        self.coding.bind(centre.transcript, picker, left.tree.current)
        self.quick.bind(centre)
        self.reviewing.bind(centre, right)
        right.suggestion.reasons.child_requested.connect(
            lambda code: (self.reviewing.accept_under if self.reviewing.in_front() else self.suggesting.accept)(code)
        )
        yield
        self.cases = CaseNavigation(state, self._session, left, centre, right, ways.open_document, self.go_to_segment)
        yield
        yield from self.cases.furnish()
        yield
        self.reading = ReadingActions(state, self._session, centre, ways.open_document, self.cases.open_target)
        yield from self.reading.furnish()
        yield
        self.cases.cases.side.memo_requested.connect(self.reading.show_memo)
        text, passage = centre.transcript, self.place.selection_or_sentence
        self.notes = TextNotes(state, self._session, text, text.codes, passage, self.coding.ask_code)
        self.tree_actions.split_requested = self.reading.show_split
        self.tree_actions.rules_requested = centre.show_rules
        self.tree_actions.memo_requested = centre.show_code_memo
        left.eyes.others.clicked.connect(lambda _on: self.reading.choose_coders())
        self.notes.pane.place_requested.connect(self.reading.go_to)
        centre.add_notes(self.notes)
        self.imports.bind(left.tree, self.reading.ask_source)
        self.imports.importer.preview = self.reading.show_preview
        self.imports.importer.outcome = self.reading.show_outcome
        self.imports.importer.offer_roles = self.reading.offer_roles
        yield
        self.translation = TranslationPart(state, self._session, centre, right, picker, self.place)
        self.translation.other_requested.connect(ways.read_beside)
        self.translation.pane.import_requested.connect(self._import_translation)

    def _import_translation(self) -> None:
        """Ask for the other text of the interview whose form is shown, and come back to the form with it."""
        original = self.translation.document()
        if original is not None:
            self.imports.choose_translation(partial(self.translation.imported, original))

    def drop_text(self, code_id: str) -> None:
        """Sort a paraphrase into the code it was dropped upon; code what is selected, in one text or in two."""
        if self.notes.pane.isVisible():
            self.notes.sort_at_hand(code_id)
            return
        (self.translation if self.translation.in_front() else self.coding).drop_text(code_id)

    def add_findings(self, picker: CodePicker) -> None:
        """Make the pages of codings."""
        centre, tree = self.navigation.centre, self.navigation.left.tree
        self.findings = CodingPages(self._state, self._session, centre, tree, picker)
        self.findings.segment_found.connect(self.go_to_segment)
        self.findings.serve(self.navigation.retrieved)
        self.reading.agreement_requested.connect(self.findings.show_agreement)

    def go_to_segment(self, segment: Segment) -> None:
        """Show a segment in its text; Back leads from there to where one read."""
        self.reading.way.remember_place()
        self.navigation.show_segment(segment)

    def delete_document(self) -> None:
        """Remove the open document; Undo brings it back."""
        opened = self._state.document_id()
        if opened is not None:
            self.coding_actions.delete_document(opened)

    def erase_document(self) -> None:
        """Have the Safety room show what would go with the open interview, and ask."""
        opened = self._state.document_id()
        if opened is not None:
            self._state.asked.emit(EraseDocument(opened))
