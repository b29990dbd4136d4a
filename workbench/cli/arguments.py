# SPDX-License-Identifier: MIT
"""An argument parser that speaks through `wording` and answers a wrong call with one sentence."""

from __future__ import annotations

import argparse
import re
from enum import StrEnum
from typing import NoReturn, TypeVar

from analysis.masking import Destination
from wording import Problem, Text, msg, render
from wording.catalogue import has_message
from workbench.cli.terminal import Terminal

Word = TypeVar("Word", bound=StrEnum)


def member_named(kind: type[Word], given: str) -> Word:
    """The member of an enumeration that a command names. Raises Problem, naming those there are."""
    for one in kind:
        if given.strip().casefold() == one.value:
            return one
    raise Problem(msg("cli.no_such_word", word=given, words=[one.value for one in kind]))


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
        """The usage, each option (or that there is none) with what it does and may be, and an example that works."""
        language = self.terminal.language
        lines = [self._usage()]
        options = [action for action in self._actions if action.option_strings]
        if options:
            lines += ["", render(msg("cli.help_options"), language)]
            width = max(len(", ".join(action.option_strings)) for action in options)
            lines += [self._line(action, width) for action in options]
        else:
            lines += ["", render(msg("cli.help_no_options"), language)]
        example = msg("cli.help_line", text=self._example())
        return [*lines, "", render(msg("cli.help_example"), language), render(example, language)]

    def _example(self) -> Text:
        """A call that works; where nobody wrote one, the usage without what may be left out."""
        if has_message(f"cli.example.{self.command}", self.terminal.language):
            return msg(f"cli.example.{self.command}")
        plain, shorter = "", self._usage().splitlines()[0]
        while plain != shorter:
            plain, shorter = shorter, re.sub(r"\s*\[[^\[\]]*\]…?", "", shorter)
        return plain

    def _line(self, action: argparse.Action, width: int) -> str:
        name = _name(action)
        known = [f"cli.option.{self.command}.{name}", f"cli.option.{name}"]
        unexplained = msg("cli.option_unexplained")
        what = next((msg(key) for key in known if has_message(key, self.terminal.language)), unexplained)
        shown = ", ".join(action.option_strings).ljust(width)
        line = msg("cli.help_option", name=shown, what=what)
        if action.choices:
            choices = " | ".join(str(choice) for choice in action.choices)
            line = msg("cli.help_choices", name=shown, what=what, choices=choices)
        said = render(line, self.terminal.language).rstrip()
        usual = self._usual(action)
        return render(msg("cli.help_default", line=said, default=usual), self.terminal.language) if usual else said

    def _usual(self, action: argparse.Action) -> Text:
        """What holds where an option is not given: a sentence of its own, or the value that the parser takes."""
        worked_out = f"cli.usual.{self.command}.{_name(action)}"
        if has_message(worked_out, self.terminal.language):
            return msg(worked_out)
        if action.default is None or isinstance(action.default, (bool, list)):
            return ""
        return f"{action.default:g}" if isinstance(action.default, float) else str(action.default)

    def destination(self, default: str | None = Destination.INSIDE.value) -> None:
        """Add for whom a command writes: the team unless it is said."""
        self.add_argument("--destination", choices=[one.value for one in Destination], default=default)

    def project(self) -> None:
        """Add what every command on a project takes."""
        self.add_argument("project")
        self.add_argument("--passphrase-file")


def _name(action: argparse.Action) -> str:
    """The name of an option in the keys of its sentences."""
    return action.option_strings[-1].lstrip("-").replace("-", "_")
