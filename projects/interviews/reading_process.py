# SPDX-License-Identifier: MIT
"""Runs interview jobs in helper processes: files in a throw-away one, sentences and rules in the text process."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from coding.entities.phones import REGIONS
from coding.keywords import SettledSuggestions
from coding.language_stretches import language_stretches
from coding.rules import Rule
from coding.rules.rule_limits import SpeakerContext, limits_of
from projects.interviews.jobs import StoredSpeakerContext, found_from_json, transcript_from_json, turns_to_json
from projects.interviews.suggestions import FoundInDocument
from projects.readers.plain_text import refuse_large
from projects.stored_interviews.parsed_document import LoadedDocument
from projects.worker import run_job
from wording import NoProgress, PartOf, Progress

if TYPE_CHECKING:
    from coding.records import Document
    from projects.interviews.transcript_reading import ReadTranscript

_PORTION = 500_000  # characters handed to the text process at a time


class TabledEntities(NamedTuple):
    """Where a project's table has places, dates and so on, by document and digest; its countries of telephones."""

    places: Mapping[tuple[str, str], Sequence[tuple[int, int, str]]]
    regions: Sequence[str]


class Calls(Protocol):
    """The warm text process (`projects.worker.TextProcess`)."""

    def call(self, name: str, /, *, seconds: float, progress: Progress | None, **arguments: object) -> Any:
        """The JSON answer of a job."""


def read_transcript_apart(path: Path, progress: Progress | None = None) -> ReadTranscript:
    """`read_transcript` in a process of its own. Raises its Problems, WorkerProblem, Stopped.

    A plain text is read whole, several times over: one larger than any interview is refused before it is opened.
    """
    _refuse_large(path)
    return transcript_from_json(run_job("read_transcript", {"path": str(path.absolute())}, progress).value)


def _refuse_large(path: Path) -> None:
    if not path.is_file():
        return  # its reader says what is wrong with it
    with path.open("rb") as stream:
        refuse_large(path.name, stream.read(8), path.stat().st_size)


def find_suggestions_apart(
    text_process: Calls,
    documents: Sequence[LoadedDocument],
    rules: Sequence[Rule],
    decided: dict[str, SettledSuggestions],
    progress: Progress | None = None,
    parses: Mapping[tuple[str, str], bytes] | None = None,
    contexts: Mapping[str, SpeakerContext] | None = None,
    corrected_marks: Mapping[str, Sequence[tuple[int, int, str, str]]] | None = None,
    entities: TabledEntities | None = None,
) -> list[FoundInDocument]:
    """`find_suggestions` in the text process, so that the window never waits for a search.

    Rules on grammar are tried too, on the kept `parses` (by document and digest) or on a new one. `contexts`: who
    speaks in which interview, for rules that are limited to some. `entities`: what rules by entity kind read.
    """
    given: list[Any] = []
    told = entities or TabledEntities({}, REGIONS)
    limited = any(limits_of(rule.keyword) for rule in rules)
    for batch in _batches(documents):
        done = len(given) / len(documents)
        part = PartOf(progress or NoProgress(), done, done + len(batch) / len(documents))
        given += text_process.call(
            "suggest",
            seconds=600.0,
            progress=part,
            rules=[[rule.code, rule.keyword, rule.language] for rule in rules],
            regions=list(told.regions),
            documents=[
                [
                    *_requested_document(loaded, decided, parses or {}, contexts or {}, limited),
                    (corrected_marks or {}).get(loaded.document.id, ()),
                    told.places.get((loaded.document.id, loaded.document.digest)),
                ]
                for loaded in batch
            ],
        )
    return [
        FoundInDocument(
            loaded.document.id, loaded.document.digest, loaded.document.text, tuple(map(found_from_json, found))
        )
        for loaded, found in zip(documents, given, strict=True)
        if found
    ]


def _batches(documents: Sequence[LoadedDocument]) -> Iterator[list[LoadedDocument]]:
    """The documents in portions: each is written for the other process in one go, and nothing else runs meanwhile."""
    batch: list[LoadedDocument] = []
    size = 0
    for loaded in documents:
        batch.append(loaded)
        size += len(loaded.document.text)
        if size >= _PORTION:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _requested_document(
    loaded: LoadedDocument,
    decided: dict[str, SettledSuggestions],
    parses: Mapping[tuple[str, str], bytes],
    contexts: Mapping[str, SpeakerContext],
    limited: bool,
) -> list[Any]:
    document = loaded.document
    settled = decided.get(document.id, SettledSuggestions(frozenset(), {}))
    kept = base64.b64encode(parses.get((document.id, document.digest), b"")).decode("ascii")
    context = contexts.get(document.id, SpeakerContext())
    limits = speaker_context_to_json(document, context) if limited or context.roles else None
    spans = loaded.answers if limits is None else tuple(loaded.sentences)
    spoken = language_stretches(document.text, document.turns, document.language)
    return [document.text, spoken, spans, sorted(settled.suggested), dict(settled.coded), kept, limits]


def speaker_context_to_json(document: Document, context: SpeakerContext) -> StoredSpeakerContext:
    """Who speaks in an interview, as the text process takes it."""
    return {
        "turns": turns_to_json(document.turns),
        "roles": dict(context.roles),
        "group": context.group,
        "interviewers": context.interviewers,
    }
