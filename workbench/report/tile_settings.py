# SPDX-License-Identifier: MIT
"""Settings of key-figure tiles: which number stands in each, and the target it is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from analysis.report.key_figures import KeyFigure
from wording import Text, msg
from wording.numbers import format_number
from workbench.translation import language_of
from workbench.widgets import ChoiceField, FormRow, LinkButton, MutedLabel, TextField

_AIMED = frozenset({"share", "mean"})  # of a share no target is kept: it has a base


class TileSettings(QWidget):
    """A field for each tile; `chosen` carries the keys in order (None: whatever tells most), `aimed` the targets."""

    chosen = Signal(object)
    aimed = Signal(object)

    def __init__(
        self, shown: Sequence[KeyFigure], figures: Sequence[KeyFigure], targets: Mapping[str, float], own: bool,
        words: Callable[[KeyFigure], str],
    ) -> None:  # fmt: skip
        super().__init__()
        self.keys = [one.key for one in shown]
        self.targets = {str(key): float(target) for key, target in targets.items()}
        self.fields: list[ChoiceField] = []
        self.aims: dict[str, FormRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        choices: list[tuple[str, Text]] = [(one.key, words(one)) for one in figures if one.known]
        for at, figure in enumerate(shown):
            label = msg("view_report.field.tile", number=at + 1)
            field = ChoiceField(label, choices)
            field.choose(figure.key)
            field.chosen.connect(lambda key, place=at: self._take(place, str(key)))
            self.fields.append(field)
            column.addWidget(FormRow(label, field))
            if figure.unit not in _AIMED:
                column.addWidget(self._target(figure))
        if own:
            column.addWidget(LinkButton(msg("view_report.tiles_auto"), lambda: self.chosen.emit(None)))
        else:
            column.addWidget(MutedLabel(msg("view_report.tiles_note"), wrap=True))

    def _target(self, figure: KeyFigure) -> FormRow:
        """The number that was to be reached; "" for none."""
        label = msg("view_report.field.target")
        field = TextField(label, placeholder=msg("view_report.target_none"))
        held = self.targets.get(figure.key)
        field.setText("" if held is None else format_number(held, language_of(self)))
        row = FormRow(label, field)
        field.editingFinished.connect(lambda: self._aim(figure.key, field.text(), row))
        self.aims[figure.key] = row
        return row

    def _take(self, place: int, key: str) -> None:
        """Another number in a tile; one that stands in another tile changes places with it."""
        keys = list(self.keys)
        if key in keys:
            keys[keys.index(key)] = keys[place]
        keys[place] = key
        if keys != self.keys:
            self.keys = keys
            self.chosen.emit(keys)

    def _aim(self, key: str, written: str, row: FormRow) -> None:
        """Hold the number against a target; words that are no number above 0 are told and change nothing."""
        plain = "".join(letter for letter in written if not letter.isspace() and letter not in ",\u202f")
        if plain and not (plain.isdecimal() and int(plain) > 0):
            row.complain(msg("view_report.target_number"))
            return
        row.complain(None)
        targets = {name: one for name, one in self.targets.items() if name != key}
        if plain:
            targets[key] = float(plain)
        if targets != self.targets:
            self.targets = targets
            self.aimed.emit(targets)
