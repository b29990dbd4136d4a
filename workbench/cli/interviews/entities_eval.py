# SPDX-License-Identifier: MIT
"""`entities-eval`: measures the entities found in a folder of texts with marked spans."""

from __future__ import annotations

import argparse
import json

from projects.assistance import entities_eval
from projects.worker import TextProcess
from wording import msg
from wording.numbers import format_number
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `entities-eval` takes."""
    parser.add_argument("folder")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print recall and precision of each kind, and the share of people all of whose names are found."""
    marked = entities_eval.read_marked(existing_file(options.folder))
    with TextProcess() as process:
        found = entities_eval.find(marked, process)
    scored = entities_eval.score(marked, found)
    if options.json:
        terminal.line(json.dumps(entities_eval.as_json(scored), indent=2))
        return 0

    def number(value: float | None) -> str:
        return "–" if value is None else format_number(value, terminal.language, 2)

    for kind, one in scored.kinds.items():
        terminal.say(
            msg(
                "entities_eval.line", kind=msg(f"entities.kind.{kind}"), recall=number(one.recall),
                precision=number(one.precision), n=one.n,
            )
        )  # fmt: skip
    apart = scored.possible
    rates = {"recall": number(apart.recall), "precision": number(apart.precision)}
    terminal.say(msg("entities_eval.possible", n=apart.n, **rates))
    terminal.say(msg("entities_eval.people_whole", share=number(scored.people_whole), n=scored.people))
    return 0
