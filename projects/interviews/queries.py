# SPDX-License-Identifier: MIT
"""Queries of views and reports on interviews: documents, codebook, segments, suggestions, quotes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from coding.codebook import Codebook
from coding.records import Segment, Suggestion, Verdict
from coding.retrieval import frame_of_counts
from coding.spans import IntervalIndex, turns_of
from projects.interviews.coders import seen_coder, unseen_memos
from projects.interviews.codes import stored_codebook
from projects.interviews.name_review import looked_at
from projects.people.effective_consent import effective_consents, may_quote, refused
from projects.store.ports import NamedValues, Reader, Rows
from projects.stored_interviews.parsed_document import LoadedDocument, ParsedText, as_document, from_bytes
from projects.stored_interviews.queries import (
    GROUPS,
    NUMBER_AND_TEXT_OF_VERSION,
    ROLES_OF_DOCUMENT,
    SPEAKER_ROLES,
    WHOLE_SEGMENT,
)
from projects.stored_interviews.row_records import as_json, document_row, one, segment_of, suggestion_of
from projects.stored_interviews.tables import CONSENTS
from wording import Problem, msg

if TYPE_CHECKING:
    import pandas as pd

_NO_TEXT = ParsedText("", (), ())


@dataclass(frozen=True)
class DocumentLine:
    """A document as a list shows it; consents are True, False, or None where not recorded."""

    id: str
    name: str
    language: str
    kind: str
    case_name: str
    words: int
    characters: int
    segments: int
    suggestions: int  # still open
    consents: dict[str, bool | None]
    memo: str  # "" where it is another's and everybody codes blind
    version: int
    group: str = ""  # the name of its document group
    memo_unseen: bool = False  # another wrote one, and everybody codes blind
    held_back: bool = False  # consent was refused or withdrawn: no word of it is shown, its memo neither


@dataclass(frozen=True)
class SegmentArrays:
    """The segments of one document in order of place, as arrays for painting; `ids[i]` belongs to `starts[i]`."""

    ids: Sequence[str]
    starts: array[int]
    ends: array[int]
    codes: Sequence[str]
    origins: Sequence[str]
    coders: Sequence[str] = ()
    noted: frozenset[str] = frozenset()  # those with a memo

    def index(self) -> IntervalIndex:
        """Which of them touch a stretch of text."""
        return IntervalIndex(self.starts, self.ends)


@dataclass(frozen=True)
class RuleRecord:
    """How a rule fared: its suggestions accepted, rejected, open."""

    code: str
    rule: str
    language: str
    accepted: int
    rejected: int
    open: int


@dataclass(frozen=True)
class SegmentQuote:
    """A segment to be read or printed. `may_quote`: by others; `may_read`: inside the team."""

    segment: Segment
    document_name: str
    speaker: str
    time: str
    may_quote: bool
    may_read: bool
    place: tuple[int, int]  # paragraph, and page or 0, as the document numbers them


def documents(reads: Rows, coder: str | None = None) -> list[DocumentLine]:
    """Every document in order; `coder`: only this one's segments are counted, and no suggestion."""
    where, params = _counted(reads, coder)
    counted = reads.query(f"SELECT document, count(*) FROM segment{where} GROUP BY document", params)
    segments = {row[0]: row[1] for row in counted}
    waiting = {
        row[0]: row[1]
        for row in reads.query("SELECT document, count(*) FROM suggestion WHERE verdict = 'open' GROUP BY document")
    }
    groups = {row[0]: row[1] for row in reads.query(GROUPS)}
    out = refused(reads)
    unseen = frozenset() if coder is None else unseen_memos(cast("Reader", reads))
    rows = reads.query(
        "SELECT document.*, words, characters, number FROM document"
        " JOIN document_version ON document_version.id = document.version ORDER BY position, document.name"
    )
    return [
        DocumentLine(
            id=str(row["id"]),
            name=row["name"],
            language=row["language"],
            kind=row["kind"],
            case_name=row["case_name"],
            words=row["words"],
            characters=row["characters"],
            segments=segments.get(row["id"], 0),
            suggestions=0 if str(row["id"]) in out or coder is not None else waiting.get(row["id"], 0),
            consents={name: _consent(row[f"consent_{name}"]) for name in CONSENTS},
            memo="" if str(row["id"]) in unseen | out else row["memo"],
            memo_unseen=str(row["id"]) in unseen,
            version=row["number"],
            group=groups.get(row["document_group"], ""),
            held_back=str(row["id"]) in out,
        )
        for row in rows
    ]


def codebook(reads: Rows) -> Codebook:
    """The codebook as a tree, without anchor examples of interviews held back."""
    stored, out = stored_codebook(reads), refused(reads)
    if not any(document in out for code in stored for _words, document in code.anchors):
        return stored
    return Codebook(replace(code, anchors=tuple(one for one in code.anchors if one[1] not in out)) for code in stored)


def code_counts(reads: Rows, coder: str | None = None) -> dict[str, int]:
    """Segments under each code that has any, its own only; `coding.retrieval.counts_with_children` adds those below.

    Those that a list may show: none of an interview held back. `coder`: only this one's.
    """
    where, params = _counted(reads, coder)
    return {str(code): n for code, n in reads.query(f"SELECT code, count(*) FROM segment{where} GROUP BY code", params)}


def code_counts_by_coder(reads: Rows) -> dict[str, dict[str, int]]:
    """Segments under each code by who coded, whoever has coded most first; {} where one person codes alone."""
    if len(reads.query("SELECT 1 FROM coder LIMIT 2")) < 2:
        return {}
    found: dict[str, dict[str, int]] = {}
    where, params = _counted(reads)
    rows = reads.query(f"SELECT coder, code, count(*) FROM segment{where} GROUP BY coder, code", params)
    for coder, code, n in rows:
        found.setdefault(coder, {})[str(code)] = n
    ordered = sorted(found, key=lambda one: (-sum(found[one].values()), one))
    return {coder: found[coder] for coder in ordered} if len(found) > 1 else {}


def recent_codes(reads: Rows, limit: int = 12) -> list[str]:
    """The codes a person applied last, the latest first, among the last 5,000 segments."""
    rows = reads.query(
        "SELECT code FROM segment WHERE id > (SELECT max(id) - 5000 FROM segment) AND origin = 'person'"
        " GROUP BY code ORDER BY max(id) DESC LIMIT ?",
        (limit,),
    )
    return [str(row["code"]) for row in rows]


def load_document(project: Reader, document_id: str) -> LoadedDocument:
    """A document with its text, turns and sentences, one held back without them. Raises `Problem` when it is gone."""
    row = document_row(project, document_id)
    version = one(project, NUMBER_AND_TEXT_OF_VERSION, row["version"])
    roles = {held["name"]: held["role"] for held in project.query(ROLES_OF_DOCUMENT, (row["id"],))}
    held_back = document_id in refused(project)
    parsed = _NO_TEXT if held_back else from_bytes(project.read_object(version["parsed_ref"]))
    return _loaded(str(row["id"]), row["name"], row["language"], parsed, version, roles, held_back=held_back)


def load_documents(project: Reader, document_ids: Sequence[str] | None = None) -> Iterator[LoadedDocument]:
    """The documents with those ids, or all, one after the other; those held back are without their text."""
    where = "" if document_ids is None else " WHERE document.id IN (SELECT value FROM json_each(?))"
    rows = project.query(
        "SELECT document.id, name, language, number, parsed_ref FROM document"
        f" JOIN document_version ON document_version.id = document.version{where} ORDER BY position",
        () if document_ids is None else (as_json(list(document_ids)),),
    )
    roles: dict[object, dict[str, str]] = {}
    for held in project.query(SPEAKER_ROLES):
        roles.setdefault(held["document"], {})[held["name"]] = held["role"]
    out = refused(project)
    for row in rows:
        number, said = str(row["id"]), roles.get(row["id"], {})
        parsed = _NO_TEXT if number in out else from_bytes(project.read_object(row["parsed_ref"]))
        yield _loaded(number, row["name"], row["language"], parsed, row, said, held_back=number in out)


def segment_arrays(
    reads: Rows, document_id: str, ids: Sequence[object] | None = None, coder: str | None = None,
    without: Iterable[str] = (),
) -> SegmentArrays:  # fmt: skip
    """The segments of a document, or those of it with these ids or by this coder, for painting, in order of place.

    `without`: coders whose segments are left out. None of an interview that is held back.
    """
    if document_id in refused(reads):
        return SegmentArrays((), array("q"), array("q"), (), ())
    where, params = _among(ids)
    if hidden := list(without):
        where, params = f"{where} AND coder NOT IN (SELECT value FROM json_each(?))", (*params, as_json(hidden))
    if coder is not None:
        where, params = f"{where} AND coder = ?", (*params, coder)
    rows = reads.query(
        f"SELECT id, start, stop, code, origin, coder, memo FROM segment WHERE document = ?{where}"
        " ORDER BY start, stop DESC",
        (document_id, *params),
    )
    columns = list(zip(*(tuple(row) for row in rows), strict=True)) or [()] * 7
    ids, starts, ends, codes, origins, coders, memos = columns
    apart = reads.query(
        "SELECT substr(target, 9) FROM memo WHERE document = ? AND target LIKE 'segment:%'", (document_id,)
    )
    noted = {str(one) for one, memo in zip(ids, memos, strict=True) if memo} | {row[0] for row in apart}
    names, lines = [str(one) for one in ids], [str(one) for one in codes]
    return SegmentArrays(names, array("q", starts), array("q", ends), lines, origins, coders, frozenset(noted))


def segments(
    reads: Rows, document_id: str | None = None, code_ids: Iterable[str] | None = None, coder: str | None = None,
    *, held_back: bool = False,
) -> list[Segment]:  # fmt: skip
    """The segments of a document, of some codes, of one coder, or all; by document and place.

    With `held_back` also those of interviews whose consent was refused or withdrawn.
    """
    conditions, params = ["1"], []
    if coder is not None:
        conditions.append("coder = ?")
        params.append(coder)
    if document_id is not None:
        conditions.append("document = ?")
        params.append(document_id)
    if code_ids is not None:
        conditions.append("code IN (SELECT value FROM json_each(?))")
        params.append(as_json(list(code_ids)))
    rows = reads.query(
        f"SELECT * FROM segment WHERE {' AND '.join(conditions)} ORDER BY document, start, stop", tuple(params)
    )
    out = frozenset() if held_back or not rows else refused(reads)
    return [segment_of(row) for row in rows if str(row["document"]) not in out]


def listed_segments(
    reads: Rows, code_ids: Iterable[str] | None = None, coder: str | None = None
) -> tuple[list[Segment], list[str]]:
    """The segments whose words a list may show, by document and place; names of the refused interviews left out."""
    found, out = segments(reads, code_ids=code_ids, coder=coder, held_back=True), refused(reads)
    left_out = {one.document for one in found} & out
    names = [line.name for line in documents(reads) if line.id in left_out] if left_out else []
    return [one for one in found if one.document not in out], names


def segment(reads: Rows, segment_id: str) -> Segment:
    """One segment. Raises `Problem` when it is gone, or its interview is held back."""
    found = segment_of(one(reads, WHOLE_SEGMENT, segment_id))
    if found.document in refused(reads):
        raise Problem(msg("consents.held_back"))
    return found


def suggestions(
    reads: Rows,
    document: LoadedDocument,
    verdict: Verdict = Verdict.OPEN,
    ids: Sequence[object] | None = None,
) -> list[Suggestion]:
    """The suggestions of a document, or those of it with these ids, in order of place; none of a refused interview."""
    where, params = _among(ids)
    rows = reads.query(
        "SELECT *, (SELECT mark FROM suggestion_mark WHERE suggestion = suggestion.id) AS mark FROM suggestion"
        f" WHERE document = ? AND verdict = ?{where} ORDER BY start, stop, id",
        (document.document.id, verdict.value, *params),
    )
    if document.held_back or (rows and document.document.id in refused(reads)):
        return []
    return [suggestion_of(row, document.document.text) for row in rows]


def rule_records(reads: Rows, code_id: str | None = None) -> list[RuleRecord]:
    """How each rule fared, of one code or all; those most often accepted first."""
    where, params = ("", ()) if code_id is None else ("WHERE code = ?", (code_id,))
    rows = reads.query(
        "SELECT code, rule, language, sum(verdict = 'accepted') AS accepted, sum(verdict = 'rejected') AS rejected,"
        f" sum(verdict = 'open') AS open FROM suggestion {where} GROUP BY code, rule, language"
        " ORDER BY accepted DESC, rejected, rule",
        params,
    )
    return [RuleRecord(str(row[0]), *tuple(row)[1:]) for row in rows]


def quotes(project: Reader, code_ids: Iterable[str]) -> list[SegmentQuote]:
    """The segments under some codes with document and speaker, by the order of documents and of the text.

    In blind coding, one's own only.
    """
    by_document: dict[str, list[Segment]] = {}
    for coded in segments(project, code_ids=code_ids, coder=seen_coder(project), held_back=True):
        by_document.setdefault(coded.document, []).append(coded)
    lines, consents = {line.id: line for line in documents(project)}, effective_consents(project)
    made: list[SegmentQuote] = []
    for loaded in load_documents(project, [line for line in lines if line in by_document]):
        line, turns = lines[loaded.document.id], loaded.document.turns
        starts, ends = [turn.start for turn in turns], [turn.end for turn in turns]
        for coded in by_document[line.id]:
            place, _ = turns_of(starts, ends, coded.start, coded.end)
            said_by, at = (turns[place].speaker, turns[place].time) if place >= 0 else ("", "")
            may = may_quote(consents[line.id]), may_quote(consents[line.id], inside=True)
            made.append(SegmentQuote(coded, line.name, said_by, at, *may, loaded.numbers.cited(coded.start)))
    return made


def quotes_for_report(
    project: Reader, code_ids: Iterable[str], *, outgoing: bool = False
) -> tuple[list[SegmentQuote], int]:
    """The quotes that may be printed, and how many were held back: consent to quote was refused.

    `outgoing`: they go to a partner or the public, so it must have been given, and somebody looked at the words.
    """
    found = quotes(project, code_ids)
    allowed = [quote for quote in found if (quote.may_quote if outgoing else quote.may_read)]
    if outgoing:
        known = looked_at(project)
        allowed = [quote for quote in allowed if quote.segment.id in known]
    return allowed, len(found) - len(allowed)


def coded_cases(reads: Rows, children: bool = True) -> pd.DataFrame:
    """Codes by case (`coding.retrieval.coded_frame`); a document without a case is its own, under its name.

    Interviews that were refused are not among them.
    """
    consents = effective_consents(reads)
    lines = [line for line in documents(reads) if consents[line.id]["interview"] is not False]
    cases = {line.id: line.case_name or line.name for line in lines}
    counted = reads.query("SELECT document, code, count(*) FROM segment GROUP BY document, code")
    rows = ((str(document), str(code), count) for document, code, count in counted if str(document) in cases)
    return frame_of_counts(rows, cases, stored_codebook(reads), children)


def counts(reads: Rows) -> dict[str, int]:
    """How many documents, codes, segments and open suggestions the project holds; how many documents are held back.

    Segments and suggestions are those that a list may show: none of an interview held back.
    """
    out, (where, params) = refused(reads), _counted(reads)
    row = reads.query(
        "SELECT (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM code) AS codes,"
        f" (SELECT count(*) FROM segment{where}) AS segments,"
        f" (SELECT count(*) FROM suggestion{where or ' WHERE 1'} AND verdict = 'open') AS suggestions",
        params * 2,
    )[0]
    held = {name: int(row[name]) for name in ("documents", "codes", "segments", "suggestions")}
    return {**held, "held_back": len(out)}


def _loaded(
    document_id: str, name: str, language: str, parsed: ParsedText, version: NamedValues, roles: Mapping[str, str],
    *, held_back: bool,
) -> LoadedDocument:  # fmt: skip
    document = as_document(document_id, name, language, parsed, version["number"])
    return LoadedDocument(document, parsed.sentences, parsed.numbering, roles, held_back)


def _counted(reads: Rows, coder: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Which segments count, with the parameters: one coder's or all, without those of interviews held back."""
    out = refused(reads)
    conditions = ["document NOT IN (SELECT value FROM json_each(?))"] * bool(out) + ["coder = ?"] * (coder is not None)
    params = (*([as_json(sorted(map(int, out)))] if out else ()), *([coder] if coder is not None else ()))
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), params


def _among(ids: Sequence[object] | None) -> tuple[str, tuple[str, ...]]:
    """A condition on `id` with its parameters; none for no ids."""
    return ("", ()) if ids is None else (" AND id IN (SELECT value FROM json_each(?))", (as_json(list(ids)),))


def _consent(stored: int | None) -> bool | None:
    return None if stored is None else bool(stored)
