# SPDX-License-Identifier: MIT
"""Codings as one file that the shown Python reads, and back: what an analysis of codings needs to be repeated.

A zip of Arrow files that `pandas.read_feather` opens (`segments`, `documents`, `cases`), `codings.json` with the codes
and, for those analyses that read them, words and texts; `table.pwtable` where a survey stands beside. The caller opens
the file.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from analysis.codings.records import (
    CodeLine,
    Codings,
    DocumentText,
    Lemma,
    NumberedPlaces,
    PrintedQuote,
    SpokenTurn,
    Summary,
    cases_in,
    codings_table,
)
from analysis.codings.study import CodingStudy
from analysis.declarations.study import Study
from analysis.exported import read_frame, write_frame
from wording import Labels, Problem, Text, msg, text_from_json, text_to_json

if TYPE_CHECKING:
    import pandas as pd

    from analysis.records import Frame

Stored = dict[str, Any]  # JSON, as `_described` writes it
FORMAT = 3  # 1 had one case for each segment and interview, 2 no numbers of paragraphs
_FRAMES = ("segments", "documents", "cases")
_DESCRIBED, _TABLE = "codings.json", "table.pwtable"
_BY = "\N{SYMBOL FOR SUBSTITUTE}"  # stands in the stored attribution for whoever said a quote
_MADE = (1980, 1, 1, 0, 0, 0)  # no clock in the file: the same codings give the same bytes


@dataclass
class WordsRead:
    """The words that an analysis asked for: only these are written."""

    quotes: set[str] = field(default_factory=set)
    texts: bool = False
    lemmas: set[str] = field(default_factory=set)
    summaries: bool = False


class _Watched(Mapping[tuple[str, str], Sequence[Summary]]):
    """Summaries that note that they were read."""

    def __init__(self, held: Mapping[tuple[str, str], Sequence[Summary]], read: WordsRead) -> None:
        self._held, self._read = held, read

    def __getitem__(self, key: tuple[str, str]) -> Sequence[Summary]:
        self._read.summaries = True
        return self._held[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        self._read.summaries = True
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


def watched(codings: Codings) -> tuple[Codings, WordsRead]:
    """The codings, and a record of the words that an analysis will read of them."""
    read = WordsRead()

    def quotes(ids: Sequence[str]) -> Mapping[str, str]:
        read.quotes.update(ids)
        return codings.quotes(ids)

    def texts() -> Sequence[DocumentText]:
        read.texts = True
        return codings.texts()

    def lemmas(document: str) -> Sequence[Lemma] | None:
        read.lemmas.add(document)
        return codings.lemmas(document)

    summaries = _Watched(codings.summaries, read)
    return replace(codings, quotes=quotes, texts=texts, lemmas=lemmas, summaries=summaries), read


def of_documents(codings: Codings, allowed: frozenset[str]) -> Codings:
    """The codings of some documents; cases that only others speak of are left out with them."""
    documents = codings.documents[codings.documents["document"].isin(allowed)]
    segments = codings.segments[codings.segments["document"].isin(allowed)]
    gone = (cases_in(codings.documents) | cases_in(codings.segments)) - cases_in(documents) - cases_in(segments)
    return replace(
        codings,
        documents=documents.reset_index(drop=True),
        segments=segments.reset_index(drop=True),
        attributes=codings.attributes[~codings.attributes.index.isin(gone)],
        texts=lambda: tuple(text for text in codings.texts() if text.document in allowed),
        summaries={place: held for place, held in codings.summaries.items() if place[0] not in gone},
        table=codings_table(len(segments)),
    )


def write_codings(codings: Codings, read: WordsRead, stream: BinaryIO, beside: Frame | None = None) -> None:
    """Write codings with the words that were read of them, as a zip of Arrow files and JSON."""
    frames = (codings.segments, codings.documents, codings.attributes.rename_axis("case").reset_index())
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, frame in zip(_FRAMES, frames, strict=True):
            with archive.open(zipfile.ZipInfo(f"{name}.arrow", _MADE), "w") as member:
                _write_arrow(frame, member)
        described = json.dumps(_described(codings, read), ensure_ascii=False)
        archive.writestr(zipfile.ZipInfo(_DESCRIBED, _MADE), described, zipfile.ZIP_DEFLATED)
        if beside is not None:
            with archive.open(zipfile.ZipInfo(_TABLE, _MADE), "w") as member:
                write_frame(beside, member)  # type: ignore[arg-type]  # a stream of bytes, as typed elsewhere


def read_codings(stream: BinaryIO) -> Study | CodingStudy:
    """What `write_codings` wrote, ready for `analysis.analyses.run`."""
    try:
        with zipfile.ZipFile(stream) as archive:
            frames = [_read_arrow(archive.read(f"{name}.arrow")) for name in _FRAMES]
            stored = json.loads(archive.read(_DESCRIBED))
            beside = _frame(archive.read(_TABLE)) if _TABLE in archive.namelist() else None
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise Problem(msg("problem.not_exported_codings")) from None
    codings = CodingStudy(_codings(stored, *frames))
    if beside is None:
        return codings
    study = Study(beside)
    study.codings = codings
    return study


def _write_arrow(frame: pd.DataFrame, stream: IO[bytes]) -> None:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    table = pa.table({name: pa.Array.from_pandas(frame[name]) for name in frame.columns})
    with pa.ipc.new_file(stream, table.schema) as writer:
        writer.write_table(table)


def _read_arrow(content: bytes) -> pd.DataFrame:
    import pyarrow as pa  # as above

    frame: pd.DataFrame = pa.ipc.open_file(pa.BufferReader(content)).read_all().to_pandas()
    return frame


def _frame(content: bytes) -> Frame:
    return read_frame(io.BytesIO(content))


def _described(codings: Codings, read: WordsRead) -> dict[str, object]:
    quotes = dict(codings.quotes(sorted(read.quotes)))
    texts = codings.texts() if read.texts else ()
    return {
        "format": FORMAT,
        "codes": [
            [c.id, dict(c.name.by_language), c.parent, c.depth, c.marked, c.retired, c.key, c.colour]
            for c in codings.codes
        ],
        "gone": [[code, dict(name.by_language), into] for code, (name, into) in codings.gone.items()],
        "roles": [[*place, role] for place, role in codings.roles.items()],
        "sampled": codings.sampled,
        "drawn": codings.drawn,
        "words_refused": sorted(codings.words_refused),
        "queries": {name: dict(query) for name, query in codings.queries.items()},
        "since": dict(codings.since),
        "value_labels": {
            attribute: {value: dict(label.by_language) for value, label in held.items()}
            for attribute, held in codings.value_labels.items()
        },
        "quotes": quotes,
        "cited": {one: _cited_json(codings.cited[one]) for one in quotes if one in codings.cited},
        "texts": [_text_json(text) for text in texts],
        "numbers": {text.document: [list(part) for part in text.numbered()] for text in texts},
        "lemmas": {document: codings.lemmas(document) for document in sorted(read.lemmas)},
        "summaries": [
            [*place, [[one.id, one.text, one.coder, one.since, one.date] for one in held]]
            for place, held in codings.summaries.items()
        ] if read.summaries else [],
    }  # fmt: skip


def _cited_json(cited: PrintedQuote) -> list[object]:
    return [cited.text, text_to_json(cited.by(_BY)), cited.language]


def _text_json(text: DocumentText) -> list[object]:
    turns = [[turn.start, turn.end, turn.speaker, *([turn.language] if turn.language else [])] for turn in text.turns]
    return [text.document, text.name, text.language, text.text, turns, text.group, text.cases, text.speaker_cases]


def _cases_of(
    cases: str | Sequence[str], speakers: Mapping[str, Sequence[str]] | None = None
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The cases of a text and of its speakers; format 1 had one case, as a text."""
    held = (cases,) if isinstance(cases, str) else tuple(cases)
    return held, {name: tuple(one) for name, one in (speakers or {}).items()}


def _with_cases(frame: pd.DataFrame) -> pd.DataFrame:
    """Tuples of cases in each row; format 1 had a column of one case."""
    if "case" in frame.columns:
        frame = frame.rename(columns={"case": "cases"})
        return frame.assign(cases=[(str(one),) for one in frame["cases"]])
    return frame.assign(cases=[tuple(map(str, one)) for one in frame["cases"]])


def _with_places(segments: pd.DataFrame) -> pd.DataFrame:
    """Formats 1 and 2 cited the turn, from 1, and knew no paragraph and no page."""
    if "paragraph" in segments.columns:
        return segments
    return segments.assign(paragraph=segments["turn"] + 1, page=0)


def _numbered(stored: Sequence[Sequence[int]] | None) -> NumberedPlaces:
    if stored is None:
        return (), (), (), ()
    paragraphs, numbers, pages, page_numbers = stored
    return paragraphs, numbers, pages, page_numbers


def _codings(stored: Stored, segments: pd.DataFrame, documents: pd.DataFrame, cases: pd.DataFrame) -> Codings:
    numbers = stored.get("numbers", {})  # formats 1 and 2 had none
    texts = tuple(
        DocumentText(
            document,
            name,
            language,
            text,
            tuple(SpokenTurn(*turn) for turn in turns),
            group,
            *_cases_of(*cases),
            partial(_numbered, numbers.get(document)),
        )  # fmt: skip
        for document, name, language, text, turns, group, *cases in stored["texts"]
    )
    words: dict[str, str] = stored["quotes"]
    lemmas = {
        document: None if held is None else [(start, end, form) for start, end, form in held]
        for document, held in stored["lemmas"].items()
    }
    return Codings(
        _with_cases(_with_places(segments)),
        _with_cases(documents),
        cases.set_index("case"),
        tuple(CodeLine(one[0], Labels(one[1]), *one[2:]) for one in stored["codes"]),
        texts=lambda: texts,
        quotes=lambda ids: {one: words[one] for one in ids if one in words},
        roles={(document, speaker): role for document, speaker, role in stored["roles"]},
        sampled=stored["sampled"],
        drawn=stored.get("drawn", ""),
        words_refused=frozenset(stored["words_refused"]),
        summaries={(case, code): tuple(Summary(*one) for one in held) for case, code, held in stored["summaries"]},
        since=stored["since"],
        gone={code: (Labels(name), into) for code, name, into in stored["gone"]},
        queries=stored["queries"],
        table=codings_table(len(segments)),
        cited={
            one: PrintedQuote(text, _said_by(by), language) for one, (text, by, language) in stored["cited"].items()
        },
        lemmas=lambda document: lemmas.get(document),
        value_labels={
            attribute: {value: Labels(label) for value, label in held.items()}
            for attribute, held in stored.get("value_labels", {}).items()
        },
    )


def _said_by(stored: object) -> Callable[[Text], Text]:
    """The attribution as it was, with whoever said the quote in its place."""

    def by(said_by: Text) -> Text:
        said: Text = text_from_json(_in_place(stored, text_to_json(said_by)))
        return said

    return by


def _in_place(stored: object, said_by: object) -> object:
    if stored == _BY:
        return said_by
    if isinstance(stored, dict):
        return {name: _in_place(held, said_by) for name, held in stored.items()}
    return [_in_place(held, said_by) for held in stored] if isinstance(stored, list) else stored
