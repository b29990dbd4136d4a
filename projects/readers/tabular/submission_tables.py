# SPDX-License-Identifier: MIT
"""Single submissions (XML from phones, JSON from servers) laid out as tables: one for the form, one for each repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from projects.imported.raw_tables import RawTable, table_from_rows


@dataclass
class Submission:
    """One filled form.

    Answers by path "group/question", and the rows of each repeat by its path, nested the same way.
    """

    values: dict[str, str] = field(default_factory=dict)
    repeats: dict[str, list[Submission]] = field(default_factory=dict)


@dataclass
class _Growing:
    """A table that grows row by row; columns in the order they are met."""

    name: str
    headers: dict[str, int] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)

    def add(self, values: Mapping[str, str]) -> int:
        row = [""] * len(self.headers)
        for header, value in values.items():
            place = self.headers.setdefault(header, len(self.headers))
            if place >= len(row):
                row.extend([""] * (place + 1 - len(row)))
            row[place] = value
        self.rows.append(row)
        return len(self.rows)


def tables_of(submissions: Iterable[Submission], name: str) -> list[RawTable]:
    """The main table, then one per repeat, linked by `_index`, `_parent_index` and `_parent_table_name`."""
    main = _Growing(name)
    others: dict[str, _Growing] = {}
    for submission in submissions:
        index = main.add({**submission.values, "_index": str(len(main.rows) + 1)})
        _add_repeats(submission, name, index, others)
    return [table_from_rows(grown.name, list(grown.headers), grown.rows) for grown in (main, *others.values())]


def _add_repeats(submission: Submission, parent: str, index: int, others: dict[str, _Growing]) -> None:
    for path, rows in submission.repeats.items():
        name = path.rsplit("/", 1)[-1]
        grown = others.setdefault(path, _Growing(name))
        for row in rows:
            place = {
                "_index": str(len(grown.rows) + 1),
                "_parent_table_name": parent,
                "_parent_index": str(index),
            }
            _add_repeats(row, name, grown.add({**row.values, **place}), others)


def plain_text(value: object) -> str:
    """A JSON value as a cell."""
    if value is None:
        return ""
    if value is True or value is False:
        return "TRUE" if value else "FALSE"
    return str(value)
