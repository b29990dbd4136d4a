# SPDX-License-Identifier: MIT
"""Finds the command, runs it, and turns what goes wrong into one sentence and an exit status (0, 1 or 2)."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from projects.offline import refuse_network
from projects.store.private_files import harden_process
from wording import Problem, Stopped, msg
from workbench.cli.terminal import Terminal, take_passphrases, terminal_language

# command → module of `workbench.cli` that has `arguments(parser)` and `run(options, terminal) -> int`
COMMANDS = {
    "new": "new",
    "import": "importing",
    "info": "info",
    "sample": "planning.sample",
    "power": "planning.power",
    "weights": "data.weights",
    "analyse": "analyse",
    "analyses": "analyses",
    "results": "results",
    "segments": "interviews.segments",
    "export": "export",
    "report": "report",
    "auto-code": "interviews.auto_code",
    "codes": "interviews.codes",
    "coders": "interviews.coders",
    "memos": "interviews.memos",
    "people": "people",
    "cases": "interviews.cases",
    "unique": "registers.unique",
    "transcripts": "interviews.transcripts",
    "agreement": "interviews.agreement",
    "quotes": "interviews.quotes",
    "consent": "consent",
    "erase": "erase",
    "edits": "data.edits",
    "variables": "data.variables",
    "settings": "withholding.settings",
    "withheld": "withholding.withheld",
    "releases": "withholding.releases",
    "language": "data.label_language",
    "derive": "data.derive",
    "queries": "codings.queries",
    "framework": "codings.framework",
    "check": "check",
    "copies": "copies",
    "keys": "keys",
    "history": "history",
    "demo": "demo",
    "bench": "bench",
    "suggest": "interviews.suggest",
    "suggest-eval": "interviews.suggest_eval",
    "entities": "interviews.entities",
    "rules-eval": "interviews.rules_eval",
    "entities-eval": "interviews.entities_eval",
    "goldens": "goldens",
    "nasty": "hostile_files",
    "shots": "shots",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit status: 0 done, 1 did not hold, 2 cannot do that."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        take_passphrases()  # out of the environment, before anything is started that would inherit it
    terminal = Terminal(terminal_language())
    harden_process()  # before a passphrase is typed anywhere
    refuse_network()
    one_thread_for_matrices()
    try:
        return _dispatch(words, terminal)
    except Problem as problem:
        for line in (problem.message, *problem.lines):
            terminal.problem(line)
        return problem.status
    except (Stopped, KeyboardInterrupt):
        terminal.problem(msg("cli.stopped"))
        return 2
    except BrokenPipeError:  # who read what is printed has left, as in `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that nothing is complained of at the end
        return 1
    except Exception as bug:  # noqa: BLE001 - the one place where a bug of ours becomes a sentence
        from workbench.crash import save_report  # more of the program: not at start

        terminal.problem(msg("cli.bug", file=str(save_report(bug))))
        return 2


def one_thread_for_matrices() -> None:
    """Keep OpenBLAS to one thread, before numpy is imported, unless the user has set how many.

    The matrices of a survey are small: two threads waiting for each other on two busy cores made a QR decomposition of
    100,000 × 9 five times slower and a system of 300 equations fourteen to forty times; nothing measured was faster.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _dispatch(words: list[str], terminal: Terminal) -> int:
    from workbench.cli.arguments import Arguments  # more of the program: not at start

    if words and words[0] in {"-h", "--help", "help"}:
        terminal.say(msg("cli.help"))
        return 0
    if words and words[0] in {"-V", "--version"}:
        from workbench.version import sandbox_status, version  # more of the program: not at start

        terminal.say(msg("cli.version", version=version(), python=sys.version.split()[0]))
        terminal.say(sandbox_status())
        return 0
    if not words or words[0] not in COMMANDS:
        return _open_window(words, terminal)
    from projects.store.staging_folder import sweep_abandoned  # cryptography, 10 ms: not at start

    named = {Path(word).absolute().parent for word in words[1:] if Path(word).suffix in (".pwb", ".pwbz")}
    for place in {Path.cwd(), *named}:
        sweep_abandoned(place)
    module = importlib.import_module(f"workbench.cli.{COMMANDS[words[0]]}")
    parser = Arguments(words[0], terminal)
    module.arguments(parser)
    if "-h" in words[1:] or "--help" in words[1:]:
        for line in parser.help_lines():
            terminal.line(line)
        return 0
    options = parser.parse_args(words[1:])
    status: int = module.run(options, terminal)
    return status


def _open_window(words: list[str], terminal: Terminal) -> int:
    if len(words) > 1 or (words and words[0].startswith("-")):
        raise Problem(msg("cli.unknown_command", word=words[0]))
    project = Path(words[0]) if words else None
    if project is not None and not project.exists():
        raise Problem(msg("cli.no_such_project", path=str(project)))
    from workbench.app import run_window  # PySide6, shiboken6, 100 ms: not at start

    return run_window(project, say=terminal.problem)
