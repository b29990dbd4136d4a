# SPDX-License-Identifier: MIT
"""`nasty`: tries the importers on a folder of hostile files against its manifest."""

from __future__ import annotations

import argparse
import sys

from workbench.cli.arguments import Arguments
from workbench.cli.checkout import require_checkout
from workbench.cli.project import existing_file
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `nasty` takes."""
    parser.add_argument("folder")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print the counts and each file that fell short; 1 when one did."""
    require_checkout("nasty")
    from projects.hostile_files import try_hostile_files  # more of the program: not at start

    return 0 if try_hostile_files(existing_file(options.folder), sys.stdout, terminal.language) else 1
