# SPDX-License-Identifier: MIT
"""The code matrix and the segment list among the pages of the Interviews room, and the way from them to the texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from analysis.analyses.records import Options
from coding.records import Segment
from projects.interviews import queries
from projects.interviews.segments import recode_segments
from wording import Problem
from workbench.codings.agreement_page import AgreementPage
from workbench.codings.background_analysis import CodingsReader
from workbench.codings.list_page import SegmentListPage
from workbench.codings.matrix_page import MatrixPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from projects.store.project import Project

MATRIX, LIST, AGREEMENT = "matrix", "segments", "agreement"


class CodingPages(QObject):
    """Puts the two pages into the middle of the room and reads them anew while they are in front."""

    def __init__(self, room: Any) -> None:
        super().__init__(room)
        self._room = room
        reader = CodingsReader()
        self.matrix, self.list = MatrixPage(reader), SegmentListPage(reader)
        self.agreement = AgreementPage()
        self._pages = (self.matrix, self.list, self.agreement)
        for page in self._pages:
            room.centre.addWidget(page)
            room.centre.staying.add(page)
            page.left.connect(room.centre.show_transcript)
        for page in (self.matrix, self.list):
            page.opened.connect(lambda segment: room.wants_place.emit(room.id, f"segment:{segment}"))
        room.reading.agreement_wanted.connect(self.show_agreement)
        self.list.recode_wanted.connect(self._recode)
        room.state.listed.connect(self._read)
        room.state.codebook_changed.connect(self._read)

    def show_matrix(self) -> None:
        """Bring the matrix to the front."""
        self._front(self.matrix)
        self.matrix.table.setFocus()

    def show_list(self, options: Options | None = None) -> None:
        """Bring the list to the front, with a query; by default of the code chosen in the codebook."""
        code = self._room.tree.current()
        asked = options if options is not None else {"variable": code.id} if code is not None else {}
        if options is not None or not self.list.options.get("variable"):
            self.list.options = {"page": 1, **asked}
        self._front(self.list)
        self.list.list.setFocus()

    def show_agreement(self) -> None:
        """Bring the agreement of coders to the front."""
        self._front(self.agreement)
        self.agreement.first.setFocus()

    def _front(self, page: QWidget) -> None:
        self._room.centre.setCurrentWidget(page)
        self._read()

    def _read(self) -> None:
        page = self._room.centre.currentWidget()
        if page in self._pages and self._room.session.is_open:
            page.read(self._room.session)

    def open_segment(self, segment_id: str) -> None:
        """Show a segment in its text."""

        def read(project: Project) -> Segment | None:
            try:
                return queries.segment(project, segment_id)
            except Problem:  # erased or removed meanwhile
                return None

        def found(segment: Segment | None) -> None:
            if segment is not None:
                self._room.go_to_segment(segment)

        self._room.session.ask(read, found, owner=self)

    def where(self) -> Options:
        """Which of the pages is in front, with its query and its cell."""
        page = self._room.centre.currentWidget()
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

    def _recode(self, segments: Sequence[str]) -> None:
        """Put the ticked segments under another code."""
        place = self.list.recode.mapToGlobal(self.list.recode.rect().topLeft())
        room = self._room

        def take(code: str) -> None:
            room.session.do(recode_segments(segments, code))

        room.picker.ask(place, take, without=room.state.unapplied())
