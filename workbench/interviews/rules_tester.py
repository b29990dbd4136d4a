# SPDX-License-Identifier: MIT
"""What a code's rules meet: in a sentence typed to try, or in all interviews, by mark, with what they miss."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from coding.rules import is_parsed_rule
from projects.interviews import queries
from wording import PartOf, msg
from workbench.interviews.side_page import SidePage, empty_layout
from workbench.interviews.state import RoomState
from workbench.jobs import Job
from workbench.widgets import Button, Label, MutedLabel, SectionLabel, TextField

if TYPE_CHECKING:
    from coding.records import Segment
    from projects.store.project import Project
    from projects.worker import TextProcess

_MARKS = ("hit", "negated", "asked", "hypothetical", "reported")
_PAUSE = 350  # ms without a key, then the sentence is tried
_SHOWN = 8  # quotes of a mark
_AROUND = 60  # characters shown before and after a hit


@dataclass
class Met:
    """What the rules met by mark: the quotes, and the segments coded by hand that they miss."""

    by_mark: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # document, quote
    missed: list[tuple[str, str]] = field(default_factory=list)


class RulesTester(SidePage):
    """The right half of the rules: a sentence to try, a button for all interviews, and what was met."""

    def __init__(self, state: RoomState) -> None:
        super().__init__()
        self._state = state
        self._code, self._language = "", "en"
        self._rules: tuple[str, ...] = ()
        self._process: TextProcess | None = None
        self.sentence = TextField(msg("interviews.rules.try"))
        self.all = Button(msg("interviews.rules.test"), self.test_all, icon="search")
        self.said = MutedLabel(msg("interviews.rules.tester_hint"), wrap=True)
        self.results = QVBoxLayout()
        self.results.setSpacing(4)
        for widget in (SectionLabel(msg("interviews.rules.tester")), self.sentence, self.all, self.said):
            self.column.addWidget(widget)
        self.column.addLayout(self.results)
        self.column.addStretch(1)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.try_sentence)
        self.sentence.textChanged.connect(lambda _text: self._pause.start())

    def show_rules(self, code: str, language: str, rules: Sequence[str]) -> None:
        """Test these from now on."""
        self._code, self._language = code, language
        self._rules = tuple(rule for rule in rules if is_parsed_rule(rule))
        if self.sentence.text().strip():
            self._pause.start()

    def rest(self) -> None:
        """End the parser's process; the next test starts one."""
        self._pause.stop()
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def try_sentence(self) -> None:
        """Show what the rules meet in the sentence typed."""
        text, rules = self.sentence.text().strip(), self._asked()
        if not text or not rules:
            self._tell(Met(), bool(rules))
            return
        language = self._language

        def work(_job: Job) -> Met:
            documents = [[text, language, ""]]
            hits = self._running().call("mark_rules", rules=rules, documents=documents)[0]
            return _gathered([("", text, hits)])

        self._state.session.compute(work, lambda met: self._tell(met, True), owner=self)

    def test_all(self) -> None:
        """Show what the rules meet in all interviews of their language; parses what is not parsed yet."""
        session, rules, language, code = self._state.session, self._asked(), self._language, self._code
        if not rules:
            self._tell(Met(), False)
            return

        def work(progress: Job) -> Met:
            from projects.assistance.parses import parse_missing  # more of the program: not at start

            wanted = [str(line.id) for line in self._state.documents if line.language == language]
            process = self._running()
            parse_missing(session.fetch, process, PartOf(progress, 0.0, 0.9), only=wanted)
            read = session.fetch(lambda project: _read(project, wanted, code))
            found = process.call("mark_rules", rules=rules, documents=read.asked, progress=PartOf(progress, 0.9, 1.0))
            met = _gathered(list(zip(read.names, (one[0] for one in read.asked), found, strict=True)))
            met.missed = _missed(read, found)
            return met

        session.job(msg("interviews.rules.test_job"), work, lambda met: self._tell(met, True), owner=self)

    def _asked(self) -> list[list[str]]:
        return [[self._code, rule, self._language] for rule in self._rules]

    def _running(self) -> TextProcess:
        from projects.worker import TextProcess  # more of the program: not at start

        if self._process is None:
            self._process = TextProcess()
        return self._process

    def _tell(self, met: Met, has_rules: bool) -> None:
        empty_layout(self.results)
        total = sum(map(len, met.by_mark.values()))
        self.said.say(msg("interviews.rules.found", n=total) if has_rules else msg("interviews.rules.no_parsed"))
        for mark in _MARKS:
            self._group(msg(f"marks.{mark}"), met.by_mark.get(mark, []), muted=mark != "hit")
        self._group(msg("interviews.rules.missed"), met.missed, muted=True)

    def _group(self, title: Any, quotes: Sequence[tuple[str, str]], *, muted: bool) -> None:
        if not quotes:
            return
        self.results.addWidget(SectionLabel(msg("interviews.rules.group", title=title, n=len(quotes))))
        for document, quote in quotes[:_SHOWN]:
            said = msg("interviews.rules.quote", document=document, quote=quote) if document else quote
            self.results.addWidget(MutedLabel(said, wrap=True) if muted else Label(said, wrap=True))
        if len(quotes) > _SHOWN:
            self.results.addWidget(MutedLabel(msg("interviews.rules.more", n=len(quotes) - _SHOWN)))


@dataclass(frozen=True)
class _Read:
    """The interviews in their order, what the parser is asked of each, and the segments under the code."""

    ids: list[str]
    names: list[str]
    asked: list[list[str]]
    segments: list[Segment]


def _read(project: Project, wanted: Sequence[str], code: str) -> _Read:
    from projects.assistance.parses import kept_parses  # more of the program: not at start

    kept = kept_parses(project, wanted)
    loaded = [one.document for one in queries.load_documents(project, wanted)]
    asked = [
        [one.text, one.language, base64.b64encode(kept.get((one.id, one.digest), b"")).decode("ascii")]
        for one in loaded
    ]
    segments = queries.segments(project, code_ids=[code])
    return _Read([one.id for one in loaded], [one.name for one in loaded], asked, segments)


def _gathered(found: Sequence[tuple[str, str, list[Any]]]) -> Met:
    met = Met()
    for name, text, hits in found:
        for start, end, _code, _rule, _language, mark, _words in hits:
            met.by_mark.setdefault(mark, []).append((name, _around(text, start, end)))
    return met


def _missed(read: _Read, found: Sequence[list[Any]]) -> list[tuple[str, str]]:
    """The segments coded by hand in which no rule was met."""
    places = dict(zip(read.ids, zip(read.names, found, strict=True), strict=True))
    missed = []
    for segment in read.segments:
        name, hits = places.get(str(segment.document), ("", None))
        if hits is not None and not any(hit[0] < segment.end and segment.start < hit[1] for hit in hits):
            missed.append((name, " ".join(segment.quote[:160].split())))
    return missed


def _around(text: str, start: int, end: int) -> str:
    """A hit with some words on both sides, within its line."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    stop = text.find("\n", end)
    last = min(len(text) if stop < 0 else stop, end + _AROUND)
    return f"{'… ' if first and text[first - 1] != chr(10) else ''}{text[first:last].strip()}"
