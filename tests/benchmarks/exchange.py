# SPDX-License-Identifier: MIT
"""Speed of interviews in and out: Word files, REFI-QDA projects, a QualCoder project, full text."""

from __future__ import annotations

import io
import random
import sqlite3
import tempfile
from pathlib import Path

from coding.exchange import Exchange, ExchangeCode, ExchangeCoding, ExchangeSource
from projects.exchange.refi_writer import write_qdpx
from projects.intake.file_intake import prepare_imports
from projects.readers.other_programs.refi_reader import read_qdpx
from projects.search.index import search_project
from projects.store.project import Project
from projects.stored_interviews.guids import new_guids
from tests.benchmarks.clock import timed
from tests.benchmarks.rows import BenchRow

_PASSPHRASE = "violet anchor bench 1864 stone"
_SENTENCE = "the road was long and we walked until morning because nobody knew where the truck would stop"
_WORDS = _SENTENCE.split()
_PEER = "QualCoder: 50 files in 0.11–0.19 s"


def rows() -> list[BenchRow]:
    """All measurements of exchange."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*_word_files(folder), *_refi(folder), _qualcoder(folder), _full_text(folder)]


def _word_files(folder: Path) -> list[BenchRow]:
    """Interviews of 20 kB of text, 50 and 1,000 in one import, read and stored."""
    from docx import Document

    chance = random.Random(7)
    paths = []
    for number in range(1000):
        document = Document()
        for turn in range(60):
            document.add_paragraph(f"{'I' if turn % 2 else 'P'}: {_said(chance, 60)} {number}-{turn}.")
        paths.append(folder / f"talk {number}.docx")
        document.save(str(paths[-1]))
    found = []
    for count, bar in ((50, "< 2 s"), (1000, "< 30 s")):
        with _project(folder, f"word {count}") as project:
            _, taken, used = timed(lambda project=project, count=count: _bring(project, paths[:count]))
        found.append(BenchRow(f"import {count:,} Word files in one command", bar, taken, "s", _PEER, used))
    return found


def _bring(project: Project, paths: list[Path]) -> None:
    for brought in prepare_imports(paths, user="bench"):
        project.do(brought.action)


def _refi(folder: Path) -> list[BenchRow]:
    """1,000 sources and 100,000 codings."""
    chance = random.Random(7)
    found = Exchange("bench", "bench")
    guids = iter(new_guids(101_100))
    found.codes = [ExchangeCode(next(guids), "", f"Code {number}") for number in range(50)]
    for number in range(1000):
        text = "\n".join(_said(chance, 60) for _ in range(30))
        source = ExchangeSource(next(guids), f"Source {number}", text)
        found.sources.append(source)
        for _ in range(100):
            start = chance.randrange(len(text) - 90)
            place = (start, start + chance.randrange(20, 80))
            found.codings.append(ExchangeCoding(next(guids), source.guid, chance.choice(found.codes).guid, "", *place))
    stream = io.BytesIO()
    _, wrote, writing = timed(lambda: write_qdpx(found, stream))
    read, taken, reading = timed(lambda: read_qdpx(folder / "x.qdpx", stream.getvalue()))
    assert len(read.codings) == 100_000
    peer = "QualCoder: 203 sources, 31,493 codings written in 31.9 s"
    return [
        BenchRow(".qdpx of 1,000 sources and 100,000 codings, written", "< 4 s", wrote, "s", peer, writing),
        BenchRow(".qdpx of 1,000 sources and 100,000 codings, read", "< 3 s", taken, "s", "", reading),
    ]


def _qualcoder(folder: Path) -> BenchRow:
    """30 sources and 753 codings, from the folder to the project."""
    chance = random.Random(7)
    (folder / "bench.qda").mkdir()
    database = sqlite3.connect(folder / "bench.qda" / "data.qda")
    database.executescript(
        "CREATE TABLE source (id, name, fulltext, mediapath, memo, owner);"
        "CREATE TABLE code_name (cid, name, memo, catid, owner, color);"
        "CREATE TABLE code_text (ctid, cid, fid, seltext, pos0, pos1, owner, memo);"
    )
    texts = ["\n".join(_said(chance, 60) for _ in range(60)) for _ in range(30)]
    database.executemany("INSERT INTO source VALUES (?, ?, ?, NULL, '', 'a')",
                         [(number, f"s{number}.txt", text) for number, text in enumerate(texts)])  # fmt: skip
    database.executemany("INSERT INTO code_name VALUES (?, ?, '', NULL, 'a', '')", [(n, f"c{n}") for n in range(40)])
    for number in range(753):
        text = texts[number % 30]
        start = chance.randrange(len(text) - 90)
        place = (text[start : start + 60], start, start + 60)
        row = (number, number % 40, number % 30, *place, "a")
        database.execute("INSERT INTO code_text VALUES (?, ?, ?, ?, ?, ?, ?, '')", row)
    database.commit()
    database.close()
    with _project(folder, "qualcoder") as project:
        _, taken, used = timed(lambda: _bring(project, [folder / "bench.qda"]))
    return BenchRow("QualCoder project of 30 sources and 753 codings imported", "< 2 s", taken, "s", "", used)


def _full_text(folder: Path) -> BenchRow:
    """A rare word in 100 MB of interviews; the median of five searches."""
    from projects.interviews.documents import NewDocument, import_documents
    from projects.stored_interviews.parsed_document import parse_text

    chance = random.Random(7)
    line = "\n".join(_said(chance, 120) for _ in range(300))
    with _project(folder, "text") as project:
        documents = []
        for number in range(500):
            documents.append(NewDocument(f"D{number}", "en", parse_text(f"{line}\nquillamarrow{number} came.\n")))
        project.do(import_documents(documents))
        size = sum(len(document.parsed.text) for document in documents) / 1e6
        search_project(project, "quillamarrow7")
        both = [timed(lambda n=n: search_project(project, f"quillamarrow{n}"))[1:] for n in range(5)]
        taken, used = sorted(both)[2]
    return BenchRow(f"full text over {size:,.0f} MB, a rare word", "< 0.2 s", taken, "s", "", used)


def _said(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(words)).capitalize() + "."


def _project(folder: Path, name: str) -> Project:
    return Project.create(folder / f"{name}.pwb", _PASSPHRASE, name=name, user="bench")
