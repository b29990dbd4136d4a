# SPDX-License-Identifier: MIT
"""Strata and clusters of a table by name, and which of its variables hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.records import DataTable, Kind, Role, Variable
from projects.stored_tables.chunks import ChunkColumn
from projects.stored_tables.recipes import keys_of
from wording import LANGUAGES, Problem, Text, msg, render

NAMING = frozenset({Kind.ONE, Kind.TEXT, Kind.INTEGER, Kind.NUMBER})
_STRATUM, _CLUSTER = ("stratum", "strata", "strate"), ("cluster", "grappe", "psu", "block", "bloc", "village")
_ENUMERATOR = ("enumerator", "enqueteur", "enqueteur_id", "enum", "interviewer")


@dataclass(frozen=True)
class Names:
    """Where rows belong: `codes` (n,) places in `names`, −1 for none; `words` are each name's codes and labels."""

    codes: np.ndarray
    names: tuple[str, ...]
    words: Mapping[str, Sequence[str]]

    def of_rows(self) -> list[str]:
        """The name of each row, "" for none."""
        return [self.names[code] if code >= 0 else "" for code in self.codes]


def names_of(variable: Variable, column: ChunkColumn) -> Names:
    """The names in a column: choice ids, or values as written. Raises Problem for dates, sets and the like."""
    if variable.kind not in NAMING:
        raise Problem(msg("sampling.needs_names"))
    codes, names = keys_of(column)
    labels = {choice.id: (choice.code, *_words(choice.labels)) for choice in variable.choices}
    return Names(codes, tuple(names), {name: labels.get(name, (name,)) for name in names})


def _words(labels: Text) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for language in LANGUAGES if (word := render(labels, language))))


def offered(table: DataTable) -> list[Variable]:
    """The variables that may name strata or clusters."""
    return [v for v in table.variables if v.kind in NAMING and v.role is not Role.IDENTIFIER]


def stratum_variable(table: DataTable) -> Variable | None:
    """The variable that names strata: that of the design, else the one called so."""
    return _recognised(table, table.design.strata, Role.STRATUM, _STRATUM)


def cluster_variable(table: DataTable) -> Variable | None:
    """The variable that names clusters: that of the design, else the one called so."""
    first = table.design.clusters[0] if table.design.clusters else None
    return _recognised(table, first, Role.CLUSTER, _CLUSTER)


def enumerator_variable(table: DataTable) -> Variable | None:
    """The variable that names who asked."""
    return _recognised(table, None, None, _ENUMERATOR)


def day_variable(table: DataTable) -> Variable | None:
    """The day of the interview: a date before a moment."""
    found = [v for v in table.variables if v.kind in (Kind.DATE, Kind.DATETIME) and v.role is not Role.IDENTIFIER]
    found.sort(key=lambda v: (v.kind is not Kind.DATE, "interview" not in v.name and "today" not in v.name))
    return found[0] if found else None


def _recognised(table: DataTable, chosen: str | None, role: Role | None, called: Sequence[str]) -> Variable | None:
    among = offered(table)
    for variable in among:
        if variable.id == chosen:
            return variable
    for variable in among:
        if role is not None and variable.role is role:
            return variable
    short = {variable.name.rpartition("/")[2].casefold(): variable for variable in reversed(among)}
    return next((short[name] for name in called if name in short), None)
