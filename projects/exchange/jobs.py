# SPDX-License-Identifier: MIT
"""Exchange records and codebooks as plain values, across the border of the process that reads a foreign file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coding.codebook_table import ReadCodebook
from coding.exchange import LISTS, Exchange
from coding.records import Code
from projects.exchange.codebook_files import table_rows
from projects.interviews.jobs import FileRequest
from projects.readers.exchange_files import ExchangeFile, exchange_readers
from projects.readers.transcript_problems import TranscriptProblem, transcript_problem
from wording import Labels, Progress, discovery, text_from_json, text_to_json


def exchange_to_json(found: Exchange) -> dict[str, Any]:
    """As plain values: records become lists."""
    stored: dict[str, Any] = {name: getattr(found, name) for name in LISTS}
    return {**stored, "name": found.name, "origin": found.origin, "told": [text_to_json(one) for one in found.messages]}


def exchange_from_json(stored: dict[str, Any]) -> Exchange:
    """The exchange that `exchange_to_json` gave."""
    found = Exchange(stored["name"], stored["origin"])
    for name, record in LISTS.items():
        setattr(found, name, [record(*row) for row in stored[name]])
    found.messages = [text_from_json(one) for one in stored["told"]]
    return found


def exchange_kind(path: Path, head: bytes, parts: frozenset[str]) -> str:
    """The id of the reader of `projects/readers/exchange/` that claims a file by its content, or "" for none.

    A file named as one that is none of them counts as one: its reader says what is wrong.
    """
    file = ExchangeFile(path, head, parts)
    readers = exchange_readers()
    claimed = [one for one in readers if one.claims(file)]
    named = [one for one in readers if path.suffix.lower() in one.suffixes]
    return next((one.id for one in (*claimed, *named)), "")


def read_exchange(path: Path, data: bytes, kind: str) -> Exchange:
    """Read a file of a format that `exchange_kind` names. Raises TranscriptProblem."""
    reader = next(one for one in exchange_readers() if one.id == kind)
    try:
        found: Exchange = discovery.resolve(reader.work)(path, data)
    except TranscriptProblem as problem:
        if problem.message.key != "coding.file.damaged":
            raise
        raise transcript_problem("damaged_format", file=path.name, format=reader.label) from problem
    return found


def codebook_to_json(read: ReadCodebook) -> dict[str, Any]:
    """A codebook as plain values."""
    codes = [
        {
            "id": code.id,
            "parent": code.parent,
            "position": code.position,
            "name": dict(code.name.by_language),
            "definition": dict(code.definition.by_language),
            "colour": code.colour,
            "keywords": {language: list(words) for language, words in code.keywords.items()},
            "sensitivity": code.sensitivity,
            "source": code.source,
            "key": code.key,
            "inclusion": dict(code.inclusion.by_language),
            "exclusion": dict(code.exclusion.by_language),
            "anchors": [list(anchor) for anchor in code.anchors],
            "category": code.category,
            "retired": code.retired,
            "memo": code.memo,
            "shortcut": code.shortcut,
        }
        for code in read.codes
    ]
    return {"codes": codes, "warnings": [text_to_json(warning) for warning in read.warnings]}


def job_read_rows(arguments: FileRequest, progress: Progress) -> list[list[str]]:
    """`{path}` → the rows of a csv or xlsx file, as text."""
    del progress
    return table_rows(Path(arguments["path"]))


def codebook_from_json(stored: dict[str, Any]) -> ReadCodebook:
    """The codebook that `codebook_to_json` gave."""
    codes = tuple(
        Code(
            **{
                **code,
                "name": Labels(code["name"]),
                "definition": Labels(code["definition"]),
                "keywords": {language: tuple(words) for language, words in code["keywords"].items()},
                "inclusion": Labels(code["inclusion"]),
                "exclusion": Labels(code["exclusion"]),
                "anchors": tuple((words, document) for words, document in code["anchors"]),
            }
        )
        for code in stored["codes"]
    )
    return ReadCodebook(codes, tuple(text_from_json(warning) for warning in stored["warnings"]))
