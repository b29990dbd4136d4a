# SPDX-License-Identifier: MIT
"""The command line: one file per command. It only reads arguments and says what was done; the work is in the rooms."""

from workbench.cli.entry import main

__all__ = ["main"]
