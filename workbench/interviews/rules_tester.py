# SPDX-License-Identifier: MIT
"""Tests a code's rules: in a sentence typed to try, or in all interviews, by mark, with what they miss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from coding.rules import Rule, is_parsed_rule
from projects.assistance.rule_tests import MARKS, Met, met_in_interviews, met_in_sentence
from wording import msg
from workbench.interviews.side_page import SidePage, empty_layout
from workbench.interviews.state import RoomState
from workbench.jobs import Job
from workbench.widgets import Button, Label, MutedLabel, SectionLabel, TextField

if TYPE_CHECKING:
    from projects.worker import TextProcess
    from workbench.session import Session

_PAUSE = 350  # ms without a key, then the sentence is tried
_SHOWN = 8  # quotes of a mark


class RulesTester(SidePage):
    """The right half of the rules: a sentence to try, a button for all interviews, and what was met."""

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__()
        self._state, self._session = state, session
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

    def has_rules(self) -> bool:
        """Whether the code has rules that can be tried: plain words are not."""
        return bool(self._rules)

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
            return met_in_sentence(self._running(), rules, text, language)

        self._session.compute(work, lambda met: self._tell(met, True), owner=self)

    def test_all(self) -> None:
        """Show what the rules meet in all interviews of their language; parses what is not parsed yet."""
        session, rules = self._session, self._asked()
        if not rules:
            self._tell(Met(), False)
            return

        def work(progress: Job) -> Met:
            return met_in_interviews(session.fetch, self._running(), rules, progress)

        session.job(msg("interviews.rules.test_job"), work, lambda met: self._tell(met, True), owner=self)

    def _asked(self) -> list[Rule]:
        return [Rule(self._code, rule, self._language) for rule in self._rules]

    def _running(self) -> TextProcess:
        from projects.worker import TextProcess  # more of the program: not at start

        if self._process is None:
            self._process = TextProcess()
        return self._process

    def _tell(self, met: Met, has_rules: bool) -> None:
        empty_layout(self.results)
        total = sum(map(len, met.by_mark.values()))
        self.said.say(msg("interviews.rules.found", n=total) if has_rules else msg("interviews.rules.no_parsed"))
        for mark in MARKS:
            self._group(msg(f"marks.{mark}"), met.by_mark.get(mark, []), muted=mark != "hit")
        self._group(msg("interviews.rules.missed"), met.missed, muted=True)

    def _group(self, title: object, quotes: Sequence[tuple[str, str]], *, muted: bool) -> None:
        if not quotes:
            return
        self.results.addWidget(SectionLabel(msg("interviews.rules.group", title=title, n=len(quotes))))
        for document, quote in quotes[:_SHOWN]:
            said = msg("interviews.rules.quote", document=document, quote=quote) if document else quote
            self.results.addWidget(MutedLabel(said, wrap=True) if muted else Label(said, wrap=True))
        if len(quotes) > _SHOWN:
            self.results.addWidget(MutedLabel(msg("interviews.rules.more", n=len(quotes) - _SHOWN)))
