# SPDX-License-Identifier: MIT
"""Actions of the Interviews room, one object each; commands, menus and pictures run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.interviews.actions import CodingActions
from workbench.interviews.assistance.suggestion_actions import SuggestionActions
from workbench.interviews.cases.case_pages import CasePlaces
from workbench.interviews.codebook.tree_actions import TreeDeeds
from workbench.interviews.coding_pages import CodingPages
from workbench.interviews.coding_position import Place
from workbench.interviews.imports.import_choices import ImportChoices
from workbench.interviews.imports.import_files import Importer
from workbench.interviews.quick_coding import QuickCoding
from workbench.interviews.reading.reading_actions import ReadingActions
from workbench.interviews.review.review_actions import Reviewing
from workbench.interviews.text_coding import TextCoding
from workbench.interviews.text_navigation import TextNavigation
from workbench.interviews.translation.translation_actions import TranslationPart
from workbench.requests import EraseDocument

if TYPE_CHECKING:
    from coding.records import Segment
    from workbench.interviews.code_picker import CodePicker
    from workbench.interviews.state import RoomState


class InterviewsActions:
    """Each is given the state and the actions before it; those on panes are made by `bind`, once the panes are."""

    cases: CasePlaces
    reading: ReadingActions
    translation: TranslationPart
    findings: CodingPages

    def __init__(self, state: RoomState) -> None:
        self._state = state
        self.coding_actions = CodingActions(state)
        self.tree_deeds = TreeDeeds(state, self.coding_actions)
        self.place = Place(state)
        self.navigation = TextNavigation(state, self.place)
        open_document = self.navigation.open_document
        self.coding = TextCoding(state, self.coding_actions, self.place)
        self.quick = QuickCoding(state, self.coding_actions, self.place, self.coding)
        self.suggesting = SuggestionActions(state, self.coding_actions, self.place, self.coding, open_document)
        self.reviewing = Reviewing(state, self.place, self.coding.ask_code, open_document)
        self.imports = ImportChoices(state, Importer(state, open_document))

    def bind(self, picker: CodePicker) -> None:
        """Act on the panes that navigation is bound to, and ask for codes with this picker."""
        state, ways = self._state, self.navigation
        left, centre, right = ways.left, ways.centre, ways.right
        self.place.bind(centre.transcript, right)
        self.tree_deeds.bind(left.tree, picker, centre.show_code)
        self.coding.bind(centre.transcript, picker)
        self.quick.bind(centre)
        self.reviewing.bind(centre, right)
        self.cases = CasePlaces(state, left, centre, right, ways.open_document, self.go_to_segment)
        self.reading = ReadingActions(state, centre, ways.open_document, self.cases.open_target)
        self.imports.bind(left.tree, self.reading.ask_source)
        self.imports.importer.preview = self.reading.show_preview
        self.translation = TranslationPart(state, centre, right, picker, self.place)

    def add_findings(self, picker: CodePicker) -> None:
        """Make the pages of codings."""
        centre, tree = self.navigation.centre, self.navigation.left.tree
        self.findings = CodingPages(self._state, centre, tree, picker)
        self.findings.segment_found.connect(self.go_to_segment)
        self.reading.agreement_wanted.connect(self.findings.show_agreement)

    def go_to_segment(self, segment: Segment) -> None:
        """Show a segment in its text; Back leads from there to where one read."""
        self.reading.way.leaving()
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
