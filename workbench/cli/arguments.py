# SPDX-License-Identifier: MIT
"""An argument parser that speaks through `wording` and answers a wrong call with one sentence."""

from __future__ import annotations

import argparse
from typing import NoReturn

from wording import Problem, Text, msg, render
from wording.catalogue import has_message
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

    def help_lines(self) -> list[str]:
        """The usage, each option with what it does and what it may be, and one example that works."""
        language = self.terminal.language
        lines = [self._usage()]
        options = [action for action in self._actions if action.option_strings]
        if options:
            lines += ["", render(msg("cli.help_options"), language)]
            width = max(len(", ".join(action.option_strings)) for action in options)
            lines += [self._line(action, width) for action in options]
        if has_message(f"cli.example.{self.command}", language):
            example = msg("cli.help_line", text=msg(f"cli.example.{self.command}"))
            lines += ["", render(msg("cli.help_example"), language), render(example, language)]
        return lines

    def _line(self, action: argparse.Action, width: int) -> str:
        name = action.option_strings[-1].lstrip("-").replace("-", "_")
        known = [f"cli.option.{self.command}.{name}", f"cli.option.{name}"]
        what: Text = next((msg(key) for key in known if has_message(key, self.terminal.language)), "")
        shown = ", ".join(action.option_strings).ljust(width)
        if action.choices:
            choices = " | ".join(str(choice) for choice in action.choices)
            return render(msg("cli.help_choices", name=shown, what=what, choices=choices), self.terminal.language)
        return render(msg("cli.help_option", name=shown, what=what), self.terminal.language).rstrip()

    def project(self) -> None:
        """Add what every command on a project takes."""
        self.add_argument("project")
        self.add_argument("--passphrase-file")
