# SPDX-License-Identifier: MIT
"""The answers of a variable in one line, unweighted: what tells the marked variable from its neighbours."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from analysis.records import Kind, Reason
from wording import Text, msg, render
from wording.numbers import format_date, format_number, format_percent
from workbench.variable_words import answer_called

if TYPE_CHECKING:
    from projects.datasets.table.variable_summary import VariableFacts

_SHOWN = 3
_NUMBERS, _DAYS = (Kind.INTEGER, Kind.NUMBER), (Kind.DATE, Kind.DATETIME)


def answered_text(facts: VariableFacts) -> Text:
    """ "609 answered of 640 asked"."""
    return msg("picker.answered", n=facts.answered, asked=facts.asked)


def answers_text(facts: VariableFacts, language: str) -> str:
    """ "Theft 33 % · GBV 31 % · +5 · refused 12", "0–45 · median 3"; empty where there is nothing to tell.

    The commonest answers, in the order in which answers stand everywhere.
    """
    parts: list[str] = []
    if facts.counts and facts.answered:
        said = {choice.id: answer_called(choice) for choice in facts.variable.choices if not choice.reason}
        most = sorted(((n, key) for key, n in facts.counts.items() if key in said), key=lambda one: -one[0])
        parts += [
            f"{render(said[key], language)} {format_percent(facts.counts[key] / facts.answered, language)}"
            for key in said
            if key in {key for _n, key in most[:_SHOWN]}
        ]
        if len(most) > _SHOWN:
            parts.append(render(msg("picker.more_answers", n=len(most) - _SHOWN), language))
    elif facts.low is not None and facts.high is not None:
        parts += _range(facts, facts.low, facts.high, language)
    refused = facts.missing.get(int(Reason.REFUSED), 0)
    if refused:
        parts.append(render(msg("picker.refused", n=refused), language))
    return " · ".join(parts)


def _range(facts: VariableFacts, low: float, high: float, language: str) -> list[str]:
    if facts.variable.kind in _NUMBERS:
        decimals = 0 if facts.variable.kind is Kind.INTEGER else 1
        span = f"{format_number(low, language, decimals)}–{format_number(high, language, decimals)}"
        median = format_number(facts.median, language, decimals)
        return [span, render(msg("picker.median", median=median), language)]
    if facts.variable.kind in _DAYS:
        days = [dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=end / 1000) for end in (low, high)]
        return [" – ".join(format_date(day.date(), language) for day in days)]
    return []
