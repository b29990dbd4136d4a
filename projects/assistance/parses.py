# SPDX-License-Identifier: MIT
"""One parse of each interview, kept in the project's objects by text and pipeline, made when something needs it.

Making them can be stopped at any batch and goes on where it stopped; nothing else waits for it.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from coding.language_stretches import LanguageStretch, language_stretches, languages_in
from coding.rules import Rule, is_parsed_rule
from coding.spacy_pipelines import NAMED, pipeline_version, unknown_pipelines
from projects.assistance import queries
from projects.assistance.readable_interviews import readable
from projects.people.effective_consent import refused
from projects.store.ports import DatabaseRow
from projects.stored_interviews.row_records import as_json
from wording import Message, NoProgress, PartOf, Progress, Stopped, msg

if TYPE_CHECKING:
    from coding.records import Document
    from projects.store.ports import Transaction
    from projects.store.project import Project
    from projects.stored_interviews.parsed_document import LoadedDocument
    from projects.worker import JobAnswer

PARSES = "SELECT document, digest, pipeline FROM parse"

UNMARKED_SUGGESTIONS = (  # open, of plain words or rules, as far as nothing says that they are no hit
    "SELECT id, document, code, rule, language, matched FROM suggestion WHERE verdict = 'open'"
    " AND rule NOT LIKE 'model:%' AND document IN (SELECT value FROM json_each(?))"
    " AND NOT EXISTS (SELECT 1 FROM suggestion_mark WHERE suggestion_mark.suggestion = suggestion.id) ORDER BY id"
)
PARSES_WITH_OBJECTS = "SELECT document, digest, pipeline, parse_ref FROM parse"
INSERT_PARSE = "INSERT INTO parse (document, digest, pipeline, parse_ref) VALUES (?, ?, ?, ?)"
DELETE_PARSE = "DELETE FROM parse WHERE document = ?"

Fetch = Callable[[Callable[["Project"], Any]], Any]

_BATCH = 150_000  # characters handed to the text process at a time: some ten interviews of 3,000 words


class Parsing(Protocol):
    """The warm text process (`projects.worker.TextProcess`)."""

    def ask(self, name: str, /, *, seconds: float, progress: Progress | None, **arguments: object) -> JobAnswer:
        """The answer of a job with its parts."""


@dataclass(frozen=True)
class Unparsed:
    """A text whose parse is not kept: its document, digest, languages, and what parses it (`parsed_by`)."""

    document: str
    digest: str
    stretches: tuple[LanguageStretch, ...]
    text: str
    pipeline: str


@dataclass(frozen=True)
class ParseState:
    """How many interviews are parsed, of how many that a pipeline can parse."""

    done: int
    of: int


def parsed_by(stretches: Sequence[LanguageStretch]) -> str:
    """What a text is parsed by, as it is kept beside the parse; "" where no pipeline is installed for any of it.

    The version of its pipeline; of a text in several languages those of each, with a digest of which stretch is in
    which: a turn whose language is corrected is parsed anew.
    """
    languages = languages_in(stretches)
    versions = {one: found for one in languages if (found := pipeline_version(one))}
    if len(languages) < 2 or not versions:
        return "".join(versions.values())
    cut = hashlib.sha256(repr([tuple(one) for one in stretches if one.language in versions]).encode()).hexdigest()
    return "; ".join([*(f"{one} {found}" for one, found in sorted(versions.items())), cut[:16]])


def stretches_of(document: Document) -> tuple[LanguageStretch, ...]:
    """The stretches of a document in one language each, by its turns."""
    return language_stretches(document.text, document.turns, document.language)


def unparsed(project: Project, first: str = "", only: Sequence[str] | None = None) -> list[Unparsed]:
    """The interviews without a kept parse by today's pipeline, `first` at the head; refused ones are not parsed."""
    kept = {(str(row[0]), row[1], row[2]) for row in project.query(PARSES)}
    found = []
    for loaded in readable(project, only):
        document = loaded.document
        stretches = stretches_of(document)
        version = parsed_by(stretches)
        if version and (document.id, document.digest, version) not in kept:
            found.append(Unparsed(document.id, document.digest, stretches, document.text, version))
    return sorted(found, key=lambda one: one.document != first)


def parse_state(project: Project) -> ParseState:
    """How far parsing is, by the languages that the turns of each interview have now."""
    kept = {(str(row[0]), row[1], row[2]) for row in project.query(PARSES)}
    made = [(one.document, parsed_by(stretches_of(one.document))) for one in readable(project)]
    able = [(document, version) for document, version in made if version]
    done = sum((document.id, document.digest, version) in kept for document, version in able)
    return ParseState(done, len(able))


def parsing_notes(loaded: Sequence[LoadedDocument]) -> list[Message]:
    """What rules on grammar do not read as they should, each in a sentence.

    A pipeline that was named and is not there, interviews without one, turns in a language without one.
    """
    spoken = [(one.document, stretches_of(one.document)) for one in loaded]
    unknown, unparsed_ones = unknown_pipelines(), [document for document, held in spoken if not parsed_by(held)]
    unsaid = sum(not document.language for document in unparsed_ones)
    plain = len(unparsed_ones) - unsaid
    turns = sum(
        bool(turn.language) and not pipeline_version(turn.language)
        for document, held in spoken
        if parsed_by(held)
        for turn in document.turns
    )
    notes = [msg("assist.unknown_pipeline", named=", ".join(unknown), variable=NAMED)] if unknown else []
    notes += [msg("assist.no_language", n=unsaid)] if unsaid else []
    notes += [msg("assist.without_pipeline", n=plain)] if plain else []
    return [*notes, msg("assist.turns_without_pipeline", n=turns)] if turns else notes


def unmarked_note(project: Project, rules: Sequence[Rule], only: Sequence[str] | None = None) -> list[Message]:
    """That plain words have no mark in interviews that are not parsed yet, in a sentence where it is so."""
    n = len(unparsed(project, only=only)) if any(not is_parsed_rule(rule.keyword) for rule in rules) else 0
    return [msg("assist.words_unmarked", n=n)] if n else []


def keep_parses(project: Project, made: Iterable[tuple[Unparsed, bytes]]) -> None:
    """Keep parses in place of older ones of the same interviews. It has no undo: a parse can always be made again."""
    held = list(made)

    def perform(transaction: Transaction) -> None:
        for document in refused(transaction):
            transaction.execute(DELETE_PARSE, (int(document),))
        for one, data in held:
            transaction.execute(DELETE_PARSE, (int(one.document),))
            transaction.execute(
                INSERT_PARSE,
                (int(one.document), one.digest, one.pipeline, transaction.put_object(data)),
            )

    if held:
        project.write_lasting("assistance.parse", "log", msg("assistance.parsed", n=len(held)), perform)


def parse_batch(text_process: Parsing, batch: Sequence[Unparsed], progress: Progress | None = None) -> list[bytes]:
    """The parses of some texts, in order. Raises Stopped, WorkerProblem."""
    documents = [[one.text, one.stretches] for one in batch]
    answer = text_process.ask("parse", seconds=900.0, progress=progress, documents=documents)
    return list(answer.parts)


def batches(waiting: Sequence[Unparsed]) -> Iterator[list[Unparsed]]:
    """The texts in portions; each is kept before the next begins."""
    batch: list[Unparsed] = []
    for one in waiting:
        batch.append(one)
        if sum(len(held.text) for held in batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def parse_missing(
    fetch: Fetch,
    text_process: Parsing,
    progress: Progress = NoProgress(),  # noqa: B008 - it holds nothing
    *,
    first: str = "",
    only: Sequence[str] | None = None,
) -> int:
    """Parse what has no kept parse; how many interviews that were. Raises Stopped: what was done stays.

    `fetch` runs a function on the open project where the project lives: `in_place(project)`, or a session's.
    """
    waiting: list[Unparsed] = fetch(lambda project: unparsed(project, first, only))
    done = 0
    for batch in batches(waiting):
        if progress.stop_requested():
            raise Stopped
        part = PartOf(progress, done / len(waiting), (done + len(batch)) / len(waiting))
        made = list(zip(batch, parse_batch(text_process, batch, part), strict=True))
        fetch(functools.partial(_keep, made=made))
        _mark_waiting_words(fetch, text_process, made)
        done += len(batch)
    return done


def _mark_waiting_words(fetch: Fetch, text_process: Parsing, made: Sequence[tuple[Unparsed, bytes]]) -> None:
    """Give plain words that were suggested before the parse came, and wait, the mark that it tells."""
    by_document: dict[str, list[DatabaseRow]] = {}
    for row in fetch(lambda project: _unmarked_words(project, [one.document for one, _ in made])):
        by_document.setdefault(str(row["document"]), []).append(row)
    marks: list[tuple[int, str, str]] = []
    for one, data in made:
        rows = by_document.get(one.document, [])
        if not rows:
            continue
        rules = sorted({(str(row["code"]), rule, row["language"]) for row in rows for rule in row["rule"].split("; ")})
        asked = [[one.text, one.stretches, base64.b64encode(data).decode("ascii")]]
        (hits,) = text_process.ask(
            "mark_rules", seconds=900.0, progress=None, rules=[list(rule) for rule in rules], documents=asked
        ).value
        said = {(hit[2], hit[0], hit[1]): str(hit[5]) for hit in hits}
        for row in rows:
            found = [said.get((str(row["code"]), first, last), "hit") for first, last in json.loads(row["matched"])]
            if "hit" not in found:
                marks.append((row["id"], one.document, found[0]))
    if marks:
        fetch(lambda project: give_marks(project, marks))


def _unmarked_words(project: Project, documents: Sequence[str]) -> list[DatabaseRow]:
    """Open suggestions of plain words alone without a mark, where nobody said what mark a place should have."""
    if project.read_only:
        return []
    rows = project.query(UNMARKED_SUGGESTIONS, (as_json(list(documents)),))
    said = {
        (str(row["document"]), str(row["code"]), row["start"], row["stop"])
        for row in (project.query(queries.ALL_MARK_TESTS) if rows else ())
    }
    return [
        row
        for row in rows
        if not any(map(is_parsed_rule, row["rule"].split("; ")))
        and not any((str(row["document"]), str(row["code"]), *place) in said for place in json.loads(row["matched"]))
    ]


def give_marks(project: Project, marks: Sequence[tuple[int, str, str]]) -> None:
    """Keep marks of suggestions; those decided meanwhile stay as they were. No undo, as a parse has none."""

    def perform(transaction: Transaction) -> None:
        still = {row["id"] for row in transaction.query(queries.OPEN_SUGGESTIONS)}
        rows = [(suggestion, int(document), mark) for suggestion, document, mark in marks if suggestion in still]
        transaction.executemany(queries.GIVE_SUGGESTION_MARK, rows)

    project.write_lasting("assistance.words_marked", "log", msg("assist.words_marked", n=len(marks)), perform)


def _keep(project: Project, made: list[tuple[Unparsed, bytes]]) -> None:
    keep_parses(project, made)


def in_place(project: Project) -> Fetch:
    """For a caller that holds the project itself."""
    return lambda function: function(project)


def kept_parses(project: Project, only: Sequence[str] | None = None) -> dict[tuple[str, str], bytes]:
    """The kept parses by document and digest of its text."""
    wanted = None if only is None else set(only)
    return {
        (str(row["document"]), row["digest"]): project.read_object(row["parse_ref"])
        for row in project.query(PARSES_WITH_OBJECTS)
        if wanted is None or str(row["document"]) in wanted
    }


def current_parses(project: Project) -> dict[str, bytes]:
    """The kept parses of the interviews that would be parsed alike today: same text, languages of turns, pipelines."""
    today = {(one.document.id, one.document.digest, parsed_by(stretches_of(one.document))) for one in readable(project)}
    return {
        str(row["document"]): project.read_object(row["parse_ref"])
        for row in project.query(PARSES_WITH_OBJECTS)
        if (str(row["document"]), row["digest"], row["pipeline"]) in today
    }
