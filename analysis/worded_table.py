# SPDX-License-Identifier: MIT
"""Default labels for tables, variables and choices that a file leaves unlabelled: their names and codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from analysis.records import Choice, DataTable
from wording import Labels


def worded(table: DataTable) -> DataTable:
    """The table where what has no wording is called by its name in the file: no row or group stands without a name."""
    variables = tuple(
        replace(variable, labels=_named(variable.labels, variable.name), choices=_distinct_choices(variable.choices))
        for variable in table.variables
    )
    return replace(table, labels=_named(table.labels, table.name), variables=variables)


def _distinct_choices(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices with words; where several are worded alike, as in a form not yet adapted, with their codes."""
    seen = Counter(worded for choice in choices for worded in choice.labels.by_language.items())
    return tuple(
        replace(
            choice,
            labels=Labels(
                {
                    language: f"{text} ({choice.code})" if seen[language, text] > 1 and text else text
                    for language, text in _named(choice.labels, choice.code).by_language.items()
                },
                choice.labels.preferred,
            ),
        )
        for choice in choices
    )


def _named(labels: Labels, name: str) -> Labels:
    return labels if any(labels.by_language.values()) else Labels({"": name}, labels.preferred)
