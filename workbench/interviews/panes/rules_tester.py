# SPDX-License-Identifier: MIT
"""Tests a code's rules as they are typed: in a sentence to try, or in the interviews, by mark, with what they miss.

While they are typed they look through the interviews that are parsed already; the button parses the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from coding.rules import Rule
from projects.assistance.rule_tests import MARKS, Met, met_in_interviews, met_in_sentence
from projects.assistance.switches import switches_of
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
        self._asked_last = 0  # the number of the last test: what an earlier one found is dropped
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
        self._pause.timeout.connect(self._test)
        self.sentence.textChanged.connect(lambda _text: self._pause.start())

    def show_rules(self, code: str, language: str, rules: Sequence[str]) -> None:
        """Test these from now on."""
        self._code, self._language = code, language
        self._rules = tuple(rules)
        self._pause.start()

    def has_rules(self) -> bool:
        """Whether the code has rules that can be tried."""
        return bool(self._rules)

    def _test(self) -> None:
        if self.sentence.text().strip():
            self.try_sentence()
        elif self.isVisible():
            self.test_parsed()

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

        self._session.compute(work, self._answer(), owner=self)

    def test_parsed(self) -> None:
        """Show what the rules meet in the interviews parsed so far; nothing while assistance is switched off."""
        session, rules = self._session, self._asked()
        if not rules or not session.is_open:
            self._tell(Met(), False)
            return

        def work(_job: Job) -> Met | None:
            if not session.fetch(switches_of).on:
                return None
            return met_in_interviews(session.fetch, self._running(), rules, parse=False)

        session.compute(work, self._answer(), owner=self)

    def _answer(self) -> Callable[[Met | None], object]:
        """What takes the answer of the test that is asked now; None clears nothing."""
        self._asked_last += 1
        mine = self._asked_last
        return lambda met: self._tell(met, True) if met is not None and mine == self._asked_last else None

    def test_all(self) -> None:
        """Show what the rules meet in all interviews of their language; parses what is not parsed yet."""
        session, rules = self._session, self._asked()
        if not rules:
            self._tell(Met(), False)
            return

        def work(progress: Job) -> Met:
            return met_in_interviews(session.fetch, self._running(), rules, progress)

        session.job(msg("interviews.rules.test_job"), work, self._answer(), owner=self)

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
        found = msg("interviews.rules.found", n=total)
        if met.read < met.of:
            found = msg("interviews.rules.found_so_far", n=total, read=met.read, of=met.of)
        self.said.say(found if has_rules else msg("interviews.rules.no_parsed"))
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
