# SPDX-License-Identifier: MIT
"""The row of chips above the grid, with "+ filter" and the line of rows and design at its right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from analysis.records import Variable
from projects.datasets.table.filters import Edited, Filter, HasChoice, HasText, InAnalysis, InRange, IsMissing
from projects.datasets.table.view_settings import SortKey
from projects.design.sample_design import DesignFacts
from wording import Text, msg, render
from wording.numbers import format_interval, format_number
from workbench.data.panes.variable_inspector import reason_text
from workbench.translation import language_of
from workbench.variable_words import called, has_words
from workbench.widgets import Chip, FactsLabel, LinkButton
from workbench.widgets.flow_layout import FlowLayout

_SHORT = 28


def filter_words(wanted: Filter, variables: Mapping[str, Variable], language: str) -> Text:
    """What the filter asks for."""
    if isinstance(wanted, InAnalysis):
        return msg("data.view.filter.kept" if wanted.kept else "data.view.filter.left")
    if isinstance(wanted, Edited):
        return msg("data.view.filter.edited")
    variable = variables.get(wanted.variable)
    if variable is None:
        return wanted.variable
    name = _short(render(called(variable), language))
    if isinstance(wanted, HasChoice):
        labels = [
            render(choice.labels if has_words(choice.labels) else choice.code, language)
            for choice in variable.choices
            if choice.id in wanted.choices
        ]
        return msg("data.view.filter.is", name=name, value=_short(", ".join(labels)))
    if isinstance(wanted, InRange):
        return _range(wanted, name, language)
    if isinstance(wanted, HasText):
        return msg("data.view.filter.holds", name=name, value=_short(wanted.text))
    if isinstance(wanted, IsMissing):
        reasons = [render(reason_text(variable, one), language) for one in sorted(wanted.reasons)]
        if not reasons:
            return msg("data.view.filter.absent", name=name)
        return msg("data.view.filter.is", name=name, value=_short(", ".join(reasons)))
    return msg("data.view.filter.present", name=name)


def sort_words(sorts: Sequence[SortKey], variables: Mapping[str, Variable], language: str) -> Text:
    """The order of the rows: "Site ↑ · Age ↓"."""
    return " · ".join(
        f"{_short(render(called(variables[name]), language))} {'↓' if down else '↑'}"
        for name, down in sorts
        if name in variables
    )


def _range(wanted: InRange, name: str, language: str) -> Text:
    low, high = (_end(end, language) for end in (wanted.low, wanted.high))
    if wanted.low is None:
        return msg("data.view.filter.at_most", name=name, high=high)
    if wanted.high is None:
        return msg("data.view.filter.at_least", name=name, low=low)
    return msg("data.view.filter.between", name=name, low=low, high=high)


def _end(end: float | str | None, language: str) -> str:
    if isinstance(end, float):
        return format_number(end, language, 0 if end.is_integer() else 2)
    return "" if end is None else str(end)


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"


class FilterBar(QWidget):
    """Shows the filters in force; `removed` carries the place of one, `added` asks for another."""

    removed = Signal(int)
    unsorted = Signal()
    added = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        held = QWidget()
        self._chips = FlowLayout(held, spacing=6, in_one_line=True)
        self.add = LinkButton(msg("data.view.filter.add"), self.added.emit)
        self._chips.addWidget(self.add)
        row.addWidget(held, 1)
        self.line = FactsLabel("", kind="muted")
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.line.setMinimumWidth(150)
        row.addWidget(self.line, 1)
        self._filters: Sequence[Filter] = ()
        self._sorts: Sequence[SortKey] = ()
        self._shown: list[Chip] = []
        self._variables: Mapping[str, Variable] = {}

    def show_filters(
        self, filters: Sequence[Filter], sorts: Sequence[SortKey], variables: Mapping[str, Variable]
    ) -> None:
        """Show these chips, and one for the order of the rows."""
        self._filters, self._sorts, self._variables = filters, sorts, variables
        for old in self._shown:
            self._chips.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        self._chips.removeWidget(self.add)
        language = language_of()
        for place, wanted in enumerate(filters):
            words = filter_words(wanted, variables, language)
            chip = self._chip(words, msg("data.view.filter.remove", filter=words))
            chip.removed.connect(lambda place=place: self.removed.emit(place))
        if sorts:
            words = sort_words(sorts, variables, language)
            self._chip(words, msg("data.view.sort.remove", order=words)).removed.connect(self.unsorted)
        self._chips.addWidget(self.add)
        self._row.setStretchFactor(self.line, 1 if self._shown else 3)  # without chips the facts have the room
        self.updateGeometry()

    def _chip(self, words: Text, tip: Text) -> Chip:
        chip = Chip(words, removable=True, tip=tip)
        self._chips.addWidget(chip)
        self._shown.append(chip)
        return chip

    def respeak(self, _language: str) -> None:
        """Chips in another language."""
        self.show_filters(self._filters, self._sorts, self._variables)

    def show_line(self, rows: int, total: int, facts: DesignFacts | None) -> None:
        """ "633 of 640 rows · 3 strata · 40 clusters · weights 0.4–2.9"."""
        self.line.say(summary(rows, total, facts))


def summary(rows: int, total: int, facts: DesignFacts | None) -> Text:
    """The line at the right, as one text."""
    language = language_of()
    parts: list[Text] = [msg("data.view.line.rows", n=rows, total=total)]
    if facts is not None:
        if facts.strata:
            parts.append(msg("data.view.line.strata", n=facts.strata))
        if facts.clusters:
            parts.append(msg("data.view.line.clusters", n=facts.clusters))
        if facts.weight_low is not None:
            span = format_interval(facts.weight_low, facts.weight_high, language, 1)
            parts.append(msg("data.view.line.weights", span=span))
    return " · ".join(render(part, language) for part in parts)
