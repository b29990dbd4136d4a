# SPDX-License-Identifier: MIT
"""The project's codings as frames for analysis: segments, documents, cases with attributes, texts when asked for.

Interviews that were refused are left out, in blind coding the codings of others. Turns are read once for each text and
kept by its digest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from analysis.codings.queries import QUERY_OPTIONS, SAVED, terms
from analysis.codings.records import (
    Codings,
    DocumentText,
    NumberedPlaces,
    PrintedQuote,
    SpokenTurn,
    codings_table,
    named_code,
)
from analysis.declarations.records import Options
from coding.frames import CodedDocument, SegmentLots, attribute_frame, cases_of, document_frame
from coding.records import Segment
from projects.cases.attribute_values import attribute_identities, attribute_values
from projects.cases.target_names import how_sampled
from projects.findings.code_lines import code_lines, removed_codes
from projects.findings.document_cases import coded_documents
from projects.findings.framework_cells import coded_since, summaries
from projects.findings.queries import CODINGS_OF_SEGMENTS
from projects.interviews.coders import seen_coder
from projects.interviews.codes import stored_codebook
from projects.interviews.notes import save_query
from projects.interviews.queries import load_documents
from projects.people.effective_consent import effective_consents, may_quote
from projects.quotes.quote_format import printed
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.stored_interviews.parsed_document import LoadedDocument
from projects.stored_interviews.row_records import segment_of
from projects.transcripts.queries import TRANSLATIONS
from wording import Problem, msg

if TYPE_CHECKING:
    from analysis.codings.records import CodeLine
    from analysis.records import DataTable
    from projects.store.ports import Reader, Transaction
    from projects.store.project import Project

VERSION = 1
_CODES = ("variable", "with_codes", "without_codes", "also_codes")


@dataclass(frozen=True)
class SavedQuery:
    """A query kept under a name; `options` as the analysis `segments` takes them."""

    id: str
    name: str
    options: Options
    coder: str


def saved_queries(reads: Rows) -> list[SavedQuery]:
    """Every saved query, by name."""
    rows = reads.query("SELECT * FROM saved_query ORDER BY name, id")
    return [SavedQuery(str(row["id"]), row["name"], json.loads(row["json"]), row["coder"]) for row in rows]


def queries_by_name(reads: Rows) -> dict[str, Options]:
    """The options of each saved query by its name."""
    return {one.name: one.options for one in saved_queries(reads)}


def keep_query(name: str, options: Options, *, coder: str) -> Action:
    """Keep a query under a name, codes by their ids. The result is its id.

    Doing it raises Problem for a name with "@" or ";", for a code or query there is not, and for a query that would
    run in a circle, naming the queries in it.
    """
    wanted = " ".join(name.split())
    kept = {key: value for key, value in options.items() if key in QUERY_OPTIONS and value != QUERY_OPTIONS[key]}

    def perform(transaction: Transaction) -> object:
        if set(wanted) & {SAVED, ";", "="}:
            raise Problem(msg("queries.name", name=wanted))
        codes = code_lines(stored_codebook(transaction))
        stored = dict(kept)
        for option in _CODES:
            if terms(kept.get(option)):
                stored[option] = "; ".join(_by_id(term, codes) for term in terms(kept[option]))
        known = {one.casefold(): (one, found) for one, found in queries_by_name(transaction).items()}
        known[wanted.casefold()] = (wanted, stored)
        _refuse_circle(wanted, known, (wanted,))
        made = save_query(wanted, stored, VERSION, coder=coder)
        transaction.set_message(made.message)
        return made.perform(transaction)

    return Action("interviews.save_query", msg("notes.query_saved", name=wanted), perform)


def _by_id(term: str, codes: Sequence[CodeLine]) -> str:
    if term.startswith(SAVED):
        return term
    found = named_code(codes, term)
    if found is None:
        raise Problem(msg("problem.no_code", code=term))
    return found.id


def queries_named_in(options: Options) -> list[str]:
    """The names of the saved queries that a query builds on."""
    named = [term[len(SAVED) :].strip() for option in _CODES for term in terms(options.get(option))
             if term.startswith(SAVED)]  # fmt: skip
    return [*named, *filter(None, [str(options.get("saved") or "").strip().removeprefix(SAVED).strip()])]


def _refuse_circle(name: str, known: Mapping[str, tuple[str, Options]], path: tuple[str, ...]) -> None:
    for asked in queries_named_in(known[name.casefold()][1]):
        if asked.casefold() not in known:
            raise Problem(msg("problem.no_query", query=asked, known=sorted(called for called, _ in known.values())))
        other = known[asked.casefold()][0]
        if other in path:
            raise Problem(msg("problem.query_circle", queries=[*path, other]))
        _refuse_circle(other, known, (*path, other))


SEGMENTS_AFTER = "SELECT * FROM segment WHERE id > ? ORDER BY id LIMIT ?"
DOCUMENTS_AND_SEGMENTS_COUNT = (
    "SELECT (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM segment) AS segments"
)
SEGMENTS_CITED = "SELECT segment FROM citation"

_LOT = 250  # segments: read and set as rows in 2 ms


def codings_tables(reads: Project) -> list[DataTable]:
    """The table that stands for the codings, in a list; none where the project has no interviews.

    Segments of interviews whose consent was withdrawn are in no count, nor those of others while all code blind.
    """
    row = reads.query(DOCUMENTS_AND_SEGMENTS_COUNT)[0]
    refused = {one for one, given in effective_consents(reads).items() if given["interview"] is False}
    counted, own = row["segments"], seen_coder(reads)
    if refused or own is not None:
        counted = sum(
            str(one["document"]) not in refused and own in (None, one["coder"])
            for one in reads.query(CODINGS_OF_SEGMENTS)
        )
    return [codings_table(counted)] if row["documents"] else []


def load_codings(project: Project) -> Codings:
    """The codings of the project, without refused interviews; in blind coding one's own only.

    Texts and quotes are read when an analysis asks.
    """
    return read_codings(project)[0]


def read_codings(project: Project) -> tuple[Codings, Sequence[CodedDocument], dict[str, Segment]]:
    """The codings with the documents they were made of, and the segments by id, in which their quotes are looked up."""
    consents = effective_consents(project)
    every = list(load_documents(project))
    loaded = [one for one in every if not one.held_back]
    documents = coded_documents(project, loaded)
    kept = {one.id for one in documents}
    own = seen_coder(project)
    held, lots = dict[str, Segment](), SegmentLots(documents)
    for lot in _segments(project):
        counted = [one for one in lot if one.document in kept and own in (None, one.coder)]
        held |= {one.id: one for one in counted}
        lots.add(counted)
    cases, given = cases_of(documents), attribute_values(project)
    identities = attribute_identities(project, given)
    texts = tuple(_text(one, document) for one, document in zip(loaded, documents, strict=True))
    codings = Codings(
        segments=lots.joined(),
        documents=document_frame(documents),
        attributes=attribute_frame(cases, given.by_case),
        codes=code_lines(stored_codebook(project)),
        texts=lambda: texts,
        quotes=_quotes(held),
        roles={(one.id, turn.speaker): one.role_of(turn.speaker) for one in documents for turn in one.turns},
        words_refused=frozenset(one for one, given in consents.items() if not may_quote(given, inside=True)),
        summaries=summaries(project),
        since=coded_since(project),
        gone=removed_codes(project),
        queries=queries_by_name(project),
        table=codings_table(len(held)),
        cited=cited_among(project, list(held.values())),
        sampled=bool(how_sampled(project)),
        drawn=how_sampled(project),
        identifying=frozenset(one.name for one in identities if one.identifies),
        value_labels=given.labels,
        held_back=frozenset(one.document.name for one in every if one.held_back),
        sensitive=frozenset(given.sensitive).union(one.name for one in identities if one.sensitive),
    )
    return codings, documents, held


def _segments(reads: Reader) -> Iterator[list[Segment]]:
    """All segments, some hundreds at a time: read from another thread, a coding is stored between two lots."""
    last, rows = 0, reads.query(SEGMENTS_AFTER, (0, _LOT))
    while rows:
        yield [segment_of(row) for row in rows]
        last = rows[-1]["id"]
        rows = reads.query(SEGMENTS_AFTER, (last, _LOT)) if len(rows) == _LOT else []


def _text(loaded: LoadedDocument, document: CodedDocument) -> DocumentText:
    turns = tuple(SpokenTurn(turn.start, turn.end, turn.speaker, turn.language) for turn in loaded.document.turns)
    text = loaded.document.text
    return DocumentText(
        document.id, document.name, document.language, text, turns, document.group, document.cases_of(),
        document.speaker_cases, partial(_numbered, loaded),
    )  # fmt: skip


def _numbered(loaded: LoadedDocument) -> NumberedPlaces:
    paragraphs, pages = loaded.numbers.paragraphs, loaded.numbers.pages
    paged = ((), ()) if pages is None else (pages.starts, pages.numbers)
    return (paragraphs.starts, paragraphs.numbers, *paged)


def cited_among(project: Reader, segments: Sequence[Segment]) -> dict[str, PrintedQuote]:
    """Segments that are printed with marks, in translation, or from a text that is one."""
    marked = {str(row["segment"]) for row in project.query(SEGMENTS_CITED)}
    translated = {str(row["id"]) for row in project.query(TRANSLATIONS)}
    wanted = [one for one in segments if one.id in marked or one.document in translated]
    return {one: PrintedQuote(shown.text, shown.by, shown.language) for one, shown in printed(project, wanted).items()}


def _quotes(held: Mapping[str, Segment]) -> Callable[[Sequence[str]], Mapping[str, str]]:
    return lambda ids: {one: held[one].quote for one in ids if one in held}
