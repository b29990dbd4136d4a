# SPDX-License-Identifier: MIT
"""The rules of one code, a form for each, beside a tester that shows what they meet. Stored as typed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from coding.parsed_rules import KINDS, read_rule
from coding.records import Code
from coding.rule_limits import RuleLimits
from coding.rules import is_parsed_rule
from projects.assistance.rule_sentences import said_of
from projects.interviews.groups import group_names
from wording import Problem, msg
from workbench.interviews.assistance.limits_form import LimitsForm
from workbench.interviews.languages import language_name
from workbench.interviews.panes.rules_tester import RulesTester
from workbench.interviews.side_page import SidePage, empty_layout
from workbench.interviews.state import RoomState
from workbench.translation import explain, say
from workbench.widgets import (
    Button,
    ChoiceField,
    IconButton,
    Line,
    LinkButton,
    MutedLabel,
    Pane,
    PaneHeader,
    SectionLabel,
    Tabs,
    TextField,
)

if TYPE_CHECKING:
    from coding.rule_linter import RuleWarning
    from projects.assistance.rule_checks import CheckedRule
    from projects.store.project import Project
    from workbench.session import Session

import re
from dataclasses import dataclass

from coding.rule_limits import limits_of

_WRITTEN = re.compile(rf"^\s*({'|'.join((*KINDS, 'words'))})\s*(?:\[([^\]\n]*)\])?\s*:\s*(.*)$", re.DOTALL)


@dataclass(frozen=True)
class RuleText:
    """`kind` is "word" or a kind of rule on the parse; `marks` is None for words, which know none."""

    kind: str
    body: str
    marks: tuple[str, ...] | None = None
    limits: RuleLimits = RuleLimits()

    @classmethod
    def of(cls, keyword: str) -> RuleText:
        """The form of a keyword."""
        match = _WRITTEN.match(keyword)
        if match is None or (match[1] == "words" and match[2] is None):
            return cls("word", keyword)
        limits = limits_of(keyword)
        if match[1] == "words":
            return cls("word", match[3].strip(), None, limits)
        marks = tuple(mark.strip() for mark in (match[2] or "").split(",") if mark.strip() and "=" not in mark)
        return cls(match[1], match[3].strip(), marks if marks or (match[2] == "") else ("hit",), limits)

    def written(self) -> str:
        """The keyword of the form; semicolons, which set keywords apart, become commas."""
        body = self.body.replace(";", ",")
        limits = self.limits.written()
        if self.kind == "word":
            return f"words[{limits}]: {body}" if limits else body
        plain = self.marks in (None, ("hit",))
        told = ",".join([*(() if plain and limits else self.marks or ()), *([limits] if limits else [])])
        brackets = "" if plain and not limits else f"[{told}]"
        return f"{self.kind}{brackets}: {body}"


_LANGUAGES = ("en", "fr")
_BESIDE_FROM = 520  # pixels in which rules and tester stand side by side
_MARKS = ("hit", "negated", "asked", "hypothetical", "reported")


class RulesPane(Pane):
    """A code's rules at the left, the tester at the right."""

    left = Signal()
    keywords_given = Signal(str, str, list)  # code, language, keywords
    suggest_wanted = Signal()

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        suggest = Button(msg("interviews.rules.suggest"), lambda: self.suggest_wanted.emit(), icon="list-checks")
        self.header = PaneHeader("", suggest, back)
        super().__init__(self.header, spacing=0)
        self._state, self._session, self._code = state, session, ""
        self.languages = Tabs(msg("interviews.rules.languages"), [(one, language_name(one)) for one in _LANGUAGES])
        self.languages.chosen.connect(lambda _language: self._fill())
        self.rows: list[_RuleRow] = []
        self.tester = RulesTester(state, session)
        side = SidePage()
        self._rules = QVBoxLayout()
        self._rules.setSpacing(8)
        self.nothing = MutedLabel(msg("interviews.rules.none"), wrap=True)
        self.more = Button(msg("interviews.rules.add"), lambda: self._add(RuleText("phrase", "")), icon="plus")
        self.marks = {mark: _tick(mark) for mark in _MARKS}
        for part in (self.languages, self.nothing):
            side.column.addWidget(part)
        side.column.addLayout(self._rules)
        side.column.addWidget(self.more)
        side.column.addWidget(Line())
        side.column.addWidget(SectionLabel(msg("interviews.rules.propose")))
        for box in self.marks.values():
            box.clicked.connect(lambda _on: self._mark())
            side.column.addWidget(box)
        self.limits = LimitsForm()
        self.limits.limits_given.connect(self._limit)
        side.column.addWidget(SectionLabel(msg("interviews.rules.limits")))
        side.column.addWidget(self.limits)
        side.column.addWidget(MutedLabel(msg("interviews.rules.travel"), wrap=True))
        side.column.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self._halves.addWidget(side, 1)
        self._between = Line(upright=True)
        self._halves.addWidget(self._between)
        self._halves.addWidget(self.tester, 1)
        self.body.addLayout(self._halves, 1)
        state.codebook_changed.connect(self._codebook_changed)

    def show_code(self, code_id: str) -> None:
        """Show the rules of a code, in the language of the open interview where it has rules."""
        self._code = code_id
        line = self._state.line()
        if line is not None and line.language in _LANGUAGES:
            self.languages.choose(line.language)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tester stands below the rules where the column is narrow."""
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._halves.direction():
            self._halves.setDirection(way)
            self._between.setVisible(beside)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever leaves needs no parser any more."""
        super().hideEvent(event)
        self.tester.rest()

    def language(self) -> str:
        """The language of the rules shown."""
        return str(self.languages.value())

    def _found(self) -> Code | None:
        there = self._code in self._state.codebook
        return self._state.codebook[self._code] if there else None

    def _codebook_changed(self) -> None:
        code = self._found()
        if code is not None and self.isVisible() and self._words() != list(code.keywords.get(self.language(), ())):
            self._fill()

    def _fill(self) -> None:
        code = self._found()
        empty_layout(self._rules)
        self.rows = []
        if code is None:
            return
        self.header.title.say(msg("interviews.rules.title", code=code.name))
        rules = [RuleText.of(word) for word in code.keywords.get(self.language(), ())]
        proposed = next((rule.marks for rule in rules if rule.marks is not None), ("hit",))
        for mark, box in self.marks.items():
            box.setChecked(mark in proposed)
        self.limits.show_limits(rules[0].limits if rules else RuleLimits())
        self._session.ask(group_names, self.limits.offer_groups, latest="interviews.rules.groups", owner=self)
        for rule in rules:
            self._add(rule)
        self.nothing.setVisible(not rules)
        self._test()
        self._lint()

    def _lint(self) -> None:
        """Say beside each rule what makes it find something else than is meant."""
        code = self._found()
        if code is None or not self._session.is_open:
            return

        def read(project: Project) -> list[CheckedRule]:
            from projects.assistance.rule_checks import checked_rules  # more of the program: not at start

            return checked_rules(project, [code.id])

        self._session.ask(read, self._show_warnings, latest="interviews.rules.lint", owner=self)

    def _show_warnings(self, found: list[CheckedRule]) -> None:
        by_rule = {(one.language, one.keyword): one.warning for one in reversed(found)}
        for row in self.rows:
            found_here = (by_rule.get((self.language(), one)) for one in (row.rule().written(), row.written))
            row.warn(next((warning for warning in found_here if warning is not None), None))

    def _mend(self, row: _RuleRow, better: tuple[str, ...]) -> None:
        """Put the better rules in the place of one."""
        row.field.setText(better[0])
        for one in better[1:]:
            self._add(RuleText("word", one))
        self._store()

    def _add(self, rule: RuleText) -> None:
        new = rule if rule.body else replace(rule, limits=self.rows[0].limits if self.rows else RuleLimits())
        if not rule.body and any(row.marks == self._ticked() for row in self.rows):
            new = replace(new, marks=self._ticked())
        row = _RuleRow(new)
        row.changed.connect(self._store)
        row.field.textEdited.connect(lambda _text: self._test())
        row.removed.connect(partial(self._remove, row))
        row.mended.connect(partial(self._mend, row))
        self.rows.append(row)
        self._rules.addWidget(row)
        self.nothing.setVisible(False)
        if not rule.body:
            row.field.setFocus()

    def _limit(self, limits: RuleLimits) -> None:
        """All rules of the code in this language look only there."""
        for row in self.rows:
            row.limits = limits
        self._store()

    def _remove(self, row: _RuleRow) -> None:
        self.rows.remove(row)
        self._rules.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.nothing.setVisible(not self.rows)
        self._store()

    def _words(self) -> list[str]:
        """The rules as they are stored; a malformed one is told and left as it was."""
        written = [row.rule().written() for row in self.rows]
        return [word for word, row in zip(written, self.rows, strict=True) if row.check(word)]

    def _mark(self) -> None:
        """All rules of the code in this language propose these marks; until then each keeps its own."""
        for row in self.rows:
            row.marks = self._ticked()
        self._store()

    def _ticked(self) -> tuple[str, ...]:
        return tuple(mark for mark, box in self.marks.items() if box.isChecked())

    def _store(self) -> None:
        code, words = self._found(), self._words()
        if code is not None and words != list(code.keywords.get(self.language(), ())):
            self.keywords_given.emit(code.id, self.language(), words)
        self._test()
        self._lint()

    def _test(self) -> None:
        """Try the rules as they stand, those being typed too; one that cannot be read is left out."""
        written = [row.rule().written() for row in self.rows if row.field.text().strip()]
        self.tester.show_rules(self._code, self.language(), [word for word in written if _is_readable(word)])


class _RuleRow(QWidget):
    """One rule: its kind, what it says, and a sentence where it cannot be read."""

    changed = Signal()
    removed = Signal()
    mended = Signal(tuple)  # the better rules

    def __init__(self, rule: RuleText) -> None:
        super().__init__()
        self.written, self.limits = rule.written(), rule.limits
        self.marks = ("hit",) if rule.marks is None else rule.marks
        self._better: tuple[str, ...] = ()
        kinds = [(kind, msg(f"interviews.rules.kind.{kind}")) for kind in ("word", *KINDS)]
        self.kind = ChoiceField(msg("interviews.rules.kind"), kinds)
        self.kind.choose(rule.kind)
        self.field = TextField(msg("interviews.rules.text"), placeholder=msg(f"interviews.rules.hint.{rule.kind}"))
        self.field.setText(rule.body)
        self.wrong = MutedLabel("", wrap=True)
        self.wrong.setProperty("kind", "warning")
        self.wrong.hide()
        self.warning = MutedLabel("", wrap=True)
        self.warning.setProperty("kind", "warning")
        self.warning.hide()
        self.mend = LinkButton(msg("lint.mend"), lambda: self.mended.emit(self._better))
        self.mend.hide()
        self.kind.setMinimumContentsLength(16)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.kind)
        row.addStretch(1)
        row.addWidget(IconButton("trash-2", msg("interviews.rules.remove"), lambda: self.removed.emit(), framed=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self.field)
        column.addWidget(self.wrong)
        column.addWidget(self.warning)
        column.addWidget(self.mend)
        self.kind.chosen.connect(self._kind_chosen)
        self.field.editingFinished.connect(self.changed)

    def rule(self) -> RuleText:
        """What stands in the row."""
        kind = str(self.kind.value())
        return RuleText(kind, self.field.text().strip(), None if kind == "word" else self.marks, self.limits)

    def warn(self, warning: RuleWarning | None) -> None:
        """Say what the rule may find beside what is meant, with a button where it can be mended; None: nothing."""
        self._better = warning.better if warning is not None else ()
        self.warning.setVisible(warning is not None)
        self.mend.setVisible(bool(self._better))
        if warning is not None:
            self.warning.say(said_of(warning))

    def check(self, written: str) -> bool:
        """Whether the rule can be stored; where it cannot be read the row says why."""
        said = None
        if self.field.text().strip() and self.kind.value() != "word":
            try:
                read_rule(written)
            except Problem as problem:
                said = problem.message
        self.wrong.setVisible(said is not None)
        if said is not None:
            self.wrong.say(said)
        return bool(self.field.text().strip()) and said is None

    def _kind_chosen(self, kind: object) -> None:
        say(self.field, placeholder=msg(f"interviews.rules.hint.{kind}"))
        self.changed.emit()


def _is_readable(written: str) -> bool:
    """Whether a rule is whole: one that is being typed is not yet."""
    if not is_parsed_rule(written):
        return True
    try:
        read_rule(written)
    except Problem:
        return False
    return True


def _tick(mark: str) -> QCheckBox:
    box = QCheckBox()
    explain(box, msg("interviews.rules.propose"))
    say(box, msg(f"marks.{mark}") if mark != "hit" else msg("interviews.rules.happened"))
    return box
