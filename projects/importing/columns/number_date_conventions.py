# SPDX-License-Identifier: MIT
"""Number and date conventions of a table: guessed from its cells where certain, left open elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from projects.imported.findings import finding
from projects.imported.raw_tables import RawTable
from projects.imported.records import Finding, Severity
from projects.importing.columns.dates import UNCLEAR, looks_exchanged, order_shown
from projects.importing.options import ImportOptions

_COMMA_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
_POINT_GROUPS = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_GROUPS = re.compile(r"[-+]?\d{1,3}(,\d{3})+")
_POINT_NUMBER = re.compile(r"[-+]?\d+\.\d+")
_SAMPLE = 2_000
_MOSTLY = 0.8
_FOUND = {"dmy": "date_order", "mdy": "date_order_month"}


def with_decimals(table: RawTable, options: ImportOptions, findings: list[Finding]) -> ImportOptions:
    """The options with what the cells show of decimals and thousands; the user's own answers stay."""
    if options.decimal is None and _has_decimal_comma(table):
        grouped = any(_POINT_GROUPS.fullmatch(word) for _, words in _samples(table) for word in words)
        options = replace(
            options, decimal=",", thousands="." if grouped and options.thousands is None else options.thousands
        )
        findings.append(finding(Severity.GUESS, "decimal_comma"))
    return options


def with_date_order(table: RawTable, table_id: str, options: ImportOptions, findings: list[Finding]) -> ImportOptions:
    """The options with the order of day and month that the table's columns show; the user's own answer stays.

    Columns that show none follow the others; where the others contradict each other or show none either, they are
    asked for and stay text.
    """
    findings += [
        finding(Severity.WARNING, "dates_exchanged", table=table_id, name=name)
        for name, column in zip(table.headers, table.columns, strict=False)
        if column is not None and looks_exchanged(column.unique().drop_null().to_pylist())
    ]
    if options.date_order is not None:
        return options
    shown = {
        number: order
        for number, column in enumerate(table.columns)
        if column is not None and (order := order_shown(column))
    }
    orders = {order for order in shown.values() if order != UNCLEAR}
    if len(orders) == 1:
        (order,) = orders
        findings.append(finding(Severity.GUESS, _FOUND[order], table=table_id))
        return replace(options, date_order=order)
    if orders:
        days, months = ([table.headers[number] for number, order in shown.items() if order == word] for word in _FOUND)
        findings.append(finding(Severity.WARNING, "date_orders_differ", table=table_id, days=days, months=months))
    findings += [
        finding(Severity.WARNING, "date_order_unclear", table=table_id, name=table.headers[number])
        for number, order in shown.items()
        if order == UNCLEAR
    ]
    return options


def date_order_of(findings: Iterable[Finding]) -> str | None:
    """The one order that an import's findings tell: "dmy", "mdy", `UNCLEAR`; None where several or none is told."""
    told = {
        order
        for line in findings
        for order, key in (*_FOUND.items(), (UNCLEAR, "date_order_unclear"))
        if line.message.key.endswith(f".{key}")
    }
    return told.pop() if len(told) == 1 else None


def _samples(table: RawTable) -> Iterator[tuple[int, list[str]]]:
    """Some different cells of each column that may hold numbers."""
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
