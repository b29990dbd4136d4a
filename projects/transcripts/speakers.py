# SPDX-License-Identifier: MIT
"""Speakers of interviews: counted, renamed, merged, given a role and a language, linked to a case.

Whose a turn is stands in the text's version; a renamed speaker makes a new version of the same text, so that segments,
notes and numbers stay where they are and undo brings the old name back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coding.records import Turn
from coding.speaker_roles import RoleProposal, role_proposals
from coding.turn_languages import KNOWN, text_language, turn_languages
from projects.interviews.cases import CaseMember, join_case
from projects.interviews.documents import insert_version
from projects.interviews.queries import load_documents
from projects.people.effective_consent import refused
from projects.store.actions import Action
from projects.store.ports import DatabaseRow
from projects.store.schema import stored_setting
from projects.stored_interviews.case_tables import ROLES
from projects.stored_interviews.parsed_document import from_bytes
from projects.stored_interviews.queries import SET_DOCUMENT_VERSION, SPEAKER_ROLES
from projects.stored_interviews.row_records import document_row, no_change, one
from projects.transcripts.queries import SPEAKER_IS_IN_CASE
from wording import NoProgress, Problem, Progress, Stopped, msg

if TYPE_CHECKING:
    from projects.store.ports import ProjectSettings, Reader, Transaction
    from projects.stored_interviews.parsed_document import LoadedDocument, ParsedText
_TEXT_OF_VERSION = "SELECT parsed_ref FROM document_version WHERE id = ?"

DELETE_MEMBER = "DELETE FROM case_member WHERE id = ?"
INSERT_SPEAKER = "INSERT INTO speaker (document, name, role, language, since) VALUES (?, ?, ?, ?, ?)"

CASES_OF_SPEAKER = "SELECT id, case_ FROM case_member WHERE document = ? AND speaker = ?"

SPEAKERS_OF_DOCUMENT = "SELECT name, role, language FROM speaker WHERE document = ?"
CASES_OF_SPEAKERS = (
    "SELECT case_member.speaker AS speaker, case_.name AS name FROM case_member JOIN case_ ON "
    "case_.id = case_ WHERE document = ? AND speaker <> '' ORDER BY case_member.id"
)
SPEAKER_OF_DOCUMENT = "SELECT * FROM speaker WHERE document = ? AND name = ?"
SET_ROLE_AND_LANGUAGE = "UPDATE speaker SET role = ?, language = ? WHERE id = ?"
DELETE_SPEAKER = "DELETE FROM speaker WHERE document = ? AND name = ?"
SPEAKER_EXISTS = "SELECT 1 FROM speaker WHERE document = ? AND name = ?"
RENAME_SPEAKER = "UPDATE speaker SET name = ? WHERE document = ? AND name = ?"
SET_SPEAKER_OF_MEMBER = "UPDATE case_member SET speaker = ? WHERE id = ?"
NUMBER_OF_VERSION = "SELECT number FROM document_version WHERE id = ?"


@dataclass(frozen=True)
class SpeakerLine:
    """A speaker of an interview; `role` and `language` are "" where nobody said them; `cases` by name."""

    name: str
    turns: int
    words: int
    role: str
    language: str
    cases: tuple[str, ...] = ()
    first: str = ""  # the first words, to know the speaker by


@dataclass(frozen=True)
class SpeakerCount:
    """A speaker as recognised in a text that is not stored yet."""

    name: str
    turns: int
    words: int
    role: str
    first: str


def count_speakers(text: str, turns: Sequence[Turn]) -> list[SpeakerCount]:
    """The speakers of a text by their first turn; roles told by their names or turns are proposed."""
    found: dict[str, list[Turn]] = {}
    for turn in turns:
        if turn.speaker:
            found.setdefault(turn.speaker, []).append(turn)
    counts = []
    roles = {one.speaker: one.role for one in role_proposals(text, turns) if one.role != "participant"}
    for name, held in found.items():
        words = sum(len(text[turn.start : turn.end].split()) for turn in held)
        first = " ".join(text[held[0].start : held[0].end].split()[:8])
        counts.append(SpeakerCount(name, len(held), words, roles.get(name, ""), first))
    return counts


def speakers_of(project: Reader, document_id: str) -> list[SpeakerLine]:
    """The speakers of an interview by their first turn; without their first words where it is held back.

    Raises `Problem` for one that is gone.
    """
    row = document_row(project, document_id)
    parsed = _parsed(project, row["version"])
    facts = {
        held["name"]: (held["role"], held["language"]) for held in project.query(SPEAKERS_OF_DOCUMENT, (document_id,))
    }
    cases: dict[str, list[str]] = {}
    held_back = document_id in refused(project)
    for held in project.query(
        CASES_OF_SPEAKERS,
        (document_id,),
    ):
        cases.setdefault(held["speaker"], []).append(held["name"])
    return [
        SpeakerLine(
            one.name, one.turns, one.words, *facts.get(one.name, (one.role, "")),
            cases=tuple(cases.get(one.name, ())), first="" if held_back else one.first,
        )
        for one in count_speakers(parsed.text, parsed.turns)
    ]  # fmt: skip


def speakers_by_document(project: Reader) -> dict[str, list[str]]:
    """The names of the speakers of each interview, by their first turn."""
    return {
        loaded.document.id: list(dict.fromkeys(turn.speaker for turn in loaded.document.turns if turn.speaker))
        for loaded in load_documents(project)
    }


def rename_speaker(document_ids: Sequence[str], name: str, new_name: str) -> Action:
    """Give a speaker of these interviews another name; where one of that name speaks already they become one.

    The result is in how many interviews somebody was renamed. Raises `Problem` for an empty name and where nobody
    of that name speaks.
    """
    return merge_speakers(document_ids, [name], new_name)


def merge_speakers(document_ids: Sequence[str], names: Sequence[str], into: str) -> Action:
    """Let several speakers of these interviews be one, called `into`; problems as in `rename_speaker`."""
    wanted, gone = into.strip(), set(names)
    if not wanted:
        raise Problem(msg("speakers.without_name"))

    def perform(transaction: Transaction) -> int:
        changed, there = 0, False
        for document_id in document_ids:
            row = document_row(transaction, document_id)
            held = {turn.speaker for turn in _parsed(transaction, row["version"]).turns}
            there |= bool(held & gone)
            if held & (gone - {wanted}):
                _new_turns(transaction, row, lambda turn: replace(turn, speaker=_new(turn.speaker, gone, wanted)))
                _rename_rows(transaction, document_id, gone - {wanted}, wanted)
                changed += 1
        if not there:
            raise Problem(msg("speakers.no_such", names=list(names)))
        if not changed:
            raise no_change()
        key = "speakers.renamed" if len(names) == 1 else "speakers.merged"
        transaction.set_message(msg(key, names=list(names), name=wanted, n=changed))
        return changed

    return Action("interviews.rename_speaker", msg("interviews.changed"), perform)


def set_speaker(document_id: str, name: str, *, role: str | None = None, language: str | None = None) -> Action:
    """Say what a speaker is (interviewer, interpreter, participant; "" unsets it), or speaks; None leaves it.

    Raises `Problem` where nobody of that name speaks and for a role there is not.
    """
    if role is not None and role not in ("", *ROLES):
        raise Problem(msg("speakers.no_such_role", role=role, roles=list(ROLES)))

    def perform(transaction: Transaction) -> None:
        row = document_row(transaction, document_id)
        _insist(transaction, row, name)
        held = transaction.query(SPEAKER_OF_DOCUMENT, (document_id, name))
        before = (held[0]["role"], held[0]["language"]) if held else ("", "")
        after = (before[0] if role is None else role, before[1] if language is None else language)
        if after == before:
            raise no_change()
        if held:
            place = (*after, held[0]["id"])
            transaction.execute(SET_ROLE_AND_LANGUAGE, place)
        else:
            transaction.execute(
                INSERT_SPEAKER,
                (document_id, name, *after, transaction.seq),
            )
        transaction.set_message(msg("speakers.set", name=name, document=row["name"]))

    return Action("interviews.set_speaker", msg("interviews.changed"), perform)


@dataclass(frozen=True)
class ProposedRole:
    """A role proposed for a speaker of an interview to whom nobody gave one, with what speaks for it."""

    document: str
    document_name: str
    proposal: RoleProposal


def propose_roles(project: Reader, document_ids: Sequence[str] | None = None) -> list[ProposedRole]:
    """The roles proposed in all interviews, or some, for speakers without one; refused interviews are left out."""
    given = {(str(row["document"]), row["name"]) for row in project.query(SPEAKER_ROLES)}
    out = refused(project)
    return [
        ProposedRole(loaded.document.id, loaded.document.name, one)
        for loaded in load_documents(project, document_ids)
        if loaded.document.id not in out
        for one in role_proposals(loaded.document.text, loaded.document.turns)
        if (loaded.document.id, one.speaker) not in given
    ]


def with_roles(proposed: Sequence[ProposedRole], roles: Sequence[str]) -> list[ProposedRole]:
    """The proposals with the roles that somebody chose, in the same order; those without a role ("") are left out."""
    return [
        replace(one, proposal=replace(one.proposal, role=role))
        for one, role in zip(proposed, roles, strict=True)
        if role
    ]


def keep_roles(proposed: Sequence[ProposedRole]) -> Action:
    """Give these speakers the roles proposed, in one step. Raises `Problem` where there are none."""

    def perform(transaction: Transaction) -> int:
        if not proposed:
            raise no_change()
        for role in proposed:
            _give(transaction, role.document, role.proposal.speaker, role.proposal.role)
        transaction.set_message(msg("speakers.roles_kept", n=len(proposed)))
        return len(proposed)

    return Action("interviews.keep_roles", msg("interviews.changed"), perform)


def _give(transaction: Transaction, document_id: str, name: str, role: str) -> None:
    held = transaction.query(SPEAKER_OF_DOCUMENT, (document_id, name))
    if held:
        transaction.execute(SET_ROLE_AND_LANGUAGE, (role, held[0]["language"], held[0]["id"]))
    else:
        transaction.execute(INSERT_SPEAKER, (document_id, name, role, "", transaction.seq))


def link_speaker(document_id: str, name: str, case_id: str) -> Action:
    """Let a speaker's turns belong to a case. Raises `Problem` as `join_case` does."""
    return join_case(case_id, [CaseMember(document_id, name)])


def new_version(transaction: Transaction, row: DatabaseRow, parsed: ParsedText, reason: str) -> None:
    """Store the same text with other turns as the document's version."""
    number = one(transaction, NUMBER_OF_VERSION, row["version"])["number"]
    version = insert_version(transaction, row["id"], parsed, number + 1, reason)
    transaction.execute(SET_DOCUMENT_VERSION, (version, row["id"]))


def _new_turns(transaction: Transaction, row: DatabaseRow, change: Callable[[Turn], Turn]) -> None:
    parsed = _parsed(transaction, row["version"])
    new_version(transaction, row, replace(parsed, turns=tuple(map(change, parsed.turns))), "")


def _new(speaker: str, gone: set[str], wanted: str) -> str:
    return wanted if speaker in gone else speaker


def _rename_rows(transaction: Transaction, document_id: str, gone: set[str], wanted: str) -> None:
    """Roles and cases go with the speaker; of two roles the one that bore the name stays."""
    for name in sorted(gone):
        place = (document_id, name)
        known = transaction.query(SPEAKER_EXISTS, (document_id, wanted))
        if known:
            transaction.execute(DELETE_SPEAKER, place)
        else:
            transaction.execute(RENAME_SPEAKER, (wanted, *place))
        for row in transaction.query(CASES_OF_SPEAKER, place):
            twin = SPEAKER_IS_IN_CASE
            if transaction.query(twin, (row["case_"], document_id, wanted)):
                transaction.execute(DELETE_MEMBER, (row["id"],))
            else:
                transaction.execute(SET_SPEAKER_OF_MEMBER, (wanted, row["id"]))


def _insist(transaction: Transaction, row: DatabaseRow, name: str) -> None:
    if all(turn.speaker != name for turn in _parsed(transaction, row["version"]).turns):
        raise Problem(msg("speakers.no_such", names=[name]))


def _parsed(project: Reader | Transaction, version: object) -> ParsedText:
    found = one(project, _TEXT_OF_VERSION, version)
    return from_bytes(project.read_object(found["parsed_ref"]))


SET_LANGUAGE = "UPDATE document SET language = ? WHERE id = ?"

LANGUAGES = "interviews.languages"  # setting: the languages spoken in the interviews, as ["en", "rn"]


@dataclass(frozen=True)
class Proposed:
    """What is proposed for one interview: the language of most words, and that of each turn."""

    document: str
    digest: str
    language: str
    turns: tuple[str, ...]


def project_languages(project: ProjectSettings) -> tuple[str, ...]:
    """The languages spoken in the interviews; all that can be told where nobody said."""
    held = project.setting(LANGUAGES, None)
    return tuple(held) if held else KNOWN


def set_project_languages(languages: Sequence[str]) -> Action:
    """Say which languages are spoken. Raises `Problem` for one that cannot be told apart."""
    wanted = tuple(dict.fromkeys(languages))
    unknown = [one for one in wanted if one not in KNOWN]
    if unknown or not wanted:
        raise Problem(msg("transcripts.no_such_language", language="".join(unknown[:1]), known=list(KNOWN)))

    def perform(transaction: Transaction) -> None:
        transaction.set_setting(LANGUAGES, list(wanted))

    return Action("interviews.set_languages", msg("transcripts.languages_set", names=list(wanted)), perform)


def set_language_spoken(language: str, spoken: bool) -> Action:
    """Say of one language whether it is spoken; what was said of the others meanwhile stays.

    Raises `Problem` for one that cannot be told apart, and for the last one.
    """
    if language not in KNOWN:
        raise Problem(msg("transcripts.no_such_language", language=language, known=list(KNOWN)))

    def perform(transaction: Transaction) -> None:
        held = set(stored_setting(transaction, LANGUAGES, []) or KNOWN)
        wanted = [one for one in KNOWN if (spoken if one == language else one in held)]
        if not wanted:
            raise Problem(msg("speakers.view.one_language"))
        if set(wanted) == held:
            raise no_change()
        transaction.set_setting(LANGUAGES, wanted)
        transaction.set_message(msg("transcripts.languages_set", names=wanted))

    return Action("interviews.set_languages", msg("interviews.changed"), perform)


def propose(
    loaded: Iterable[LoadedDocument], languages: Sequence[str], total: int, progress: Progress | None = None
) -> list[Proposed]:
    """What the words of interviews not held back tell of their languages. It stores nothing. Raises Stopped."""
    watch, found = progress or NoProgress(), []
    for number, held in enumerate(loaded):
        if watch.stop_requested():
            raise Stopped
        watch.report(number / max(total, 1))
        document = held.document
        if held.held_back:
            continue
        languages_found = turn_languages(document.text, document.turns, languages)
        whole = text_language(document.text, document.turns, languages_found) or document.language
        found.append(Proposed(document.id, document.digest, whole, tuple(languages_found)))
    return found


def store_proposed(found: Sequence[Proposed]) -> Action:
    """Keep what was proposed, for interviews and turns of no language yet; the result is how many interviews changed.

    A language somebody said stays. Raises `Problem` when a text changed meanwhile, and where nothing is new.
    """

    def perform(transaction: Transaction) -> int:
        changed = 0
        for proposed in found:
            row = document_row(transaction, proposed.document, proposed.digest)
            parsed = from_bytes(transaction.read_object(one(transaction, _TEXT_OF_VERSION, row["version"])[0]))
            turns = tuple(
                turn if turn.language or not languages_found else replace(turn, language=languages_found)
                for turn, languages_found in zip(parsed.turns, proposed.turns, strict=True)
            )
            new = not row["language"] and bool(proposed.language)
            if new:
                place = (proposed.language, proposed.document)
                transaction.execute(SET_LANGUAGE, place)
            if turns != parsed.turns:
                new_version(transaction, row, replace(parsed, turns=turns), "")
            changed += new or turns != parsed.turns
        if not changed:
            raise no_change()
        transaction.set_message(msg("transcripts.proposed", n=changed))
        return changed

    return Action("interviews.propose_languages", msg("interviews.changed"), perform)


def set_turn_language(document_id: str, turns: Sequence[int], language: str) -> Action:
    """Correct the language of turns, by their places from 0. Raises `Problem` for a place or language there is not."""
    if language not in ("", *KNOWN):
        raise Problem(msg("transcripts.no_such_language", language=language, known=list(KNOWN)))

    def perform(transaction: Transaction) -> None:
        row = document_row(transaction, document_id)
        ref = one(transaction, _TEXT_OF_VERSION, row["version"])[0]
        parsed = from_bytes(transaction.read_object(ref))
        spoken = any(turn.speaker for turn in parsed.turns)
        if any(not 0 <= place < len(parsed.turns) for place in turns):
            key = "transcripts.no_such_turn" if spoken else "transcripts.no_such_paragraph"
            raise Problem(msg(key, n=len(parsed.turns)))
        fresh = list(parsed.turns)
        for place in turns:
            fresh[place] = replace(fresh[place], language=language)
        if tuple(fresh) == parsed.turns:
            raise no_change()
        new_version(transaction, row, replace(parsed, turns=tuple(fresh)), "")
        key = "transcripts.turn_language" if spoken else "transcripts.paragraph_language"
        transaction.set_message(msg(key, document=row["name"], n=len(turns)))

    return Action("interviews.set_turn_language", msg("interviews.changed"), perform)


def spoken(loaded: LoadedDocument) -> Mapping[str, int]:
    """How many turns are in each language, "" for those of none."""
    return Counter(turn.language for turn in loaded.document.turns)
