# SPDX-License-Identifier: MIT
"""`copies`: lists the snapshots of a project or its second place, restores one elsewhere, names the second place."""

from __future__ import annotations

import argparse
from pathlib import Path

from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.keys import agrees
from workbench.cli.progress_line import stoppable
from workbench.cli.project import open_project, project_folder
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `copies` takes."""
    parser.project()
    parser.add_argument("--restore")
    parser.add_argument("--to")
    parser.add_argument("--yes", action="store_true")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--second-place")
    place.add_argument("--no-second-place", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """List them, or lay one into a new folder. The project need not open for that."""
    from projects.store.backup.snapshot_service import (  # cryptography, platformdirs, 10 ms: not at start
        restorable,
        restore_from,
    )
    from projects.store.key_management.keyring import restored_to  # cryptography, platformdirs, 10 ms: not at start

    if options.second_place or options.no_second_place:
        return _name_place(options, terminal)
    place, passphrase = project_folder(options.project), terminal.passphrase(options.passphrase_file)
    if bool(options.restore) is not bool(options.to):
        Arguments("copies", terminal).error("")
    if options.restore:
        if not agrees(restored_to(place, passphrase), msg("cli.keys.restored_to"), options, terminal):
            return 1
        restored = restore_from(place, options.restore, passphrase, Path(options.to))
        terminal.say(msg("cli.copy_restored", path=str(restored)))
        return 0
    for copy in restorable(place, passphrase):
        when = copy.utc.astimezone().replace(tzinfo=None)
        why = msg(f"store.snapshot_reason.{copy.reason}")
        terminal.say(msg("cli.copy", name=copy.name, when=when, why=why, number=str(copy.seq), what=copy.last or "–"))
    return 0


def _name_place(options: argparse.Namespace, terminal: Terminal) -> int:
    """Copy to a second place from now on, and at once; or to none any more."""
    with open_project(options, terminal) as project:
        if options.no_second_place:
            project.snapshots.forget_place()
            terminal.say(msg("cli.second_forgotten"))
            return 0
        place = Path(options.second_place)
        if not place.is_dir():
            raise Problem(msg("cli.no_such_place", path=str(place)))
        with stoppable(terminal) as waiting:
            copies = project.snapshots.copy_to(place.resolve(), waiting)
    terminal.say(msg("cli.second_named", path=str(copies)))
    return 0
