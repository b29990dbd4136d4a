# SPDX-License-Identifier: MIT
"""Tests a code's rules as they are typed: in a sentence to try, or in the interviews, by mark, with what they miss.

While they are typed they look through the interviews that are parsed already; the button parses the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coding.rules import Rule
from coding.rules.word_marks import ALL_MARKS, marks_of_rule, marks_of_words
from projects.assistance.mark_tests import keep_mark_test
from projects.assistance.rule_tests import MARKS, RuleHitPlace, RuleHits, rule_hits_in_interviews, rule_hits_in_sentence
from projects.assistance.switches import switches_of
from projects.interviews.queries import load_document
from projects.worker import TextProcess
from wording import DEFAULT_LANGUAGE, Text, msg, render
from workbench.interviews.page_parts import CodeLooks
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.place_list import MISSED, NOT_MET, PlaceGroup, PlaceList, menu_marks, said_mark
from workbench.jobs import Job
from workbench.theme import colours_of
from workbench.translation import language_of
from workbench.widgets import Button, KeyHints, Line, MutedLabel, StrongLabel, Tabs, TextField

if TYPE_CHECKING:
    from projects.store.actions import Action
    from projects.store.project import Project
    from workbench.session import Session

_PAUSE = 350  # ms without a key, then the sentence is tried
ONE, ALL = "one", "all"


class RulesTester(QWidget):
    """The right half of the rules: this rule or all, a sentence to try, and what was met."""

    place_requested = Signal(str, int, int)  # interview, start, end

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self._state, self._session = state, session
        self._code, self._language = "", DEFAULT_LANGUAGE
        self._rules: tuple[str, ...] = ()
        self._one: tuple[str, ...] = ()
        self._process: TextProcess | None = None
        self._asked_last = 0  # the number of the last test: what an earlier one found is dropped
        self.sentence = TextField(msg("interviews.rules.try"), placeholder=msg("interviews.rules.try"))
        self.all = Button(msg("interviews.rules.test"), self.test_all, icon="search")
        self.said = MutedLabel(msg("interviews.rules.tester_hint"), wrap=True)
        self.tests = MutedLabel("", wrap=True)
        self.scope = Tabs(msg("interviews.rules.scope"), self._scopes())
        self.scope.choose(ALL)
        self.results = PlaceList(lambda: CodeLooks(state.codebook, colours_of(self)).of(self._code))
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._test)
        self.of_sentence = False  # what is shown was met in the sentence typed
        self.sentence.textChanged.connect(lambda _text: self._pause.start())
        self.scope.chosen.connect(lambda _scope: self._test())
        self.results.opened.connect(self._open)
        self.results.doubted.connect(self._doubt)

    def _scopes(self) -> list[tuple[str, Text]]:
        return [(ONE, msg("interviews.rules.this_rule")), (ALL, msg("interviews.rules.all_rules", n=len(self._rules)))]

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 0)
        head.addWidget(StrongLabel(msg("interviews.rules.tester")), 1)
        head.addWidget(self.scope)
        above = QVBoxLayout()
        above.setContentsMargins(12, 4, 12, 6)
        above.setSpacing(6)
        found = QHBoxLayout()
        found.addWidget(self.said, 1)
        found.addWidget(self.all)
        for part in (self.sentence, found, self.tests):
            above.addLayout(part) if isinstance(part, QHBoxLayout) else above.addWidget(part)
        self.all.hide()
        self.tests.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(above)
        column.addWidget(Line())
        column.addWidget(self.results, 1)
        column.addWidget(
            KeyHints(
                [
                    (msg("assist.key.space"), msg("interviews.rules.key.open")),
                    ("H", msg("interviews.rules.key.wrong")),
                    (msg("interviews.rules.key.ctrl_enter"), msg("interviews.rules.key.suggest")),
                ]
            )
        )

    def show_rules(self, code: str, language: str, rules: Sequence[str], one: Sequence[str] = ()) -> None:
        """Test these from now on; `one`: those of the form in which somebody types."""
        if (code, language) != (self._code, self._language):
            self.results.show_groups([])  # of other rules
            self.said.say(msg("interviews.rules.tester_hint"))
        self._code, self._language = code, language
        self._rules, self._one = tuple(rules), tuple(one)
        self.scope.rename(ALL, msg("interviews.rules.all_rules", n=len(self._rules)))
        self._pause.start()

    def follow(self, one: Sequence[str]) -> None:
        """The form in front is another one."""
        if tuple(one) != self._one:
            self._one = tuple(one)
            if self.scope.value() == ONE:
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
            self._show_found(RuleHits(), bool(rules))
            return
        language = self._language

        def work(_job: Job) -> RuleHits:
            return rule_hits_in_sentence(self._running(), rules, text, language)

        self._session.compute(work, self._answer(), owner=self)

    def test_parsed(self) -> None:
        """Show what the rules meet in the interviews parsed so far; nothing while assistance is switched off."""
        session, rules = self._session, self._asked()
        if not rules or not session.is_open:
            self._show_found(RuleHits(), False)
            return

        def work(_job: Job) -> RuleHits | None:
            if not session.fetch(switches_of).on:
                return None
            return rule_hits_in_interviews(session.fetch, self._running(), rules, parse=False)

        session.compute(work, self._answer(), owner=self)

    def _answer(self) -> Callable[[RuleHits | None], object]:
        """What takes the answer of the test that is asked now; None clears nothing."""
        self._asked_last += 1
        mine = self._asked_last
        return lambda met: self._show_found(met, True) if met is not None and mine == self._asked_last else None

    def test_all(self) -> None:
        """Show what the rules meet in all interviews of their language; parses what is not parsed yet."""
        session, rules = self._session, self._asked()
        if not rules:
            self._show_found(RuleHits(), False)
            return

        def work(progress: Job) -> RuleHits:
            return rule_hits_in_interviews(session.fetch, self._running(), rules, progress)

        session.job(msg("interviews.rules.test_job"), work, self._answer(), owner=self)

    def _asked(self) -> list[Rule]:
        wanted = self._one if self.scope.value() == ONE else self._rules
        return [Rule(self._code, rule, self._language) for rule in wanted]

    def _running(self) -> TextProcess:
        if self._process is None:
            self._process = TextProcess()
        return self._process

    def _show_found(self, met: RuleHits, has_rules: bool) -> None:
        self.of_sentence = not met.of
        total = sum(len(met.by_mark.get(mark, ())) for mark in MARKS)
        found = msg("interviews.rules.found", n=total)
        if met.read < met.of:
            found = msg("interviews.rules.found_so_far", n=total, read=met.read, of=met.of)
        elif met.of:
            found = msg("interviews.rules.found_in", n=met.of, found=found)
        self.said.say(found if has_rules else msg("interviews.rules.no_parsed"))
        self.all.setVisible(met.read < met.of)
        right, tests = met.tests
        self.tests.setVisible(bool(tests))
        self.tests.say(msg("rule_tests.right", right=right, n=tests) if tests else "")
        asked = [Rule(self._code, rule, self._language) for rule in self._rules]
        of_words = marks_of_words(asked).get(self._code, ALL_MARKS)
        proposed = {mark for rule in self._rules for mark in marks_of_rule(rule, of_words)}
        groups = [PlaceGroup(mark, msg(f"marks.{mark}"), met.by_mark.get(mark, ()), mark in proposed) for mark in MARKS]
        groups.append(PlaceGroup(NOT_MET, msg("interviews.rules.not_met"), met.by_mark.get(NOT_MET, ()), False))
        groups.append(PlaceGroup(MISSED, msg("interviews.rules.missed"), met.missed, False))
        self.results.show_groups(groups)

    def _open(self, place: RuleHitPlace) -> None:
        if place.document:
            self.place_requested.emit(place.document, place.start, place.end)

    def _doubt(self, place: RuleHitPlace, corner: QPoint) -> None:
        """Ask what the mark should be; a sentence that somebody tries is kept nowhere."""
        if not place.document:
            self.said.say(msg("rule_tests.only_interviews"))
            return
        menu, language = QMenu(self), language_of()
        for mark in menu_marks(place):
            menu.addAction(render(said_mark(mark), language)).triggered.connect(partial(self._keep, place, mark))
        if place.expected:
            menu.addSeparator()
            menu.addAction(render(msg("rule_tests.remove"), language)).triggered.connect(partial(self._keep, place, ""))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(corner)

    def _keep(self, place: RuleHitPlace, mark: str, *_checked: object) -> None:
        code, coder = self._code, self._state.user

        def action(project: Project) -> Action:
            document = load_document(project, place.document).document
            return keep_mark_test(document, (place.start, place.end), code, mark, coder=coder)

        self._session.do(action, lambda _changes: self._test())
