# SPDX-License-Identifier: MIT
"""An argument parser that speaks through `wording` and answers a wrong call with one sentence."""

from __future__ import annotations

import argparse
from typing import NoReturn

from wording import Problem, msg, render
from workbench.cli.terminal import Terminal


class Arguments(argparse.ArgumentParser):
    """The arguments of one command; its usage line is the sentence `cli.usage.<command>`."""

    def __init__(self, command: str, terminal: Terminal) -> None:
        self.command, self.terminal = command, terminal
        super().__init__(prog=f"run {command}", usage=self._usage(), add_help=False, allow_abbrev=False)

    def _usage(self) -> str:
        return render(msg(f"cli.usage.{self.command}"), self.terminal.language)

    def error(self, message: str) -> NoReturn:
        """Raise a Problem with the usage of the command; argparse's own English is not shown."""
        raise Problem(msg("cli.wrong_call", usage=self._usage()))

    def project(self) -> None:
        """Add what every command on a project takes."""
        self.add_argument("project")
        self.add_argument("--passphrase-file")
