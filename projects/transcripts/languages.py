# SPDX-License-Identifier: MIT
"""The languages of interviews: which a project speaks, what is proposed for texts and turns, and corrections of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coding.turn_languages import KNOWN, text_language, turn_languages
from projects.store.actions import Action
from projects.store.schema import stored_setting
from projects.stored_interviews.parsed_document import from_bytes
from projects.stored_interviews.row_records import document_row, no_change, one
from projects.transcripts.queries import TEXT_OF_VERSION
from projects.transcripts.speakers import new_version
from wording import NoProgress, Problem, Progress, Stopped, msg

if TYPE_CHECKING:
    from projects.store.ports import ProjectSettings, Transaction
    from projects.stored_interviews.parsed_document import LoadedDocument

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
            parsed = from_bytes(transaction.read_object(one(transaction, TEXT_OF_VERSION, row["version"])[0]))
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
        ref = one(transaction, TEXT_OF_VERSION, row["version"])[0]
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
