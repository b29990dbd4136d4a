# SPDX-License-Identifier: MIT
"""`entities`: people, places and other entities of a project's interviews, under pseudonyms unless names are asked."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.assistance.entities import EntityLine


def arguments(parser: Arguments) -> None:
    """What `entities` takes."""
    parser.project()
    parser.add_argument("--names", action="store_true")
    parser.add_argument("--kind")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print each entity with its mentions and interviews; names only with `--names`, which history then tells."""
    from coding.entities.records import Kind  # more of the program: not at start
    from projects.assistance.entities import project_entities, spellings  # more of the program: not at start
    from projects.assistance.parses import in_place  # more of the program: not at start
    from projects.worker import TextProcess  # more of the program: not at start

    if options.kind and options.kind not in set(Kind):
        raise Problem(msg("entities.kinds", kind=options.kind, kinds=", ".join(Kind)))
    with open_project(options, terminal) as project:
        if options.names and not project.link_open:
            raise Problem(msg("entities.link_closed"))
        with TextProcess() as process:
            lines = project_entities(in_place(project), process)
        lines = [line for line in lines if not options.kind or line.kind == options.kind]
        if options.names:
            project.log("assistance.names", msg("assistance.names_shown", n=len(lines)))
        if options.json:
            terminal.line(json.dumps([_as_json(line, options.names, terminal) for line in lines], indent=2))
            return 0
        for line in lines:
            terminal.say(
                msg(
                    "entities.line", kind=msg(f"entities.kind.{line.kind}"), n=len(line.mentions),
                    name=_label(line, options.names, terminal), documents=msg("entities.documents", n=line.documents),
                )
            )  # fmt: skip
        if not lines:
            terminal.say(msg("entities.none"))
        for one, other in spellings(lines):
            names = (_label(one, options.names, terminal), _label(other, options.names, terminal))
            terminal.say(msg("entities.alike", one=names[0], other=names[1]))
    return 0


def _label(line: EntityLine, names: bool, terminal: Terminal) -> str:
    """The name where it may be read, else the kind and its number."""
    if names or line.is_open:
        return line.name
    kind = render(msg(f"entities.kind.{line.kind}"), terminal.language)
    return f"{kind[:1].upper()}{kind[1:]} {line.number}"


def _as_json(line: EntityLine, names: bool, terminal: Terminal) -> dict[str, object]:
    return {
        "kind": str(line.kind),
        "name": _label(line, names, terminal),
        "mentions": len(line.mentions),
        "documents": line.documents,
    }
