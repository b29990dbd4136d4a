# SPDX-License-Identifier: MIT
"""`coders`: who codes: lists them with their segments, adds and renames one, switches blind coding on and off."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from projects.interviews.coders import Coder, add_coder, coders, is_blind, rename_coder, set_blind
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project


def arguments(parser: Arguments) -> None:
    """What `coders` takes."""
    parser.project()
    parser.add_argument("--add")
    parser.add_argument("--rename", nargs=2)
    parser.add_argument("--blind", choices=("on", "off"))
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Add, rename, switch, or list."""
    with open_project(options, terminal) as project:
        if options.add:
            terminal.say(project.do(add_coder(options.add)).message)
        elif options.rename:
            terminal.say(project.do(rename_coder(_named(project, options.rename[0]).id, options.rename[1])).message)
        elif options.blind:
            terminal.say(project.do(set_blind(options.blind == "on")).message)
        elif options.json:
            terminal.line(json.dumps(_facts(project), ensure_ascii=False, indent=1))
        else:
            _print(project, terminal)
    return 0


def _facts(project: Project) -> dict[str, object]:
    """Names and, but while everybody codes blind, how much each has coded."""
    blind = is_blind(project)
    return {
        "blind": blind,
        "coders": [{"name": one.name, "segments": None if blind else one.segments} for one in coders(project)],
    }


def _print(project: Project, terminal: Terminal) -> None:
    blind = is_blind(project)
    for one in coders(project):
        terminal.say(
            msg(
                "coders.name_line" if blind else "coders.line",
                coder=one.name or msg("interviews.view.coder_without_name"),
                n=one.segments,
            )
        )
    terminal.say(msg("coders.now_blind" if blind else "coders.not_blind"))


def _named(project: Project, name: str) -> Coder:
    found = coders(project)
    for one in found:
        if one.name.casefold() == name.strip().casefold():
            return one
    raise Problem(msg("coders.no_such", coder=name, known=[one.name for one in found]))
