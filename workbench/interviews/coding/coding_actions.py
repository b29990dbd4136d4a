# SPDX-License-Identifier: MIT
"""Actions on segments, suggestions, codes and documents, one or many at once, handed to the session.

Coding libraries are imported when first used, not with the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.records import Code, Document
from projects.interviews import codebook_editing, codes, documents, groups, segments, suggestions
from projects.interviews.codebook_shortcuts import put_on_digit
from projects.interviews.queries import load_documents
from projects.store.actions import Action
from wording import Labels
from workbench.interviews.state import RoomState
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.assistance.review import WaitingSuggestion
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.interviews.coding.code_definition import CodeFacts
    from workbench.session import Session

Done = Callable[[Any], object] | None


class CodingActions:
    """Each method is one thing done: one action, one line of history, undone by the frame's Undo."""

    def __init__(self, state: RoomState, session: Session) -> None:
        self._state, self._session = state, session

    def _do(self, action: Action, done: Done = None) -> None:
        self._session.do(action, done)

    def _document(self) -> Document | None:
        return self._state.loaded.document if self._state.loaded else None

    # Segments

    def apply(self, code_id: str, span: tuple[int, int], done: Done = None) -> None:
        """Code a stretch of the open document."""
        document = self._document()
        if document is None:
            return

        def drawn(changes: Changes) -> None:
            if done is not None:
                done(changes)
            self._state.applied(changes, document.id, code_id, span)

        self._do(segments.apply_code(code_id, document, [span], coder=self._state.user), drawn)

    def apply_new(self, name: str, parent: str | None, span: tuple[int, int], done: Done = None) -> None:
        """Add a code and code a stretch of the open document with it, in one step; named in the window's language."""
        document = self._document()
        if document is not None:
            labels = Labels({language_of(): name})
            self._do(segments.apply_new_code(labels, parent, document, *span, coder=self._state.user), done)

    def remove(self, segment_id: str) -> None:
        """Take a segment away."""
        self._do(segments.remove_segments([segment_id]))

    def recode(self, segment_id: str, code_id: str) -> None:
        """Put a segment under another code."""
        self._do(segments.recode_segments([segment_id], code_id))

    def resize(self, segment_id: str, span: tuple[int, int]) -> None:
        """Give a segment another stretch."""
        document = self._document()
        if document is not None:
            self._do(segments.resize_segment(segment_id, document, *span))

    def segment_memo(self, segment_id: object, memo: str) -> None:
        """Write the memo of a segment."""
        self._do(segments.set_segment_memo(str(segment_id), memo))

    # Suggestions

    def accept(self, suggestion_id: str, code_id: str | None, done: Done) -> None:
        """Turn a suggestion into a segment, under another code when one is named."""
        document = self._document()
        if document is not None:
            self._do(
                suggestions.accept_suggestions([suggestion_id], [document], coder=self._state.user, code_id=code_id),
                done,
            )

    def reject(self, suggestion_id: str, done: Done) -> None:
        """Turn a suggestion down."""
        self._do(suggestions.reject_suggestions([suggestion_id], coder=self._state.user), done)

    # Codebook

    def add_code(self, name: str, parent: str | None = None, done: Done = None) -> None:
        """A new code; its name stands in the window's language."""
        self._do(codes.add_code(Labels({language_of(): name}), parent), done)

    def rename_code(self, code: Code, name: str) -> None:
        """Another name in the window's language, or in the only language there is."""
        names = dict(code.name.by_language)
        language = language_of()
        if language not in names and len(names) == 1:
            language = next(iter(names))
        names[language] = name
        self._do(codes.rename_code(code.id, Labels(names)))

    def define(self, code_id: str, definition: str) -> None:
        """What a code means, in the window's language."""
        meanings = {**self._state.codebook[code_id].definition.by_language, language_of(): definition}
        self._do(codes.redefine_code(code_id, definition=Labels(meanings)))

    def set_keywords(self, code_id: str, language: str, words: list[str]) -> None:
        """The keywords that suggest a code in documents of a language."""
        keywords = {**self._state.codebook[code_id].keywords, language: tuple(words)}
        self._do(codes.redefine_code(code_id, keywords=keywords))

    def bind(self, facts: CodeFacts) -> None:
        """Store what is written on the page of a code."""
        facts.defined.connect(self.define)
        facts.keywords_given.connect(self.set_keywords)
        facts.changed.connect(self.change_code)

    def change_code(self, code_id: str, part: str, value: Any) -> None:
        """Change a part of a code: inclusion, exclusion, memo, sensitivity, category, retired, an anchor off."""
        if part in ("inclusion", "exclusion"):
            given = getattr(self._state.codebook[code_id], part).with_text(language_of(), value)
            inclusion, exclusion = (given, None) if part == "inclusion" else (None, given)
            self._do(codes.redefine_code(code_id, inclusion=inclusion, exclusion=exclusion))
        elif part == "memo":
            self._do(codes.redefine_code(code_id, memo=value))
        elif part == "sensitivity":
            self._do(codes.redefine_code(code_id, sensitivity=value))
        elif part == "category":
            self._do(codebook_editing.set_category(code_id, value))
        elif part == "retired":
            self._do(codebook_editing.set_retired(code_id, value))
        else:
            self._do(codebook_editing.remove_anchor(code_id, value))

    def keep_anchor(self, segment_id: str | None) -> None:
        """Keep the words of a segment as an anchor example of its code."""
        if segment_id is not None:
            self._do(codebook_editing.keep_anchor(segment_id))

    def recolour(self, code_id: str, colour: str) -> None:
        """Another colour."""
        self._do(codes.recolour_code(code_id, colour))

    def move_code(self, code_id: str, parent: str | None, position: int | None = None) -> None:
        """Under another code, or to another place among its siblings."""
        self._do(codes.move_code(code_id, parent, position))

    def merge_codes(self, source_id: str, target_id: str) -> None:
        """Put all of one code into another."""
        self._do(codes.merge_codes(source_id, target_id))

    def delete_code(self, code_id: str) -> None:
        """Remove a code, those below it and their segments."""
        self._do(codes.delete_code(code_id))

    def favourite(self, code_id: str, digit: int) -> None:
        """Put a code on a digit; 0 takes it off. A digit has one code, a code one digit."""
        held = {str(place): code for place, code in self._state.favourites.items()}
        self._do(put_on_digit(held, self._state.codebook[code_id], digit))

    # Documents

    def rename_document(self, document_id: str, name: str) -> None:
        """Another name."""
        self._do(documents.rename_document(document_id, name))

    def set_case(self, document_id: str, case: str) -> None:
        """The case it belongs to."""
        self._do(documents.set_case(document_id, case))

    def set_language(self, document_id: str, language: str) -> None:
        """Its language."""
        self._do(documents.set_language(document_id, language))

    def set_group(self, document_id: str, group: str) -> None:
        """The group it stands in."""
        self._do(groups.set_group([document_id], group))

    def set_consent(self, document_id: str, consent: str, given: bool | None) -> None:
        """A consent given, refused, or not recorded."""
        self._do(documents.set_consents(document_id, {consent: given}))

    def document_memo(self, document_id: object, memo: str) -> None:
        """Write the memo of a document."""
        self._do(documents.set_document_memo(str(document_id), memo))

    def delete_document(self, document_id: str, done: Callable[[Changes], object] | None = None) -> None:
        """Remove a document with its segments."""
        self._do(documents.delete_documents([document_id]), done)


class Decisions:
    """Accepts or rejects many suggestions at once, with the stretch and code chosen; each is one action."""

    def __init__(self, state: RoomState, session: Session) -> None:
        self._state, self._session = state, session

    def accept(
        self, rows: Sequence[WaitingSuggestion], code_id: str | None = None, done: Callable[[], object] | None = None
    ) -> None:
        """Turn the suggestions into segments, each on the stretch shown."""
        if not rows:
            return
        spans: Mapping[str, tuple[int, int]] = {row.id: (row.suggestion.start, row.suggestion.end) for row in rows}
        coder = self._state.user

        def action(project: Project) -> Action:
            documents = [
                loaded.document for loaded in load_documents(project, sorted({row.suggestion.document for row in rows}))
            ]
            return suggestions.accept_suggestions(list(spans), documents, coder=coder, code_id=code_id, spans=spans)

        self._session.do(action, lambda _changes: done() if done is not None else None)

    def reject(self, rows: Sequence[WaitingSuggestion]) -> None:
        """Turn them down."""
        if rows:
            self._session.do(suggestions.reject_suggestions([row.id for row in rows], coder=self._state.user))
