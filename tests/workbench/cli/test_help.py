# SPDX-License-Identifier: MIT
"""The help of each command lists all its options, says what each does in both languages, and gives an example."""

from __future__ import annotations

import importlib
import re
import shlex

import pytest

from tests.benchmarks import __main__ as benchmarks
from workbench.cli import main
from workbench.cli.arguments import Arguments
from workbench.cli.entry import COMMANDS
from workbench.cli.terminal import Terminal

NO_OPTIONS = {"en": "This command takes no options.", "fr": "Cette commande n’a pas d’options."}
UNEXPLAINED = {"en": "See the line at the top", "fr": "Voir la ligne du haut"}


def parser_of(command: str) -> Arguments:
    parser = Arguments(command, Terminal("en"))
    importlib.import_module(f"workbench.cli.{COMMANDS[command]}").arguments(parser)
    return parser


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_option_is_listed_and_explained(
    command: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_LANGUAGE", language)
    assert main([command, "--help"]) == 0
    told = capsys.readouterr().out
    usage, *lines = told.splitlines()
    assert usage.startswith(f"./run {command}")
    for action in parser_of(command)._actions:
        for option in action.option_strings:
            (line,) = [line for line in lines if line.split()[:1] == [option]]
            said = line.split(maxsplit=1)[-1]
            assert not said.startswith(UNEXPLAINED[language]), (
                f"{option} has no sentence: cli.option.{option.strip('-')}"
            )
            assert said[0].isupper(), said
            assert all(str(choice) in line for choice in action.choices or ())
            assert re.search(rf"{option}(?![\w-])", told.partition("\n\n")[0]), f"the usage lacks {option}"
    if not any(action.option_strings for action in parser_of(command)._actions):
        assert NO_OPTIONS[language] in lines


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_example_is_understood(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    assert main([command, "--help"]) == 0
    example = capsys.readouterr().out.splitlines()[-1].strip()
    program, name, *words = shlex.split(example)
    assert (program, name) == ("./run", command)
    parser_of(command).parse_args(words)


def test_the_help_of_the_benchmarks_names_them_and_gives_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmarks.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in benchmarks.names())
    program, word, name = told.splitlines()[-1].split()
    assert (program, word) == ("./run", "bench")
    assert name in benchmarks.names()


def test_the_help_of_the_benchmarks_speaks_french(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "fr")
    assert benchmarks.main(["--help"]) == 0
    assert "Exemple\u00a0:" in capsys.readouterr().out
