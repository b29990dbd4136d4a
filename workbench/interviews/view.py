# SPDX-License-Identifier: MIT
"""The Interviews workspace: where its columns meet. What they show is in `state`, what they do in `actions`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QSplitter

from wording import Text, msg, render
from workbench.commands import Command
from workbench.interviews.actions import InterviewsActions
from workbench.interviews.codebook.tree_actions import coloured_square
from workbench.interviews.coding.code_picker import CodePicker
from workbench.interviews.commands import room_commands
from workbench.interviews.foldable_pane import FoldablePane
from workbench.interviews.page_parts import CodeLooks, line_colour
from workbench.interviews.panes.centre_pane import CentrePane
from workbench.interviews.panes.left_pane import DocumentsAndCodebookPane
from workbench.interviews.panes.right_pane import RightPane
from workbench.interviews.reading.guarded_editor import QuoteCopying
from workbench.interviews.reading.second_text import MirroredCodings
from workbench.interviews.retrieval.retrieved_pane import RetrievedPane
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.background_learning import BackgroundLearning
from workbench.interviews.suggestions.background_parsing import BackgroundParsing
from workbench.interviews.text_navigation import found_in_room
from workbench.interviews.tour import tour_of
from workbench.requests import Request, ShowPassage
from workbench.room_columns import CENTRE
from workbench.session import Session
from workbench.starter_codebooks import STARTERS
from workbench.theme import colours_of
from workbench.translation import language_of
from workbench.workspace import Found, TourStep, Workspace

if TYPE_CHECKING:
    from projects.interviews.queries import DocumentLine
    from projects.store.actions import Changes
    from workbench.interviews.reading.transcript import Transcript
    from workbench.interviews.text_coding import TextCoding

_RECENT = 9  # codes
_FIRST = (
    "interviews.coding.apply",
    "interviews.segment.recode",
    "interviews.segment.anchor",
    "interviews.segment.remove",
)
_MEMO = "interviews.document.memo"
_LAST = (
    "interviews.quick.repeat",
    "interviews.quick.in_vivo",
    "interviews.quick.turn",
    "interviews.quick.split",
    "interviews.quick.join",
    "",
    _MEMO,
    "interviews.quick.paraphrase",
    "interviews.quick.annotate",
    "interviews.quick.bookmark",
)


def open_text_menu(
    transcript: Transcript,
    commands: Mapping[str, Command],
    place: QPoint,
    coding: TextCoding,
    write_memo: Callable[[], object],
) -> QMenu:
    """Coding first, then Qt's own Copy and Select all, then the rest; `place` is in pixels of the screen.

    `write_memo` goes to the memo of the segment that was clicked, whatever stands at the right.
    """
    menu, language = transcript.createStandardContextMenu(), language_of(transcript)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    standard = menu.actions()[0]
    for name in _FIRST:
        menu.insertAction(standard, _added(menu, commands[name], language))
        if name == "interviews.coding.apply":
            menu.insertMenu(standard, _recent(menu, coding, language))
    menu.insertSeparator(standard)
    menu.addSeparator()
    for name in _LAST:
        if name == _MEMO:
            _added(menu, commands[name], language, write_memo)
        elif name:
            _added(menu, commands[name], language)
        else:
            menu.addSeparator()
    menu.popup(place)
    return menu


def _recent(menu: QMenu, coding: TextCoding, language: str) -> QMenu:
    """The codes used last, one click away."""
    codes = QMenu(render(msg("interviews.view.recent_codes"), language), menu)
    colours = colours_of(menu)
    for code in coding.recent_codes(_RECENT):
        action = codes.addAction(render(code.name, language).replace("&", "&&"))
        action.setIcon(coloured_square(line_colour(code.colour, colours)))
        action.setIconVisibleInMenu(True)
        action.triggered.connect(lambda _checked=False, wanted=code.id: coding.apply_code(wanted))
    codes.setEnabled(not codes.isEmpty())
    return codes


def _added(menu: QMenu, command: Command, language: str, instead: Callable[[], object] | None = None) -> QAction:
    """A command at the end of the menu, with its key; `instead` runs in its place."""
    action = menu.addAction(render(command.named(), language))
    keys = command.keys()
    if keys:
        action.setShortcut(keys[0])
    action.setEnabled(command.enabled())
    action.triggered.connect(lambda _checked=False, run=instead or command.run: run())
    return action


_PANES = "interviews.panes"  # the name under which their folds are remembered
_SHARES = "interviews.documents_and_codebook"  # and the heights of these two


class InterviewsWorkspace(Workspace):
    """Documents and codebook · transcript · suggestion, segment, document."""

    id = "interviews"
    title = msg("window.room.interviews")
    icon = "messages-square"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.state = RoomState(session, self)
        self.acts = InterviewsActions(self.state, session)
        self.parsing = BackgroundParsing(self.state, session)
        self.learning = BackgroundLearning(self.state, session)
        self._commands = {command.id: command for command in room_commands(self.state, self.acts)}

    def furnish(self) -> Iterator[None]:
        """Documents and codebook, transcript, what is known."""
        self.left = DocumentsAndCodebookPane(self.state)
        yield
        self.centre = CentrePane(self.state, self.session, self._commands)
        self.side = QSplitter(Qt.Orientation.Vertical)
        self.side.setHandleWidth(1)
        self.side.setChildrenCollapsible(False)
        self.set_columns(self.left, self.centre, self.side)  # early: what is added later is styled piece by piece
        self.columns.set_widths(left=262, right=300)
        self.columns.keep_when_narrow()  # the transcript has all the room: its sides open from their strips
        yield
        yield from self.centre.furnish()
        yield
        self.right = RightPane(self.state, self.session, self._commands)
        self.side.addWidget(self.right)
        yield
        self.transcript, self.tree = self.centre.transcript, self.left.tree
        self.picker = CodePicker(self.state, self)
        self.retrieved = RetrievedPane(self.state, self.session)
        self.retrieved.fold(True)
        self.side.addWidget(self.retrieved)
        self.retrieved.unfolded.connect(lambda: self.side.setSizes([1, 1]))  # half each
        self.right.lent.connect(lambda lent: self.retrieved.setHidden(lent))  # a case has the whole column
        yield
        self.acts.navigation.bind(self.columns, self.left, self.centre, self.right, self.retrieved)
        yield from self.acts.bind(self.picker)
        self.acts.translation.shown.connect(self.commands_changed)
        self.acts.reading.leaving.connect(self.leaves_place)
        self.acts.cases.cases.add_starter = lambda: self.acts.imports.bring([STARTERS["act_means_purpose"]])
        yield
        self.acts.add_findings(self.picker)
        yield
        self._keep_sides_wide()
        self.setAcceptDrops(True)
        for pane in self._foldable_panes():
            pane.turned.connect(self.columns.widths_changed)
        self.left.splitterMoved.connect(lambda _place, _handle: self.columns.keep_soon())
        self._connect_sides()
        self._connect_text()

    def _connect_sides(self) -> None:
        acts, left, right = self.acts, self.left, self.right
        left.document_chosen.connect(lambda document: acts.reading.go_to(document, 0, stay=left.list.by_key))
        left.list.opened.connect(lambda _document: self.centre.show_transcript())
        left.import_requested.connect(acts.imports.choose_files)
        left.case_requested.connect(acts.cases.new_case)
        left.codebook_requested.connect(acts.imports.choose_codebook)
        left.code_named.connect(acts.tree_actions.named)
        self.tree.opened.connect(self._tree_opened)
        self.tree.current_changed.connect(self.commands_changed)
        self.centre.currentChanged.connect(lambda _place: self.commands_changed.emit())
        self.centre.second.focused.connect(self.commands_changed)
        right.segment.memo_written.connect(self.acts.coding_actions.segment_memo)
        right.segment.other_chosen.connect(acts.place.choose)
        right.segment.passage_chosen.connect(self._open_passage)
        document = right.document
        document.name_given.connect(self.acts.coding_actions.rename_document)
        document.case_given.connect(self.acts.coding_actions.set_case)
        document.language_given.connect(self.acts.coding_actions.set_language)
        document.group_given.connect(self.acts.coding_actions.set_group)
        document.consent_given.connect(self.acts.coding_actions.set_consent)
        document.memo_written.connect(self.acts.coding_actions.document_memo)

    def _connect_text(self) -> None:
        state, acts = self.state, self.acts
        state.front_requested.connect(self.wants_front)
        state.asked.connect(self.asked)
        acts.findings.segment_requested.connect(lambda segment: self.wants_place.emit(self.id, f"segment:{segment}"))
        state.opened.connect(lambda: self.transcript.show_document(state.loaded, state.ready_text))
        state.opened.connect(acts.place.opened)
        state.marked.connect(lambda: self.transcript.set_marks(state.marks))
        self.mirrored = MirroredCodings(state, self.session)
        self.mirrored.changed.connect(self.transcript.codes.show_mirrored)
        self.transcript.codes.mirrored_chosen.connect(acts.translation.show_coding)
        state.marked.connect(self.centre.portrait.follow)
        state.marked.connect(acts.place.marked)
        state.codebook_changed.connect(self._draw_codes)
        state.listed.connect(self._update_status)
        self.transcript.favourite.connect(self._favourite)
        self.transcript.copy_requested.connect(QuoteCopying(state, self.session, self).copy)
        self.transcript.menu_requested.connect(lambda _place: acts.place.settle())
        for asks in (self.transcript.menu_requested, self.transcript.codes.menu_requested):
            asks.connect(self._open_menu)
        acts.place.changed.connect(self._update_status)
        acts.cases.cases.named.connect(self._update_status)
        self.centre.currentChanged.connect(lambda _page: self._update_status())
        self.transcript.resized.connect(
            lambda segment, start, end: self.acts.coding_actions.resize(segment, (start, end))
        )
        self.tree.text_dropped.connect(acts.drop_text)
        self.centre.find_bar.code_all_requested.connect(acts.quick.auto_code)
        self.centre.find_bar.document_requested.connect(lambda document: acts.navigation.open_document(document))
        retrieval = self.centre.retrieval
        retrieval.chosen.connect(acts.go_to_segment)
        self.tree.current_changed.connect(self._follow_code)
        self.tree.clicked.connect(lambda _index: self._show_retrieved())
        acts.coding_actions.bind(retrieval.facts)
        rules = self.centre.rules
        rules.keywords_given.connect(self.acts.coding_actions.set_keywords)
        rules.suggest_requested.connect(acts.suggesting.suggest_all)
        rules.tester.place_requested.connect(self._open_passage)
        self.centre.entities.place_requested.connect(self._open_passage)
        acts.cases.cases.pane.timeline.place_requested.connect(acts.reading.go_to)

    def _open_passage(self, document: str, start: int, stop: int = 0) -> None:
        """Open a place from a page of the centre; "back" leads to that page again."""
        self.wants_place.emit(self.id, f"passage:{document}:{start}:{max(start, stop)}")

    # The frame

    def commands(self) -> Sequence[Command]:
        """The commands of the room."""
        return list(self._commands.values())

    def attach(self) -> None:
        """Ask for documents and codebook."""
        self.state.attach()
        self.session.closed.connect(self.centre.entities.forget)
        self.session.closed.connect(self.parsing.closed)
        self.session.closed.connect(self.learning.closed)

    def on_changes(self, changes: Changes) -> None:
        """Ask again for what was touched."""
        self.centre.entities.on_changes(changes)
        self.state.on_changes(changes)

    def where(self) -> dict[str, Any]:
        """Document, place in it, what the right column shows."""
        found = {"document": self.state.document_id(), "page": self.right.page(), **self.acts.findings.where()}
        found["centre"] = self.centre.page_name()
        if self.state.loaded is not None:
            found |= {"segment": self.acts.place.segment, "_caret": self.transcript.caret()}
        found["_notes"] = self.acts.notes.where()
        return found

    def return_to(self, where: dict[str, Any]) -> None:
        """Back there, where the document still is."""

        def there() -> None:
            self.acts.place.choose_segment(str(where.get("segment") or ""), int(where.get("_caret") or 0))
            self.right.turn_to(str(where["page"]))
            self.centre.show_page(str(where.get("centre", "")))
            self.acts.notes.return_to(where.get("_notes", {}))

        if not self.acts.findings.return_to(where) and any(
            str(line.id) == where.get("document") for line in self.state.documents
        ):
            self.acts.navigation.open_document(str(where["document"]), there)

    def layout_kept(self) -> dict[str, list[int]]:
        """Widths of the columns, heights in the left one; which of documents, codebook, retrieved, text are folded."""
        folds = [int(pane.folded) for pane in self._foldable_panes()]
        shares = {_SHARES: self.left.shares()} if all(self.left.shares()) else {}
        return {**super().layout_kept(), _PANES: [*folds, int(self.columns.folded(CENTRE))], **shares}

    def restore_layout(self, kept: Mapping[str, list[int]]) -> None:
        """Fold the panes that were folded when they were last seen; documents and codebook share their column anew."""
        super().restore_layout(kept)
        if len(kept.get(_SHARES, [])) == self.left.count():
            self.left.setSizes(kept[_SHARES])
        panes, folds = self._foldable_panes(), kept.get(_PANES, [])
        if len(folds) == len(panes) + 1:
            for pane, folded in zip(panes, folds, strict=False):
                if pane.folded != bool(folded):
                    pane.fold(bool(folded))
            if folds[-1] and not self.columns.folded(CENTRE):
                self.columns.fold(CENTRE)

    def _foldable_panes(self) -> tuple[FoldablePane, ...]:
        return self.left.top_pane, self.left.codes, self.retrieved

    def shown(self) -> None:
        """Read on."""
        self.centre.take_focus()
        self._update_status()

    def retranslate(self, language: str) -> None:
        """Names of codes are painted; the status is a sentence."""
        del language
        self._update_status()

    def retheme(self) -> None:
        """Codes have other washes on dark; larger text needs wider columns."""
        self._draw_codes()
        self.acts.translation.draw_codes()
        self._keep_sides_wide()

    def _keep_sides_wide(self) -> None:
        self.right.setMinimumWidth(max(self.right.tabs.sizeHint().width() + 20, 170))
        self.side.setMinimumWidth(self.right.minimumWidth())
        self.left.setMinimumWidth(max(round(self.fontMetrics().averageCharWidth() * 26), 170))

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Codes and documents by name."""
        done(found_in_room(self.state, self.acts.navigation, text))

    def tour(self) -> Sequence[TourStep]:
        """Coding, the picker, a suggestion, the segments of a code, a document."""
        return tour_of(self.state, self.session, self.acts, self.picker)

    def _draw_codes(self) -> None:
        self.transcript.set_looks(CodeLooks(self.state.codebook, colours_of(self)))
        self.tree.viewport().update()

    def _update_status(self) -> None:
        self.commands_changed.emit()
        cases = self.acts.cases.cases
        case = cases.name_shown() if self.centre.currentWidget() is cases.pane else None
        line = self.state.line()
        said = room_status(line, self.acts.place.place() if line is not None else "", case)
        blind = bool(said) and self.state.is_blind()
        self.status_changed.emit(msg("interviews.view.status_blind", status=said) if blind else said)

    # What its columns ask for

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        files = [path for path in files if path.is_file()]
        event.acceptProposedAction()
        if files:
            self.acts.imports.bring(files, ask=True)
        else:
            self.session.problem.emit(msg("interviews.view.drop_none"))

    def open_place(self, place: str) -> None:
        """An interview by its id, "segment:12" in its text, or "passage:12:30:45" from a code point to another."""
        kind, *passage = place.split(":")
        if kind == "passage":
            document, start, stop = passage
            self.acts.navigation.show_passage(document, int(start), int(stop))
            return
        show = self.acts.findings.open_segment if place.startswith("segment:") else self.acts.navigation.open_document
        show(place.rpartition(":")[2])

    def answer(self, request: Request) -> None:
        """A passage of an interview."""
        if isinstance(request, ShowPassage):
            self.acts.navigation.show_passage(request.document, request.start, request.stop)

    def _follow_code(self) -> None:
        """Retrieve the code chosen by keys; one pressed by the mouse may be dragged upon the query that is shown."""
        if not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._show_retrieved()

    def _show_retrieved(self) -> None:
        code = self.tree.current()
        if code is not None:
            self.retrieved.show_code(code.id)

    def _open_menu(self, place: QPoint) -> None:
        memo = partial(self.acts.navigation.write_memo, clicked=True)
        open_text_menu(self.transcript, self._commands, place, self.acts.coding, memo)

    def _favourite(self, digit: int) -> None:
        code = self.state.favourites.get(digit)
        if code is None:
            self.session.notice.emit(msg("interviews.view.no_favourite", digit=digit))
        elif self.state.has_text():
            self.acts.coding.apply_code(code)

    def _tree_opened(self, code_id: str) -> None:
        """Enter on a code: code what is selected, else show its segments."""
        selected = self.transcript.selection()
        if selected is not None and self.centre.currentWidget() is self.centre.reading:
            self.acts.coding.apply_code(code_id, selected)
        else:
            self.centre.show_code(code_id)


def room_status(line: DocumentLine | None, place: Text, case: str | None) -> Text:
    """What the status bar says: the case whose page is in front, else the interview that is read and the place in it.

    Of an interview held back neither a place nor a number: nothing of it is shown.
    """
    if case is not None:
        return case
    if line is None:
        return ""
    segments = msg("interviews.view.segments_total", n=line.segments)
    said = msg("interviews.view.status", document=line.name, place=place, segments=segments)
    return line.name if line.held_back else said
