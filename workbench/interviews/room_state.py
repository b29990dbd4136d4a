# SPDX-License-Identifier: MIT
"""State, columns and actions of the Interviews room, as its parts use them; `InterviewsWorkspace` joins them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from projects.readers.exchange_files import exchange_patterns
from projects.readers.transcripts import interview_patterns
from projects.writers.records import codebook_patterns
from wording import Message, msg, render
from workbench.file_dialogs import ask_files
from workbench.interviews.actions import Deeds
from workbench.interviews.assistance.background_suggestions import suggest
from workbench.interviews.codebook.tree_actions import TreeDeeds
from workbench.interviews.coding_position import Place
from workbench.interviews.import_files import Importer
from workbench.interviews.right_pane import DOCUMENT, SEGMENT
from workbench.interviews.state import RoomState
from workbench.requests import EraseDocument
from workbench.three_columns import RIGHT, unfold_column
from workbench.translation import language_of
from workbench.workspace import Workspace

if TYPE_CHECKING:
    from workbench.codings.pages import CodingPages
    from workbench.interviews.cases.case_pages import CasePlaces
    from workbench.interviews.centre_pane import CentrePane
    from workbench.interviews.code_picker import CodePicker
    from workbench.interviews.codebook.codebook_tree import CodebookTree
    from workbench.interviews.left_pane import DocumentsAndCodebookPane
    from workbench.interviews.panes.retrieved_pane import RetrievedPane
    from workbench.interviews.reading.reading_actions import ReadingActions
    from workbench.interviews.right_pane import RightPane
    from workbench.interviews.transcript import Transcript
    from workbench.interviews.translation.translation_actions import TranslationPart


class InterviewsRoom(Workspace):
    """What the quick keys, the commands and the pictures of the room are given."""

    left: DocumentsAndCodebookPane
    centre: CentrePane
    right: RightPane
    transcript: Transcript
    tree: CodebookTree
    picker: CodePicker
    cases: CasePlaces
    reading: ReadingActions
    findings: CodingPages
    translation: TranslationPart
    retrieved: RetrievedPane

    def __init__(self) -> None:
        super().__init__()
        self.state = RoomState(self)
        self.deeds = Deeds(self.state)
        self.tree_deeds = TreeDeeds(self.state, self.deeds)
        self.place = Place(self.state)
        self._importer = Importer(self.state, self.open_document)

    # What holds just now

    def has_document(self) -> bool:
        """Whether a document is open."""
        return self.state.loaded is not None

    def has_text(self) -> bool:
        """Whether it has text."""
        return self.state.loaded is not None and bool(self.state.loaded.document.text)

    def has_segment(self) -> bool:
        """Whether a segment is chosen."""
        return self.place.segment is not None

    def has_suggestion(self) -> bool:
        """Whether a suggestion is chosen."""
        return self.place.suggestion is not None

    def has_waiting(self) -> bool:
        """Whether any document has open suggestions."""
        return any(line.suggestions for line in self.state.documents)

    def has_material(self) -> bool:
        """Whether there are interviews or codes."""
        return bool(self.state.documents) or bool(len(self.state.codebook))

    def can_suggest(self) -> bool:
        """Whether there is something to read, and a codebook."""
        return bool(self.state.documents) and bool(len(self.state.codebook))

    # Bringing in

    def choose_files(self) -> None:
        """Ask for the files of interviews."""
        kinds = msg("interviews.view.import_kinds", patterns=f"{interview_patterns()} {exchange_patterns()}")
        self.bring(self._asked("import_title", kinds), msg("interviews.view.import_job"), ask=True)

    def choose_codebook(self) -> None:
        """Ask for the file of a codebook."""
        kinds = msg("interviews.view.codebook_kinds", patterns=codebook_patterns())
        paths = self._asked("import_codebook_title", kinds)
        self._importer.bring(paths, msg("interviews.view.codebook_job"), codebooks=True)

    def _asked(self, title: str, kinds: Message) -> list[Path]:
        language = language_of()
        titled, every = msg(f"interviews.view.{title}"), msg("interviews.view.all_files")
        said = [render(text, language) for text in (titled, kinds, every)]
        return ask_files(self, "interviews", said[0], f"{said[1]};;{said[2]}")

    def bring(self, paths: Sequence[Path], job: Message | None = None, *, ask: bool = False) -> None:
        """Import interviews and codebooks, in the background; `ask`: after a look at the speakers recognised."""
        self._importer.bring(paths, job or msg("interviews.view.import_job"), ask=ask)

    def open_document(self, document_id: str, then: Callable[[], object] | None = None) -> None:
        """Show a document."""
        self.centre.setCurrentWidget(self.centre.reading)
        self.state.open(document_id, then)

    # Coding

    def pick_code(self) -> None:
        """Code what is selected, or the sentence at the caret."""
        span = self.place.selection_or_sentence()
        if span is not None:
            self.ask_code(lambda code: self.apply_code(code, span), lambda name: self._apply_new(name, span))

    def ask_code(self, take: Callable[[str], object], create: Callable[[str], object] | None = None) -> None:
        """Let a code be chosen at the caret."""
        area = self.transcript.selection_area()
        place = self.transcript.viewport().mapToGlobal(area.bottomLeft())
        self.picker.ask(place, take, create=create, without=self.state.unapplied())

    def apply_code(self, code_id: str, span: tuple[int, int] | None = None) -> None:
        """Code a stretch, by default what is selected."""
        wanted = span or self.place.selection_or_sentence()
        if wanted is not None:
            self.deeds.apply(code_id, wanted, self.place.expect_segment)

    def drop_code(self, code_id: str, position: int) -> None:
        """Code what is selected where a code was dropped on it, else the sentence there."""
        selected = self.transcript.selection()
        if selected is None or not selected[0] <= position <= selected[1]:
            self.transcript.go_to(position)
        if code_id in self.state.codebook and code_id not in self.state.unapplied():
            self.apply_code(code_id)

    def drop_text(self, code_id: str) -> None:
        """Code what is selected with the code it was dropped upon."""
        selected = self.transcript.selection()
        if selected is not None and code_id in self.state.codebook:
            self.apply_code(code_id, selected)

    def _apply_new(self, name: str, span: tuple[int, int]) -> None:
        self.deeds.add_code(name, None, lambda changes: self.apply_code(str(changes.result), span))

    def show_entities(self) -> None:
        """The people, places and numbers of the interviews."""
        self.centre.show_entities()

    def has_documents(self) -> bool:
        """Whether there is any interview."""
        return bool(self.state.documents)

    def show_rules(self) -> None:
        """The rules of the code chosen in the tree, with their tester."""
        code = self.tree.current()
        if code is not None:
            self.centre.show_rules(code.id)

    def remove_segment(self) -> None:
        """Take the chosen segment away."""
        if self.place.segment is not None:
            self.deeds.remove(self.place.segment)

    def recode(self) -> None:
        """Choose another code for the chosen segment."""
        segment = self.place.segment
        if segment is not None:
            self.ask_code(lambda code: self.deeds.recode(segment, code))

    # Suggestions

    def suggest_all(self) -> None:
        """Run the codebook's keywords over all documents."""
        suggest(self.state)

    def suggest_here(self) -> None:
        """Run them over the open document."""
        opened = self.state.document_id()
        if opened is not None:
            suggest(self.state, [opened])

    def next_suggestion(self) -> None:
        """Go to the next open suggestion, in the next document when this one has no more."""
        if not self.place.next_suggestion():
            self.next_document()

    def next_document(self) -> None:
        """Open the next document with open suggestions."""
        lines = self.state.documents
        ids = [str(line.id) for line in lines]
        start = ids.index(self.state.document_id() or ids[0]) if ids else 0
        for line in [*lines[start + 1 :], *lines[: start + 1]]:
            if line.suggestions:
                self.open_document(str(line.id), lambda: self.place.next_suggestion(from_start=True))
                return

    def accept(self, code_id: str | None = None) -> None:
        """Accept the suggestion at hand and go on to the next."""
        suggestion = self.place.suggestion
        if suggestion is not None:
            self.deeds.accept(suggestion, code_id, lambda _changes: self.place.go_on())

    def accept_other(self) -> None:
        """Accept it under another code."""
        self.ask_code(self.accept)

    def reject(self) -> None:
        """Reject the suggestion at hand and go on to the next."""
        suggestion = self.place.suggestion
        if suggestion is not None:
            self.deeds.reject(suggestion, lambda _changes: self.place.go_on())

    # Finding the way

    def open_find(self) -> None:
        """Show the search bar."""
        self.centre.show_transcript()
        self.centre.find_bar.summon()

    def find_next(self) -> None:
        """The next place found."""
        self.centre.find_bar.step(1)

    def find_previous(self) -> None:
        """The place found before."""
        self.centre.find_bar.step(-1)

    def write_memo(self) -> None:
        """Go to the memo of the segment, or of the document."""
        page = SEGMENT if self.right.page() == SEGMENT and self.has_segment() else DOCUMENT
        self.right.turn_to(page)
        memo = (self.right.segment if page == SEGMENT else self.right.document).memo
        unfold_column(memo)
        memo.setFocus()

    def delete_document(self) -> None:
        """Remove the open document; Undo brings it back."""
        opened = self.state.document_id()
        if opened is not None:
            self.deeds.delete_document(opened)

    def erase_document(self) -> None:
        """Have the Safety room show what would go with the open interview, and ask."""
        opened = self.state.document_id()
        if opened is not None:
            self.asked.emit(EraseDocument(opened))

    def fold_retrieved(self) -> None:
        """Fold the retrieved segments, or show those of the code chosen; their column unfolds with them."""
        if self.columns.folded(RIGHT):
            self.columns.fold(RIGHT)
            self.retrieved.fold(False)
        else:
            self.retrieved.fold()

    def go_to_transcript(self) -> None:
        """Put the focus on the transcript."""
        self.centre.show_transcript()

    def go_to_codebook(self) -> None:
        """Put the focus on the codebook."""
        unfold_column(self.left.field)
        if QApplication.focusWidget() is not self.left.field:
            self.left.field.setFocus()
