# SPDX-License-Identifier: MIT
"""The options kept back under More that differ from their default, as chips."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from analysis.analyses import Option, OptionKind
from analysis.records import DataTable
from wording import Text, msg, render
from wording.numbers import format_number
from workbench.results.current_analysis import CurrentAnalysis
from workbench.translation import language_of
from workbench.variable_words import called
from workbench.widgets import Chip
from workbench.widgets.flow_layout import FlowLayout

_CROSS = 26  # pixels at the end of a chip: its cross and the margin around it


class OptionChips(QWidget):
    """One chip for each option that differs; pressed it opens the option, its cross or Delete takes the default."""

    opened = Signal(str)
    default_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, spacing=4)
        self.chips: dict[str, Chip] = {}
        self._said: dict[str, Text] = {}

    def show_differing(self, options: Iterable[Option], present: CurrentAnalysis, table: DataTable) -> None:
        """Show those of the options that differ; none leaves nothing to see."""
        said = {
            one.name: _said(one, value, table)
            for one in options
            if _differs(one, value := present.value(one.name))
        }  # fmt: skip
        if said == self._said:
            return
        self._said = said
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for name, words in said.items():
            self.chips[name] = chip = _OptionChip(words)
            chip.opened.connect(partial(self.opened.emit, name))
            chip.removed.connect(partial(self.default_wanted.emit, name))
            self._flow.addWidget(chip)

    def say_anything(self) -> bool:
        """Whether an option differs."""
        return bool(self._said)


class _OptionChip(Chip):
    opened = Signal()

    def __init__(self, words: Text) -> None:
        super().__init__(words, removable=True, tip=msg("analysis.view.differs.tip", said=words))
        self._on_cross = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember whether it is its cross that is pressed."""
        self._on_cross = event.position().x() > self.width() - _CROSS
        super().mousePressEvent(event)

    def press(self) -> None:
        """Take the default on its cross, open the option elsewhere."""
        on_cross, self._on_cross = self._on_cross, False
        (self.removed if on_cross else self.opened).emit()


def _differs(option: Option, value: Any) -> bool:
    """Whether an option has a value of its own: another than the default, and not empty."""
    return value != option.default and (option.kind is OptionKind.FLAG or value not in (None, "", (), [], {}))


def _said(option: Option, value: Any, table: DataTable) -> Text:
    """An option and its value in a few words."""
    if option.kind is OptionKind.FLAG:
        return msg("analysis.view.differs.not", option=option.label) if option.default else option.label
    if option.kind is OptionKind.CHOICE:
        said: Text = msg(f"choice.{option.name}.{value}")
    elif option.name == "level":
        said = msg("analysis.view.level", level=value * 100)
    elif option.kind in (OptionKind.VARIABLE, OptionKind.VARIABLES, OptionKind.AMONG):
        known = {variable.id: called(variable) for variable in table.variables}
        several = [value] if isinstance(value, str) else list(value)
        said = msg("analysis.view.differs.several", values=[known.get(one, str(one)) for one in several])
    elif option.kind in (OptionKind.NUMBER, OptionKind.NUMBERS, OptionKind.TEXT):
        said = written(value)
    else:
        return option.label
    return msg("analysis.view.differs", option=option.label, value=said)


def written(value: Any) -> str:
    """A typed value as its field shows it, in the language of the window."""
    language = language_of()
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(written(part) for part in value)
    if isinstance(value, (int, float)):
        decimals = 0 if float(value).is_integer() else len(f"{value:g}".partition(".")[2])
        return format_number(value, language, decimals)
    return render(value, language)
