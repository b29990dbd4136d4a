# SPDX-License-Identifier: MIT
"""Neutral labels of coders, speakers, interviews and cases ("Interview 12"), for readers outside the team.

A table keeps the names that the team gave, and beside each a neutral label that is alike in every table of a project:
it counts in the order of the project, not of the table. `for_others` puts the neutral labels in place of the names.
An interview or a speaker whose name is a mere code ("KII 02", "P1") keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.result_tables import TableSpec
from wording import LANGUAGES, Message, Text, msg

if TYPE_CHECKING:
    import pandas as pd

NAMED = ("coder", "speaker", "document", "case")  # whose labels are names
Numbers = Mapping[str, Mapping[str, int]]  # by kind, the number of each name; 0: the name is a mere code
_ATTRIBUTE = "attribute:"
_VALUE = "neutral.attribute"
_CODED = ("document", "speaker")  # kinds whose codes tell nothing: that of a case leads to its answers
_TERMS = frozenset((
    "idi", "fgd", "fgi", "kii", "ki", "fg", "gd", "int", "doc", "interview", "interviews", "entretien", "entretiens",
    "focus", "group", "groupe", "discussion", "source", "document", "transcript", "transcription", "text", "texte",
    "part", "partie", "speaker", "participant", "respondent", "répondant", "locuteur", "p", "r", "f", "m", "s", "no",
    "nr", "n", "v", *LANGUAGES, "sw", "rn", "rw", "txt", "docx", "odt", "rtf", "pdf", "md",
))  # fmt: skip


def kind_of_attribute(name: str) -> str:
    """The kind under which the values of an attribute that identifies people have their numbers.

    Examples
    --------
    >>> kind_of_attribute("Contact")
    'attribute:Contact'
    """
    return f"{_ATTRIBUTE}{name}"


def numbers_of(
    segments: pd.DataFrame, documents: pd.DataFrame, attributes: pd.DataFrame, identifying: Collection[str] = ()
) -> Numbers:
    """The number of each coder, speaker, interview (by its id), case and value that identifies somebody, from 1."""
    cases = [*attributes.index, *(case for held in (documents["cases"], segments["cases"].unique())
                                  for one in held for case in one)]  # fmt: skip
    every: dict[str, Iterable[object]] = {
        "coder": segments["coder"].unique(), "speaker": segments["speaker"].unique(),
        "document": documents["document"], "case": cases,
    }  # fmt: skip
    every |= {kind_of_attribute(name): attributes[name] for name in identifying if name in attributes.columns}
    names_of_documents = dict(zip(documents["document"].astype(str), documents["name"].astype(str), strict=True))
    return {
        kind: {
            name: 0
            if kind in _CODED and is_mere_code(names_of_documents.get(name, name) if kind == "document" else name)
            else at
            for at, name in enumerate(dict.fromkeys(str(one) for one in names if str(one)), start=1)
        }
        for kind, names in every.items()
    }


def is_mere_code(name: str) -> bool:
    """Whether a name is made of numbers and terms of the craft alone, so that it names nobody.

    Examples
    --------
    >>> [is_mere_code(name) for name in ("KII 02", "fgd_03_fr.txt", "P1", "Hawa 2", "Interviewer")]
    [True, True, True, False, False]
    """
    parts = re.findall(r"[^\W\d_]+|\d+", name.casefold())
    return any(part.isdigit() for part in parts) and all(part.isdigit() or part in _TERMS for part in parts)


def neutral_label(numbers: Numbers, kind: str, name: str) -> Text | None:
    """The label outside the team of a coder, speaker, interview or case."""
    if kind.startswith(_ATTRIBUTE):
        number = numbers.get(kind, {}).get(name)
        return None if number is None else msg(_VALUE, name=kind[len(_ATTRIBUTE) :], n=str(number))
    if kind not in NAMED:
        return None
    n = numbers.get(kind, {}).get(name)
    if n == 0:
        return None
    return msg(f"neutral.{kind}", n="–" if n is None else str(n))


def for_others(table: TableSpec) -> TableSpec:
    """The table as others than the team may read it: neutral labels in place of names, no row that stays inside."""
    table = _by_number(table)
    columns = tuple(
        column if column.outside is None else replace(column, label=column.outside) for column in table.columns
    )
    if table.outside is not None:
        table = replace(table, title=table.outside)
    unmarked = (replace(row, sensitive=False) if row.sensitive else row for row in table.rows)
    kept = tuple(row for row in unmarked if not row.inside_only)
    rows = tuple(row if row.outside is None else replace(row, label=row.outside) for row in kept)
    if columns == table.columns and rows == kept:
        return table if kept == table.rows else replace(table, rows=kept)
    return replace(table, columns=columns, rows=rows, notes=(*table.notes, msg("note.neutral_labels")))


def _by_number(table: TableSpec) -> TableSpec:
    """The table with its numbered values in the order of their numbers: from A to Z it would tell of their names."""
    numbered = {
        at: int(str(label.args["n"]))
        for at, column in enumerate(table.columns)
        if isinstance(label := column.outside, Message) and label.key == _VALUE
    }
    order = list(range(len(table.columns)))
    for place, at in zip(sorted(numbered), sorted(numbered, key=numbered.__getitem__), strict=True):
        order[place] = at
    if order == sorted(order):
        return table
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in order)) if row.cells else row for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in order), rows=rows)
