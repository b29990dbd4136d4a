# SPDX-License-Identifier: MIT
"""The segments a query finds, read beside the text: its chips, tick boxes, and what is done with the ticked ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from analysis.codings.segments import query_parts
from wording import Problem, Text, msg
from workbench.codings.background_analysis import AnalysisRun, CodingsReader
from workbench.codings.copying import copy_segments
from workbench.codings.query_chips import QueryChips, QueryNames
from workbench.codings.quote_list import QuoteList
from workbench.interviews.codebook.codebook_model import CODE_MIME
from workbench.interviews.foldable_pane import FoldablePane, FoldButton
from workbench.widgets import Button, IconButton, MutedLabel, PaneHeader, ShownInUse
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from analysis.declarations.records import Options
    from workbench.interviews.state import RoomState
    from workbench.session import Session

_PAUSE_MS = 600  # after an action: whoever codes has the processor first


class RetrievedPane(FoldablePane):
    """Asks its query while it is unfolded; the code chosen in the codebook takes the place of the first.

    `opened` carries the id of a segment, `page_requested` the query that is to be a page of its own.
    """

    opened = Signal(str)
    page_requested = Signal(object)
    recode_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, state: RoomState, session: Session) -> None:
        self.fold_button = FoldButton(msg("panes.retrieved"))
        self.page = IconButton("list", msg("chips.as_page"), self.show_page, framed=False)
        self.header = PaneHeader(msg("panes.retrieved_title"), self.page, self.fold_button)
        super().__init__(self.header, self.fold_button, 120)
        ShownInUse(self.header, self.page)
        self._state, self._session = state, session
        self._reader = CodingsReader()
        self.options: Options = {}
        self.chips = QueryChips(CODE_MIME)
        self.chips.changed.connect(self.ask)
        self.nothing = MutedLabel(msg("panes.retrieved_none"), wrap=True)
        self.nothing.setContentsMargins(14, 10, 14, 10)
        self.list = QuoteList(msg("interviews.view.retrieval_list"), ticked=True)
        self.list.opened.connect(self.opened)
        self.list.pressed_line.connect(self._clicked)
        self.list.ticks_changed.connect(self._show_actions)
        self.list.copy_requested.connect(lambda: copy_segments(session, self.list.ticked_or_current(), self))
        self.actions_ = self._bar()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.chips)
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.actions_)
        self.list.hide()
        self.actions_.hide()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self.read)
        self.unfolded.connect(self.read)
        state.listed.connect(self._soon.start)
        state.codebook_changed.connect(self.read)

    def _bar(self) -> QWidget:
        """What is done with the ticked segments; none ticked, copying takes all."""
        bar = QWidget()
        row = FlowLayout(bar, 6)
        row.setContentsMargins(12, 6, 12, 6)
        self.count = MutedLabel("")
        self.recode = Button(msg("codings.recode"), lambda: self.recode_requested.emit(self._ticked()))
        self.take_away = Button(msg("chips.take_away"), lambda: self.remove_requested.emit(self._ticked()))
        self.copy = Button(msg("chips.copy"), self._copy)
        for widget in (self.count, self.recode, self.take_away, self.copy):
            row.addWidget(widget)
        return bar

    def show_code(self, code_id: str) -> None:
        """Ask for a code and those below it in place of the code listed; other conditions stay."""
        self.header.note.say("")  # until they are read
        self.ask({**self.options, "variable": code_id})

    def ask(self, options: Options) -> None:
        """Ask another query."""
        self.options = dict(options)
        self.read()

    def show_page(self) -> None:
        """Show the segments as a page in the middle."""
        self.page_requested.emit({**self.options, "page": 1})

    def read(self) -> None:
        """Ask for the segments, where they are seen."""
        self._soon.stop()
        if self.folded or not self._session.is_open:
            return
        if not query_parts(self.options) or not self._known():
            self.options = {}
            self.chips.show_query({}, self.chips.names)
            self._show_none(msg("panes.retrieved_none"))
            return
        self._reader.run(self._session, "segments", {**self.options, "page": 1}, self._take, self._failed, self)

    def _known(self) -> bool:
        """Whether the code that is listed is still there."""
        code = str(self.options.get("variable") or "")
        return not code or ";" in code or code.startswith("@") or code in self._state.codebook

    def _take(self, ran: AnalysisRun) -> None:
        self.chips.show_query(self.options, QueryNames(ran.named, ran.table))
        shown = [line for line in ran.lines if line.coder not in self._state.hidden]
        several = len({line.code for line in shown}) > 1
        self.list.show_lines(shown, named=ran.named if several else None)
        total = int(ran.result.facts["n"]) - len(ran.lines) + len(shown)
        self.header.note.say(msg("interviews.view.segments_total", n=total))
        if not shown:
            self._show_none(msg("chips.none"), keep_note=True)
            return
        self.nothing.hide()
        self.list.show()
        self.actions_.show()
        self._show_actions()

    def _failed(self, problem: Problem) -> None:
        self.chips.show_query(self.options, self.chips.names)
        self._show_none(problem.message)

    def _show_none(self, said: Text, *, keep_note: bool = False) -> None:
        self.list.show_lines([])
        self.list.hide()
        self.actions_.hide()
        self.nothing.say(said)
        self.nothing.show()
        if not keep_note:
            self.header.note.say("")

    def _ticked(self) -> list[str]:
        return [line.segment for line in self.list.ticked()]

    def _show_actions(self) -> None:
        ticked = len(self._ticked())
        self.count.say(msg("chips.ticked", n=ticked) if ticked else "")
        self.count.setVisible(bool(ticked))
        for button in (self.recode, self.take_away):
            button.setVisible(bool(ticked))

    def _copy(self) -> None:
        listed = self._ticked() or [line.segment for line in self.list.lines()]
        copy_segments(self._session, listed, self)

    def _clicked(self) -> None:
        line = self.list.current()
        if line is not None:
            self.opened.emit(line.segment)
