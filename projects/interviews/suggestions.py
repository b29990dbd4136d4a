# SPDX-License-Identifier: MIT
"""Keyword rules on a project's documents: finding, storing, accepting, rejecting. A person decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.auto_code import collection_paused
from coding.keywords import FoundSuggestion, Searches, SettledSuggestions, suggest
from coding.language_stretches import language_stretches
from coding.records import Document
from coding.rules import Rule, rules_of
from coding.spans import quote_of
from projects.interviews.coders import note_coder
from projects.interviews.codes import stored_codebook
from projects.interviews.duplicate_segments import join_twins
from projects.interviews.segments import INSERT_SEGMENT
from projects.people.withdrawn_words import applicable_code, shown_code
from projects.store.actions import Action
from projects.store.ports import DatabaseRow, Rows
from projects.stored_interviews import code_queries as queries
from projects.stored_interviews.guids import new_guids
from projects.stored_interviews.parsed_document import LoadedDocument
from projects.stored_interviews.row_records import as_json, document_row, no_change, one
from wording import Message, NoProgress, Problem, Progress, Stopped, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

ACCEPT_SUGGESTION = "UPDATE suggestion SET verdict = 'accepted', decided_by = ?, segment = ? WHERE id = ?"
INSERT_REASON_OF_RULE = (
    "INSERT INTO suggestion_reason (suggestion, document, source, version, words, since) VALUES (?, ?, "
    "'rule', ?, '[]', ?)"
)
SUGGESTION_BY_ID = "SELECT * FROM suggestion WHERE id = ?"

# the codes of a category under which the passages most like a suggestion of it were coded, the most like first
NEAREST_CHILDREN = (
    "SELECT held.code AS code FROM suggestion JOIN suggestion_reason AS reason ON reason.suggestion = suggestion.id"
    " JOIN json_each(reason.similar) AS place JOIN segment AS similar ON similar.id = place.value"
    " JOIN segment AS held ON held.document = similar.document AND held.start = similar.start"
    " AND held.stop = similar.stop JOIN code ON code.id = held.code AND code.parent = suggestion.code"
    " WHERE suggestion.id = ? ORDER BY place.key"
)

# open, and so far proposed by a model alone: a rule that finds the same place gives it a second reason
_LEARNED_ONLY = (
    "verdict = 'open' AND rule LIKE 'model:%' AND NOT EXISTS (SELECT 1 FROM suggestion_reason"
    " WHERE suggestion_reason.suggestion = suggestion.id AND source = 'rule')"
)


@dataclass(frozen=True)
class FoundInDocument:
    """What the rules found in one text; `digest` says in which."""

    document: str
    digest: str
    text: str
    found: tuple[FoundSuggestion, ...]


def project_rules(reads: Rows, code_ids: Iterable[str] | None = None) -> list[Rule]:
    """The keyword rules of the codebook, or of some codes; categories and retired codes suggest nothing."""
    wanted = None if code_ids is None else set(code_ids)
    able = [code for code in stored_codebook(reads) if not code.category and not code.retired]
    return rules_of(code for code in able if wanted is None or code.id in wanted)


def decided_by_document(
    reads: Rows, document_ids: Sequence[str] | None = None, coder: str | None = None
) -> dict[str, SettledSuggestions]:
    """What is settled per document: every former suggestion, every coding (of one coder); 100,000 stay cheap."""
    where = "" if document_ids is None else " WHERE document IN (SELECT value FROM json_each(?))"
    params = () if document_ids is None else (as_json(list(document_ids)),)
    suggested: dict[str, set[tuple[str, int, int]]] = {}
    coded: dict[str, dict[str, list[tuple[int, int]]]] = {}
    among = f"{where} {'AND' if where else 'WHERE'} NOT ({_LEARNED_ONLY})"
    for document, code, start, stop in reads.query(queries.places_of_suggestions(among), params):
        suggested.setdefault(str(document), set()).add((str(code), start, stop))
    theirs = "" if coder is None else f" {'AND' if where else 'WHERE'} coder = ?"
    coded_rows = reads.query(
        queries.places_of_segments(where + theirs),
        (*params, *(() if coder is None else (coder,))),
    )
    for document, code, start, stop in coded_rows:
        coded.setdefault(str(document), {}).setdefault(str(code), []).append((start, stop))
    return {
        document: SettledSuggestions(frozenset(suggested.get(document, ())), coded.get(document, {}))
        for document in suggested.keys() | coded.keys()
    }


def find_suggestions(
    documents: Iterable[LoadedDocument],
    rules: Sequence[Rule],
    decided: dict[str, SettledSuggestions],
    progress: Progress = NoProgress(),  # noqa: B008 - it holds nothing
    count: int = 0,
) -> list[FoundInDocument]:
    """What the rules find, document by document; those without a find are left out. Raises Stopped."""
    searches, results = Searches(rules), []
    with collection_paused():
        for number, loaded in enumerate(documents):
            if progress.stop_requested():
                raise Stopped()
            document = loaded.document
            spans = loaded.answers
            stretches = language_stretches(document.text, document.turns, document.language)
            found = suggest(document.text, spans, searches.hits(document.text, stretches), decided.get(document.id))
            if found:
                results.append(FoundInDocument(document.id, document.digest, document.text, tuple(found)))
            if count:
                progress.report((number + 1) / count)
    return results


def store_suggestions(results: Sequence[FoundInDocument]) -> Action:
    """Keep what the rules found as open suggestions; the result is how many."""

    @collection_paused()
    def perform(transaction: Transaction) -> int:
        refuse_outdated(transaction, results)
        rows = [
            (result.document, found.code, found.start, found.end, found.rule, found.language, _as_json(found.matched))
            for result in results
            for found in result.found
        ]
        marked = [
            (found.mark, result.document, found.code, found.start, found.end)
            for result in results
            for found in result.found
            if found.mark != "hit"
        ]
        learned = {
            (str(row["document"]), str(row["code"]), row["start"], row["stop"]): row["id"]
            for row in transaction.query(queries.suggestions_that(_LEARNED_ONLY))
        }
        transaction.executemany(
            INSERT_REASON_OF_RULE,
            [(learned[row[:4]], row[0], row[4], transaction.seq) for row in rows if row[:4] in learned],
        )
        rows = [row for row in rows if row[:4] not in learned]
        transaction.executemany(
            queries.INSERT_SUGGESTION,
            rows,
        )
        transaction.executemany(queries.INSERT_SUGGESTION_MARK, marked)
        found = sum(len(result.found) for result in results)
        transaction.set_message(msg("interviews.suggested", n=found, documents=len(results)))
        return found

    return Action("interviews.suggest", msg("interviews.changed"), perform)


def _as_json(places: Sequence[tuple[int, int]]) -> str:
    """As `as_json` writes them, for 100,000 suggestions at a quarter of its time."""
    return f"[{','.join([f'[{start},{end}]' for start, end in places])}]"


def ranked_children(reads: Rows, suggestion_id: str | int) -> list[str]:
    """The codes of a suggested category, those of the passages most like it first; none where no category stands."""
    row = one(reads, SUGGESTION_BY_ID, int(suggestion_id))
    below = [code for code in stored_codebook(reads) if code.parent == str(row["code"])]
    able = [code.id for code in below if not code.category and not code.retired]
    nearest = [str(found["code"]) for found in reads.query(NEAREST_CHILDREN, (int(suggestion_id),))]
    is_category = any(code.id == str(row["code"]) and code.category for code in stored_codebook(reads))
    return list(dict.fromkeys([*(code for code in nearest if code in able), *able])) if is_category else []


def accept_suggestions(
    suggestion_ids: Iterable[str],
    documents: Sequence[Document],
    *,
    coder: str,
    code_id: str | None = None,
    spans: Mapping[str, tuple[int, int]] | None = None,
) -> Action:
    """Turn open suggestions into segments with their rule as origin; the result is the segments' ids.

    `documents` are those they stand in. `code_id` codes them under another code than was suggested; `spans`, by
    suggestion, codes a wider or narrower stretch; a category is coded as the first of its ranked codes. Raises
    `Problem` when one was decided already, a text has changed, or the code is a category or retired.
    """
    wanted = [int(suggestion_id) for suggestion_id in suggestion_ids]
    by_id = {document.id: document for document in documents}

    def perform(transaction: Transaction) -> list[str]:
        rows = [_open_suggestion(transaction, number) for number in wanted]
        if not rows:
            raise no_change()
        for document_id in {str(row["document"]) for row in rows}:
            document_row(transaction, document_id, by_id[document_id].digest)
        codes = [code_id or next(iter(ranked_children(transaction, row["id"])), str(row["code"])) for row in rows]
        for code in dict.fromkeys(codes):
            applicable_code(transaction, code)
        note_coder(transaction, coder)
        ids = []
        for row, code, guid in zip(rows, codes, new_guids(len(rows)), strict=True):
            start, stop = (spans or {}).get(str(row["id"]), (row["start"], row["stop"]))
            quote = quote_of(by_id[str(row["document"])].text, start, stop)
            place = (row["document"], int(code), start, stop, quote)
            made = transaction.execute(INSERT_SEGMENT, (*place, coder, _origin(row["rule"]), transaction.seq, guid))
            ids.append(str(made.lastrowid))
        transaction.executemany(
            ACCEPT_SUGGESTION,
            [(coder, segment_id, number) for segment_id, number in zip(ids, wanted, strict=True)],
        )
        joined = join_twins(
            transaction, "document IN (SELECT value FROM json_each(?)) AND coder = ?", (as_json(list(by_id)), coder)
        )
        transaction.set_message(_decided(transaction, "interviews.accepted", set(codes), len(ids)))
        return [joined.get(one, one) for one in ids]

    return Action("interviews.accept", msg("interviews.changed"), perform)


def reject_suggestions(suggestion_ids: Iterable[str], *, coder: str) -> Action:
    """Turn open suggestions down; they do not come back. Raises `Problem` when one was decided already."""
    wanted = [int(suggestion_id) for suggestion_id in suggestion_ids]

    def perform(transaction: Transaction) -> None:
        rows = [_open_suggestion(transaction, number) for number in wanted]
        if not rows:
            raise no_change()
        transaction.executemany(
            queries.REJECT_SUGGESTION,
            [(coder, number) for number in wanted],
        )
        codes = {row["code"] for row in rows}
        transaction.set_message(_decided(transaction, "interviews.rejected", codes, len(rows)))

    return Action("interviews.reject", msg("interviews.changed"), perform)


def _origin(rule: str) -> str:
    """What a segment keeps of its suggestion: "rule:<words>", or "model:<version>"."""
    return rule if rule.startswith("model:") else f"rule:{rule}"


def _open_suggestion(transaction: Transaction, number: int) -> DatabaseRow:
    row = one(transaction, SUGGESTION_BY_ID, number)
    if row["verdict"] != "open":
        raise Problem(msg("interviews.already_decided"))
    return row


def _decided(transaction: Transaction, key: str, codes: set[str], count: int) -> Message:
    """The line of history: with the code's name where there is one code."""
    if len(codes) > 1:
        return msg(f"{key}_several", n=count)
    return msg(key, code=shown_code(transaction, *codes).name, n=count)


def refuse_outdated(transaction: Transaction, results: Sequence[FoundInDocument]) -> None:
    """Raise `Problem` where a text has changed: positions are only true in the text in which they were found."""
    current = {str(document): digest for document, digest in transaction.query(queries.DIGESTS_OF_DOCUMENTS)}
    if not any(result.found for result in results):
        raise Problem(msg("interviews.nothing_found"))
    for result in results:
        if current.get(result.document) != result.digest:
            name = document_row(transaction, result.document)["name"]
            raise Problem(msg("interviews.text_changed", document=name))
