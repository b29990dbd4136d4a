# SPDX-License-Identifier: MIT
"""The Python that repeats an analysis on an exported table (`analysis.exported`) or on exported codings
(`analysis.exported_codings`). The program shows it; the researcher runs it."""

from __future__ import annotations

import json
from pprint import pformat

from analysis.analyses.registry import declaration
from analysis.declarations.records import Declaration, Options
from wording import DEFAULT_LANGUAGE, msg, render

_PROGRAM = """\
# {title}
# {needs}
from analysis.analyses import run
from analysis.{module} import {reader}
from analysis.writers.plain_text import tables_text

with open({file!r}, "rb") as stream:
    {source} = {reader}(stream)
options = {options}
result = run({name!r}, {source}, options)
print(tables_text(result.tables, {language!r}))
"""
_OF_TABLE = {"module": "exported", "reader": "read_frame", "source": "frame"}
_OF_CODINGS = {"module": "exported_codings", "reader": "read_codings", "source": "codings"}
TABLE_FILE, CODINGS_FILE = "table.pwtable", "codings.zip"


def shown_python(
    declared: Declaration | str, options: Options, *, file: str = "", language: str = DEFAULT_LANGUAGE
) -> str:
    """Write a program that prints the tables of an analysis; options left at their defaults are left out."""
    chosen = declaration(declared) if isinstance(declared, str) else declared
    coded = chosen.of_codings or chosen.with_codings
    file = file or file_of(chosen)
    defaults = {option.name: option.default for option in chosen.options}
    given = {
        name: value for name, value in options.items() if value not in (None, "", [], ()) and value != defaults[name]
    }
    plain = json.loads(json.dumps(given))
    return _PROGRAM.format(
        title=render(chosen.label, language), file=file, options=pformat(plain, width=110, sort_dicts=False),
        name=chosen.id, language=language, **(_OF_CODINGS if coded else _OF_TABLE),
        needs=render(msg("python.needs_codings" if coded else "python.needs", file=file), language),
    )  # fmt: skip


def file_of(declared: Declaration) -> str:
    """The file that the program of an analysis reads, as it is proposed when it is exported."""
    return CODINGS_FILE if declared.of_codings or declared.with_codings else TABLE_FILE
