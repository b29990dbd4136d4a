# SPDX-License-Identifier: MIT
"""Auto-coding in a project: which documents are searched, and the one undoable action that codes the hits ticked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.auto_code import PatternHit, PatternKind, Scope, collection_paused, find_hits
from coding.spans import quote_of
from projects.interviews import queries
from projects.interviews.coders import note_coder, seen_coder
from projects.interviews.segments import INSERT_SEGMENT
from projects.people.withdrawn_words import applicable_code
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.stored_interviews.code_queries import DIGESTS_OF_DOCUMENTS
from projects.stored_interviews.guids import new_guids
from projects.stored_interviews.row_records import document_row, no_change
from wording import NoProgress, Problem, Progress, Stopped, msg

if TYPE_CHECKING:
    from coding.records import Document
    from projects.store.ports import Transaction

STRETCHES_OF_CODE = "SELECT document, start, stop FROM segment WHERE code = ? AND coder = ?"

GROUP_OF_EACH_DOCUMENT = (
    "SELECT document.id AS id, document_group.name AS name FROM document JOIN document_group ON "
    "document_group.id = document.document_group"
)


@dataclass(frozen=True)
class Search:
    """What to look for and where: patterns, what is coded around a hit, and limits (empty: none)."""

    patterns: tuple[tuple[str, PatternKind], ...]
    scope: Scope = Scope.SENTENCE
    documents: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    within: str = ""  # the id of a code: only inside its segments


@collection_paused()
def search_hits(
    project: Reader,
    search: Search,
    progress: Progress = NoProgress(),  # noqa: B008 - it holds nothing
) -> tuple[list[PatternHit], dict[str, Document]]:
    """The hits in all documents looked at, and these documents. Raises `Problem` for a bad pattern, Stopped."""
    lines = queries.documents(project)
    if search.documents:
        lines = [line for line in lines if line.id in search.documents]
    if search.groups:
        rows = project.query(GROUP_OF_EACH_DOCUMENT)
        wanted = {str(row["id"]) for row in rows if row["name"] in search.groups}
        lines = [line for line in lines if line.id in wanted]
    hits: list[PatternHit] = []
    documents: dict[str, Document] = {}
    for number, loaded in enumerate(queries.load_documents(project, [line.id for line in lines])):
        if progress.stop_requested():
            raise Stopped()
        progress.report(number / max(1, len(lines)))
        document, within = loaded.document, None
        if search.within:
            held = queries.segments(project, document.id, [search.within], seen_coder(project), held_back=True)
            within = [(segment.start, segment.end) for segment in held]
        found = find_hits(
            document, loaded.sentences, search.patterns, search.scope, search.speakers, within, search.languages
        )
        if found:
            hits += found
            documents[document.id] = document
    return hits, documents


def spoken_in(project: Reader) -> tuple[list[str], list[str]]:
    """The speakers of all interviews by name, and the languages of interviews and turns, as "fr"."""
    speakers, languages = set[str](), set[str]()
    for loaded in queries.load_documents(project, [line.id for line in queries.documents(project)]):
        languages |= {loaded.document.language, *(turn.language for turn in loaded.document.turns)}
        speakers |= {turn.speaker for turn in loaded.document.turns}
    return sorted(speakers - {""}, key=str.casefold), sorted(languages - {""})


def code_hits(code_id: str, hits: Sequence[PatternHit], documents: Iterable[Document], *, coder: str) -> Action:
    """Code the stretches of hits, each with its pattern as origin; the result is how many are new.

    Raises `Problem` when a text has changed since, a code is gone, a category
    or retired, or all of it was coded so already.
    """
    by_id = {document.id: document for document in documents}
    if not hits:
        raise Problem(msg("autocode.nothing"))

    @collection_paused()
    def perform(transaction: Transaction) -> int:
        code = applicable_code(transaction, code_id)
        note_coder(transaction, coder)
        by_document: dict[str, list[PatternHit]] = defaultdict(list)
        for hit in hits:
            by_document[hit.document].append(hit)
        current = {str(number): digest for number, digest in transaction.query(DIGESTS_OF_DOCUMENTS)}
        there = defaultdict[str, set[tuple[int, int]]](set)
        for number, start, stop in transaction.query(STRETCHES_OF_CODE, (code_id, coder)):
            there[str(number)].add((start, stop))
        new: list[tuple[object, ...]] = []
        seq, guids = transaction.seq, iter(new_guids(len(hits)))
        for document_id, held in by_document.items():
            document, coded = by_id[document_id], there[document_id]
            if current.get(document_id) != document.digest:
                document_row(transaction, document_id, document.digest)  # says what has changed
            for _, start, end, _, pattern in held:
                if (start, end) not in coded:
                    coded.add((start, end))
                    quote = quote_of(document.text, start, end)
                    new.append((document_id, code_id, start, end, quote, coder, f"auto:{pattern}", seq, next(guids)))
        if not new:
            raise no_change()
        transaction.executemany(INSERT_SEGMENT, new)
        transaction.set_message(msg("autocode.done", code=code.name, n=len(new), documents=len(by_document)))
        return len(new)

    return Action("interviews.auto_code", msg("interviews.changed"), perform)
