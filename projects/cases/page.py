# SPDX-License-Identifier: MIT
"""Everything a case page shows, read at once: attributes, members, answers, quotes, consents, memos, links, panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from coding.codebook import Codebook
from projects.cases.answers import Answer, answers_of, rows_without_consent
from projects.cases.attributes import AttributeValue, known_attributes
from projects.cases.case_texts import case_segments
from projects.cases.elements import ElementsPanel, panel_of, questions
from projects.cases.target_names import LinkLine, links_of
from projects.interviews.cases import Case, CaseMember, cases, members_of
from projects.interviews.cited_places import cited_places
from projects.interviews.coders import unseen_memos
from projects.interviews.codes import stored_codebook
from projects.interviews.queries import load_document
from projects.people.consent_tables import recorded
from projects.people.effective_consent import effective_consents, recorded_of_case, refused_by_themselves
from projects.people.persons import Member
from projects.quotes.quote_format import Printed, printed
from projects.store.ports import Rows
from projects.stored_interviews.queries import MEMOS_NEWEST_FIRST, NAMES_OF_DOCUMENTS
from projects.stored_interviews.tables import CONSENTS
from projects.stored_tables.titles import table_titles
from wording import Problem, Text, msg

if TYPE_CHECKING:
    from coding.records import Segment
    from projects.store.ports import Reader

DOCUMENTS_WITH_MEMO = "SELECT id, memo, coder FROM document WHERE memo <> '' ORDER BY position"

TURNS_OF_DOCUMENTS = "SELECT document, turns FROM document_version WHERE id IN (SELECT version FROM document)"


@dataclass(frozen=True)
class MemberLine:
    """What belongs to the case, as it is called: an interview, a speaker's turns, a survey row."""

    member: CaseMember
    text: Text
    note: Text


@dataclass(frozen=True)
class MemoLine:
    """A memo of the case or of one of its documents and segments."""

    id: str
    target: str
    document: str
    title: str
    text: str
    coder: str


@dataclass(frozen=True)
class CasePage:
    """A case as its page shows it. `panel`: None for what is no person, and without act, means and purpose."""

    case: Case
    attributes: tuple[AttributeValue, ...]
    members: tuple[MemberLine, ...]
    answers: tuple[Answer, ...]
    without_consent: int  # rows whose answers are not shown
    segments: tuple[Segment, ...]
    quotes: Mapping[str, Printed]  # how the words of each segment are printed
    places: Mapping[str, Text]  # where each segment is cited: its interview, page and paragraph
    consents: dict[str, bool | None]
    memos: tuple[MemoLine, ...]
    links: tuple[LinkLine, ...]
    panel: ElementsPanel | None
    book: Codebook


def case_page(project: Reader, case_id: str, *, all_answers: bool = False, coder: str | None = None) -> CasePage:
    """The page of a case. Raises `Problem` for one gone. Nothing that was said in a refused interview stands on it.

    `all_answers`: not only those that speak of elements; `coder`: with this one's codings and memos alone.
    """
    case = next((one for one in cases(project) if one.id == case_id), None)
    if case is None:
        raise Problem(msg("interviews.gone"))
    members = members_of(project, case_id)
    attributes, book = known_attributes(project, case_id), stored_codebook(project)
    rows = [(member.table, member.row) for member in members if member.table]
    wanted = [(one.table, one.variable) for held in questions(project).values() for one in held]
    answers = answers_of(project, rows, None if all_answers else wanted) if rows else []
    refused = {one for one, given in effective_consents(project).items() if given["interview"] is False}
    heard = [member for member in members if member.document not in refused]
    documents = {member.document for member in heard if member.document}
    segments = tuple(case_segments(project, heard, coder=coder))
    cited = cited_places(project, [(one.document, one.start) for one in segments])
    return CasePage(
        case=case,
        attributes=tuple(attributes),
        members=tuple(_member_lines(project, members)),
        answers=tuple(answers),
        without_consent=rows_without_consent(project, rows),
        segments=segments,
        quotes=printed(project, segments),
        places={one.id: cited[one.document, one.start] for one in segments},
        consents=_consents(project, case, members),
        memos=tuple(one for one in _memos(project, case, documents) if coder in (None, one.coder)),
        links=tuple(links_of(project, f"case:{case_id}")),
        panel=panel_of(project, heard, attributes, book, coder) if case.kind == "person" else None,
        book=book,
    )


def case_named(reads: Rows, name: str) -> Case:
    """The case of that name or id. Raises `Problem` where there is none."""
    found = cases(reads)
    for case in (*(one for one in found if one.name == name), *(one for one in found if one.id == name)):
        return case
    raise Problem(msg("casepage.no_such_case", name=name))


def _member_lines(project: Reader, members: Sequence[CaseMember]) -> list[MemberLine]:
    names = {str(row["id"]): row["name"] for row in project.query(NAMES_OF_DOCUMENTS)}
    turns = {str(row["document"]): row["turns"] for row in project.query(TURNS_OF_DOCUMENTS)}
    tables = table_titles(project)
    lines = []
    for member in members:
        if member.table:
            text: Text = msg("consents.row_of", row=member.row, table=tables.get(member.table, member.table))
            lines.append(MemberLine(member, text, msg("casepage.by_key")))
        elif member.speaker:
            name = names.get(member.document, member.document)
            lines.append(MemberLine(member, name, msg("casepage.turns_of", speaker=member.speaker)))
        else:
            name = names.get(member.document, member.document)
            loaded = load_document(project, member.document)
            spoken = loaded.held_back or loaded.document.has_turns
            key = "casepage.turns" if spoken else "speakers.paragraphs"
            lines.append(MemberLine(member, name, msg(key, n=turns.get(member.document, 0))))
    return lines


def _consents(project: Reader, case: Case, members: Sequence[CaseMember]) -> dict[str, bool | None]:
    """A no anywhere is a no; else a yes of the case, a document or a row is a yes."""
    held = effective_consents(project)
    said = [recorded_of_case(project, case.name)]
    for member in members:
        if member.document:
            said.append(held.get(member.document, {}))
        else:
            said.append(recorded(project, Member(member.table, member.row)))
    found: dict[str, bool | None] = {}
    for name in CONSENTS:
        answers = {one.get(name) for one in said}
        found[name] = False if False in answers else True if True in answers else None
    return found


def _memos(reads: Rows, case: Case, documents: set[str]) -> list[MemoLine]:
    """Those on the case, unless the person refused the interview, and on these interviews."""
    own = "" if case.name in refused_by_themselves(reads) else f"case:{case.id}"
    rows = reads.query(MEMOS_NEWEST_FIRST)
    mine = [row for row in rows if row["target"] == own or str(row["document"] or "") in documents]
    found = [
        MemoLine(str(row["id"]), row["target"], str(row["document"] or ""), row["title"], row["text"], row["coder"])
        for row in mine
    ]
    unseen = unseen_memos(cast("Reader", reads))
    for row in reads.query(DOCUMENTS_WITH_MEMO):
        if str(row["id"]) in documents - unseen:
            found.append(MemoLine("", f"document:{row['id']}", str(row["id"]), "", row["memo"], row["coder"]))
    return found
