# SPDX-License-Identifier: MIT
"""`language`: the language in which the whole project shows the labels of its forms: shown, and changed at once."""

from __future__ import annotations

import argparse

from projects.datasets.table.roles import label_languages, set_label_language
from projects.stored_tables.stored_table import label_language
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_for_reading, open_project
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `language` takes."""
    parser.project()
    which = parser.add_mutually_exclusive_group()
    which.add_argument("language", nargs="?")
    which.add_argument("--own", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Switch to the language given, or to the program's own; without either, say which there are."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    if not options.language and not options.own:
        with open_for_reading(options, terminal) as project:
            now = label_language(project)
            for one in label_languages(data_tables(project)):
                terminal.say(msg("cli.language_in_use" if one == now else "cli.language", language=one))
            if not now:
                terminal.say(msg("cli.language_own"))
        return 0
    with open_project(options, terminal) as project:
        known = label_languages(data_tables(project))
        if options.language and options.language not in known:
            raise Problem(msg("cli.no_such_language", language=options.language, languages=known or ["–"]))
        terminal.say(project.do(set_label_language(options.language or "")).message)
    return 0
