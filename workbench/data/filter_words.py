# SPDX-License-Identifier: MIT
"""Filters as short statements for their chips: "Site = A, B", "Age 18–59", "Refused: …". It filters nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.records import Variable
from projects.datasets.table.filters import Edited, Filter, HasChoice, HasText, InAnalysis, InRange, IsMissing
from projects.datasets.table.view_settings import SortKey
from wording import Text, msg, render
from wording.numbers import format_number
from workbench.data.variable_inspector import reason_text
from workbench.variable_words import called, has_words

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
