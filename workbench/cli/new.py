# SPDX-License-Identifier: MIT
"""`new`: makes an encrypted project."""

from __future__ import annotations

import argparse
from pathlib import Path

from wording import msg
from workbench.cli.arguments import Arguments
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `new` takes."""
    parser.project()
    parser.add_argument("--name")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Make the project and say where it is."""
    from projects.store import Project

    folder = Path(options.project)
    passphrase = terminal.passphrase(options.passphrase_file, twice=True)
    with Project.create(folder, passphrase, name=options.name or folder.stem, language=terminal.language):
        terminal.say(msg("cli.created", path=str(folder)))
    return 0
