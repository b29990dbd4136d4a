# SPDX-License-Identifier: MIT
"""Every `./run …` of the README, guides and manual names a command that exists, with options that it takes."""

from __future__ import annotations

import importlib
import re
import shlex
from functools import cache
from pathlib import Path

import pytest

from workbench.cli.arguments import Arguments
from workbench.cli.entry import COMMANDS
from workbench.cli.terminal import Terminal

ROOT = Path(__file__).resolve().parents[3]
GUIDES = sorted(
    str(file.relative_to(ROOT))
    for pattern in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/*.md", "wording/languages/*/manual/*.md")
    for file in ROOT.glob(pattern)
)
BESIDE_THE_PROGRAM = {"test", "lint", "repair"}
"""What the starter does itself: their options are those of pytest."""
OF_OTHER_PROGRAMS = {"--fast", "--help", "--version", "--no-index"}


@cache
def parser_of(command: str) -> Arguments:
    parser = Arguments(command, Terminal("en"))
    importlib.import_module(f"workbench.cli.{COMMANDS[command]}").arguments(parser)
    return parser


@cache
def options_of(command: str) -> set[str]:
    return {option for action in parser_of(command)._actions for option in action.option_strings}


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)) - OF_OTHER_PROGRAMS


def calls(guide: str) -> list[tuple[str, str]]:
    """The command and the text around each `./run`: its code span, or the line of an example or a table."""
    found: list[tuple[str, str]] = []
    for line in (ROOT / guide).read_text(encoding="utf-8").splitlines():
        whole = line.startswith(("./run", "| `./run"))
        spans = re.findall(r"\./run ([a-z][a-z-]*)([^`]*)", line)
        found += [(command, line if whole else rest) for command, rest in spans]
    return found


@pytest.mark.parametrize("guide", GUIDES)
def test_each_command_and_option_of_a_guide_exists(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    for command, around in calls(guide):
        if command in BESIDE_THE_PROGRAM:
            continue
        assert command in COMMANDS, f"./run {command}"
        assert not options_in(around) - options_of(command), f"./run {command}: {around}"
    in_code = " ".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.S))
    known = set().union(*(options_of(command) for command in COMMANDS))
    assert not options_in(in_code) - known


@pytest.mark.parametrize("guide", GUIDES)
def test_each_example_line_of_a_guide_is_understood(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    for command, words in re.findall(r"^\./run ([a-z][a-z-]*) (.*)$", text, re.M):
        given = shlex.split(words, comments=True)
        if command not in BESIDE_THE_PROGRAM and "--help" not in given:
            parser_of(command).parse_args(given)
