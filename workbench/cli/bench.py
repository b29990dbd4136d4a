# SPDX-License-Identifier: MIT
"""`bench`: measures speed and durability beside their bars, from a checkout."""

from __future__ import annotations

import argparse
import importlib

from workbench.cli.arguments import Arguments
from workbench.cli.checkout import require_checkout
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `bench` takes."""
    parser.add_argument("names", nargs="*")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print each figure beside its bar; 1 when one is missed."""
    del terminal
    require_checkout("bench")
    status: int = importlib.import_module("tests.benchmarks.__main__").main(options.names)
    return status
