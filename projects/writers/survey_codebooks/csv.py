# SPDX-License-Identifier: MIT
"""The codebook of data tables as text with commas (.csv), all tables below each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from projects.file_writers import SurveyCodebookWriter
from wording import Text, msg, render

if TYPE_CHECKING:
    from projects.datasets.export.codebook_sheets import CodebookSheet


def write(sheets: Sequence[CodebookSheet], stream: BinaryIO, language: str, source: Text | None) -> None:
    """Write one line a question, answer and figure; the first column names the table. The source stands in no line."""
    from projects.datasets.export.delimited import write_rows  # numpy: not at start

    spoken = list(dict.fromkeys(code for one in sheets for code in one.languages))
    widest = max(sheets, key=lambda one: len(one.languages), default=None)
    if widest is None:
        return
    wording = dict(zip(widest.languages, widest.heads[2:], strict=False))
    heads = [render(msg("data.codebook.table"), language), *widest.heads[:2]]
    heads += [wording.get(code, code) for code in spoken]
    lines = []
    for one in sheets:
        at = {code: 2 + place for place, code in enumerate(one.languages)}
        for line in one.lines:
            words = [line[at[code]] if code in at else "" for code in spoken]
            rest = [*line[2 + len(one.languages) :], *[None] * len(one.heads)][: len(one.heads) - 2 - len(at)]
            lines.append([one.title, *line[:2], *words, *rest])
    write_rows(stream, [*heads, *widest.heads[2 + len(widest.languages) :]], lines)


WRITER = SurveyCodebookWriter("csv", ".csv", "projects.writers.survey_codebooks.csv:write", rank=20)
