# SPDX-License-Identifier: MIT
"""Actions on the page of two texts: coding on either side, aligning, adjusting, linking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Signal

from projects.interviews.coders import seen_coder
from projects.interviews.segments import apply_code, recode_segments, remove_segments
from projects.transcripts.translations import (
    ParallelTexts,
    Translation,
    adjust_counterpart,
    align_turn,
    beside,
    end_translation,
    set_translation,
    translate_turn,
    versions_of,
)
from wording import msg
from workbench.interviews.page_parts import CodeLooks, language_name
from workbench.interviews.panes.right_pane import SEGMENT
from workbench.interviews.reading.guarded_editor import QuoteCopying
from workbench.interviews.translation.pane import (
    BesidePane,
    VersionEntry,
    open_version_menu,
    turn_beside,
    version_entries,
)
from workbench.theme import colours_of

if TYPE_CHECKING:
    from projects.store.actions import Action, Changes
    from projects.store.project import Project
    from projects.stored_interviews.parsed_document import LoadedDocument
    from workbench.interviews.coding.code_picker import CodePicker
    from workbench.interviews.coding_position import Place
    from workbench.interviews.panes.centre_pane import CentrePane
    from workbench.interviews.panes.right_pane import RightPane
    from workbench.interviews.state import RoomState
    from workbench.session import Session

_TOUCHED = (
    *("document", "document_version", "segment", "code", "setting", "speaker"),
    *("turn_alignment", "segment_counterpart"),
)


class TranslationPart(QObject):
    """The page in the middle of the room, and its keys. `other_requested`: another interview beside the open one."""

    other_requested = Signal()
    shown = Signal()  # both texts, or the form: only now is it known which keys work

    def __init__(
        self, state: RoomState, session: Session, centre: CentrePane, right: RightPane, picker: CodePicker, place: Place
    ) -> None:
        super().__init__(state)
        self._state, self._session, self._centre, self._right, self._picker = state, session, centre, right, picker
        self.pane = BesidePane()
        self.view = self.pane.view
        self._document: str | None = None
        self._wanted_coding: str | None = None
        self._imported: str | None = None  # the other text that has just come in
        self._last_code: str | None = None
        centre.addWidget(self.pane)
        centre.staying.add(self.pane)
        centre.of_a_place.add(self.pane)
        self.pane.left.connect(centre.show_transcript)
        self.pane.linked.connect(self._link)
        self.pane.unlink_requested.connect(self.unlink)
        self.pane.adjust_requested.connect(self.adjust)
        self.view.chosen.connect(self.choose)
        self.view.favourite.connect(self._favourite)
        self.view.code_dropped.connect(self._apply)
        self.view.translate_requested.connect(self._begin_turn)
        self.pane.translate.given.connect(self._translate)
        self.pane.translate.left.connect(self.view.setFocus)
        QuoteCopying(state, session, self).watch(self.pane.translate.words)
        place.changed.connect(self._keep_segment)
        state.touched.connect(self._on_changes)
        state.listed.connect(self._list_again)
        state.codebook_changed.connect(self.draw_codes)

    def in_front(self) -> bool:
        """Whether two texts are shown."""
        return self._centre.currentWidget() is self.pane and self.view.rows is not None

    # What is shown

    def choose_version(self) -> None:
        """A menu of the texts of the interview at hand."""
        opened = (self._document if self.pane.isVisible() else None) or self._state.document_id()
        if opened is None:
            return
        over = self.pane.header if self.pane.isVisible() else self._centre.header
        front = self.view.rows.shown.link.translation if self.view.rows is not None and self.in_front() else None
        languages = {str(line.id): language_name(line.language) for line in self._state.documents}

        def offer(found: list[Translation]) -> None:
            entries = version_entries(found, languages, opened, front)
            open_version_menu(over, entries, self.show_version, self.show, self.other_requested.emit)

        self._session.ask(lambda project: versions_of(project, opened), offer, latest="interviews.versions", owner=self)

    def show_version(self, entry: VersionEntry) -> None:
        """Show a text alone, at the turn at hand, or beside its original."""
        if entry.beside:
            self.show(entry.document)
            return
        loaded, caret = self._state.loaded, self._centre.transcript.caret()
        rows = self.view.rows if self.in_front() else None
        if rows is not None:
            loaded, caret = rows.sides[self.view.side], self.view.caret
        self._centre.setCurrentWidget(self._centre.reading)
        wanted = entry.document

        def read(project: Project) -> ParallelTexts | None:
            return beside(project, wanted if loaded is None else loaded.document.id)

        def take(shown: ParallelTexts | None) -> None:
            place = _place_in(wanted, loaded, caret, shown)
            self._state.open(wanted, lambda: self._centre.transcript.go_to(place))
            self._centre.take_focus()

        self._session.ask(read, take, owner=self)

    def show(self, document: str | None = None) -> None:
        """The open interview, or another, beside its translation, or the form that says which that is."""
        self._document = document or self._state.document_id()
        self._centre.setCurrentWidget(self.pane)
        self._read()

    def show_coding(self, segment: str) -> None:
        """The open interview beside its translation, at a coding made on either."""
        self._wanted_coding = segment
        self.show()

    def document(self) -> str | None:
        """The interview that is shown beside its other text, or whose other text is asked for."""
        return self._document

    def _read(self) -> None:
        wanted, hidden = self._document, self._state.hidden
        if wanted is None:
            return

        def read(project: Project) -> ParallelTexts | None:
            return beside(project, wanted, coder=seen_coder(project), without=hidden)

        self._session.ask(read, self._take, latest="interviews.beside", owner=self)

    def _take(self, shown: ParallelTexts | None) -> None:
        line = self._state.line(self._document)
        if shown is not None:
            self.draw_codes()
            self.pane.show_texts(shown)
            self.view.setFocus()
            self._go_to_wanted(shown)
        elif line is not None:
            others = [one for one in self._state.documents if str(one.id) != self._document]
            self.pane.show_form(line, others, self._imported)
            if any(str(one.id) == self._imported for one in others):
                self._imported = None
        self.shown.emit()

    def imported(self, original: str, other: str) -> None:
        """Show the form of an interview again, with the text that came in for it picked."""
        self._imported = other
        self.show(original)

    def _list_again(self) -> None:
        """Offer what has come in since the form was shown."""
        if self.pane.isVisible() and self.view.rows is None:
            self._read()

    def _go_to_wanted(self, shown: ParallelTexts) -> None:
        """Go to the coding that was asked for, on the text it was made on."""
        held = next((one for one in shown.codings if one.segment.id == self._wanted_coding), None)
        self._wanted_coding = None
        if held is not None:
            self.view.go_to(int(held.on_translation), held.segment.start)
            self.choose(held.segment.id)

    def _on_changes(self, changes: Changes) -> None:
        if self.pane.isVisible() and changes.touches(*_TOUCHED):
            self._read()

    def draw_codes(self) -> None:
        """Take the colours and names of the codebook."""
        self.view.looks = CodeLooks(self._state.codebook, colours_of(self.view))
        self.view.viewport().update()

    # Coding

    def pick_code(self) -> None:
        """Ask for a code for what is selected on either side, or the sentence at the caret."""
        span = self.view.selection_or_sentence()
        if span is not None:
            self._ask(self._apply)

    def _ask(self, take: Callable[[str], object]) -> None:
        """Let a code be chosen below the words at hand, or above them."""
        place, clear = self._below()
        self._picker.ask(place, take, without=self._state.unapplied(), clear=clear)

    def _below(self) -> tuple[QPoint, int]:
        """Below what is selected in its row, on screen, and how high that is."""
        rows, viewport = self.view.rows, self.view.viewport()
        assert rows is not None
        row, side = self.view.row(), self.view.side
        area, cell = rows.cell_area(row, side), rows.cell(row, side)
        start, end = self.view.selection() or (self.view.caret, self.view.caret)
        begins_above = rows.row_at_position(side, start) != row
        top = 0.0 if cell is None or begins_above else cell.line_of(start)[0]
        bottom = area.height() if cell is None else cell.line_of(max(end - 1, start))[1]
        below = min(area.top() + bottom - self.view.verticalScrollBar().value(), viewport.height() - 40.0)
        clear = max(round(bottom - top) + 6, 30)
        return viewport.mapToGlobal(QPointF(area.left(), below)).toPoint(), clear

    def _apply(self, code: str) -> None:
        span = self.view.selection_or_sentence()
        if span is None:
            return
        self._last_code = code
        document = self.view.document().document

        def done(changes: Changes) -> None:
            made = changes.result
            if isinstance(made, list) and made:
                self.choose(str(made[-1]))

        self._do(apply_code(code, document, [span], coder=self._state.user), done)

    def drop_text(self, code: str) -> None:
        """Code what is selected on either side with the code it was dropped upon."""
        if self.view.selection() is not None and code in self._state.codebook:
            self._apply(code)

    def repeat(self) -> None:
        """Code with the code applied last."""
        code = self._last_code or next(iter(self._state.recent), None)
        if code is not None and code in self._state.codebook:
            self._apply(code)

    def remove(self) -> None:
        """Take the chosen coding away, from both texts."""
        if self.view.segment is not None:
            self._do(remove_segments([self.view.segment]))
            self.view.choose(None)

    def recode(self) -> None:
        """Choose another code for the chosen coding."""
        segment = self.view.segment
        if segment is not None:
            self._ask(lambda code: self._do(recode_segments([segment], code)))

    def _favourite(self, digit: int) -> None:
        code = self._state.favourites.get(digit)
        if code is None:
            self._session.notice.emit(msg("interviews.view.no_favourite", digit=digit))
        else:
            self._apply(code)

    def choose(self, segment: str) -> None:
        """Make a coding the one at hand: it is shown on both sides and at the right."""
        self.view.choose(segment)
        self._right.turn_to(SEGMENT)
        self._right.segment.show_segment(segment, [])

    def _keep_segment(self) -> None:
        """The transcript behind told of its own place: the coding at hand here is shown again."""
        if self.in_front() and self._right.segment.shown != self.view.segment:
            self._right.segment.show_segment(self.view.segment, [])

    def step_coding(self, step: int) -> None:
        """Go to the next coding of either text, or the one before, around the ends."""
        rows = self.view.rows
        if rows is None or not rows.named:
            return
        ordered = [(row, mark, side) for row in sorted(rows.named) for mark, side in sorted(rows.named[row])]
        ids = [mark.id for _, mark, _ in ordered]
        place = ids.index(self.view.segment) + step if self.view.segment in ids else (0 if step > 0 else -1)
        _, mark, side = ordered[place % len(ordered)]
        self.view.go_to(side, mark.start)
        self.choose(mark.id)

    # Aligning

    def move_alignment(self, step: int) -> None:
        """Set the translation's turn in the row at hand beside the original's turn before, or the one after."""
        rows, row = self.view.rows, self.view.row()
        if rows is None:
            return
        turn = rows.turn(row, 1)
        if turn is None:
            self._session.notice.emit(msg("translations.view.no_turn_here"))
            return
        held = rows.turn(row, 0)
        if held is None:  # between two: the nearest turn of the original that way
            near = [one.original for one in (rows.shown.rows[:row][::-1] if step < 0 else rows.shown.rows[row + 1 :])]
            wanted = next((one for one in near if one is not None), None)
        else:
            wanted = held + step
        if wanted is None or not 0 <= wanted < len(rows.shown.original.document.turns):
            self._session.notice.emit(msg("translations.view.no_further"))
            return
        self._do(align_turn(rows.shown.link.translation, turn, wanted))

    def next_untranslated(self) -> None:
        """Go to the next turn without a translation."""
        if not self.view.next_untranslated():
            self._session.notice.emit(msg("translations.view.all_translated"))

    def translate(self) -> None:
        """Ask for the translation of the turn at hand, else of the next one that has none."""
        rows = self.view.rows
        if rows is None:
            return
        missing = [row for row in self.view.untranslated() if rows.turn(row, 1) is None]
        wanted = [row for row in missing if row >= self.view.row()] or missing
        if wanted:
            self._begin_turn(wanted[0])
        else:
            self._session.notice.emit(msg("translations.view.all_translated"))

    def _begin_turn(self, row: int) -> None:
        rows = self.view.rows
        turn = rows.turn(row, 0) if rows else None
        if rows is None or turn is None:
            return
        held = rows.sides[0].document.turns[turn]
        self.view.go_to(0, held.start)
        self.pane.translate.begin(row, held.speaker)

    def _translate(self, row: int, words: str) -> None:
        rows = self.view.rows
        if rows is not None:
            self._do(translate_turn(rows.shown, row, words), lambda _changes: self.pane.translate.close_bar())

    def adjust(self) -> None:
        """Let the chosen coding be seen on what is selected in the text it was not made on."""
        rows, selected = self.view.rows, self.view.selection()
        held = next((one for one in rows.shown.codings if one.segment.id == self.view.segment), None) if rows else None
        if held is None or selected is None or held.on_translation == bool(self.view.side):
            self._session.notice.emit(msg("translations.view.how_to_adjust"))
            return
        self._do(adjust_counterpart(held.segment.id, *selected))

    # Linking

    def _link(self, translation: str, original: str, translator: str) -> None:
        self._do(set_translation(translation, original, translator))

    def unlink(self) -> None:
        """Say that the text beside is no translation; undo brings it back."""
        if self.view.rows is not None:
            self._do(end_translation(self.view.rows.shown.link.translation))

    def _do(self, action: Action, done: Callable[[Changes], object] | None = None) -> None:
        self._session.do(action, done)


def _place_in(wanted: str, loaded: LoadedDocument | None, caret: int, shown: ParallelTexts | None) -> int:
    """Where to begin in a text: at the turn beside the one at hand in the other text."""
    if loaded is None or loaded.document.id == wanted:
        return caret
    if shown is None or wanted not in (shown.original.document.id, shown.translation.document.id):
        return 0
    turn = next((at for at, one in enumerate(loaded.document.turns) if caret < one.end), None)
    of_translation = loaded.document.id == shown.translation.document.id
    found = None if turn is None else turn_beside(shown.rows, turn, of_translation=of_translation)
    target = (shown.original if of_translation else shown.translation).document
    return target.turns[found].start if found is not None else 0
