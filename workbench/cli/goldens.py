# SPDX-License-Identifier: MIT
"""`goldens`: compares the statistics with reference cases, family by family."""

from __future__ import annotations

import argparse
import importlib
import sys

from workbench.cli.arguments import Arguments
from workbench.cli.checkout import require_checkout
from workbench.cli.project import existing_file
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `goldens` takes."""
    parser.add_argument("folder")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print the comparison; 1 when a case failed."""
    require_checkout("goldens")
    runner = importlib.import_module("tests.conformance.runner")  # not part of an installed program
    return 0 if runner.run_goldens(existing_file(options.folder), sys.stdout, terminal.language) else 1
