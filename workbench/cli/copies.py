# SPDX-License-Identifier: MIT
"""`copies`: lists the snapshots of a project, or of its second place, and restores one beside. It changes neither."""

from __future__ import annotations

import argparse
from pathlib import Path

from wording import msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import project_folder
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `copies` takes."""
    parser.project()
    parser.add_argument("--restore")
    parser.add_argument("--to")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """List them, or lay one into a new folder. The project need not open for that."""
    from projects.store.keeping import restorable, restore_from

    place, passphrase = project_folder(options.project), terminal.passphrase(options.passphrase_file)
    if bool(options.restore) is not bool(options.to):
        Arguments("copies", terminal).error("")
    if options.restore:
        restored = restore_from(place, options.restore, passphrase, Path(options.to))
        terminal.say(msg("cli.copy_restored", path=str(restored)))
        return 0
    for copy in restorable(place, passphrase):
        when = copy.utc.astimezone().replace(tzinfo=None)
        why = msg(f"store.snapshot_reason.{copy.reason}")
        terminal.say(msg("cli.copy", name=copy.name, when=when, why=why, number=str(copy.seq), what=copy.last or "–"))
    return 0
