# SPDX-License-Identifier: MIT
"""`report --blocks`, `--remove-block`, `--move-block`: the blocks of the report, listed, taken out, put elsewhere."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from wording import Problem, Text, msg, render, text_from_json
from workbench.cli.arguments import Arguments
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.results.saved_results import ReportBlock
    from projects.store import Project

_WORDS = 60  # letters of a text that stand for its block


def arguments(parser: Arguments) -> None:
    """What `report` takes on blocks."""
    parser.add_argument("--blocks", action="store_true")
    parser.add_argument("--remove-block", metavar="N")
    parser.add_argument("--move-block", nargs=2)


def change(project: Project, options: argparse.Namespace, terminal: Terminal) -> bool:
    """Take a block out, move one, list them; whether anything of that was asked."""
    from projects.results.saved_results import (  # more of the program: not at start
        delete_block,
        move_block,
        report_blocks,
    )

    if options.remove_block:
        terminal.say(project.do(delete_block(_named(project, options.remove_block).id)).message)
    if options.move_block:
        moved, before = options.move_block
        target = None if before == "end" else _named(project, before).id
        terminal.say(project.do(move_block(_named(project, moved).id, target)).message)
    if options.blocks:
        for number, block in enumerate(report_blocks(project), start=1):
            said = {"number": number, "kind": msg(f"block.{block.kind}"), "words": _words(block, terminal.language)}
            terminal.say(msg("cli.report.block" if said["words"] else "cli.report.plain_block", **said))
    return bool(options.remove_block or options.move_block or options.blocks)


def _named(project: Project, number: str) -> ReportBlock:
    from projects.results.saved_results import report_blocks  # more of the program: not at start

    held = report_blocks(project)
    if not number.isdecimal() or not 1 <= int(number) <= len(held):
        raise Problem(msg("cli.report.no_block", number=number, n=len(held)))
    return held[int(number) - 1]


def _words(block: ReportBlock, language: str) -> str:
    """The first words of a block of text; the key of the analysis of a table or figure."""
    said: Text = text_from_json(block.content.get("text") or block.content.get("heading") or "")
    plain = " ".join(render(said, language).split()) or str(block.content.get("analysis", ""))
    return plain if len(plain) <= _WORDS else plain[: _WORDS - 1].rstrip() + "…"
