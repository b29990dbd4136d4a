# SPDX-License-Identifier: MIT
"""Opens cases, their pages and links; shows list and details of cases beside the page in the middle column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from coding.records import Segment
from projects.interviews import queries
from wording import Text, msg, render
from workbench.interviews.cases.case_actions import Cases
from workbench.interviews.panes.centre_pane import CentrePane
from workbench.interviews.panes.left_pane import CASES, DOCUMENTS, DocumentsAndCodebookPane
from workbench.interviews.panes.right_pane import RightPane
from workbench.interviews.state import RoomState
from workbench.session import Session
from workbench.translation import language_of

_MOST = 40  # cases offered in a menu


class CaseNavigation:
    """The case pages where they stand in the room."""

    def __init__(
        self, state: RoomState, session: Session, left: DocumentsAndCodebookPane, centre: CentrePane, right: RightPane,
        open_document: Callable[[str], object], go_to_segment: Callable[[Segment], object],
    ) -> None:  # fmt: skip
        self.cases = cases = Cases(state, session)
        self._state, self._session, self._left, self._centre, self._right = state, session, left, centre, right
        cases.open_document, cases.go_to_segment = open_document, go_to_segment
        cases.search_code, cases.open_target, cases.choose_link = centre.show_rules, self.open_target, self._choose

    def furnish(self) -> Iterator[None]:
        """Put list, page and side in their columns, each in a turn of the event loop of its own."""
        cases, left, centre = self.cases, self._left, self._centre
        left.top.addWidget(cases.list)
        yield
        centre.addWidget(cases.pane)
        centre.staying.add(cases.pane)
        centre.of_a_place.add(cases.pane)
        yield
        self._right.stack.addWidget(cases.right)
        left.switch.chosen.connect(self._switched)
        centre.currentChanged.connect(lambda _place: self._follow())

    def show(self) -> None:
        """The cases in front."""
        self._centre.setCurrentWidget(self.cases.pane)
        self.cases.list.take_focus()
        self.cases.read()

    def new_case(self) -> None:
        """A new case, in front."""
        self.show()
        self.cases.new_case()

    def case_for_each(self) -> None:
        """A case for each interview that has none, in front."""
        self.show()
        self.cases.case_for_each()

    def show_sampled(self) -> None:
        """Whether the cases are a probability sample, beside them."""
        self.show()
        self.cases.show_sampled()

    def open_target(self, target: str) -> None:
        """Go to what a memo or a link stands on: a document, a segment, a code, a case."""
        kind, _, number = target.partition(":")
        if kind == "document":
            self.cases.open_document(number)
        elif kind == "code" and number in self._state.codebook:
            self._centre.show_code(number)
        elif kind == "case":
            self.show()
            self.cases.show_case(number)
        elif kind == "segment":
            ask = self._session.ask
            ask(partial(queries.segment, segment_id=number), self.cases.go_to_segment, owner=self.cases)

    def _switched(self, wanted: object) -> None:
        if wanted == CASES:
            self.show()
        else:
            self._centre.show_transcript()
        if self._left.top_pane.folded:  # who asks for a list wants to see it
            self._left.top_pane.fold(False)

    def _follow(self) -> None:
        """Left and right show what belongs to the middle."""
        front = self._centre.currentWidget()
        here = front is self.cases.pane
        self._left.switch.choose(CASES if here else DOCUMENTS)
        self._left.top.setCurrentWidget(self.cases.list if here else self._left.documents)
        self._left.add_documents.setVisible(not here)
        self._left.add_case.setVisible(here)
        self._left.show_codebook(not here)
        if front is self._centre.review:
            self._right.show_beside(self._right.suggestion, msg("interviews.view.suggestion_tab"))
        else:
            self._right.show_beside(self.cases.right if here else None, msg("casepage.view.belongs"))

    def _choose(self, done: Callable[[str], object]) -> None:
        """Let another case be chosen from a menu."""
        menu = QMenu(self.cases.side)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offered: list[tuple[str, Text]] = [
            (f"case:{case.id}", case.name) for case in self.cases.cases if case.id != self.cases.case_id
        ]
        for target, name in offered[:_MOST]:
            menu.addAction(render(name, language_of()), partial(done, target))
        if not offered:
            menu.addAction(render(msg("casepage.view.no_other"), language_of())).setEnabled(False)
        menu.popup(self.cases.side.links.mapToGlobal(self.cases.side.links.rect().bottomLeft()))
