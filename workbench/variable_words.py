# SPDX-License-Identifier: MIT
"""Words for a variable in every room: its name, its icon, whether it is a submission's paperwork."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from analysis.records import Choice, DataTable, Kind, Role, Variable
from projects.imported.records import ImportedTable
from wording import Labels, Text, msg, render

DESIGN_ROLES = (Role.WEIGHT, Role.STRATUM, Role.CLUSTER, Role.FPC)
PAPERWORK = frozenset(
    (
        *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "audit"),
        "note",
    )
)
KIND_ICONS = {
    Kind.ONE: "circle-dot",
    Kind.SET: "list-checks",
    Kind.INTEGER: "hash",
    Kind.NUMBER: "hash",
    Kind.DATE: "calendar",
    Kind.DATETIME: "clock",
    Kind.TIME: "clock",
    Kind.TEXT: "type",
    Kind.GEOPOINT: "map-pin",
    Kind.MEDIA: "image",
}


def has_words(labels: Labels) -> bool:
    """Whether the labels say anything in any language."""
    return any(labels.by_language.values())


def called(variable: Variable) -> Text:
    """A variable's wording, or its name in the file."""
    return variable.labels if has_words(variable.labels) else variable.name


def listed_as(variable: Variable, language: str) -> str:
    """A variable in a list: its wording and, behind it, its export name, which stays where the middle is cut."""
    words = render(called(variable), language)
    return words if words == variable.name else f"{words} · {variable.name}"


def answer_called(choice: Choice) -> Text:
    """An answer's wording, or its code in the file."""
    return choice.labels if has_words(choice.labels) else choice.code


_Table = TypeVar("_Table", DataTable, ImportedTable)


def distinct_titles(tables: Sequence[_Table], title: Callable[[_Table], Text]) -> list[tuple[str, Text]]:
    """The id of each table and its title, with its name in the file where others have the same title."""
    titles = [title(table) for table in tables]
    return [
        (table.id, msg("table.with_name", title=one, name=table.name) if titles.count(one) > 1 else one)
        for table, one in zip(tables, titles, strict=True)
    ]
