# SPDX-License-Identifier: MIT
"""Bars of the entity table: the purpose it is kept for, corrections of chosen rows, similar names that are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coding.entities.records import EntityKind
from wording import Text, msg
from workbench.widgets import Button, ChoiceField, LeadLabel, MutedLabel, PrimaryButton, TextField
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from projects.assistance.entities import EntityLine

_PURPOSE_WIDTH = 320  # pixels
_COUNTRIES_WIDTH = 240


class PurposeBar(QWidget):
    """While nothing is kept: why not, a line for the purpose, and the button that begins."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.purpose = TextField(
            msg("interviews.entities.purpose"), placeholder=msg("interviews.entities.purpose_hint")
        )
        self.purpose.setMinimumWidth(_PURPOSE_WIDTH)
        self.begin = PrimaryButton(msg("interviews.entities.on"), self._submit, icon="check")
        self.purpose.returnPressed.connect(self._submit)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 12, 12, 12)
        rows.addWidget(LeadLabel(msg("interviews.entities.off"), wrap=True))
        line = FlowLayout()
        line.addWidget(self.purpose)
        line.addWidget(self.begin)
        rows.addLayout(line)

    def _submit(self) -> None:
        self.given.emit(self.purpose.text())


class CountriesBar(QWidget):
    """The countries whose telephone numbers stand without a code, with the button that sets them."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.countries = TextField(msg("interviews.entities.countries"), placeholder="BI, CD, RW")
        self.countries.setMinimumWidth(_COUNTRIES_WIDTH)
        self.set = Button(msg("interviews.entities.countries_set"), self._submit)
        self.countries.returnPressed.connect(self._submit)
        row = FlowLayout(self)
        row.setContentsMargins(16, 0, 12, 2)
        for widget in (self.countries, self.set):
            row.addWidget(widget)

    def show_countries(self, countries: Sequence[str]) -> None:
        """Show the countries that hold."""
        self.countries.setText(", ".join(countries))
        self.countries.setCursorPosition(0)

    def _submit(self) -> None:
        self.given.emit(self.countries.text())


class CorrectionBar(QWidget):
    """What can be said of the chosen rows."""

    kind_given = Signal(str)
    joined = Signal()
    parted = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        none: list[tuple[str, Text]] = [("", msg("interviews.entities.to_kind"))]
        self.to_kind = ChoiceField(
            msg("interviews.entities.to_kind"),
            [*none, *((str(kind), msg(f"entities.kind.{kind}")) for kind in EntityKind)],
        )
        self.to_kind.setMinimumContentsLength(16)
        self.to_kind.chosen.connect(self._kind)
        tip = msg("interviews.entities.join_tip")
        self.join = Button(msg("interviews.entities.join"), self.joined.emit, icon="check", tip=tip)
        self.part = Button(msg("interviews.entities.take_apart"), self.parted.emit)
        self.drop = Button(msg("interviews.entities.not_one"), self.dropped.emit, icon="x")
        row = FlowLayout(self)
        row.setContentsMargins(12, 0, 12, 6)
        for widget in (self.to_kind, self.join, self.part, self.drop):
            row.addWidget(widget)

    def follow(self, chosen: Sequence[EntityLine]) -> None:
        """Offer what fits the chosen rows."""
        self.to_kind.setEnabled(bool(chosen))
        self.drop.setEnabled(bool(chosen))
        self.join.setEnabled(len(chosen) > 1)
        self.part.setEnabled(len(chosen) == 1 and len({one.plain for one in chosen[0].mentions}) > 1)

    def _kind(self, kind: str) -> None:
        if kind:
            self.kind_given.emit(kind)
            self.to_kind.choose("")


class SpellingBar(QWidget):
    """Two names that may be two spellings of one, with the two answers."""

    one_entity = Signal(object, object)  # EntityLine, EntityLine
    two_entities = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._pair: tuple[EntityLine, EntityLine] | None = None
        self.question = MutedLabel("", wrap=True)
        self.yes = Button(msg("interviews.entities.one"), lambda: self._answer(self.one_entity))
        self.no = Button(msg("interviews.entities.two"), lambda: self._answer(self.two_entities))
        row = FlowLayout(self)
        row.setContentsMargins(12, 0, 12, 6)
        for widget in (self.question, self.yes, self.no):
            row.addWidget(widget)
        self.setVisible(False)

    def ask(self, pairs: Sequence[tuple[EntityLine, EntityLine]], labels: tuple[str, str]) -> None:
        """Ask about the first pair, each by its label; nothing where there is none."""
        self._pair = pairs[0] if pairs else None
        self.setVisible(bool(pairs))
        if pairs:
            self.question.say(msg("interviews.entities.asked", n=len(pairs), one=labels[0], other=labels[1]))

    def _answer(self, signal: SignalInstance) -> None:
        if self._pair is not None:
            signal.emit(*self._pair)
