# SPDX-License-Identifier: MIT
"""What every room says of a variable: its name, its icon, whether it is a submission's paperwork. It reads no value."""

from __future__ import annotations

from analysis.records import Choice, Kind, Role, Variable
from wording import Labels, Text

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


def answer_called(choice: Choice) -> Text:
    """An answer's wording, or its code in the file."""
    return choice.labels if has_words(choice.labels) else choice.code
