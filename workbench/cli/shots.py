# SPDX-License-Identifier: MIT
"""`shots`: drives the real window through the sample study and saves a picture of every view."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli.arguments import Arguments
from workbench.cli.checkout import require_checkout
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `shots` takes."""
    parser.add_argument("folder")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Take the pictures; 1 when one could not be taken."""
    del terminal
    require_checkout("shots")
    from workbench.shots import take_shots  # PySide6, shiboken6, 100 ms: not at start

    return 0 if take_shots(Path(options.folder)) else 1
