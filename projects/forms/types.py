# SPDX-License-Identifier: MIT
"""The type column of a form, in all the spellings met in the field, as one plain type."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.records import Kind


@dataclass(frozen=True)
class QuestionType:
    """A type cell, understood: plain name, list of choices, file of choices, whether "other" is added."""

    name: str
    list_name: str = ""
    file: str = ""
    or_other: bool = False


_OTHER_SPELLINGS = {
    "int": "integer",
    "string": "text",
    "gps": "geopoint",
    "location": "geopoint",
    "photo": "image",
    "picture": "image",
    "date time": "datetime",
    "datetime": "datetime",
    "trigger": "acknowledge",
    "calculation": "calculate",
    "number": "decimal",
    "float": "decimal",
    "double": "decimal",
    "phone number": "phonenumber",
    "phone_number": "phonenumber",
    "device id": "deviceid",
    "start time": "start",
    "end time": "end",
    "sim id": "simserial",
    "subscriber id": "subscriberid",
    "get today": "today",
    "get start time": "start",
    "get end time": "end",
    "get device id": "deviceid",
    "xml-external": "external",
    "csv-external": "external",
    "background-geopoint": "geopoint",
    "background-audio": "audio",
    "start-geopoint": "geopoint",
    "add note prompt": "note",
}
_SELECT = re.compile(
    r"^(?:add\s+)?(?P<kind>select[_ ]?(?:one|1)|select[_ ]?multiple|select all that apply|rank|select1|select)"
    r"(?P<external>[_ ]external)?(?P<file>[_ ]from[_ ]file)?(?:\s+from)?(?:\s+using)?\s+(?P<list>.+?)"
    r"(?P<other>\s+(?:or[_ ]?(?:specify[_ ])?other))?$",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"^(?P<way>begin|end)[_ ]+(?P<what>\w+)(?:\s+(?:over\s+)?(?P<list>.+))?$", re.IGNORECASE)
_PREFIXED = re.compile(r"^(?:q|add)\s+(?P<name>\w+)(?:\s+prompt)?$", re.IGNORECASE)

KINDS = {
    "select_one": Kind.ONE,
    "select_one_external": Kind.ONE,
    "acknowledge": Kind.ONE,
    "select_multiple": Kind.SET,
    "integer": Kind.INTEGER,
    "range": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "date": Kind.DATE,
    "today": Kind.DATE,
    "datetime": Kind.DATETIME,
    "start": Kind.DATETIME,
    "end": Kind.DATETIME,
    "time": Kind.TIME,
    "geopoint": Kind.GEOPOINT,
    "geotrace": Kind.GEOPOINT,
    "geoshape": Kind.GEOPOINT,
    "image": Kind.MEDIA,
    "audio": Kind.MEDIA,
    "video": Kind.MEDIA,
    "file": Kind.MEDIA,
    "audit": Kind.MEDIA,
}
TEXT_TYPES = frozenset(
    [
        "text",
        "barcode",
        "deviceid",
        "phonenumber",
        "simserial",
        "subscriberid",
        "username",
        "email",
        "hidden",
        "rank",
        "note",
        "external",
    ]
)
UNTYPED = frozenset(("calculate",))  # what they hold shows only in the data
WITHOUT_ANSWER = frozenset(("note", "audit", "external"))


def read_type(written: str) -> QuestionType:
    """The type cell understood; an unknown one comes back as written in lower case, for the caller to list."""
    text = re.sub(r"\s+", " ", written.strip())
    block = _BLOCK.match(text)
    if block:
        return QuestionType(f"{block['way'].lower()}_{block['what'].lower()}", (block["list"] or "").strip())
    select = _SELECT.match(text)
    if select:
        return _select_type(select)
    name = text.lower()
    name = _OTHER_SPELLINGS.get(name, name)
    prefixed = _PREFIXED.match(name)
    if prefixed:
        name = _OTHER_SPELLINGS.get(prefixed["name"], prefixed["name"])
    if " " in name:
        first, rest = name.split(" ", 1)
        if first in ("score__row", "rank__level"):
            return QuestionType(first, rest)
        name = _OTHER_SPELLINGS.get(first, first)
    return QuestionType(name)


def _select_type(select: re.Match[str]) -> QuestionType:
    kind = select["kind"].lower()
    if kind == "rank":
        name = "rank"
    elif "mult" in kind or "all" in kind or kind == "select":
        name = "select_multiple"
    else:
        name = "select_one"
    listed = select["list"].strip()
    is_file = bool(select["file"]) or re.search(r"\.(csv|xml|geojson)$", listed, re.IGNORECASE) is not None
    return QuestionType(name, listed, listed if is_file else "", bool(select["other"]))


def is_known(name: str) -> bool:
    """Whether the plain type is one this program reads."""
    return name in KINDS or name in TEXT_TYPES or name in UNTYPED
