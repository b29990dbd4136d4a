# SPDX-License-Identifier: MIT
"""`analyses --list`: the kinds of analysis there are, what each answers, and its options as a plan names them."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from analysis.analyses import declarations
from wording import msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.analyses import Declaration


def arguments(parser: Arguments) -> None:
    """What `analyses` takes."""
    parser.add_argument("--list", action="store_true", required=True)
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print every kind that is found, as lines or as JSON."""
    if options.json:
        facts = [analysis_facts(one, terminal.language) for one in declarations()]
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return 0
    for one in declarations():
        names = [f"{option.name}*" if option.required else option.name for option in one.options]
        terminal.say(msg("cli.analyses.line", id=one.id, label=one.label, help=one.help, options=names))
    terminal.say(msg("cli.analyses.end"))
    return 0


def analysis_facts(one: Declaration, language: str) -> dict[str, Any]:
    """An analysis as plain data: its id, words, options, and whether a sample design would be left out of it."""
    return {
        "id": one.id,
        "label": render(one.label, language),
        "help": render(one.help, language),
        "unweighted": one.unweighted,
        "options": [
            {
                "name": option.name,
                "label": render(option.label, language),
                "kind": str(option.kind),
                "required": option.required,
                "choices": list(option.choices),
            }
            for option in one.options
        ],
    }
