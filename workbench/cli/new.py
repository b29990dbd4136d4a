# SPDX-License-Identifier: MIT
"""`new`: makes an encrypted project, or unpacks one that was handed over in one file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store import Project
from projects.store.keys.passphrases import GOOD, strength
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file
from workbench.cli.terminal import Terminal, passphrase_in_environment
from workbench.starter_codebooks import STARTERS, starter_action

if TYPE_CHECKING:
    pass


def arguments(parser: Arguments) -> None:
    """What `new` takes."""
    parser.project()
    parser.add_argument("--name")
    parser.add_argument("--user")
    parser.add_argument("--from", dest="package")
    parser.add_argument("--codebook", action="append", choices=sorted(STARTERS), default=[])


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Make or unpack the project and say where it is."""
    folder = Path(options.project)
    if options.package:
        return _unpack(options, folder, terminal)
    passphrase = terminal.passphrase(options.passphrase_file, twice=True)
    _print_strength(passphrase, options, terminal)
    name, user = options.name or folder.stem, options.user or ""
    with Project.create(folder, passphrase, name=name, user=user, language=terminal.language) as project:
        terminal.say(msg("cli.created", path=str(folder)))
        for wanted in dict.fromkeys(options.codebook):
            terminal.say(project.do(starter_action(wanted)).message)
    return 0


def _print_strength(passphrase: str, options: argparse.Namespace, terminal: Terminal) -> None:
    """Refuse a passphrase soon guessed where one can type another; else, where a script gives it, say so and go on."""
    if strength(passphrase, (options.name or "", options.user or "")).level >= GOOD:
        return
    weak = msg("cli.new_passphrase_weak")
    if options.passphrase_file is None and not passphrase_in_environment():
        raise Problem(weak)
    terminal.problem(weak)


def _unpack(options: argparse.Namespace, folder: Path, terminal: Terminal) -> int:
    """The project of a hand-over keeps its name and passphrase."""
    from projects.store.backup.handover_file import unpack  # cryptography, platformdirs, 10 ms: not at start

    if options.name or options.user or options.codebook:
        raise Problem(msg("cli.unpacked_name"))
    package = existing_file(options.package)
    unpack(package, folder, terminal.passphrase(options.passphrase_file))
    terminal.say(msg("cli.unpacked", file=package.name, path=str(folder)))
    return 0
