# SPDX-License-Identifier: MIT
"""`keys`: who can open the project, by name; adds, changes, removes passphrases, gives a recovery phrase or a new key.

No passphrase is ever an argument: arguments are seen by everybody on the computer.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from wording import LANGUAGES, Problem, Text, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal
from workbench.cli.waiting import stoppable

if TYPE_CHECKING:
    from projects.store import Project
    from projects.store.keyring import SlotInfo

DEEDS = ("list", "add", "change", "remove", "recovery", "new-key")
_NAMED = ("add", "remove")


def arguments(parser: Arguments) -> None:
    """What `keys` takes."""
    parser.project()
    parser.add_argument("deed", nargs="?", choices=DEEDS, default="list")
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--identifiers", action="store_true")
    parser.add_argument("--new-passphrase-file")
    parser.add_argument("--language", choices=sorted(LANGUAGES))
    parser.add_argument("--new-key", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Do the one thing asked for, then list who can open the project."""
    if bool(options.name) is not (options.deed in _NAMED):
        Arguments("keys", terminal).error("")
    with open_project(options, terminal) as project:
        if options.deed == "add":
            new = terminal.new_passphrase(options.new_passphrase_file)
            project.keys.add_passphrase(options.name, new, link=options.identifiers)
        elif options.deed == "change":
            mine = next(slot for slot in project.keys.slots() if slot.mine)  # nobody changes another person's
            project.keys.change_passphrase(mine.id, terminal.new_passphrase(options.new_passphrase_file))
        elif options.deed == "remove":
            _remove(project, options, terminal)
        elif options.deed == "recovery":
            _recovery(project, options, terminal)
        elif options.deed == "new-key":
            _new_key(project, terminal)
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
        _new_key(project, terminal)
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


def _new_key(project: Project, terminal: Terminal) -> None:
    with stoppable(terminal) as waiting:
        change = project.keys.new_key(waiting)
    terminal.say(msg("cli.keys.new_key"))
    for sentence in change.still_readable:
        terminal.say(msg("cli.finding", text=sentence))
