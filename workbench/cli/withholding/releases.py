# SPDX-License-Identifier: MIT
"""`releases`: the files that partners and the public have, that later ones are checked against; one never shared."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from analysis.masking import Destination
from projects.release_queries import made_together, releases
from projects.results.release_withdrawal import line_of, record_never_shared, record_passed_on
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_for_reading, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project


def arguments(parser: Arguments) -> None:
    """What `releases` takes."""
    parser.project()
    parser.add_argument("--never-left", metavar="NUMBER")
    parser.add_argument("--reason", default="")
    parser.add_argument("--passed-on", metavar="NUMBER")
    parser.add_argument("--to", choices=("partner", "public"))
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """List the released files; say of one that it never left."""
    if (options.passed_on is None) != (options.to is None) or (options.passed_on and options.never_left):
        raise Problem(msg("cli.wrong_call", usage=msg("cli.usage.releases")))
    if options.passed_on is not None:
        if not options.passed_on.isdecimal():
            raise Problem(msg("releases.unknown", number=options.passed_on))
        with open_project(options, terminal) as project:
            action = record_passed_on(project, int(options.passed_on), Destination(options.to))
            terminal.say(project.do(action).message)
        return 0
    if options.never_left is None:
        with open_for_reading(options, terminal) as project:
            _list(project, options.json, terminal)
        return 0
    if not options.never_left.isdecimal():
        raise Problem(msg("releases.unknown", number=options.never_left))
    number = int(options.never_left)
    with open_project(options, terminal) as project:
        terminal.say(project.do(record_never_shared(project, number, options.reason)).message)
        if left := made_together(project, number):
            terminal.say(msg("releases.made_together", n=left))
        if options.json:
            _list(project, True, terminal)
    return 0


def _list(project: Project, as_json: bool, terminal: Terminal) -> None:
    found: list[dict[str, object]] = []
    for one in releases(project):
        line, said = line_of(project, one.seq), line_of(project, one.never_left) if one.never_left else None
        reason = "" if said is None else str(said.message.args.get("reason", ""))
        found.append({
            "number": one.number, "file": "" if line is None else str(line.message.args.get("file", "")),
            "destination": one.destination.value, "date": "" if line is None else f"{line.local:%Y-%m-%d %H:%M}",
            "never_left": bool(one.never_left), "reason": reason, "said_by": "" if said is None else said.user,
        })  # fmt: skip
    if as_json:
        terminal.line(json.dumps({"releases": found}, ensure_ascii=False, indent=1))
        return
    if not found:
        terminal.say(msg("releases.none"))
    for release in found:
        release["destination"] = msg(f"destination.{release['destination']}")
        key = "releases.line.never_left" if release["never_left"] else "releases.line"
        terminal.say(msg(key, **{name: value for name, value in release.items() if name != "never_left"}))
