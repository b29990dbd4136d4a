# SPDX-License-Identifier: MIT
"""Forms of a code's rules: chips of words, a phrase, who did what, a list, an entity; each with its traps."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from coding.rules.rule_limits import FORMS, RuleLimits, limits_of, plain_sign
from coding.rules.rule_linter import RuleTrap
from projects.assistance.rule_sentences import said_of
from projects.assistance.suggestion_reasons import wilson
from wording import Message, Text, msg, render
from wording.numbers import format_number
from workbench.interviews.suggestions.rule_text import RuleText, problem_of, who_of
from workbench.translation import explain, language_of, say
from workbench.widgets import (
    Button,
    Chip,
    ChoiceField,
    IconButton,
    Label,
    LinkButton,
    MutedLabel,
    SectionLabel,
    ShownInUse,
    TextField,
)
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from coding.rules.rule_linter import RuleWarning


class TrapStrip(QFrame):
    """One warning of the linter, inside the rule it speaks of."""

    def __init__(
        self, keyword: str, shown: str, trap: RuleWarning, mend: Callable[[str, tuple[str, ...]], object]
    ) -> None:
        super().__init__()
        self.setProperty("kind", "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 8, 6)
        row.setSpacing(8)
        self.words = Label(msg("interviews.rules.trap", rule=shown, said=said_of(trap)), wrap=True)
        self.words.setProperty("kind", "warning")
        row.addWidget(self.words, 1)
        self.mend = Button(msg("interviews.rules.mend"), lambda: mend(keyword, trap.better))
        row.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignTop)
        label = msg("interviews.rules.mend")
        if trap.trap is RuleTrap.REJECTED and trap.words:
            label = msg("interviews.rules.mend_not", word=trap.words[0][0])
        say(self.mend, label, tip=", ".join(trap.better))
        self.mend.setVisible(bool(trap.better))


MARKS = ("hit", "negated", "asked", "hypothetical", "reported")
Proposed = tuple[str, ...]  # marks, in this order


class MarkBoxes(QWidget):
    """`turned` carries a mark, and whether all rules shall propose it or none."""

    turned = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        ticks = FlowLayout(self, spacing=12)
        self.boxes = {mark: QCheckBox() for mark in MARKS}
        for mark, box in self.boxes.items():
            explain(box, msg("interviews.rules.propose"))
            say(box, _mark_name(mark))
            box.clicked.connect(partial(self._turn, mark))
            ticks.addWidget(box)

    def _turn(self, mark: str) -> None:
        self.turned.emit(mark, self.boxes[mark].isChecked())

    def show_proposed(self, proposed: Sequence[Proposed]) -> None:
        """Show what each of some rules proposes; without a rule, what a new one would."""
        for mark, box in self.boxes.items():
            share = [mark in marks for marks in proposed] or [mark == "hit"]
            box.setTristate(any(share) and not all(share))
            if box.isTristate():
                box.setCheckState(Qt.CheckState.PartiallyChecked)
            else:
                box.setChecked(all(share))

    def ticked(self) -> Proposed:
        """The marks that every rule proposes."""
        return tuple(mark for mark, box in self.boxes.items() if box.checkState() == Qt.CheckState.Checked)


def in_order(marks: Iterable[str]) -> Proposed:
    """Marks as the boxes stand, however a rule or a code names them."""
    named = frozenset(marks)
    return tuple(mark for mark in MARKS if mark in named)


def with_mark(marks: Proposed, mark: str, on: bool) -> Proposed:
    """Some marks with one more, or without it, in their order."""
    return tuple(one for one in MARKS if (on if one == mark else one in marks))


def spoken_marks(proposed: Iterable[Proposed]) -> str:
    """What rules propose, as it is read: each different list of marks once."""
    lists = dict.fromkeys(", ".join(render(_mark_name(mark), language_of()) for mark in marks) for marks in proposed)
    return " · ".join(one or "–" for one in lists)


def _mark_name(mark: str) -> Message:
    return msg(f"marks.{mark}") if mark != "hit" else msg("interviews.rules.happened")


Fared = Mapping[str, tuple[int, int]]  # by keyword: accepted, decided
_WITHIN = (3, 6, 10, 20)  # words, to choose from
ENTITIES = ("person", "place", "organisation", "date", "time", "age", "money", "phone", "id", "email", "vehicle")


class RuleCard(QFrame):
    """One rule, or all words: its kind, how its suggestions fared, its form, what is wrong with it.

    `edited` while somebody types, `changed` when it is to be stored; `mended` carries a rule and better ones.
    """

    edited = Signal()
    field: QWidget
    changed = Signal()
    removed = Signal()
    mended = Signal(str, tuple)
    dragged = Signal(int)  # the height in the column at which it was let go

    def __init__(self, rule: RuleText) -> None:
        super().__init__()
        self.setProperty("kind", "rule")
        self.rule, self.good = rule, rule.written()
        self.limits = rule.limits
        self.marks = ("hit",) if rule.marks is None else rule.marks
        self.fared = MutedLabel("")
        self.trash = IconButton("trash-2", msg("interviews.rules.remove"), lambda: self.removed.emit(), framed=False)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(grip := _Grip(self))
        head.addWidget(SectionLabel(msg(f"interviews.rules.kind.{rule.kind}")), 1)
        head.addWidget(self.fared)
        head.addWidget(self.trash)
        self.hint = MutedLabel("", wrap=True)  # what else the rule finds, in the card one stands in
        self.hint.setContentsMargins(20, 0, 0, 0)
        self.hint.hide()
        self.proposes = MutedLabel("", wrap=True)  # its marks, where the rules differ
        self.proposes.setContentsMargins(20, 0, 0, 0)
        self.proposes.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        self.body.setContentsMargins(20, 0, 0, 0)
        self.wrong = MutedLabel("", wrap=True)
        self.wrong.setProperty("kind", "warning")
        self.wrong.hide()
        self._traps = QVBoxLayout()
        self._traps.setContentsMargins(20, 0, 0, 0)
        self._traps.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 12, 10)
        column.setSpacing(4)
        for part in (head, self.body):
            column.addLayout(part)
        for below in (self.proposes, self.hint, self.wrong):
            column.addWidget(below)
        column.addLayout(self._traps)
        self.traps: list[TrapStrip] = []
        self.in_use = ShownInUse(self, grip, self.trash)

    @abstractmethod
    def rules(self) -> list[RuleText]:
        """What stands in the form."""

    def first_field(self) -> QWidget:
        """Where one begins to type."""
        return self.field

    def written(self) -> list[str]:
        """The keywords of the form, those being typed too."""
        return [rule.written() for rule in self.rules() if rule.body.strip(" >*")]

    def stored(self) -> list[str]:
        """The keywords to store; where one cannot be read the card says why and keeps what was there."""
        found = self.written()
        said = next((problem for problem in map(problem_of, found) if problem is not None), None)
        self.wrong.setVisible(said is not None)
        if said is not None:
            self.wrong.say(said)
            return [self.good] if self.good and problem_of(self.good) is None and self.rule.body else []
        if self.rule.kind != "word":
            self.good = found[0] if found else ""
        return found

    def is_readable(self, written: str) -> bool:
        """Whether a rule is whole."""
        return problem_of(written) is None

    def limit(self, limits: RuleLimits) -> None:
        """Look only there; words around and forms stay."""
        self.limits = self.limits.for_all(limits)

    def proposed(self, of_words: Proposed) -> list[Proposed]:
        """The marks that each of its rules proposes; `of_words` where the code decides for plain words."""
        del of_words
        return [self.marks]

    def propose(self, change: Callable[[Proposed], Proposed], of_words: Proposed) -> None:
        """Have each of its rules propose what `change` makes of the marks that it proposes."""
        del of_words
        self.marks = change(self.marks)

    def tell_marks(self, said: Text) -> None:
        """Say which marks it proposes, where the rules of the code differ in it; "" else."""
        self.proposes.say(said)
        self.proposes.setVisible(bool(said))

    def mend(self, better: str) -> None:
        """Take a narrower rule in place of the one in the form."""
        self.limits = limits_of(better)

    def set_current(self, current: bool) -> None:
        """Mark the card that the tester follows."""
        self.hint.setVisible(current and bool(self.hint.text()))
        if self.property("current") != current:
            self.setProperty("current", current)
            self.style().unpolish(self)
            self.style().polish(self)

    def show_fared(self, fared: Fared) -> None:
        """Say how many of the decided suggestions were accepted."""
        accepted, decided = (sum(fared.get(one, (0, 0))[part] for one in self.written()) for part in (0, 1))
        self.fared.say(_fared(accepted, decided) if decided else "")

    def show_traps(self, traps: Iterable[tuple[str, RuleWarning]]) -> None:
        """Say what its rules may find beside what is meant, with a button where that can be mended."""
        for strip in self.traps:
            self._traps.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        here = set(self.written())
        self.traps = [
            TrapStrip(rule, RuleText.of(rule).body, trap, self.mended.emit) for rule, trap in traps if rule in here
        ]
        for strip in self.traps:
            self._traps.addWidget(strip)

    def watch(self, field: QLineEdit) -> None:
        """Test while one types, store when it is left."""
        field.textEdited.connect(lambda _text: self.edited.emit())
        field.editingFinished.connect(self.changed)


class WordsCard(RuleCard):
    """All rules of words of a code in a language, a chip each; they may have to stand near others."""

    def __init__(self, words: Sequence[RuleText]) -> None:
        rule = RuleText("word", "", words[0].marks if words else None, words[0].limits if words else RuleLimits())
        super().__init__(rule)
        self._named = rule.marks  # None: the code decides what words propose
        self.limits = replace(self.limits, barred=())
        self._words = list(words)
        self.chips: list[Chip] = []
        self.field: TextField = TextField(msg("interviews.rules.word"), placeholder=msg("interviews.rules.word_hint"))
        self.field.setMaximumWidth(170)
        self.field.textEdited.connect(lambda _text: self.edited.emit())
        self.field.editingFinished.connect(self._take)
        self._flow = FlowLayout(spacing=5)
        self.body.addLayout(self._flow)
        numbers = sorted({*_WITHIN, self.limits.within})
        choices: list[tuple[str, Text]] = [(str(n), msg("interviews.rules.within", n=n)) for n in numbers]
        self.within = ChoiceField(msg("interviews.rules.within_field"), choices)
        self.within.choose(str(self.limits.within))
        self.within.setMinimumContentsLength(15)
        self.within.chosen.connect(lambda _n: self._near())
        self.near = TextField(msg("interviews.rules.near"), placeholder=msg("interviews.rules.near_hint"))
        self.near.setText(", ".join(self.limits.near))
        self.near.editingFinished.connect(self._near)
        self.nearby, self.ask_near = QWidget(), LinkButton(msg("interviews.rules.ask_near"), self._ask_near)
        near = QHBoxLayout(self.nearby)
        near.setContentsMargins(0, 0, 0, 0)
        near.setSpacing(8)
        near.addWidget(self.within)
        near.addWidget(self.near, 1)
        self.body.addWidget(self.nearby)
        self.body.addWidget(self.ask_near, 0, Qt.AlignmentFlag.AlignLeft)
        self.nearby.setVisible(bool(self.limits.near))
        self.ask_near.setVisible(not self.limits.near)
        self._fill()

    def _ask_near(self) -> None:
        """Words that must stand near can be written."""
        self.nearby.show()
        self.near.setFocus()
        self.ask_near.hide()

    def _near(self) -> None:
        """All words of the card must stand near these."""
        typed = (plain_sign(one) for one in self.near.text().split(","))
        had, near, within = self.limits.near, tuple(one for one in typed if one), int(str(self.within.value()))
        if (near, within) == (had, self.limits.within):
            return
        self.limits = replace(self.limits, near=near, within=within)
        self._words = [replace(word, limits=replace(word.limits, near=near, within=within)) for word in self._words]
        if near or had:
            self.changed.emit()

    def rules(self) -> list[RuleText]:
        typed = self.field.text().strip()
        return [*self._words] + ([RuleText("word", typed, self._named, self.limits)] if typed else [])

    def limit(self, limits: RuleLimits) -> None:
        super().limit(limits)
        self._words = [replace(word, limits=word.limits.for_all(limits)) for word in self._words]

    def proposed(self, of_words: Proposed) -> list[Proposed]:
        return [word.marks or of_words for word in self._words or self.rules()]

    def propose(self, change: Callable[[Proposed], Proposed], of_words: Proposed) -> None:
        self._named = change(self._named or of_words) or None
        self._words = [replace(word, marks=change(word.marks or of_words) or None) for word in self._words]

    def show_fared(self, fared: Fared) -> None:
        super().show_fared(fared)
        for word, chip in zip(self._words, self.chips, strict=True):
            accepted, decided = fared.get(word.written(), (0, 0))
            tip = _fared(accepted, decided) if decided else None
            say(chip, word.body, tip=tip or msg("interviews.rules.take_word"))

    def change(self, keyword: str, better: Sequence[str]) -> None:
        """Put better words in the place of one."""
        place = next((at for at, word in enumerate(self._words) if word.written() == keyword), None)
        if place is not None:
            limits, made = self._words[place].limits, [replace(RuleText.of(one), marks=self._named) for one in better]
            self._words[place : place + 1] = [one if one.limits else replace(one, limits=limits) for one in made]
            self._fill()

    def _take(self) -> None:
        typed = self.field.text().strip()
        if typed:
            self.field.clear()
            words = [one.strip() for one in typed.split(";") if one.strip()]
            self._words += [RuleText("word", one, self._named, self.limits) for one in words]
            self._fill()
            self.changed.emit()
            self.field.setFocus()

    def _remove(self, word: RuleText) -> None:
        self._words.remove(word)
        self._fill()
        self.field.setFocus()
        self.changed.emit()

    def _fill(self) -> None:
        self._flow.removeWidget(self.field)
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for word in self._words:
            barred = ", ".join(word.limits.barred)
            shown = msg("interviews.rules.word_not", word=word.body, barred=barred) if barred else word.body
            chip = Chip(shown, removable=True, tip=msg("interviews.rules.take_word"))
            chip.removed.connect(partial(self._remove, word))
            self.chips.append(chip)
            self._flow.addWidget(chip)
        self._flow.addWidget(self.field)


class TextCard(RuleCard):
    """A phrase or a list: one field, and below it what else it finds."""

    def __init__(self, rule: RuleText) -> None:
        super().__init__(rule)
        self.field: TextField = TextField(
            msg("interviews.rules.text"), placeholder=msg(f"interviews.rules.hint.{rule.kind}")
        )
        self.field.setText(rule.body)
        self.watch(self.field)
        self.body.addWidget(self.field)
        self.hint.say(msg(f"interviews.rules.also.{rule.kind}"))

    def rules(self) -> list[RuleText]:
        return [replace(self.rule, body=self.field.text().strip(), marks=self.marks, limits=self.limits)]

    def mend(self, better: str) -> None:
        super().mend(better)
        self.field.setText(RuleText.of(better).body)


class WhoCard(RuleCard):
    """Who did what to what: three fields."""

    def __init__(self, rule: RuleText) -> None:
        super().__init__(rule)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.fields: list[TextField] = []
        for name, value in zip(("who", "did", "what"), who_of(rule.body), strict=True):
            field = TextField(
                msg(f"interviews.rules.part.{name}"), placeholder=msg(f"interviews.rules.part_hint.{name}")
            )
            field.setText(value.replace("/", ", "))
            self.watch(field)
            self.fields.append(field)
            part = QVBoxLayout()
            part.setSpacing(2)
            part.addWidget(MutedLabel(msg(f"interviews.rules.part.{name}")))
            part.addWidget(field)
            row.addLayout(part, 1)
        self.body.addLayout(row)
        self.forms: dict[str, QCheckBox] = {}
        ticks = FlowLayout(spacing=10)
        ticks.addWidget(MutedLabel(msg("interviews.rules.forms")))
        for form in FORMS:
            box = QCheckBox()
            say(box, msg(f"interviews.rules.form.{form}"))
            explain(box, msg("interviews.rules.forms"))
            box.setChecked(form not in self.limits.forms_left_out)
            box.clicked.connect(lambda _on: self.changed.emit())
            ticks.addWidget(box)
            self.forms[form] = box
        self.body.addLayout(ticks)
        self.hint.say(msg("interviews.rules.also.who"))

    def rules(self) -> list[RuleText]:
        who, did, what = (field.text().strip() for field in self.fields)
        body = f"{who or '*'} > {did or '*'} > {what or '*'}"
        left_out = tuple(form for form, box in self.forms.items() if not box.isChecked())
        self.limits = replace(self.limits, forms_left_out=left_out)
        return [replace(self.rule, body=body, marks=self.marks, limits=self.limits)]

    def first_field(self) -> QWidget:
        return self.fields[1]


class EntityCard(RuleCard):
    """An entity of a kind."""

    def __init__(self, rule: RuleText) -> None:
        super().__init__(rule)
        known = (*ENTITIES, *({rule.body.lower()} - {*ENTITIES, ""}))
        choices: list[tuple[str, Text]] = [(kind, msg(f"interviews.rules.entity.{kind}")) for kind in ENTITIES]
        choices += [(kind, kind) for kind in known[len(ENTITIES) :]]
        self.field: ChoiceField = ChoiceField(msg("interviews.rules.text"), choices)
        self.field.choose(rule.body.lower() or ENTITIES[0])
        self.field.chosen.connect(lambda _kind: self.changed.emit())
        self.body.addWidget(self.field)

    def rules(self) -> list[RuleText]:
        return [replace(self.rule, body=str(self.field.value()), marks=self.marks, limits=self.limits)]


class _Grip(QWidget):
    """The handle by which a rule is dragged up or down."""

    def __init__(self, card: RuleCard) -> None:
        super().__init__(card)
        self._card = card
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        icon = IconButton("grip-vertical", msg("interviews.rules.drag"), framed=False, size=14)
        icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(icon)
        explain(self, msg("interviews.rules.drag"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go where the rule is to stand."""
        parent = self._card.parentWidget()
        if parent is not None:
            self._card.dragged.emit(self.mapTo(parent, QPoint(0, round(event.position().y()))).y())


def _fared(accepted: int, decided: int) -> Message:
    low, high = (format_number(100 * end, language_of(), 0) for end in wilson(accepted, decided))
    return msg("interviews.rules.fared", accepted=accepted, n=decided, low=low, high=high)
