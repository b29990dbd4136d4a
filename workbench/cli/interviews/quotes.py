# SPDX-License-Identifier: MIT
"""`quotes`: the quotes nobody has checked, with the words that may name somebody; records that they were checked."""

from __future__ import annotations

import argparse
import json

from projects.interviews.name_review import mark_reviewed
from projects.quotes.quote_format import cite, waiting_quotes
from projects.store.actions import Action
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `quotes` takes."""
    parser.project()
    parser.add_argument("--looked", nargs="+", default=[], metavar="ID")
    parser.add_argument("--cite", nargs=2, metavar=("ID", "TEXT"))
    parser.add_argument("--lead", nargs=2, metavar=("ID", "coded|other"))
    parser.add_argument("--beside", nargs=2, metavar=("ID", "yes|no"))
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Say that quotes were looked at, or list those that wait: until then none goes to a partner or the public."""
    with open_project(options, terminal) as project:
        if options.looked:
            terminal.say(project.do(mark_reviewed(options.looked)).message)
            return 0
        actions = _citing(options)
        for action in actions:
            terminal.say(project.do(action).message)
        if actions:
            return 0
        waiting = waiting_quotes(project)
    if options.json:
        facts = [
            {"id": one.quote.segment.id, "document": one.quote.document_name, "quote": one.quote.segment.quote}
            | {"printed": one.printed, "marks": [list(mark) for mark in one.marks]}
            for one in waiting
        ]
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return 0
    for one in waiting:
        said = {"number": one.quote.segment.id, "document": one.quote.document_name, "quote": one.marked()}
        terminal.say(msg("quotes.line", **said))
    terminal.say(msg("quotes.waiting", n=len(waiting)))
    return 0


def _citing(options: argparse.Namespace) -> list[Action]:
    """How quotes are printed: marks, which text leads, the other beside. Raises Problem for a word there is not."""
    found: list[Action] = []
    if options.lead:
        found.append(cite(options.lead[0], lead=_either(options.lead[1], "other", "coded")))
    if options.beside:
        found.append(cite(options.beside[0], with_other=_either(options.beside[1], "yes", "no")))
    if options.cite:
        found.append(cite(options.cite[0], words=options.cite[1]))
    return found


def _either(word: str, yes: str, no: str) -> bool:
    if word not in (yes, no):
        raise Problem(msg("cli.no_such_word", word=word, words=[yes, no]))
    return word == yes
