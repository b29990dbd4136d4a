# SPDX-License-Identifier: MIT
"""Names of columns and words for codes as other programs accept them."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, BinaryIO

from analysis.records import Choice, Reason, Variable
from projects.datasets.short_names import short_names
from projects.file_writers import data_writer
from wording import msg, render

if TYPE_CHECKING:
    from projects.datasets.export.export_content import ExportTable

# Some spreadsheets run the full-width signs of East Asian keyboards, too.
_FORMULA = re.compile(r"^[\t\r\n \u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
_PLAIN_NUMBER = re.compile(r"^[+-]?\d[\d .,\u00a0\u202f]*$")


def without_formula(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a dangerous beginning gets an apostrophe before it."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.match(text):
        return "'" + text
    return text


def unique_names(names: list[str]) -> list[str]:
    """The names as they are, a repeated or empty one with its number after it."""
    taken: set[str] = set()
    found = []
    for name in names:
        fresh, number = name or "column", 1
        while fresh in taken:
            number += 1
            fresh = f"{name or 'column'}_{number}"
        taken.add(fresh)
        found.append(fresh)
    return found


def column_heads(variable: Variable) -> list[str]:
    """The names of a variable's columns: its own, and for a set one "name/code" per choice after it."""
    if str(variable.kind) == "set":
        return [variable.name, *(f"{variable.name}/{choice.code}" for choice in variable.choices)]
    return [variable.name]


ROWS = "rows"  # among the ids of variables: the columns of row numbers


def exported_names(export: ExportTable, kind: str) -> dict[str, list[str]]:
    """What the columns of each variable are called in a file of that kind, by variable id."""
    heads = [["row_id"], *([["parent_row_id"]] if export.parents is not None else [])]
    writer = data_writer(kind)
    if not writer.longest_name:
        names = unique_names([head for variable in export.variables for head in column_heads(variable)])
        return _dealt(export, [column_heads(variable) for variable in export.variables], names)
    parts = [_statistical_heads(variable) for variable in export.variables]
    count = sum(map(len, parts)) + len(heads)
    # the library names a set of value labels after its column and the column's number
    longest = writer.longest_name - (len(str(count)) if writer.numbers_labels else 0)
    wanted = [head.replace("/", "_") if made else head for head, made in _with_origin(export, heads, parts)]
    own = [at for at, (_, made) in enumerate(_with_origin(export, heads, parts)) if not made]
    names = short_names(wanted, longest, own, writer.reserved, writer.name_signs)
    return {**_dealt(export, parts, names[len(heads) :]), ROWS: names[: len(heads)]}


def _with_origin(export: ExportTable, heads: list[list[str]], parts: list[list[str]]) -> list[tuple[str, bool]]:
    """Each column's name, and whether it is made: a row number, one choice of a set, a derived variable."""
    made = [(head, True) for part in heads for head in part]
    for variable, part in zip(export.variables, parts, strict=True):
        derived = str(variable.kind) == "set" or export.recipe(variable.id) is not None
        made += [(head, derived) for head in part]
    return made


def _statistical_heads(variable: Variable) -> list[str]:
    """A set leaves as its dummies alone."""
    return column_heads(variable)[1:] if str(variable.kind) == "set" else [variable.name]


def _dealt(export: ExportTable, parts: list[list[str]], names: list[str]) -> dict[str, list[str]]:
    found, start = {}, 0
    for variable, part in zip(export.variables, parts, strict=True):
        found[variable.id] = names[start : start + len(part)]
        start += len(part)
    return found


def renamed(export: ExportTable, kind: str) -> list[tuple[str, str]]:
    """Columns that cannot keep their name in a file of that kind: the name, and what it became."""
    if not data_writer(kind).longest_name:
        return []
    named = exported_names(export, kind)
    pairs = [
        (head, name)
        for variable in export.variables
        for head, name in zip(_statistical_heads(variable), named[variable.id], strict=True)
    ]
    return [(head, name) for head, name in pairs if head != name]


def write_names_csv(pairs: list[tuple[str, str]], stream: BinaryIO, language: str) -> None:
    """The columns that are called otherwise in a file, one per line: the name in the project, the name in the file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([render(msg(f"data.export.names.{one}"), language) for one in ("project", "file")])
    writer.writerows([without_formula(name), short] for name, short in pairs)
    stream.write(text.getvalue().encode("utf-8-sig"))


def choice_word(choice: Choice, language: str, labels: bool) -> str:
    """A choice's label, or its code."""
    return (choice.labels.in_language(language) or choice.code) if labels else choice.code


def reason_word(variable: Variable, reason: int, language: str) -> str:
    """What an absent value is called: the choice's own words, else the program's."""
    for choice in variable.choices:
        if choice.reason == reason:
            return choice.labels.in_language(language) or choice.code
    known = reason in (Reason.NOT_ASKED, Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING, 9)
    return render(msg(f"data.reason.{int(reason) if known else 'other'}"), language)
