# SPDX-License-Identifier: MIT
"""Options of an import, set by a user; everything left None is proposed from the content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class ImportOptions:
    """Answers to the preview. All are optional.

    `encoding`: a Python codec name. `separator`: one character. `decimal`: "." or ",".
    `thousands`: "", ",", ".", " " or "'".
    `date_order`: "ymd", "dmy" or "mdy". `sheet`: the one sheet to import of a plain workbook.
    `header_row`: 0-based row of the (lower) header; `header_rows`: 1 or 2.
    `choice_reasons`: by variable name, choice code → `Reason` (0 = an ordinary answer); overrides what is recognised.
    `text_columns`: headers of columns to keep as text whatever they hold.
    `missing`: the marks to read as absent, each with its `Reason`; none when empty, None to guess them per column;
    `table_missing`: the same by the name of a table. `mark_reasons`: by header ("" for all), a mark → its `Reason`
    (0 = an ordinary answer), over what is guessed or listed.
    `key`: the column that tells the rows of the main table apart, where it is none that a server gives.
    `dates_by_column`: a column that shows its own order of day and month is read so; not once `date_order` was told.
    `choice_limit`: a text column without a form becomes choices only up to this many different answers.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    date_order: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    header_rows: int | None = None
    choice_reasons: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    text_columns: tuple[str, ...] = ()
    missing: Mapping[str, int] | None = None
    table_missing: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    mark_reasons: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    choice_limit: int = 50
    key: str | None = None
    dates_by_column: bool = True


def kept_reading(options: ImportOptions) -> dict[str, Any]:
    """What of the options a data set keeps, so that a newer export is read alike, as JSON values."""
    names, plain = ("missing", "table_missing", "mark_reasons"), ImportOptions()
    return {name: getattr(options, name) for name in names if getattr(options, name) != getattr(plain, name)}


def with_marks_of(kept: ImportOptions, options: ImportOptions) -> ImportOptions:
    """The options with the missing marks of others."""
    return replace(
        options, missing=kept.missing, table_missing=kept.table_missing, mark_reasons=kept.mark_reasons
    )  # fmt: skip
