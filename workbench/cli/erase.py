# SPDX-License-Identifier: MIT
"""`erase`: removes a person, interviews, rows or single answers for good; `--preview` only shows what would go."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from projects.pages.erasable import pictures
from projects.people.persons import people, shared
from projects.store.erase_request import REASONS, EraseReason, Subject
from wording import Message, Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.people import member_of, person_of, table_of
from workbench.cli.progress_line import stoppable
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project
    from projects.store.erase_request import ErasePreview, Subject

VARIABLE_CALLED = "SELECT variable FROM variable WHERE table_id = ? AND (name = ? OR variable = ?) AND recipe IS NULL"


def arguments(parser: Arguments) -> None:
    """What `erase` takes: "row:TABLE:NUMBER", "document:NAME", "answer:TABLE:NUMBER:VARIABLE", "picture:NUMBER"."""
    parser.project()
    parser.add_argument("things", nargs="*")
    parser.add_argument("--person")
    shared = parser.add_mutually_exclusive_group()
    shared.add_argument("--with-shared", action="store_true")
    shared.add_argument("--keep-shared", action="store_true")
    parser.add_argument("--without-consent", action="store_true")
    parser.add_argument("--removed", action="store_true")
    parser.add_argument("--reason", default="")
    parser.add_argument("--note", default="")
    parser.add_argument("--preview", action="store_true")
    parser.add_argument("--yes", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Show what goes and what cannot be reached; then, unless it is a preview, ask and erase. 1 when not confirmed."""
    from projects.people.mentions import mentions  # cryptography, numpy, 10 ms: not at start
    from projects.store.erasure.erase_preview import erase_preview  # cryptography, platformdirs, 10 ms: not at start
    from projects.store.erasure.erase_transaction import erase  # cryptography, platformdirs, 10 ms: not at start

    if not options.preview and (options.reason not in REASONS or (options.reason == "other") is not bool(options.note)):
        raise Problem(msg("cli.erase_reason", reasons=list(REASONS)))
    with open_project(options, terminal) as project:
        subjects = _subjects(project, options)
        _show(erase_preview(project, subjects), mentions(project, subjects), terminal)
        if options.preview:
            terminal.say(msg("cli.erase_preview_only"))
            return 0
        if not options.yes and not _confirmed(terminal):
            terminal.say(msg("cli.erase_not_confirmed"))
            return 1
        with stoppable(terminal) as waiting:
            done = erase(project, subjects, EraseReason(options.reason, options.note), waiting)
        terminal.say(msg("cli.erased", seq=done.seq, images=done.images, objects=done.objects, n=done.snapshots))
        if done.unfinished is not None:
            terminal.problem(done.unfinished)
            return 1
    return 0


def _subjects(project: Project, options: argparse.Namespace) -> list[Subject]:
    from projects.people.missing_consent import members_without_consent  # numpy, 80 ms: not at start

    found = [_thing(project, word) for word in options.things]
    if options.person:
        found += _of_person(project, person_of(project, options.person), options)
    if options.without_consent:
        missing = [member.subject for member in members_without_consent(project)]
        if not missing:
            raise Problem(msg("cli.missing_consent", n=0))
        found += missing
    if options.removed:
        found.append(Subject("removed", "all"))
    return found


def _of_person(project: Project, person: str, options: argparse.Namespace) -> list[Subject]:
    """All that is the person's. What is another's as well (a group, a household) only when that is said."""
    others = shared(project, person)
    if others and not (options.with_shared or options.keep_shared):
        raise Problem(msg("cli.erase_shared", members=[one.key for one in others]))
    if others and options.keep_shared:
        own = [one.subject for one in people(project)[person] if one not in others]
        return [*own, Subject("ties", person)]
    return [Subject("person", person)]


def _thing(project: Project, word: str) -> Subject:
    if word.startswith("picture:"):
        return _picture(project, word.removeprefix("picture:"))
    if not word.startswith("answer:"):
        return member_of(project, word).subject
    rest, _, name = word.removeprefix("answer:").rpartition(":")
    member = member_of(project, f"row:{rest}")
    rows = project.query(
        VARIABLE_CALLED,
        (table_of(project, member.table), name, name),
    )
    if len(rows) != 1:
        raise Problem(msg("cli.no_such_variable", name=name, table=rest.rpartition(":")[0]))
    return Subject("answer", (member.table, member.row, rows[0]["variable"]))


def _picture(project: Project, number: str) -> Subject:
    """The picture of the report with that number. Raises Problem for one there is not."""
    found = next((one for one in pictures(project) if number in (str(one.number), one.id)), None)
    if found is None:
        raise Problem(msg("pages.no_such_picture", number=number, n=len(pictures(project))))
    return found.subject


def _show(preview: ErasePreview, mentioned: list[Message], terminal: Terminal) -> None:
    terminal.say(msg("cli.erase_items"))
    for item in preview.items:
        label = item.label if render(item.label, terminal.language) else "–"
        terminal.say(msg("cli.erase_item", kind=item.kind, label=label, where=item.where, n=item.n))
    for line in preview.lines:
        terminal.say(msg("cli.finding", text=line))
    if mentioned:
        terminal.say(msg("cli.erase_mentions"))
    for line in mentioned:
        terminal.say(msg("cli.finding", text=line))
    terminal.say(msg("cli.erase_unreachable"))
    for line in preview.unreachable:
        terminal.say(msg("cli.finding", text=line))


def _confirmed(terminal: Terminal) -> bool:
    """Whether the word was typed. Raises Problem where nobody can type."""
    if not sys.stdin.isatty():
        raise Problem(msg("cli.erase_needs_yes"))
    word = render(msg("safety.erase.word"), terminal.language)
    terminal.say(msg("cli.erase_type", word=word))
    return sys.stdin.readline().strip().casefold() == word.casefold()
