# SPDX-License-Identifier: MIT
"""The help of each command lists all its options, says what each does in both languages, and gives an example."""

from __future__ import annotations

import importlib
import re
import shlex

import pytest

from analysis.analyses import declaration
from tests.benchmarks import __main__ as benchmarks
from wording import msg, render
from wording.catalogue import has_message
from workbench.cli import main
from workbench.cli.arguments import Arguments
from workbench.cli.entry import COMMANDS
from workbench.cli.terminal import Terminal

NO_OPTIONS = {"en": "This command takes no options.", "fr": "Cette commande n’a pas d’options."}
UNLESS_SAID = {"en": ". Unless said: ", "fr": ". Sinon\u00a0: "}
UNEXPLAINED = {"en": "See the line at the top", "fr": "Voir la ligne du haut"}

# Options that say what to do, or what a file for the public asks: without them nothing holds in their place.
NO_DEFAULT = {
    "new": "user from codebook",
    "import": "attach-form append source",
    "sample": "strata clusters",
    "weights": "totals source",
    "analyse": "out purpose cleared-by audience",
    "results": "add-plan title in-plan before to-report delete",
    "segments": "apply remove resize split join memo counterpart",
    "export": "transcript purpose cleared-by audience",
    "report": "new save-template tile picture style quote remove-block move-block",
    "codes": "add rename definition inclusion exclusion memo digit merge-into recode split anchor category retired",
    "coders": "add rename blind",
    "memos": "write change remove find link unlink",
    "people": "find tie untie",
    "cases": (
        "new rename kind join leave rows set survey compute age element answers memo accept-events "
        "reject-events sampled identifies identifies-nobody sensitive not-sensitive"
    ),
    "unique": "purpose same different unsure note accept",
    "transcripts": (
        "rename merge into role speaks case languages turn correct from-answers group name language memo "
        "paraphrase annotate bookmark sort translation no-translation translate align"
    ),
    "quotes": "looked cite lead beside",
    "consent": "case table",
    "erase": "person reason",
    "edits": "out set reason purpose cleared-by audience",
    "variables": (
        "role level label answer-label replicates replicate-type register decide kind order confirm missing "
        "unit rows inference within-household sensitive not-sensitive"
    ),
    "settings": "reason sensitive-word sensitive-words",
    "withheld": "neighbour only-total join-rare join-groups as-proposed",
    "releases": "never-left reason passed-on to",
    "derive": (
        "name recode bands elapsed count remove change sum product least greatest mean minus ratio "
        "join-rare codes groups edges index"
    ),
    "queries": "codes with without also save run remove out row behind purpose cleared-by audience",
    "framework": "text",
    "check": "printed",
    "copies": "restore to second-place",
    "keys": "new-passphrase-file",
    "history": "checkpoint",
    "suggest": "expected switch sensitive-on sensitive-off try mark-test accept reject",
    "entities": "purpose set-kind merge split apart drop own-list phone-countries where",
}


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


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_default_is_named(
    command: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an option that takes a value is where it is not given, also where the program works it out."""
    monkeypatch.setenv("WORKBENCH_LANGUAGE", language)
    assert main([command, "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    unnamed = []
    for action in (one for one in parser_of(command)._actions if one.option_strings and one.nargs != 0):
        (line,) = [line for line in lines if line.split()[:1] == [action.option_strings[-1]]]
        if UNLESS_SAID[language] not in line and action.dest != "passphrase_file":
            unnamed.append(action.option_strings[-1].removeprefix("--"))
    assert unnamed == NO_DEFAULT.get(command, "").split()


@pytest.mark.parametrize(
    ("command", "declared", "renamed"), [("power", "power", {"power": "power_wanted"}), ("queries", "segments", {})]
)
def test_defaults_named_are_those_of_the_analysis(command: str, declared: str, renamed: dict[str, str]) -> None:
    known = {option.name: option.default for option in declaration(declared).options}
    told = 0
    for action in parser_of(command)._actions:
        key = f"cli.usual.{command}.{action.dest}"
        value = known.get(renamed.get(action.dest, action.dest))
        if has_message(key, "en") and isinstance(value, (int, float, str)) and value != "":
            usual = f"{value:g}" if isinstance(value, (int, float)) else value
            assert render(msg(key), "en").split(";")[0] == usual
            told += 1
    assert told >= 8


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
