# SPDX-License-Identifier: MIT
"""State of the Interviews room: documents, codebook, counts, the open document and its marks.

It asks the session, answers changes by asking for what they touch, and tells the views by signals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from coding.codebook import Codebook
from coding.near_names import CodeSearch, nearest_names
from coding.records import Code, Suggestion
from projects.assistance.switches import switches_of
from projects.interviews import queries
from projects.interviews.codebook_shortcuts import FAVOURITES
from projects.interviews.coders import seen_coder
from projects.interviews.queries import DocumentLine, RuleRecord, SegmentArrays
from projects.stored_interviews import queries as sql
from projects.stored_interviews.parsed_document import LoadedDocument
from wording import Text, msg
from workbench.interviews.coding_painter import Mark, Marks, marks_of
from workbench.interviews.shown_text import ReadyText, ready_text
from workbench.session import Session

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project

_DOCUMENTS = ("document", "document_version", "speaker")
_MARKS = ("segment", "suggestion")
_NOTES = ("memo",)
# what tells whether an interview is held back: its own consents, those of its respondents and cases, a survey's column
_CONSENTS = ("document", "consent", "person_member", "case_member", "case_", "row_state", "cell_edit", "data_table")
_AFTER_MARKS = 120  # ms: what is coded is drawn first; counts follow, once for codes given one after another
_AT_ONCE, _AFTER_CODING = 3, 60  # ms: what was just coded is drawn already, and read anew in the next pause
_FEW = 300  # rows: more are read with the whole document
_Counts = tuple[dict[str, int], dict[str, dict[str, int]]]  # by code; by coder and code
_Opened = tuple[LoadedDocument, SegmentArrays, list[Suggestion], ReadyText | None]


class RoomState(QObject):
    """The room's copy of what the project holds, kept up by `on_changes`."""

    listed = Signal()  # the documents, or their counts
    codebook_changed = Signal()
    counted = Signal()  # segments by code, favourites, recent codes
    opened = Signal()  # another document, or none
    marked = Signal()  # the marks of the open document
    coders_hidden = Signal()  # or shown again
    judged = Signal()  # how rules fared
    touched = Signal(object)  # Changes, for parts that ask for more than is here
    front_requested = Signal()  # the room, before the others
    asked = Signal(object)  # a Request to another room

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.documents: list[DocumentLine] = []
        self.ready = False
        self.codebook = Codebook(())
        self.search = CodeSearch(self.codebook)
        self.counts: dict[str, int] = {}
        self.by_coder: dict[str, dict[str, int]] = {}  # the same by who coded, where several do and nobody codes blind
        self.recent: list[str] = []
        self.favourites: dict[int, str] = {}
        self.records: list[RuleRecord] = []
        self.silence: Text | None = None  # why no suggestion is shown
        self.loaded: LoadedDocument | None = None
        self.ready_text: ReadyText | None = None
        self.marks = Marks()
        self.suggestions: dict[str, Suggestion] = {}
        self.user = ""
        self.hidden: frozenset[str] = frozenset()  # coders whose codings are not shown
        self._touched: dict[str, set[object]] = {table: set() for table in _MARKS}  # rows to be read anew
        self._lists_soon = QTimer(self, singleShot=True, interval=_AFTER_MARKS)
        self._lists_soon.timeout.connect(self._read_lists)
        self._marks_soon = QTimer(self, singleShot=True)
        self._marks_soon.timeout.connect(self._read_marks)

    # From the project

    def attach(self) -> None:
        """Ask for everything once."""
        self._read_codebook()
        self._read_lists()

    def on_changes(self, changes: Changes) -> None:
        """Ask again for what was touched."""
        if changes.touches("code", *_CONSENTS):  # anchor examples of an interview held back are not shown
            self._read_codebook()
        if changes.touches("setting") and not changes.touches("code"):
            self._read_codebook()
            self._read_all_marks()
        open_id = self.document_id()
        if changes.touches(*_DOCUMENTS, *_CONSENTS) and open_id is not None:
            self.open(open_id, only_if_there=True)
        elif changes.touches(*_NOTES, "suggestion_mark") and open_id is not None:
            self._read_all_marks()
        elif changes.touches(*_MARKS) and open_id is not None:
            for table, touched in self._touched.items():
                touched |= set(changes.changed.get(table, ()))
            self._marks_soon.start(_AT_ONCE)
        if changes.touches(
            *_DOCUMENTS, *_MARKS, "suggestion_mark", *_CONSENTS, "code", "setting"
        ):  # of settings: blind coding
            self._lists_soon.start()
        self.touched.emit(changes)

    def _read_codebook(self) -> None:
        def read(project: Project) -> tuple[Codebook, _Counts, dict[str, str], str]:
            return queries.codebook(project), _counts(project), dict(project.setting(FAVOURITES) or {}), project.user

        self._session.ask(read, self._take_codebook, latest="interviews.codebook", owner=self)

    def _take_codebook(self, found: tuple[Codebook, _Counts, dict[str, str], str]) -> None:
        self.codebook, (self.counts, self.by_coder), favourites, self.user = found
        self.search = CodeSearch(self.codebook)
        self.favourites = {int(digit): code for digit, code in favourites.items() if code in self.codebook}
        self.codebook_changed.emit()
        self.counted.emit()

    def _read_lists(self) -> None:
        if not self._session.is_open:
            return

        def read(project: Project) -> tuple[Any, ...]:
            return (
                _documents(project),
                _counts(project),
                [str(code) for code in queries.recent_codes(project)],
                queries.rule_records(project) if _proposes(project) else [],
                _silence(project),
            )

        self._session.ask(read, self._take_lists, latest="interviews.lists", owner=self)

    def _take_lists(self, found: tuple[Any, ...]) -> None:
        self.documents, (self.counts, self.by_coder), self.recent, self.records, self.silence = found
        self.ready = True
        self.listed.emit()
        self.counted.emit()
        self.judged.emit()
        if self.loaded is None and self.documents:
            self.open(str(self.documents[0].id))

    # The open document

    def document_id(self) -> str | None:
        """The id of the open document."""
        return self.loaded.document.id if self.loaded else None

    def has_document(self) -> bool:
        """Whether a document is open."""
        return self.loaded is not None

    def has_documents(self) -> bool:
        """Whether there is any interview."""
        return bool(self.documents)

    def has_text(self) -> bool:
        """Whether the open document has text."""
        return self.loaded is not None and bool(self.loaded.document.text)

    def has_turns(self) -> bool:
        """Whether the open document names speakers; else its parts are called paragraphs. True where none is open."""
        return self.loaded is None or self.loaded.document.has_turns

    def line(self, document_id: str | None = None) -> DocumentLine | None:
        """The list's line of a document, the open one unless another is named."""
        wanted = document_id or self.document_id()
        return next((line for line in self.documents if str(line.id) == wanted), None)

    def open(self, document_id: str, then: Callable[[], object] | None = None, *, only_if_there: bool = False) -> None:
        """Open a document with its marks; `then` runs once it is shown."""
        if document_id == self.document_id() and not only_if_there:
            if then is not None:
                then()
            return

        hidden = self.hidden
        shown = self.loaded.document.digest if self.loaded and document_id == self.document_id() else None

        def read(project: Project) -> _Opened | None:
            if only_if_there and not project.query(sql.DOCUMENT_EXISTS, (document_id,)):
                return None
            loaded = queries.load_document(project, document_id)
            ready = ready_text(loaded) if loaded.document.digest != shown else None
            only = seen_coder(project)
            proposed = queries.suggestions(project, loaded) if _proposes(project) else []
            marks = queries.segment_arrays(project, document_id, coder=only, without=hidden), proposed
            return loaded, *marks, ready

        self._session.ask(read, partial(self._take_document, then), latest="interviews.document", owner=self)

    def _take_document(self, then: Callable[[], object] | None, found: _Opened | None) -> None:
        before = self.loaded
        self.loaded, self.ready_text = (found[0], found[3]) if found else (None, None)
        self._keep_marks(found[1:3] if found else None)
        same = before and self.loaded and before.document.id == self.loaded.document.id
        if not (same and before and self.loaded and _same_text(before, self.loaded)):
            self.opened.emit()
        self.ready_text = None  # shown now
        self.marked.emit()
        if then is not None:
            then()

    def _read_all_marks(self) -> None:
        """Ask for all marks again: who is seen may have changed."""
        loaded = self.loaded
        if loaded is None:
            return

        hidden = self.hidden

        def read(project: Project) -> tuple[SegmentArrays, list[Suggestion]]:
            only = seen_coder(project)
            proposed = queries.suggestions(project, loaded) if _proposes(project) else []
            return queries.segment_arrays(project, loaded.document.id, coder=only, without=hidden), proposed

        def take(found: tuple[SegmentArrays, list[Suggestion]]) -> None:
            if self.loaded is loaded and self._keep_marks(found):
                self.marked.emit()

        self._session.ask(read, take, latest="interviews.marks", owner=self)

    def hide_coder(self, name: str, hidden: bool) -> None:
        """Show the codings of a coder, or do not."""
        self.hidden = self.hidden | {name} if hidden else self.hidden - {name}
        self._read_all_marks()
        self.coders_hidden.emit()
        self.counted.emit()

    def _read_marks(self) -> None:
        """Ask for the rows that changed; for all when there are many."""
        loaded = self.loaded
        if loaded is None:
            return
        touched = {table: list(rows) for table, rows in self._touched.items()}
        few = sum(map(len, touched.values())) <= _FEW
        ids: Mapping[str, list[object] | None] = touched if few else dict.fromkeys(touched)

        hidden = self.hidden

        def read(project: Project) -> tuple[SegmentArrays, list[Suggestion]]:
            only = seen_coder(project)
            segments = queries.segment_arrays(project, loaded.document.id, ids["segment"], only, hidden)
            proposed = queries.suggestions(project, loaded, ids=ids["suggestion"]) if _proposes(project) else []
            return segments, proposed

        def take(found: tuple[SegmentArrays, list[Suggestion]]) -> None:
            for table, rows in touched.items():
                self._touched[table].difference_update(rows)  # what was touched since is still to be read
            if self.loaded is loaded and self._keep_marks(found, ids if few else None):
                self.marked.emit()

        self._session.ask(read, take, latest="interviews.marks", owner=self)

    def applied(self, changes: Changes, document_id: str, code_id: str, span: tuple[int, int]) -> None:
        """Draw a coding as soon as it is stored; what the project answers afterwards is the same."""
        made = changes.result
        if document_id != self.document_id() or not isinstance(made, list):
            return
        decided = {str(row) for row in changes.changed.get("suggestion", ())}
        fresh = [Mark(*span, code_id, str(one), False, self.user) for one in made]
        self.marks = self.marks.with_more(fresh, decided)
        self.recent = [code_id, *(code for code in self.recent if code != code_id)]
        self._marks_soon.start(_AFTER_CODING)
        self.marked.emit()

    def _keep_marks(self, found: Any, only: Mapping[str, Iterable[object] | None] | None = None) -> bool:
        """Take marks as read: all, or the rows `only` instead of what they were. Whether they differ."""
        if not found:
            self.suggestions, self.marks = {}, Marks()
            return True
        segments, suggestions = found
        read = marks_of(segments, suggestions)
        if only is None:
            self.suggestions, marks = {}, read
        else:
            gone = {(table == "suggestion", str(row)) for table, rows in only.items() for row in rows or ()}
            for suggested, row in gone:
                if suggested:
                    self.suggestions.pop(row, None)
            kept = [mark for mark in self.marks.all if (mark.suggested, mark.id) not in gone]
            known = {mark for mark in self.marks.all if (mark.suggested, mark.id) in gone}
            marks = self.marks if known == set(read.all) else Marks([*kept, *read.all])
        self.suggestions |= {suggestion.id: suggestion for suggestion in suggestions}
        differ, self.marks = marks is not self.marks, marks
        return differ

    # Asked by the views

    def coder_name(self, name: str) -> Text:
        """A coder's name; of codings without one, that it is the user, or that nobody said."""
        return name or msg("interviews.view.coder_without_name" if self.user else "interviews.view.coder_you")

    def codes_for(self, typed: str, limit: int = 12) -> list[Code]:
        """The codes that fit what was typed, best first."""
        return self.search.find(typed, self.recent, self.counts, limit)

    def codes_near(self, typed: str) -> list[Code]:
        """The codes whose names are nearly what was typed, the nearest first."""
        return [self.codebook[one] for one in nearest_names(self.codebook, typed)] if typed else []

    def unapplied(self) -> frozenset[str]:
        """The codes nobody codes with: categories and retired ones."""
        return frozenset(code.id for code in self.codebook if code.category or code.retired)

    def named_exactly(self, name: str) -> Code | None:
        """The first code of that very name in any language, wherever it stands."""
        return next(iter(self.all_named(name)), None)

    def all_named(self, name: str) -> list[Code]:
        """The codes of that very name in any language."""
        wanted = name.strip().casefold()
        return [code for code in self.codebook if wanted in map(str.casefold, code.name.by_language.values())]

    def is_blind(self) -> bool:
        """Whether everybody codes blind: only one's own codings are shown."""
        return getattr(self.silence, "key", "") == "assist.blind"

    def has_waiting(self) -> bool:
        """Whether any document has open suggestions."""
        return any(line.suggestions for line in self.documents)

    def has_material(self) -> bool:
        """Whether there are interviews or codes."""
        return bool(self.documents) or bool(len(self.codebook))

    def can_suggest(self) -> bool:
        """Whether there is something to read, and a codebook."""
        return bool(self.documents) and bool(len(self.codebook))


def _same_text(before: LoadedDocument, now: LoadedDocument) -> bool:
    """Whether text, turns and roles are the same: a renamed speaker is shown anew, one with another role answers."""
    return (
        before.document.digest == now.document.digest
        and before.held_back == now.held_back
        and before.document.turns == now.document.turns
        and before.roles == now.roles
    )


def _proposes(project: Project) -> bool:
    """Whether suggestions are shown, and how they fared."""
    return _silence(project) is None


def _silence(project: Project) -> Text | None:
    """Why no suggestion is shown: people code blind, or assistance is off; None where they are shown."""
    if seen_coder(project) is not None:
        return msg("assist.blind")
    return None if switches_of(project).on else msg("assist.all_off")


def _documents(project: Project) -> list[DocumentLine]:
    lines = queries.documents(project, seen_coder(project))
    return lines if _proposes(project) else [replace(line, suggestions=0) for line in lines]


def _counts(project: Project) -> _Counts:
    only = seen_coder(project)
    by_coder = queries.code_counts_by_coder(project) if only is None else {}
    return _text_keys(queries.code_counts(project, only)), by_coder


def _text_keys(counts: dict[Any, int]) -> dict[str, int]:
    return {str(code): count for code, count in counts.items()}
