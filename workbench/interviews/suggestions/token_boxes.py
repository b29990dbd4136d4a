# SPDX-License-Identifier: MIT
"""Form of a pattern of words: a row of boxes, each a word in any form, a part of speech, an entity, or any word."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wording import Text, msg
from workbench.interviews.suggestions.rule_cards import ENTITIES, RuleCard
from workbench.interviews.suggestions.rule_text import ANY, ONCE, OPTIONAL, RuleText, TokenBox, boxes_of
from workbench.widgets import ChoiceField, IconButton, TextField
from workbench.widgets.flow_layout import FlowLayout

_KEYS = ("lemma", "word", "pos", "kind", ANY)
_PARTS = ("NOUN", "PROPN", "VERB", "AUX", "ADJ", "ADV", "PRON", "DET", "ADP", "NUM", "CCONJ", "SCONJ")
_TIMES = (ONCE, OPTIONAL, "*2", "*3", "*4", "*5")
_WIDTH = 168  # pixels of a box


class TokensCard(RuleCard):
    """The boxes in their order, and a button for the next; a pattern that no form can show stays as text."""

    def __init__(self, rule: RuleText) -> None:
        super().__init__(rule)
        found = boxes_of(rule.body)
        self.boxes: list[BoxForm] = []
        self.raw: TextField | None = None
        if found is None:
            self.raw = TextField(msg("interviews.rules.text"), placeholder=msg("interviews.rules.hint.tokens"))
            self.raw.setText(rule.body)
            self.watch(self.raw)
            self.body.addWidget(self.raw)
            return
        self._flow = FlowLayout(spacing=6)
        self.more = IconButton("plus", msg("interviews.rules.box.add"), self.add)
        self._flow.addWidget(self.more)
        self.body.addLayout(self._flow)
        for box in found or [TokenBox("lemma", "")]:
            self._insert(box, len(self.boxes))

    def rules(self) -> list[RuleText]:
        body = self.raw.text().strip() if self.raw is not None else " ".join(filter(None, (
            box.box().written() for box in self.boxes)))  # fmt: skip
        return [replace(self.rule, body=body, marks=self.marks, limits=self.limits)]

    def first_field(self) -> QWidget:
        return self.raw if self.raw is not None else self.boxes[0].value

    def add(self) -> None:
        """One more box, at the end."""
        self._insert(TokenBox("lemma", ""), len(self.boxes)).value.setFocus()

    def _insert(self, box: TokenBox, place: int) -> BoxForm:
        form = BoxForm(box)
        form.edited.connect(self.edited)
        form.changed.connect(self.changed)
        form.removed.connect(partial(self._remove, form))
        form.stepped.connect(partial(self._step, form))
        form.moved.connect(partial(self._move, form))
        self.boxes.insert(place, form)
        self._lay_out()
        return form

    def _lay_out(self) -> None:
        for widget in (*self.boxes, self.more):
            self._flow.removeWidget(widget)
        for widget in (*self.boxes, self.more):
            self._flow.addWidget(widget)

    def _remove(self, form: BoxForm) -> None:
        if len(self.boxes) == 1:
            self.removed.emit()
            return
        place = self.boxes.index(form)
        self.boxes.remove(form)
        self._flow.removeWidget(form)
        form.hide()
        form.deleteLater()
        self.boxes[min(place, len(self.boxes) - 1)].take_focus()
        self.changed.emit()

    def _step(self, form: BoxForm, by: int) -> None:
        place = self.boxes.index(form) + by
        if 0 <= place < len(self.boxes):
            self.boxes[place].take_focus()

    def _move(self, form: BoxForm, by: int) -> None:
        place = self.boxes.index(form) + by
        if 0 <= place < len(self.boxes):
            self.boxes.remove(form)
            self.boxes.insert(place, form)
            self._lay_out()
            form.take_focus()
            self.changed.emit()


class BoxForm(QFrame):
    """One box: what is compared, with what, how often. Alt+← and Alt+→ move it, ← and → go on, Del takes it away."""

    edited = Signal()
    changed = Signal()
    removed = Signal()
    stepped = Signal(int)
    moved = Signal(int)

    def __init__(self, box: TokenBox) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFixedWidth(_WIDTH)
        self.key = ChoiceField(
            msg("interviews.rules.box.key"), [(key, msg(f"interviews.rules.box.{key}")) for key in _KEYS]
        )
        self.value = TextField(msg("interviews.rules.box.value"), placeholder=msg("interviews.rules.box.value_hint"))
        self.part = ChoiceField(msg("interviews.rules.box.pos"))
        self.times = ChoiceField(msg("interviews.rules.box.times"), [(one, _times(one)) for one in _TIMES])
        self.trash = IconButton("x", msg("interviews.rules.box.remove"), self.removed.emit, framed=False, size=12)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.key, 1)
        head.addWidget(self.trash)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (self.value, self.part, self.times):
            column.addWidget(widget)
        self.key.choose(box.key)
        self.times.choose(box.times)
        self._turn(box.key, box.value)
        self.value.textEdited.connect(lambda _text: self.edited.emit())
        self.value.editingFinished.connect(self.changed)
        for field in (self.part, self.times):
            field.chosen.connect(lambda _value: self.changed.emit())
        self.key.chosen.connect(self._key_chosen)

    def box(self) -> TokenBox:
        """What stands in the box."""
        key = str(self.key.value())
        value = str(self.part.value() or "") if key in ("pos", "kind") else self.value.text()
        return TokenBox(key, value, str(self.times.value() or ONCE))

    def take_focus(self) -> None:
        """Stand in the box."""
        field = next((one for one in (self.value, self.part) if not one.isHidden()), self.times)
        field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the fields leave alone: arrows at their ends, Alt with arrows, Del on a choice."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(by)
        elif by:
            self.stepped.emit(by)
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _key_chosen(self, key: object) -> None:
        self._turn(str(key), "")
        self.take_focus()
        self.changed.emit()

    def _turn(self, key: str, value: str) -> None:
        choices: list[tuple[str, Text]] = []
        if key == "pos":
            choices = [(part, msg(f"interviews.rules.pos.{part.lower()}")) for part in _PARTS]
        elif key == "kind":
            choices = [(kind, msg(f"interviews.rules.entity.{kind}")) for kind in ENTITIES]
        known = {choice for choice, _ in choices}
        chosen = value.upper() if key == "pos" else value.lower()
        if choices and chosen and chosen not in known:
            choices.append((chosen, chosen.replace("/", ", ")))
        self.part.setVisible(bool(choices))
        self.value.setVisible(key in ("lemma", "word"))
        self.part.set_choices(choices)
        if choices:
            self.part.choose(chosen or choices[0][0])
        else:
            self.value.setText(value.replace("/", ", "))


def _times(times: str) -> Text:
    if times in (ONCE, OPTIONAL):
        return msg("interviews.rules.times.once" if times == ONCE else "interviews.rules.times.optional")
    return msg("interviews.rules.times.up_to", n=int(times[1:]))
