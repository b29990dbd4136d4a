# SPDX-License-Identifier: MIT
"""`history`: the lines of the log, newest first, filtered; the last action undone or done again; a named point."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from projects.interviews.coders import undo_seen, unseen_work
from projects.people.persons import subjects_of_person
from projects.people.withdrawn_words import shown_lines
from projects.stored_interviews import queries
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.people import person_of
from workbench.cli.project import open_for_reading, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project
    from projects.store.actions import HistoryLine


def arguments(parser: Arguments) -> None:
    """What `history` takes."""
    parser.project()
    parser.add_argument("--room")
    parser.add_argument("--by")
    parser.add_argument("--person")
    parser.add_argument("--document")
    parser.add_argument("--text")
    parser.add_argument("--most", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--undo", action="store_true")
    parser.add_argument("--redo", action="store_true")
    parser.add_argument("--checkpoint", metavar="NAME")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Undo, do again or name a point; else print the lines."""
    if options.undo or options.redo or options.checkpoint:
        return _write(options, terminal)

    with open_for_reading(options, terminal) as project:
        touched = subjects_of_person(project, person_of(project, options.person)) if options.person else None
        subject = ("document", _document(project, options.document)) if options.document else None
        lines = project.history(
            options.most,
            kind=options.room,
            user=options.by,
            text=options.text,
            subject=subject,
            touched=touched,
            language=terminal.language,
            unseen=unseen_work(project),
        )
        lines = shown_lines(project, lines, options.text or "", terminal.language)
    if options.json:
        terminal.line(json.dumps([_plain(line, terminal) for line in lines], ensure_ascii=False, indent=1))
        return 0
    for line in lines:
        when = line.local.replace(tzinfo=None)
        terminal.say(msg("cli.history_line", number=str(line.seq), when=when, who=line.user or "–", what=line.message))
    return 0


def _write(options: argparse.Namespace, terminal: Terminal) -> int:
    with open_project(options, terminal) as project:
        if options.checkpoint:
            terminal.say(project.checkpoint(options.checkpoint).message)
        else:
            done = undo_seen(project, redo=not options.undo).message
            terminal.say(msg("cli.undone" if options.undo else "cli.redone", what=done))
    return 0


def _document(project: Project, name: str) -> int:
    rows = project.query(queries.DOCUMENTS_CALLED, (name,))
    if len(rows) != 1:
        raise Problem(msg("cli.no_such_interview", name=name))
    return int(rows[0]["id"])


def _plain(line: HistoryLine, terminal: Terminal) -> dict[str, object]:
    return {
        "seq": line.seq,
        "kind": line.kind,
        "user": line.user,
        "utc": line.utc.isoformat(),
        "local": line.local.isoformat(),
        "text": render(line.message, terminal.language),
        "in_force": not line.undone,
    }
