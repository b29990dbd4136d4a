# SPDX-License-Identifier: MIT
"""How a command finds and opens the project it was given."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from wording import Problem, msg
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project


def open_project(options: argparse.Namespace, terminal: Terminal) -> Project:
    """Open `options.project` with the passphrase given. Raises Problem."""
    from projects.store import Project

    folder = project_folder(options.project)
    return Project.open(folder, terminal.passphrase(options.passphrase_file))


def project_folder(given: str) -> Path:
    """The folder meant by what was typed: itself, or with `.pwb` behind it. Raises Problem when neither is there."""
    for folder in (Path(given), Path(given + ".pwb")):
        if folder.is_dir():
            return folder
    raise Problem(msg("cli.no_such_project", path=given))


def existing_file(given: str) -> Path:
    """The file at that path. Raises Problem when there is none."""
    path = Path(given)
    if not path.exists():
        raise Problem(msg("cli.no_such_file", path=given))
    return path
