# SPDX-License-Identifier: MIT
"""Number and date conventions of a file: guessed from its cells where certain, left open elsewhere.

It changes no cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from projects.imported.findings import finding
from projects.imported.raw_tables import RawTable
from projects.imported.records import Finding, Severity
from projects.importing.options import ImportOptions

_COMMA_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
_POINT_GROUPS = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_GROUPS = re.compile(r"[-+]?\d{1,3}(,\d{3})+")
_POINT_NUMBER = re.compile(r"[-+]?\d+\.\d+")
_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,].*)?")
_SAMPLE = 2_000
_MOSTLY = 0.8


def with_conventions(table: RawTable, options: ImportOptions, findings: list[Finding]) -> ImportOptions:
    """The options with what the cells show of decimals and dates; the user's own answers stay."""
    if options.decimal is None and _has_decimal_comma(table):
        grouped = any(_POINT_GROUPS.fullmatch(word) for _, words in _samples(table) for word in words)
        options = replace(
            options, decimal=",", thousands="." if grouped and options.thousands is None else options.thousands
        )
        findings.append(finding(Severity.GUESS, "decimal_comma"))
    if options.date_order is None:
        order = _date_order(table)
        if order == "unclear":
            findings += [
                finding(Severity.WARNING, "date_order_unclear", name=table.headers[number])
                for number, _ in _date_columns(table)
            ]
        elif order:
            options = replace(options, date_order=order)
            findings.append(finding(Severity.GUESS, "date_order" if order == "dmy" else "date_order_month"))
    return options


def _samples(table: RawTable) -> Iterator[tuple[int, list[str]]]:
    """Some different cells of each column that may hold numbers or dates."""
    for number, column in enumerate(table.columns):
        if column is not None:
            words = column.slice(0, _SAMPLE).unique().drop_null().to_pylist()
            yield number, [word.strip() for word in words]


def _has_decimal_comma(table: RawTable) -> bool:
    """Whether a column of numbers uses commas that cannot group thousands, and no column uses points."""
    certain = False
    for _, words in _samples(table):
        commas = [word for word in words if _COMMA_NUMBER.fullmatch(word)]
        if any(_POINT_NUMBER.fullmatch(word) and not _POINT_GROUPS.fullmatch(word) for word in words):
            return False
        plain = sum(1 for word in words if word.lstrip("+-").isdigit())
        if commas and len(commas) + plain >= _MOSTLY * len(words):
            certain = certain or any(not _GROUPS.fullmatch(word) for word in commas)
    return certain


def _date_columns(table: RawTable) -> Iterator[tuple[int, list[re.Match[str]]]]:
    for number, words in _samples(table):
        dates = [found for word in words if (found := _DATE.fullmatch(word))]
        if dates and len(dates) >= _MOSTLY * len(words):
            yield number, dates


def _date_order(table: RawTable) -> str:
    """One of dmy, mdy, unclear; "" where there are no such dates or they contradict each other."""
    dates = [found for _, listed in _date_columns(table) for found in listed]
    if not dates:
        return ""
    day_first = any(int(found[1]) > 12 for found in dates)
    month_first = any(int(found[2]) > 12 for found in dates)
    if day_first and month_first:
        return ""
    return "dmy" if day_first else "mdy" if month_first else "unclear"


def header_findings(headers: Iterable[str], table_id: str) -> Iterator[Finding]:
    """Lines for headers that stand twice or are empty."""
    listed = [header.strip() for header in headers]
    twice = (
        [name for name in dict.fromkeys(listed) if name and listed.count(name) > 1]
        if len(set(listed)) < len(listed)
        else []
    )
    empty = listed.count("")
    if twice:
        yield finding(
            Severity.WARNING, "headers_twice", table=table_id, names=twice[:8], n=len(twice), count=len(twice)
        )
    if empty:
        yield finding(Severity.WARNING, "headers_empty", table=table_id, n=empty, count=empty)
