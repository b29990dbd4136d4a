# SPDX-License-Identifier: MIT
"""The Python that repeats an analysis on an exported table (`analysis.exported`). It runs nothing itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pprint import pformat
from typing import Any

from analysis.declared.records import Declaration
from wording import msg, render

_PROGRAM = """\
# {title}
# {needs}
from analysis.declared import run
from analysis.exported import read_frame
from analysis.writers.plain import tables_text

with open({file!r}, "rb") as stream:
    frame = read_frame(stream)
options = {options}
result = run({name!r}, frame, options)
print(tables_text(result.tables, {language!r}))
"""


def shown_python(
    declared: Declaration | str, options: Mapping[str, Any], *, file: str = "table.pwtable", language: str = "en"
) -> str:
    """A program that prints the tables of the analysis; options left at their defaults are left out."""
    from analysis.declared.registry import declaration  # more of the program: not at start

    chosen = declaration(declared) if isinstance(declared, str) else declared
    defaults = {option.name: option.default for option in chosen.options}
    given = {
        name: value for name, value in options.items() if value not in (None, "", [], ()) and value != defaults[name]
    }
    plain = json.loads(json.dumps(given))
    return _PROGRAM.format(
        title=render(chosen.label, language), file=file, options=pformat(plain, width=110, sort_dicts=False),
        name=chosen.id, language=language, needs=render(msg("python.needs", file=file), language),
    )  # fmt: skip
