# SPDX-License-Identifier: MIT
"""`memos`: all memos of a project: lists them, writes one on a code, case or interview, changes, removes, links one."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from projects.cases.memo_list import MemoEntry, all_memos, write_memo
from projects.cases.page import case_named
from projects.cases.target_names import LinkLine, links_of
from projects.interviews.coders import seen_coder
from projects.interviews.notes import add_link, add_memo, remove_link
from projects.interviews.queries import documents
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.interviews.auto_code import named_code
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project
    from projects.store.actions import Action


def arguments(parser: Arguments) -> None:
    """What `memos` takes."""
    parser.project()
    parser.add_argument("--on")
    parser.add_argument("--write")
    parser.add_argument("--change", nargs=2)
    for name in ("remove", "find"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--link", nargs=2)
    parser.add_argument("--unlink", nargs=2)
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change one, or list."""
    with open_project(options, terminal) as project:
        action = _action(project, options)
        if action is not None:
            terminal.say(project.do(action).message)
        else:
            _list(project, options, terminal)
    return 0


def _action(project: Project, options: argparse.Namespace) -> Action | None:
    if options.write is not None:
        return add_memo(_target(project, options.on or "project"), options.write, coder=project.user)
    if options.change:
        return write_memo(_entry(project, options.change[0]), options.change[1])
    if options.remove:
        return write_memo(_entry(project, options.remove), "")
    if options.link:
        return add_link(_entry(project, options.link[0]).end_of_link, _target(project, options.link[1]))
    if options.unlink:
        here, there = _entry(project, options.unlink[0]).end_of_link, _target(project, options.unlink[1])
        for link in links_of(project, here):
            if link.other == there:
                return remove_link(link.id)
        raise Problem(msg("memos.command.no_link", number=options.unlink[0], thing=options.unlink[1]))
    return None


def _memos(project: Project) -> list[MemoEntry]:
    """Every memo in a fixed order; while everybody codes blind, of notes on words said only one's own."""
    return all_memos(project, seen_coder(project))


def _entry(project: Project, number: str) -> MemoEntry:
    found = _memos(project)
    if not number.isdecimal() or not 1 <= int(number) <= len(found):
        raise Problem(msg("memos.command.no_number", number=number, n=len(found)))
    return found[int(number) - 1]


def _target(project: Project, given: str) -> str:
    """What a memo stands on, as `project`, `document:NAME`, `code:NAME`, `case:NAME` or `segment:NUMBER`."""
    kind, _, name = given.partition(":")
    if given == "project":
        return given
    if kind == "code" and name:
        return f"code:{named_code(project, name)}"
    if kind == "case" and name:
        return f"case:{case_named(project, name).id}"
    if kind == "document" and name:
        held = [str(line.id) for line in documents(project) if name in (line.name, str(line.id))]
        if not held:
            raise Problem(msg("cli.no_such_interview", name=name))
        return f"document:{held[0]}"
    if kind == "segment" and name.isdecimal():
        return given
    raise Problem(msg("memos.command.no_target", given=given))


def _list(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    wanted = _target(project, options.on) if options.on else None
    words = (options.find or "").casefold()
    shown = [
        (number, one)
        for number, one in enumerate(_memos(project), start=1)
        if (wanted is None or one.target == wanted) and words in one.text.casefold()
    ]
    if options.json:
        facts = [
            {"number": number, "kind": one.kind, "on": render(one.cited, terminal.language), "text": one.text}
            | {"coder": one.coder, "links": [render(link.text, terminal.language) for link in _links(project, one)]}
            for number, one in shown
        ]
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    for number, one in shown:
        kind = msg(f"memos.view.kind.{one.kind}")
        terminal.say(msg("memos.command.line", number=number, kind=kind, on=one.cited, text=" ".join(one.text.split())))
        for link in _links(project, one):
            terminal.say(msg("memos.command.link", other=link.text))
    terminal.say(msg("memos.command.count", n=len(shown)))


def _links(project: Project, one: MemoEntry) -> list[LinkLine]:
    return links_of(project, one.end_of_link)
