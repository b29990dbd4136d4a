# SPDX-License-Identifier: MIT
"""`unique`: counts the different people of a register of participants, by key and by pairs that a person decides."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from projects.registers import unique_people
from projects.registers.unique_people import decide_alike, review, sides
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.tables import one_table
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.registers.unique_people import Review
    from projects.store import Project


def arguments(parser: Arguments) -> None:
    """What `unique` takes."""
    parser.project()
    parser.add_argument("--table", default="")
    parser.add_argument("--purpose", default="")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--find", action="store_true")
    what.add_argument("--pairs", action="store_true")
    what.add_argument("--same", nargs=2, type=int)
    what.add_argument("--different", nargs=2, type=int)
    what.add_argument("--unsure", nargs=2, type=int)
    what.add_argument("--note", nargs=3, metavar=("A", "B", "TEXT"))
    what.add_argument("--accept", type=float)
    what.add_argument("--off", action="store_true")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Say why, look for pairs, decide them, tell how many people there are. 1 while pairs are open."""
    with open_project(options, terminal) as project:
        named = one_table(project, options.table).id if options.table else ""
        table = unique_people.register_to_count(project, named)
        if options.purpose:
            terminal.say(project.do(unique_people.count_people(table, options.purpose)).message)
        if options.off:
            terminal.say(project.do(unique_people.stop_counting(table)).message)
            return 0
        if not unique_people.review(project, table).purpose:
            raise Problem(msg("people.purpose_wanted"))
        if options.find:
            terminal.say(project.do(unique_people.keep_pairs(table, unique_people.find_pairs(project, table))).message)
        for decision in unique_people.DECISIONS:
            if rows := getattr(options, decision):
                first, second = rows
                terminal.say(project.do(unique_people.decide(table, first, second, decision)).message)
        if options.note:
            one, other, words = options.note
            if not (one.isdecimal() and other.isdecimal()):
                raise Problem(msg("people.no_such_pair", first=one, second=other))
            terminal.say(project.do(unique_people.note_pair(table, int(one), int(other), words)).message)
        if options.accept is not None:
            _accept(project, table, options.accept, terminal)
        found = unique_people.review(project, table)
        if options.pairs:
            _pairs(project, found, terminal)
        _print_review(found, terminal, options.json)
    return 0 if found.fewest == found.most else 1


def _accept(project: Project, table: str, least: float, terminal: Terminal) -> None:
    """Raises Problem unless the likeness lies between 0.5 and 1."""
    if not 0.5 <= least <= 1:
        raise Problem(msg("people.likeness"))
    alike = [one for one in review(project, table).queue if one.likeness >= least]
    terminal.say(project.do(decide_alike(table, alike)).message)


def _pairs(project: Project, found: Review, terminal: Terminal) -> None:
    """The open pairs with what their rows say: names are shown here, and only where the link key is open."""
    values = sides(project, found.table, [row for one in found.queue for row in (one.first, one.second)])
    for one in found.queue:
        terminal.line(f"{one.likeness:.2f}")
        for row in (one.first, one.second):
            terminal.line(f"  {row}  " + " · ".join(word for word in values[row].words.values() if word))
        if one.note:
            terminal.line(f"  {one.note}")


def _print_review(found: Review, terminal: Terminal, as_json: bool) -> None:
    if as_json:
        values = {
            "rows": found.rows, "people": [found.fewest, found.most], "open": len(found.queue),
            "same": found.count("same"), "different": found.count("different"), "unsure": found.count("unsure"),
            "without_key": found.without_key, "purpose": render(found.purpose, terminal.language),
            "contradictions": [[one.first, one.second] for one in found.contradictions],
        }  # fmt: skip
        terminal.line(json.dumps(values, ensure_ascii=False))
        return
    key = "people.count" if found.fewest == found.most else "people.count_range"
    terminal.say(msg(key, rows=found.rows, fewest=found.fewest, most=found.most))
    if found.queue:
        terminal.say(msg("people.open_pairs", n=len(found.queue)))
    if found.without_key:
        terminal.say(msg("note.people_without_key", n=found.without_key))
    if not found.names_open:
        terminal.say(msg("people.locked"))
    for one in found.contradictions:
        terminal.say(msg("people.contradiction", first=one.first, second=one.second))
