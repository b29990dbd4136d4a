# SPDX-License-Identifier: MIT
"""`entities`: people, places and other entities of the interviews, kept for a purpose, under pseudonyms, corrected."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from coding.entities.records import EntityKind
from projects.assistance import entity_corrections as corrections
from projects.assistance.entities import find_mentions, project_entities, set_phone_countries, spellings
from projects.assistance.entity_table import (
    document_names,
    entity_lines,
    find_and_keep,
    own_lists,
    purpose_of,
    stored_corrections,
    switch_off,
    switch_on,
)
from projects.assistance.parses import in_place, parsing_notes
from projects.assistance.readable_interviews import readable
from projects.worker import TextProcess
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.assistance.entities import EntityLine
    from projects.store import Project
    from projects.store.actions import Action


def arguments(parser: Arguments) -> None:
    """What `entities` takes."""
    parser.project()
    parser.add_argument("--names", action="store_true")
    parser.add_argument("--kind")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--purpose", metavar="TEXT")
    parser.add_argument("--off", action="store_true")
    parser.add_argument("--set-kind", nargs=2, action="append", default=[], metavar=("ENTITY", "KIND"))
    parser.add_argument("--merge", nargs=2, action="append", default=[], metavar=("ENTITY", "INTO"))
    parser.add_argument("--split", action="append", default=[], metavar="ENTITY")
    parser.add_argument("--apart", nargs=2, action="append", default=[], metavar=("ENTITY", "OTHER"))
    parser.add_argument("--drop", action="append", default=[], metavar="ENTITY")
    parser.add_argument("--own-list", nargs=2, action="append", default=[], metavar=("KIND", "FILE"))
    parser.add_argument("--phone-countries", metavar="CODES")
    parser.add_argument("--where", metavar="ENTITY")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Switch, correct, then print each entity with its mentions; names only with `--names`, which history tells."""
    from projects.assistance.entities import shown  # more of the program: not at start

    kind = None if options.kind is None else _kind(options.kind)
    changes = _changes(options)
    with open_project(options, terminal) as project:
        if options.purpose is not None:
            terminal.say(project.do(switch_on(options.purpose)).message)
        if options.phone_countries is not None:
            terminal.say(project.do(set_phone_countries(options.phone_countries)).message)
        if options.off:
            terminal.say(project.do(switch_off()).message)
            return 0
        kept = bool(purpose_of(project))
        if options.names or options.where or changes:
            if not project.link_open:
                raise Problem(msg("entities.link_closed"))
            if not kept:
                raise Problem(msg("entities.is_off"))
        for action in changes:
            terminal.say(project.do(action).message)
        lines = _lines(project, kept)
        if not options.json:
            _print_notes(project, terminal)
        if options.where:
            return _print_where(project, lines, options.where, options.names, terminal)
        possible, lines = len(shown(lines, "possible")), shown(lines, kind)
        if options.names:
            project.log("assistance.names", msg("assistance.names_shown", n=len(lines)))
        if options.json:
            terminal.line(json.dumps([_as_json(line, options.names, terminal) for line in lines], indent=2))
            return 0
        _print(project, lines, options.names, kept, terminal)
        _print_possible(possible if kind is None else 0, terminal)
    return 0


def _kind(name: str) -> EntityKind:
    if name not in set(EntityKind):
        raise Problem(msg("entities.kinds", kind=name, kinds=", ".join(EntityKind)))
    return EntityKind(name)


def _changes(options: argparse.Namespace) -> list[Action]:
    return [
        *(corrections.list_names(_kind(kind), corrections.read_list(Path(file))) for kind, file in options.own_list),
        *(corrections.set_kind([entity], _kind(kind)) for entity, kind in options.set_kind),
        *(corrections.merge([entity], into) for entity, into in options.merge),
        *(corrections.take_apart(entity) for entity in options.split),
        *(corrections.keep_apart(one, other) for one, other in options.apart),
        *(corrections.drop([entity]) for entity in options.drop),
    ]


def _lines(project: Project, kept: bool) -> list[EntityLine]:
    """The kept table, brought up to date where names can be read; else what is found now, which stores nothing."""
    if kept and not project.link_open:
        return entity_lines(project)
    with TextProcess() as process:
        if not kept:
            return project_entities(in_place(project), process)
        found = find_mentions(in_place(project), process, lists=own_lists(project))
    find_and_keep(project, found)
    return entity_lines(project)


def _print_notes(project: Project, terminal: Terminal) -> None:
    """Say where names are found by their form alone."""
    for note in parsing_notes(readable(project)):
        terminal.say(note)


def _print(project: Project, lines: list[EntityLine], names: bool, kept: bool, terminal: Terminal) -> None:
    for line in lines:
        terminal.say(
            msg(
                "entities.line", kind=msg(f"entities.kind.{line.kind}"), n=line.count,
                name=_label(line, names, terminal), documents=msg("entities.documents", n=line.documents),
            )
        )  # fmt: skip
    if not lines:
        terminal.say(msg("entities.none"))
    apart = stored_corrections(project)[0].apart if kept and project.link_open else frozenset()
    for one, other in spellings(lines, apart):
        names_of = (_label(one, names, terminal), _label(other, names, terminal))
        terminal.say(msg("entities.alike", one=names_of[0], other=names_of[1]))
    if not kept:
        terminal.say(msg("entities.not_kept"))


def _print_possible(n: int, terminal: Terminal) -> None:
    """How many possible persons the list leaves out."""
    if n:
        terminal.say(msg("entities.possible_apart", n=n))


def _print_where(project: Project, lines: list[EntityLine], entity: str, names: bool, terminal: Terminal) -> int:
    """In which interviews an entity stands; what is said there only with the names."""
    wanted = next((line for line in lines if line.id == entity), None)
    if wanted is None:
        raise Problem(msg("entities.no_such", entity=entity))
    project.log("assistance.where", msg("entities.where_shown"))
    called = document_names(project)
    for one in wanted.mentions:
        said = one.said if names or wanted.is_open else _label(wanted, names, terminal)
        terminal.say(msg("entities.where", document=called[one.document], start=one.start, end=one.end, said=said))
    return 0


def _label(line: EntityLine, names: bool, terminal: Terminal) -> str:
    """The name where it may be read, else the kind and its number."""
    if names or line.is_open:
        return line.name
    kind = render(msg(f"entities.kind.{line.kind}"), terminal.language)
    return f"{kind[:1].upper()}{kind[1:]} {line.number}"


def _as_json(line: EntityLine, names: bool, terminal: Terminal) -> dict[str, object]:
    facts: dict[str, object] = {
        "kind": str(line.kind),
        "name": _label(line, names, terminal),
        "mentions": line.count,
        "documents": line.documents,
        "id": line.id,
    }
    if line.value and (names or line.is_open):
        facts["value"] = line.value
    return facts | ({"spellings": list(line.spellings)} if names else {})
