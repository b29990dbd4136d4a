# SPDX-License-Identifier: MIT
"""The rules of one code, a form for each, beside a tester that shows what they meet. Stored as typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QMenu, QVBoxLayout, QWidget

from coding.records import Code
from coding.rules import rules_of
from coding.rules.rule_limits import RuleLimits
from coding.rules.word_marks import marks_of_words
from projects.assistance.rule_checks import checked_rules, fared_rules
from projects.interviews.groups import group_names
from projects.interviews.queries import rule_records
from wording import LANGUAGES, msg, render
from workbench.interviews.page_parts import SidePage, empty_layout, language_name
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.limits_form import LimitsForm
from workbench.interviews.suggestions.rule_cards import (
    EntityCard,
    MarkBoxes,
    RuleCard,
    TextCard,
    WhoCard,
    WordsCard,
    in_order,
    spoken_marks,
    with_mark,
)
from workbench.interviews.suggestions.rule_text import RuleText
from workbench.interviews.suggestions.rules_tester import RulesTester
from workbench.interviews.suggestions.token_boxes import TokensCard
from workbench.translation import language_of
from workbench.widgets import Button, FoldedLine, Line, MutedLabel, Pane, PaneHeader, PrimaryButton, Tabs, reveal

if TYPE_CHECKING:
    from projects.assistance.rule_checks import CheckedRule
    from projects.store.project import Project
    from workbench.session import Session

    Read = tuple[list[CheckedRule], dict[tuple[str, str, str], tuple[int, int]]]

_BESIDE_FROM = 620  # pixels in which rules and tester stand side by side
_LEAST_PLACES = 56  # pixels of the list of places below the rules
_ORDER = ("phrase", "word", "who", "tokens", "list", "entity")  # in the menu
_CARDS: Mapping[str, type[TextCard | WhoCard | TokensCard | EntityCard]] = {
    "phrase": TextCard, "list": TextCard, "who": WhoCard, "tokens": TokensCard, "entity": EntityCard
}  # fmt: skip


class RulesPane(Pane):
    """A code's rules at the left, the tester at the right."""

    left = Signal()
    keywords_given = Signal(str, str, list)  # code, language, keywords
    suggest_requested = Signal()
    counted = Signal(object, object)  # how many rules each code has, and the codes with a warning

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        suggest = PrimaryButton(
            msg("interviews.rules.suggest"), lambda: self.suggest_requested.emit(), icon="list-checks"
        )
        self.more = Button(msg("interviews.rules.add"), self._offer, icon="plus")
        self.header = PaneHeader("", self.more, suggest, back)
        super().__init__(self.header, spacing=0)
        self._state, self._session, self._code = state, session, ""
        self.languages = Tabs(msg("interviews.rules.languages"), [(one, language_name(one)) for one in LANGUAGES])
        self.languages.chosen.connect(lambda _language: self._fill())
        self.header.row.insertWidget(1, self.languages)
        self.cards: list[RuleCard] = []
        self._given: list[str] | None = None  # the rules stored last from here
        self.tester = RulesTester(state, session)
        self._rules = QVBoxLayout()
        self._rules.setSpacing(0)
        self.nothing = MutedLabel(msg("interviews.rules.none"), wrap=True)
        self.begin = Button(msg("interviews.rules.kind.phrase"), lambda: self.add("phrase"), icon="plus")
        self.marks = MarkBoxes()
        self.marks.turned.connect(self._mark)
        self.limits, self.differ = LimitsForm(), MutedLabel(msg("interviews.rules.limits_differ"), wrap=True)
        self._lay_out()
        self.limits.limits_given.connect(self._limit)
        state.codebook_changed.connect(self._codebook_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _lay_out(self) -> None:
        side = SidePage()
        side.column.setContentsMargins(0, 0, 0, 12)
        side.column.setSpacing(0)
        self.empty = QWidget()
        empty, below = QVBoxLayout(self.empty), QVBoxLayout()
        for part in (empty, below):
            part.setContentsMargins(14, 12, 12, 6)
            part.setSpacing(8)
        empty.addWidget(self.nothing)
        empty.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        held = QWidget()
        self.for_all = FoldedLine(msg("interviews.rules.for_all"), held)
        below.addWidget(self.for_all)
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.limits)
        inside.addWidget(self.differ)
        inside.addWidget(MutedLabel(msg("interviews.rules.propose")))
        inside.addWidget(self.marks)
        inside.addWidget(MutedLabel(msg("interviews.rules.travel"), wrap=True))
        side.column.addWidget(self.empty)
        side.column.addLayout(self._rules)
        side.column.addLayout(below)
        side.column.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self._halves.addWidget(side, 1)
        self._between = Line(upright=True)
        self._halves.addWidget(self._between)
        self._halves.addWidget(self.tester, 1)
        self._above = QVBoxLayout()  # for the languages, where the header has no room
        self._above.setContentsMargins(8, 0, 8, 0)
        self.body.addLayout(self._above)
        self.body.addLayout(self._halves, 1)

    def show_code(self, code_id: str) -> None:
        """Show the rules of a code, in the language of the open interview where it has rules."""
        self._code = code_id
        line = self._state.line()
        if line is not None and line.language in LANGUAGES:
            self.languages.choose(line.language)
        self._fill()

    def shows(self) -> str:
        """The code whose rules are shown."""
        return self._code

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tester stands below the rules where the column is narrow."""
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._halves.direction():
            self._halves.setDirection(way)
            self._halves.setStretch(0, 1 if beside else 3)
            self._halves.setStretch(2, 1 if beside else 2)
            self._between.setVisible(beside)
            self.tester.results.setMinimumHeight(0 if beside else _LEAST_PLACES)
            if beside:
                self.header.row.insertWidget(1, self.languages)
            else:
                self._above.addWidget(self.languages)

    def showEvent(self, event: QShowEvent) -> None:
        """Test and check again."""
        super().showEvent(event)
        self._test()
        self._lint()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever leaves needs no parser any more."""
        super().hideEvent(event)
        self.tester.rest()
        self.counted.emit(None, frozenset())

    def language(self) -> str:
        """The language of the rules shown."""
        return str(self.languages.value())

    def _found(self) -> Code | None:
        there = self._code in self._state.codebook
        return self._state.codebook[self._code] if there else None

    def _codebook_changed(self) -> None:
        code = self._found()
        if code is None or not self.isVisible():
            return
        there = list(code.keywords.get(self.language(), ()))
        if there != self._given and there != self._stored():  # what one gave oneself may be typed further already
            self._fill()
        self._show_marks()
        self._count(code)
        self._lint()

    def _count(self, code: Code) -> None:
        """Say beside each language how many rules the code has there."""
        for language in LANGUAGES:
            n, name = len(code.keywords.get(language, ())), language_name(language)
            self.languages.rename(language, msg("assist.with_count", name=name, n=n) if n else name)

    # The forms

    def _fill(self) -> None:
        code = self._found()
        empty_layout(self._rules)
        self.cards, self._given = [], None
        if code is None:
            return
        self.header.title.say(msg("interviews.rules.title", code=code.name))
        self._count(code)
        rules = [RuleText.of(word) for word in code.keywords.get(self.language(), ())]
        limits = {RuleLimits().for_all(rule.limits) for rule in rules}
        self.limits.show_limits(next(iter(limits)) if len(limits) == 1 else RuleLimits())
        self.differ.setVisible(len(limits) > 1)
        self._session.ask(group_names, self.limits.offer_groups, latest="interviews.rules.groups", owner=self)
        words = [rule for rule in rules if rule.kind == "word"]
        if words:
            self._place(WordsCard(words))
        for rule in rules:
            if rule.kind != "word":
                self._place(_CARDS[rule.kind](rule))
        self._tell_nothing()
        self._test()
        self._lint()

    def _show_marks(self) -> None:
        """Show which marks all rules propose, and which only some; where they differ, each rule says its own."""
        of_words = self._of_words()
        each = [[in_order(marks) for marks in card.proposed(of_words)] for card in self.cards]
        made = [marks for of_card in each for marks in of_card]
        self.marks.show_proposed(made)
        differ = len(set(made)) > 1
        chosen = [render(msg("interviews.rules.limits_short"), language_of())] if not self.differ.isHidden() else []
        self.for_all.note.say(" · ".join([*chosen, *self.limits.spoken(), spoken_marks(made or [("hit",)])]))
        for card, of_card in zip(self.cards, each, strict=True):
            card.tell_marks(msg("interviews.rules.proposes", marks=spoken_marks(of_card)) if differ else "")

    def respeak(self, _language: str) -> None:
        """Say again what is folded."""
        self._show_marks()

    def _of_words(self) -> tuple[str, ...]:
        """The marks that plain words of the code propose where they name none."""
        made = marks_of_words(rules_of([code])) if (code := self._found()) is not None else {}
        return tuple(map(str, next(iter(made.values()), ("hit",))))

    def _place(self, card: RuleCard) -> RuleCard:
        if card.rule.kind == "word" and not card.written():
            card.limits = self._shared()
        card.changed.connect(self._store)
        card.edited.connect(self._test)
        card.removed.connect(partial(self._remove, card))
        card.mended.connect(partial(self._replace_phrase, card))
        card.dragged.connect(partial(self._drag, card))
        self.cards.append(card)
        self._rules.addWidget(card)
        return card

    def _shared(self) -> RuleLimits:
        """What holds for all rules of the code in this language."""
        return RuleLimits().for_all(self.cards[0].limits) if self.cards else RuleLimits()

    def _tell_nothing(self) -> None:
        self.empty.setVisible(not self.cards)
        self._show_marks()

    def _offer(self) -> None:
        """The kinds of rule to choose from."""
        menu = QMenu(self)
        for kind in _ORDER:
            said = render(msg(f"interviews.rules.kind.{kind}"), language_of())
            menu.addAction(said[:1].upper() + said[1:]).triggered.connect(partial(self.add, kind))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def add(self, kind: str, *_checked: object) -> RuleCard:
        """An empty form of a kind; words go on in the form there is."""
        card = next((one for one in self.cards if kind == "word" == one.rule.kind), None)
        if card is None:
            limits = self._shared()
            ticked = self.marks.ticked()
            marks = ticked if any(one.marks == ticked for one in self.cards) else ("hit",)
            card = self._place(WordsCard([]) if kind == "word" else _CARDS[kind](RuleText(kind, "", marks, limits)))
            card.good = ""
            if kind == "word":
                self.cards.insert(0, self.cards.pop())
                self._rules.insertWidget(0, card)
        self._tell_nothing()
        card.first_field().setFocus()
        reveal(card)
        if kind == "entity":
            self._store()
        return card

    def _remove(self, card: RuleCard) -> None:
        self.cards.remove(card)
        self._rules.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._tell_nothing()
        self._store()

    def _drag(self, card: RuleCard, height: int) -> None:
        """Put a rule where it was let go; words stay first."""
        others = [one for one in self.cards if one is not card]
        place = sum(one.geometry().center().y() < height for one in others)
        if others and others[0].rule.kind == "word":
            place = max(place, 1)
        if card.rule.kind == "word" or self.cards.index(card) == place:
            return
        self.cards = [*others[:place], card, *others[place:]]
        self._rules.removeWidget(card)
        self._rules.insertWidget(place, card)
        self._store()

    def _replace_phrase(self, card: RuleCard, keyword: str, better: tuple[str, ...]) -> None:
        """Put better rules in the place of one."""
        if isinstance(card, WordsCard):
            card.change(keyword, better)
        else:
            card.mend(better[0])
        self._store()

    def _limit(self, limits: RuleLimits) -> None:
        """All rules of the code in this language look only there."""
        for card in self.cards:
            card.limit(limits)
        self.differ.hide()
        self._store()
        self._show_marks()

    def _mark(self, mark: str, on: bool) -> None:
        """All rules of the code in this language propose this mark, or none does; of others each keeps its own."""
        of_words = self._of_words()
        for card in self.cards:
            card.propose(partial(with_mark, mark=mark, on=on), of_words)
        self._store()
        self._show_marks()

    def _stored(self) -> list[str]:
        """The rules as they are stored; a malformed one is told and left as it was."""
        return [rule for card in self.cards for rule in card.stored()]

    def _store(self) -> None:
        code, rules = self._found(), self._stored()
        if code is not None and rules != list(code.keywords.get(self.language(), ())):
            self._given = rules
            self.keywords_given.emit(code.id, self.language(), rules)
        self._test()
        self._lint()

    # What they meet, how they fared, their traps

    def _lint(self) -> None:
        """Say of each rule how it fared, and what makes it find something else than is meant."""
        if self._found() is None or not self._session.is_open or not self.isVisible():
            return

        def read(project: Project) -> Read:
            return checked_rules(project), fared_rules(rule_records(project))

        self._session.ask(read, self._show_warnings, latest="interviews.rules.lint", owner=self)

    def _show_warnings(self, found: Read) -> None:
        checked, records = found
        language = self.language()
        fared = {
            rule: counts for (code, rule, spoken), counts in records.items() if (code, spoken) == (self._code, language)
        }
        here = [one for one in checked if (one.code, one.language) == (self._code, language)]
        for card in self.cards:
            card.show_fared(fared)
            card.show_traps([(one.keyword, one.warning) for one in here])
        if self.isVisible():
            rules = Counter({code.id: sum(map(len, code.keywords.values())) for code in self._state.codebook})
            self.counted.emit(rules, frozenset(one.code for one in checked if one.warning.is_serious))

    def _test(self) -> None:
        """Try the rules as they stand, those being typed too; one that cannot be read is left out."""
        self.tester.show_rules(self._code, self.language(), _readable(*self.cards), self._in_front())

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        card = next((one for one in self.cards if now is not None and one.isAncestorOf(now)), None)
        if card is not None:
            for one in self.cards:
                one.set_current(one is card)
            self.tester.follow(_readable(card))

    def _in_front(self) -> list[str]:
        card = next((one for one in self.cards if one.property("current")), self.cards[0] if self.cards else None)
        return [] if card is None else _readable(card)


def _readable(*cards: RuleCard) -> list[str]:
    """The whole rules of some forms: one that is being typed is not yet."""
    return [rule for card in cards for rule in card.written() if card.is_readable(rule)]
