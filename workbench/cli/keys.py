# SPDX-License-Identifier: MIT
"""`keys`: who can open the project, by name; adds, changes, removes passphrases, gives a recovery phrase or a new key.

Whatever seals a key to people names them first and asks, where somebody is there to answer. No passphrase is ever an
argument: arguments are seen by everybody on the computer.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from wording import LANGUAGES, Message, Problem, Text, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.progress_line import stoppable
from workbench.cli.project import open_project, project_folder
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project
    from projects.store.key_management.keyring import SlotInfo

ACTIONS = ("list", "add", "change", "remove", "recovery", "new-key", "give", "withdraw", "repair")
_NAMED = ("add", "remove", "give", "withdraw")


def arguments(parser: Arguments) -> None:
    """What `keys` takes."""
    parser.project()
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="list")
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--identifiers", action="store_true")
    parser.add_argument("--new-passphrase-file")
    parser.add_argument("--language", choices=sorted(LANGUAGES))
    parser.add_argument("--new-key", action="store_true")
    parser.add_argument("--yes", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Do the one thing asked for, then list who can open the project."""
    if bool(options.name) is not (options.action in _NAMED):
        Arguments("keys", terminal).error("")
    if options.action == "repair":
        return _repair(options, terminal)
    with open_project(options, terminal) as project:
        if options.action == "add":
            new = terminal.new_passphrase(options.new_passphrase_file)
            project.keys.add_passphrase(options.name, new, link=options.identifiers)
        elif options.action == "change":
            mine = next(slot for slot in project.keys.slots() if slot.mine)  # nobody changes another person's
            project.keys.change_passphrase(mine.id, terminal.new_passphrase(options.new_passphrase_file))
        elif options.action == "remove":
            _remove(project, options, terminal)
        elif options.action == "recovery":
            _recovery(project, options, terminal)
        elif options.action == "new-key":
            _new_key(project, options, terminal)
        elif options.action in ("give", "withdraw"):
            _turn_identifiers(project, options, terminal)
        _list(project, terminal)
    return 0


def _list(project: Project, terminal: Terminal) -> None:
    for slot in project.keys.slots():
        opens = msg("cli.keys.both") if slot.link else msg("cli.keys.project")
        mine = msg("cli.keys.mine") if slot.mine else ""
        terminal.say(msg("cli.keys.line", name=_called(slot), opens=opens, made=slot.made[:10], mine=mine))
    for slot in project.keys.link_only_slots():
        name = slot.name or msg("cli.keys.unnamed")
        opens = msg("cli.keys.link")
        terminal.say(msg("cli.keys.line", name=name, opens=opens, made=slot.made[:10], mine=""))
    if not project.link_open:
        terminal.say(msg("store.not_checked_link_table"))


def agrees(people: list[SlotInfo], question: Message, options: argparse.Namespace, terminal: Terminal) -> bool:
    """Name the people and ask; yes with `--yes`, and where nobody is there to answer."""
    terminal.say(question)
    for slot in people:
        opens = msg(f"cli.keys.{'link' if slot.only else 'both' if slot.link else 'project'}")
        terminal.say(msg("cli.keys.line", name=_called(slot), opens=opens, made=slot.made[:10], mine=""))
    if options.yes or not sys.stdin.isatty():
        return True
    word = render(msg("cli.keys.yes"), terminal.language)
    terminal.say(msg("cli.keys.sure", word=word))
    if sys.stdin.readline().strip().casefold() == word.casefold():
        return True
    terminal.say(msg("cli.keys.not_done"))
    return False


def _repair(options: argparse.Namespace, terminal: Terminal) -> int:
    """Put the list of the log back in place of a key file that the log does not know; only after a clear yes."""
    from projects.store.key_management.keyring import (
        repair_key_file,  # cryptography, platformdirs, 10 ms: not at start
    )

    folder, passphrase = project_folder(options.project), terminal.passphrase(options.passphrase_file)
    asked = []

    def agree(people: list[SlotInfo]) -> bool:
        asked.append(people)
        yes = agrees(people, msg("cli.keys.put_back"), options, terminal)
        if yes and not options.yes and not sys.stdin.isatty():
            raise Problem(msg("cli.keys.say_yes"))
        return yes

    if repair_key_file(folder, passphrase, agree):
        terminal.say(msg("store.key_table_put_back"))
    elif not asked:
        terminal.say(msg("cli.keys.nothing_to_repair"))
    else:
        return 1
    return 0


def _turn_identifiers(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    """Give a person access to the identifiers, or withdraw it."""
    slot = _named(project, options.name)
    if options.action == "withdraw":
        project.keys.withdraw_link(slot.id)
        terminal.say(msg("store.link_withdrawn"))
    elif agrees([slot], msg("cli.keys.sealed_link"), options, terminal):
        project.keys.give_link(slot.id)
        terminal.say(msg("store.link_given"))


def _called(slot: SlotInfo) -> Text:
    if slot.kind == "recovery":
        return msg("cli.keys.recovery", name=slot.name) if slot.name else msg("cli.keys.recovery_unnamed")
    return slot.name or msg("cli.keys.unnamed")


def _named(project: Project, name: str) -> SlotInfo:
    """The one way in of that name. Raises Problem for none or several."""
    found = [slot for slot in (*project.keys.slots(), *project.keys.link_only_slots()) if slot.name == name]
    if len(found) != 1:
        known = [slot.name for slot in project.keys.slots() if slot.name]
        raise Problem(msg("cli.keys.no_such", name=name, n=len(found), names=known or ["–"]))
    return found[0]


def _remove(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    """Take a way in away; then offer a new key, or say what the person can still read without one."""
    project.keys.remove(_named(project, options.name).id)
    terminal.say(msg("cli.keys.removed", name=options.name))
    if options.new_key or _wants_new_key(project, terminal):
        _new_key(project, options, terminal)
        return
    for sentence in project.keys.without_new_key():
        terminal.say(msg("cli.finding", text=sentence))
    terminal.say(msg("cli.keys.offer"))


def _wants_new_key(project: Project, terminal: Terminal) -> bool:
    if not sys.stdin.isatty():
        return False
    for sentence in project.keys.without_new_key():
        terminal.say(msg("cli.finding", text=sentence))
    word = render(msg("cli.keys.yes"), terminal.language)
    terminal.say(msg("cli.keys.ask", word=word))
    return sys.stdin.readline().strip().casefold() == word.casefold()


def _recovery(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    phrase = project.keys.add_recovery(options.language or terminal.language, link=project.link_open)
    terminal.say(msg("cli.keys.write_down"))
    terminal.line(phrase)


def _new_key(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    people = [*project.keys.slots(), *project.keys.link_only_slots()]
    if not agrees(people, msg("cli.keys.sealed"), options, terminal):
        return
    with stoppable(terminal) as waiting:
        change = project.keys.new_key(waiting)
    terminal.say(msg("cli.keys.new_key"))
    for sentence in change.still_readable:
        terminal.say(msg("cli.finding", text=sentence))
