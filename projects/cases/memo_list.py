# SPDX-License-Identifier: MIT
"""All memos of a project in one list, each to be written anew: on text, codes, documents, cases, the project.

Annotations and paraphrases stand among them.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from analysis.codings.records import place_of
from projects.cases.queries import NAMES_OF_CASES
from projects.cases.target_names import names_of
from projects.interviews.coders import unseen_memos
from projects.interviews.codes import redefine_code
from projects.interviews.documents import set_document_memo
from projects.interviews.notes import change_memo, change_note
from projects.interviews.queries import load_documents
from projects.interviews.segments import set_segment_memo
from projects.people.effective_consent import effective_consents, refused_by_themselves
from projects.people.withdrawn_words import withheld_names
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.stored_interviews.queries import MEMOS_NEWEST_FIRST, NAMES_OF_DOCUMENTS
from projects.transcripts.queries import NOTES_IN_ORDER
from wording import Labels, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Reader

ENDS_OF_LINKS = "SELECT a, b FROM link"
STARTS_OF_SEGMENTS = "SELECT id, start, document FROM segment"
SEGMENTS_WITH_MEMO = "SELECT * FROM segment WHERE memo IS NOT NULL AND memo <> '' ORDER BY document, start"

_WRITER = (  # of the memo that stands in a row; where history does not tell, whoever made the row
    " coalesce((SELECT action.user FROM journal JOIN action USING (seq) WHERE journal.tbl = '{0}'"
    " AND journal.key = {0}.id AND action.role = 'do' AND json_extract(journal.before, '$.id') IS NOT NULL"
    " AND json_extract(journal.after, '$.memo') = {0}.memo"
    " AND json_extract(journal.before, '$.memo') IS NOT {0}.memo ORDER BY seq DESC LIMIT 1), coder) AS coder"
)
CODES_WITH_MEMO = f"SELECT id, name, memo,{_WRITER.format('code')} FROM code WHERE memo <> '' ORDER BY id"
DOCUMENTS_WITH_MEMO = (
    f"SELECT id, name, memo,{_WRITER.format('document')} FROM document WHERE memo <> '' ORDER BY position"
)

KINDS = ("project", "case", "document", "segment", "text", "code", "memo")


@dataclass(frozen=True)
class MemoEntry:
    """One memo: what it stands on (`target`, as "case:2"), how that is called, where in which document, its words.

    `id`: of the row of `memo`, as "annotation:3" of a note beside the text, "" where the memo is part of the thing
    itself; `start`: -1 without a place. `place`: number of the paragraph there, and of the page or 0, by the document.
    `interview`: the name of the document a coded passage stands in, "" of anything else.
    """

    kind: str
    id: str
    target: str
    called: Text
    document: str
    start: int
    text: str
    coder: str
    links: int
    title: str = ""
    place: tuple[int, int] = (0, 0)
    interview: str = ""

    @property
    def cited(self) -> Text:
        """What it stands on; where that is words of an interview, with that interview and the place."""
        if not self.place[0]:
            return self.called
        where = msg("framework.place", document=self.interview or self.called, place=place_of(*self.place))
        return msg("memos.on_passage", words=self.called, place=where) if self.interview else where

    @property
    def end_of_link(self) -> str:
        """What a link from this memo starts from: the memo itself where it is a thing, else what it stands on."""
        return f"memo:{self.id}" if self.id.isdecimal() else self.target


def all_memos(reads: Rows, only_coder: str | None = None) -> list[MemoEntry]:
    """Every memo, by kind and then the newest first; with `only_coder` none that another wrote, but those of codes.

    Memos and notes on an interview that was refused are left out, and those on the case of whoever refused it.
    """
    refused = {f"document:{one}" for one, given in effective_consents(reads).items() if given["interview"] is False}
    cases = refused_by_themselves(reads)
    refused |= {f"case:{row['id']}" for row in reads.query(NAMES_OF_CASES) if row["name"] in cases}
    held = [*_stored(reads), *_of_things(reads), *_on_text(reads)]
    found = [one for one in held if not {f"document:{one.document}", one.target} & refused]
    if only_coder is not None:
        unseen = {f"document:{one}" for one in unseen_memos(cast("Reader", reads))}
        found = [one for one in found if _is_seen(one, only_coder, unseen)]
    return sorted(_with_places(cast("Reader", reads), found), key=lambda one: KINDS.index(one.kind))


def _with_places(reads: Reader, found: list[MemoEntry]) -> list[MemoEntry]:
    """Memos on words with the numbers by which these are cited."""
    on_words = {one.document for one in found if one.kind in ("segment", "text") and one.document and one.start >= 0}
    loaded = {one.document.id: one for one in load_documents(reads, sorted(on_words))} if on_words else {}
    placed = []
    for one in found:
        if one.document in loaded and one.kind in ("segment", "text") and one.start >= 0:
            text = loaded[one.document]
            interview = text.document.name if one.kind == "segment" else ""  # a note is called by its interview
            one = replace(one, place=text.numbers.cited(one.start), interview=interview)
        placed.append(one)
    return placed


def _is_seen(entry: MemoEntry, coder: str, unseen: set[str]) -> bool:
    """Whether somebody who codes blind sees a memo: what a code means is everybody's, all else one's own."""
    if entry.id == "" and entry.kind == "document":
        return entry.target not in unseen
    return (entry.id == "" and entry.kind == "code") or entry.coder in ("", coder)


def write_memo(entry: MemoEntry, text: str) -> Action:
    """Write a memo of the list anew; an empty text removes it."""
    number = entry.target.partition(":")[2]
    if entry.id.isdecimal():
        return change_memo(entry.id, text, entry.title)
    if entry.id:
        table, _, note = entry.id.partition(":")
        return change_note(table, note, text)
    if entry.kind == "code":
        return redefine_code(number, memo=text)
    return set_document_memo(number, text) if entry.kind == "document" else set_segment_memo(number, text)


def _stored(reads: Rows) -> list[MemoEntry]:
    rows = reads.query(MEMOS_NEWEST_FIRST)
    called = names_of(reads, [row["target"] for row in rows])
    links: Counter[str] = Counter()
    for row in reads.query(ENDS_OF_LINKS):
        links.update((row["a"], row["b"]))
    starts = {row["id"]: (row["start"], row["document"]) for row in reads.query(STARTS_OF_SEGMENTS)}
    made = []
    for row in rows:
        kind, _, number = row["target"].partition(":")
        start, document = starts.get(int(number), (-1, None)) if kind == "segment" else (-1, row["document"])
        linked = links[f"memo:{row['id']}"] + links[row["target"]]
        name = called.get(row["target"], row["target"])
        made.append(
            MemoEntry(
                kind,
                str(row["id"]),
                row["target"],
                name,
                str(document or ""),
                start,
                row["text"],
                row["coder"],
                linked,
                row["title"],
            )  # fmt: skip
        )
    return made


def _of_things(reads: Rows) -> list[MemoEntry]:
    """Memos that are part of a document, a code or a segment."""
    made = []
    for row in reads.query(DOCUMENTS_WITH_MEMO):
        target = f"document:{row['id']}"
        made.append(MemoEntry("document", "", target, row["name"], str(row["id"]), 0, row["memo"], row["coder"], 0))
    neutral = withheld_names(reads)
    for row in reads.query(CODES_WITH_MEMO):
        name = neutral.get(str(row["id"])) or Labels(json.loads(row["name"]))
        made.append(MemoEntry("code", "", f"code:{row['id']}", name, "", -1, row["memo"], row["coder"], 0))
    for row in reads.query(SEGMENTS_WITH_MEMO):
        place = (str(row["document"]), row["start"], row["memo"], row["coder"], 0)
        made.append(MemoEntry("segment", "", f"segment:{row['id']}", _short(row["quote"]), *place))
    return made


def _on_text(reads: Rows) -> list[MemoEntry]:
    """Notes and paraphrases beside the text."""
    names = {row["id"]: row["name"] for row in reads.query(NAMES_OF_DOCUMENTS)}
    made = []
    for table in ("annotation", "paraphrase"):
        for row in reads.query(NOTES_IN_ORDER.format(table)):
            place = (str(row["document"]), row["start"], row["text"], row["coder"], 0)
            made.append(
                MemoEntry(
                    "text",
                    f"{table}:{row['id']}",
                    f"document:{row['document']}",
                    names.get(row["document"], ""),
                    *place,
                )
            )
    return made


def _short(text: str, longest: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= longest else words[:longest].rstrip() + "…"
