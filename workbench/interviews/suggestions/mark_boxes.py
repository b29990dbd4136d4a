# SPDX-License-Identifier: MIT
"""Boxes for the marks that rules propose: ticked where all rules propose it, half ticked where some do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wording import Message, msg, render
from workbench.translation import explain, language_of, say
from workbench.widgets.flow_layout import FlowLayout

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
