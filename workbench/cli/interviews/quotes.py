# SPDX-License-Identifier: MIT
"""`quotes`: the quotes nobody has looked at, with what in them may name somebody; says that they were looked at."""

from __future__ import annotations

import argparse
import json

from wording import msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `quotes` takes."""
    parser.project()
    parser.add_argument("--looked", nargs="+", default=[], metavar="ID")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Say that quotes were looked at, or list those that wait: until then none goes to a partner or the public."""
    from projects.quotes.looking import look_at  # more of the program: not at start
    from projects.quotes.waiting import waiting_quotes  # more of the program: not at start

    with open_project(options, terminal) as project:
        if options.looked:
            terminal.say(project.do(look_at(options.looked)).message)
            return 0
        waiting = waiting_quotes(project)
    if options.json:
        facts = [
            {"id": one.quote.segment.id, "document": one.quote.document_name, "quote": one.quote.segment.quote}
            | {"marks": [list(mark) for mark in one.marks]}
            for one in waiting
        ]
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return 0
    for one in waiting:
        said = {"number": one.quote.segment.id, "document": one.quote.document_name, "quote": one.marked()}
        terminal.say(msg("quotes.line", **said))
    terminal.say(msg("quotes.waiting", n=len(waiting)))
    return 0
