# SPDX-License-Identifier: MIT
"""`power`: the rows a comparison needs, its power, or the difference it finds; no project is opened."""

from __future__ import annotations

import argparse
import json

from analysis.analyses import declaration
from analysis.analyses.unweighted.power_planning import power_tables
from analysis.writers.plain_text import tables_text
from wording import render
from workbench.cli.arguments import Arguments
from workbench.cli.terminal import Terminal

_TESTS = ("two_means", "paired_means", "two_shares", "anova", "chi_square")
_NUMBERS = (
    "difference",
    "sd",
    "share_first",
    "share_second",
    "effect",
    "groups",
    "df",
    "size",
    "alpha",
    "ratio",
    "deff",
)


def arguments(parser: Arguments) -> None:
    """What `power` takes."""
    parser.add_argument("--test", choices=_TESTS, default="two_means")
    parser.add_argument("--wanted", choices=("size", "power", "effect"), default="size")
    for name in _NUMBERS:
        parser.add_argument(f"--{name.replace('_', '-')}", type=float)
    parser.add_argument("--power", type=float)
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print the answer and sizes beside their power, as tables or as JSON."""
    given = {name: getattr(options, name) for name in ("test", "wanted", *_NUMBERS)}
    tables = power_tables(declaration("power").complete({**given, "power_wanted": options.power}))
    if not options.json:
        terminal.line(tables_text(tables, terminal.language))
        return 0
    answer, curve = tables
    found = {row.id: row.cells[0].estimate for row in answer.rows}
    sizes = [[row.cells[0].estimate, row.cells[1].estimate] for row in curve.rows]
    said = render(answer.notes[0], terminal.language)
    terminal.line(json.dumps({**found, "sizes": sizes, "sentence": said}, ensure_ascii=False, indent=1))
    return 0
