# SPDX-License-Identifier: MIT
"""Print format of a quote: quoting marks, translation in place of the original or beside it, translator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.quoting_marks import as_cited
from coding.records import Segment
from projects.interviews.name_review import doubtful, looked_at
from projects.interviews.queries import SegmentQuote, codebook, documents, load_document, quotes
from projects.store.actions import Action
from projects.stored_interviews.queries import WHOLE_SEGMENT
from projects.stored_interviews.row_records import as_json, document_row, no_change, one, segment_of
from projects.transcripts.translations import beside, translation_of
from wording import DEFAULT_LANGUAGE, Problem, Text, msg
from wording.texts import in_quotes

if TYPE_CHECKING:
    from projects.store.ports import NamedValues, Reader, Transaction

DOCUMENTS = (
    "SELECT document.id AS id, name, language, translates, translator, digest FROM document"
    " JOIN document_version ON document_version.id = document.version"
)


INSERT_CITATION = (
    "INSERT INTO citation (segment, document, start, stop, words, lead, beside, other_document, other_version,"
    " other_start, other_stop, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
DELETE_CITATION = "DELETE FROM citation WHERE segment = ?"
CITATIONS = (
    "SELECT citation.*, kept.digest AS other_digest FROM citation"
    " LEFT JOIN document_version AS kept ON kept.id = citation.other_version"
    " WHERE citation.segment IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True)
class Printed:
    """The words of a segment as they are printed.

    `translator` is None where the leading words are no translation, "" where nobody said who translated. `other` are
    the words of the other text where they stand beside, in `other_language`.
    """

    text: str
    language: str
    translator: str | None = None
    other: str = ""
    other_language: str = ""
    other_is_translation: bool = False

    def whole(self) -> str:
        """All words that leave."""
        return f"{self.text}\n{self.other}" if self.other else self.text

    def note(self) -> Text:
        """Who translated and the other text beside, where the speaker is known anyway; "" where there is neither."""
        words: Text = ""
        if self.translator is not None:
            words = msg("quoting.note.translated", translator=self.translator or msg("quoting.somebody"))
        if self.other:
            which = "translation" if self.other_is_translation else "original"
            beside = msg(f"quoting.note.{which}", words=in_quotes(self.other, self.other_language))
            words = msg("quoting.note.both", first=words, second=beside) if words else beside
        return words

    def placed(self, place: Text) -> Text:
        """The place in its interview, then the `note`."""
        note = self.note()
        return msg("quoting.note.both", first=place, second=note) if note else place

    def by(self, said_by: Text, *, named: bool = True) -> Text:
        """Who said it, who translated (unless not `named`), the other text beside: what stands below the quote."""
        words = said_by
        if self.translator is not None:
            translator: Text = (self.translator if named else "") or msg("quoting.somebody")
            words = msg("quoting.translated", by=words, translator=translator)
        if self.other:
            key = "quoting.translation_beside" if self.other_is_translation else "quoting.original_beside"
            words = msg(key, by=words, words=in_quotes(self.other, self.other_language))
        return words


@dataclass(frozen=True)
class CitationChoice:
    """What can be chosen for a segment: the words of both texts, what is chosen now, how it is printed."""

    coded: str
    other: str  # "" where the text has no other, or the turn none beside it
    other_language: str
    coded_on_translation: bool
    lead: bool
    beside: bool
    words: str
    printed: Printed


def cite(
    segment_id: str, *, words: str | None = None, lead: bool | None = None, with_other: bool | None = None
) -> Action:
    """Set how a segment is printed; None leaves a part as it is. `words` "" prints the words as spoken.

    `lead`: print the other text's words, `with_other`: print both. Marked words are given up when another text leads.
    Raises `Problem` where words outside brackets were not said, and where the other text has none for it.
    """

    def perform(transaction: Transaction) -> None:
        held = segment_of(one(transaction, WHOLE_SEGMENT, segment_id))
        rows = transaction.query(CITATIONS, (as_json([segment_id]),))
        before = rows[0] if rows and _has_place_of(rows[0], held) else {"words": "", "lead": 0, "beside": 0}
        leads = bool(before["lead"]) if lead is None else lead
        both = bool(before["beside"]) if with_other is None else with_other
        other = _quote_of_pair(transaction, held) if leads or both else None
        if (leads or both) and other is None:
            raise Problem(msg("quoting.no_other"))
        said = other[1] if leads and other else held.quote
        kept = before["words"] if leads == bool(before["lead"]) else ""
        cited = as_cited(said, words) if words else "" if words is not None else kept
        cited = "" if cited == " ".join(said.split()) else cited
        if (cited, leads, both) == (before["words"], bool(before["lead"]), bool(before["beside"])):
            raise no_change()
        transaction.execute(DELETE_CITATION, (segment_id,))
        if cited or leads or both:
            stretch = (None,) * 4 if other is None else other[0]
            place = (segment_id, held.document, held.start, held.end, cited, int(leads), int(both))
            transaction.execute(INSERT_CITATION, (*place, *stretch, transaction.seq))
        name = document_row(transaction, held.document)["name"]
        transaction.set_message(msg("quoting.cited", document=name))

    return Action("interviews.cite", msg("interviews.changed"), perform)


def printed(project: Reader, segments: Iterable[Segment]) -> dict[str, Printed]:
    """How each segment is printed, by its id. What was cited holds while the segment and the other text stay."""
    wanted = list(segments)
    documents = {str(row["id"]): row for row in project.query(DOCUMENTS)}
    rows = project.query(CITATIONS, (as_json([one.id for one in wanted]),))
    citations = {str(row["segment"]): row for row in rows}
    texts: dict[str, str] = {}
    return {one.id: _printed(project, one, citations.get(one.id), documents, texts) for one in wanted}


def _printed(
    project: Reader,
    segment: Segment,
    row: NamedValues | None,
    documents: Mapping[str, NamedValues],
    texts: dict[str, str],
) -> Printed:
    held = row if row is not None and _has_place_of(row, segment) else None
    coded, other = documents[segment.document], None
    if held is not None and held["other_document"] is not None:
        other = documents.get(str(held["other_document"]))
        if other is None or other["digest"] != held["other_digest"]:
            held = None  # the other text was corrected, or is gone: the words as coded
    if held is None or other is None:
        said = (held["words"] if held is not None else "") or segment.quote
        return Printed(said, coded["language"], _translator(coded))
    number = str(other["id"])
    if number not in texts:
        texts[number] = load_document(project, number).document.text
    beside_it = texts[number][held["other_start"] : held["other_stop"]]
    leads = bool(held["lead"])
    first, second = (other, coded) if leads else (coded, other)
    words = (beside_it, segment.quote) if leads else (segment.quote, beside_it)
    return Printed(
        held["words"] or words[0],
        first["language"],
        _translator(first),
        " ".join(words[1].split()) if held["beside"] else "",
        second["language"],
        second["translates"] is not None,
    )


def printed_quote(project: Reader, quote: SegmentQuote) -> Printed:
    """How one quote is printed."""
    return printed(project, [quote.segment])[quote.segment.id]


def citation_choice(project: Reader, segment_id: str) -> CitationChoice:
    """What can be chosen for a segment. Raises `Problem` for one that is gone."""
    held = segment_of(one(project, WHOLE_SEGMENT, segment_id))
    rows = project.query(CITATIONS, (as_json([segment_id]),))
    row: NamedValues = rows[0] if rows and _has_place_of(rows[0], held) else {"words": "", "lead": 0, "beside": 0}
    other, link = _quote_of_pair(project, held), translation_of(project, held.document)
    on_translation = link is not None and link.translation == held.document
    said = other[1] if other is not None else ""
    shown = printed(project, [held])[segment_id]
    language = other[2] if other is not None else ""
    leads, both = bool(row["lead"]), bool(row["beside"])
    return CitationChoice(held.quote, said, language, on_translation, leads, both, row["words"], shown)


def _quote_of_pair(project: Reader, segment: Segment) -> tuple[tuple[int, int, int, int], str, str] | None:
    """Where the words of the other text stand (document, version, start, stop), the words, and their language."""
    shown = beside(project, segment.document)
    seen = next((one for one in shown.codings if one.segment.id == segment.id), None) if shown else None
    if shown is None or seen is None or seen.beside is None:
        return None
    other = shown.original.document if seen.on_translation else shown.translation.document
    version = document_row(project, other.id)["version"]
    return (int(other.id), version, *seen.beside), other.text[slice(*seen.beside)], other.language


def _has_place_of(row: NamedValues, segment: Segment) -> bool:
    return (row["start"], row["stop"]) == (segment.start, segment.end)


def _translator(document: NamedValues) -> str | None:
    return None if document["translates"] is None else str(document["translator"])


@dataclass(frozen=True)
class WaitingQuote:
    """A quote nobody has looked at: what in it may name somebody, as stretches of its words."""

    quote: SegmentQuote
    printed: str  # the words that would leave: as cited, with the other text where it stands beside
    marks: tuple[tuple[int, int], ...]  # of what is printed

    def marked(self) -> str:
        """The words with marked stretches between ‹ and ›."""
        text = self.printed
        for start, end in reversed(self.marks):
            text = f"{text[:start]}‹{text[start:end]}›{text[end:]}"
        return text


def waiting_quotes(project: Reader, code_ids: Iterable[str] | None = None) -> list[WaitingQuote]:
    """The quotes that consent lets leave and nobody has looked at yet, by document and place."""
    wanted = [code.id for code in codebook(project)] if code_ids is None else list(code_ids)
    known, languages = looked_at(project), {line.id: line.language for line in documents(project)}
    waiting = [one for one in quotes(project, wanted) if one.may_quote and one.segment.id not in known]
    words = {number: one.whole() for number, one in printed(project, [one.segment for one in waiting]).items()}
    return [
        WaitingQuote(
            one,
            words[one.segment.id],
            doubtful(words[one.segment.id], languages[one.segment.document] or DEFAULT_LANGUAGE),
        )
        for one in waiting
    ]
