# SPDX-License-Identifier: MIT
"""Speed of coding: by rules on 1,000 documents, by hand among 100,000 segments, found again on screen."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from coding.auto_code import PatternKind
from coding.spans import IntervalIndex
from projects.interviews import queries
from projects.interviews.auto_coding import Search, code_hits, search_hits
from projects.interviews.codes import add_code
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.segments import add_segment
from projects.interviews.suggestions import (
    decided_by_document,
    find_suggestions,
    project_rules,
    store_suggestions,
)
from projects.store.database import move_log
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from tests.benchmarks import exchange, transcript
from tests.benchmarks.clock import timed
from tests.benchmarks.rows import BenchRow
from wording import Labels

_DOCUMENTS, _TOPICS = 1000, 50
_FILLER_TEXT = """
    we then walked along road with other people from village and stayed near river until morning because rain had
    come down hills while children slept under trees nobody knew where next truck would stop or who might help us
"""
_FILLER = _FILLER_TEXT.split()


def rows() -> list[BenchRow]:
    """All measurements of coding."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tests.benchmarks.pwb"
        with Project.create(path, "violet anchor bench 1864 stone", name="bench", user="bench") as project:
            _fill(project)
            _pause(project)
            found = [*_auto_code(project), _one_segment(project), *_paint()]
    return [*found, *transcript.short_rows(), *exchange.rows()]


def _fill(project: Project) -> None:
    """1,000 documents of about 8,500 characters in speaker turns: 100 of 130 sentences with a keyword of 50 codes."""
    _codes(project)
    chance = random.Random(7)
    project.do(
        import_documents(
            [NewDocument(f"Document {n}", "en", parse_text(_interview(chance))) for n in range(_DOCUMENTS)]
        )
    )


def _codes(project: Project) -> None:
    for number in range(_TOPICS):
        words = (f"topic{number}word*", f"theme{number} phrase", f"sign{number}")
        project.do(add_code(Labels({"en": f"Topic {number}"}), keywords={"en": words}))


def _interview(chance: random.Random) -> str:
    """Twenty questions, each answered in five sentences that hold a keyword."""
    lines = []
    for _ in range(20):
        lines.append("Interviewer: " + _sentence(chance, 8))
        answers = []
        for _ in range(5):
            topic = chance.randrange(_TOPICS)
            answers.append(
                _sentence(chance, 13, chance.choice((f"topic{topic}words", f"theme{topic} phrase", f"sign{topic}")))
            )
        lines.append("P1: " + " ".join(answers))
    return "\n".join(lines)


def _sentence(chance: random.Random, length: int, keyword: str = "") -> str:
    words = [chance.choice(_FILLER) for _ in range(length)]
    if keyword:
        words[chance.randrange(length)] = keyword
    return " ".join(words).capitalize() + "."


def _auto_code(project: Project) -> list[BenchRow]:
    def found() -> list:
        loaded = queries.load_documents(project)
        return find_suggestions(loaded, project_rules(project), decided_by_document(project))

    patterns = ((f"topic{n}word*", f"theme{n} phrase", f"sign{n}") for n in range(_TOPICS))
    search = Search(tuple((words, PatternKind.WILDCARD) for topic in patterns for words in topic))
    code = next(iter(queries.codebook(project))).id
    (hits, documents), searched_in, searching = timed(lambda: search_hits(project, search))
    results, found_in, finding = timed(found)
    suggested, suggested_in, suggesting = timed(lambda: project.do(store_suggestions(results)).result)
    _, moved_in, moving = timed(lambda: _pause(project))
    project.undo()
    _, redone, redoing = timed(project.redo)
    project.undo()
    _pause(project)
    action = code_hits(code, hits, documents.values(), coder="bench")
    coded, stored_in, storing = timed(lambda: project.do(action).result)
    peer = "QualCoder: 200 documents, 7,193 hits in 3.0 s"
    return [
        BenchRow(
            f"auto-code 1,000 documents, {coded:,} hits, stored",
            "< 1.5 s",
            searched_in + stored_in,
            "s",
            peer,
            searching + storing,
        ),
        BenchRow("  of which searching", "", searched_in, "s", "", searching),
        BenchRow("  of which storing", "", stored_in, "s", "", storing),
        BenchRow(
            f"suggest in 1,000 documents, {suggested:,} hits, stored",
            "< 1.5 s",
            found_in + suggested_in,
            "s",
            "",
            finding + suggesting,
        ),
        BenchRow("  in the pause after it: the log moved into the database", "", moved_in, "s", "", moving),
        BenchRow("redo of these suggestions", "", redone, "s", "", redoing),
    ]


def _pause(project: Project) -> None:
    """What the window does once nothing has been changed for two seconds (`workbench/shell/snapshot_timer.py`)."""
    with project.locked() as opened:
        move_log(opened.writer.connection)


def _one_segment(project: Project) -> BenchRow:
    """Median of 21, among 100,000."""
    code = next(iter(queries.codebook(project))).id
    document = queries.load_document(project, queries.documents(project)[0].id).document
    times = []
    for start in range(21):
        _, taken, _used = timed(
            lambda start=start: project.do(add_segment(code, document, start, start + 30, coder="bench"))
        )
        times.append(taken)
    return BenchRow("add one segment among 100,000", "< 10 ms", sorted(times)[10] * 1000, "ms", "Taguette: 3.4–7.6 s")


def _paint() -> list[BenchRow]:
    """50,000 segments on 10,000,000 characters."""
    chance = random.Random(7)
    starts = [chance.randrange(10_000_000) for _ in range(50_000)]
    ends = [start + chance.randrange(5, 400) for start in starts]
    index, built, _used = timed(lambda: IntervalIndex(starts, ends))
    screens = [chance.randrange(10_000_000) for _ in range(1000)]
    _, searched, _used = timed(lambda: [index.query(screen, screen + 3000) for screen in screens])
    return [
        BenchRow("index of 50,000 segments, built", "", built * 1000, "ms"),
        BenchRow("segments of one screen among 50,000", "< 1 ms", searched, "ms"),
    ]


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name:60} {row.measured:8.3f} {row.unit:3} {row.bar}")
