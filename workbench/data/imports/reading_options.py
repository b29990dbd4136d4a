# SPDX-License-Identifier: MIT
"""Reading options of a text file or workbook: encoding, separator, numbers, dates, headings; what was recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projects.importing.options import ImportOptions
from projects.intake.survey_preview import Preview
from wording import Text, msg

Offer = tuple[str, object, object, Sequence[tuple[object, Text]]]  # option, value now, value found, values offered

_ENCODINGS = ("utf-8", "cp1252", "iso-8859-15", "cp1250", "cp1256", "utf-16")
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_THOUSANDS = {"": "1234", ",": "1,234", ".": "1.234", " ": "1 234", "'": "1'234"}
_DATES = ("ymd", "dmy", "mdy")
_HEADER_ROWS = 10
_ALL = object()  # sheets: each that holds a table is read
_UNCLEAR = "unclear"  # as `projects.importing.columns.dates` says it, which loads numpy


def offers(preview: Preview, now: ImportOptions) -> Iterator[Offer]:
    """The options that make sense for a file, in the order in which one looks at them."""
    if preview.kind == "delimited":
        found = preview.encoding.lower()
        encodings = list(dict.fromkeys((*_ENCODINGS, *([found] if found else []))))
        yield "encoding", now.encoding, found, [(one, one.upper()) for one in encodings]
        separators = [(one, msg(f"data.view.import.separator.{word}")) for one, word in _SEPARATORS.items()]
        yield "separator", now.separator, preview.separator, separators
    elif len(preview.sheets) > 1:
        yield "sheet", now.sheet, preview.sheet if now.sheet else _ALL, [(one, one) for one in preview.sheets]
    yield "decimal", now.decimal, preview.decimal, [(".", "1.5"), (",", "1,5")]
    yield "thousands", now.thousands, preview.thousands, list(_THOUSANDS.items())
    dates = [(order, msg(f"data.view.import.date.{order}")) for order in _DATES]
    yield "date_order", now.date_order, preview.date_order, dates
    heads = [(number, str(number + 1)) for number in range(_HEADER_ROWS)]
    yield "header_row", now.header_row, preview.header_row, heads
    yield "header_rows", now.header_rows, preview.header_rows, [(1, "1"), (2, "2")]


def as_found(found: object, offered: Sequence[tuple[object, Text]]) -> Text:
    """The first choice: what was recognised, by its name; all sheets; an order of dates that is to be chosen."""
    if found is _ALL:
        return msg("data.view.import.sheet.all")
    if found == _UNCLEAR:
        return msg("data.view.import.date.unclear")
    named = next((text for value, text in offered if value == found), None)
    return msg("data.view.import.as_found") if named is None else msg("data.view.import.as_found_is", value=named)
