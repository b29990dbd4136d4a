# SPDX-License-Identifier: MIT
"""`variables --unit … --rows …`: what a row of a table is, and how its rows came about."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.records import How
from wording import Problem, msg
from workbench.cli.arguments import Arguments

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.store.actions import Action


def arguments(parser: Arguments) -> None:
    """What `variables` takes on the rows of a table."""
    parser.add_argument("--unit")
    parser.add_argument("--rows")


def wanted(options: argparse.Namespace) -> bool:
    """Whether anything about the rows is to be set."""
    return options.unit is not None or options.rows is not None


def actions(table: DataTable, options: argparse.Namespace) -> list[Action]:
    """The actions that the options ask for. Raises Problem for an empty unit or an unknown word."""
    from projects.datasets.table.roles import set_how, set_unit  # with the project's modules, when something is set

    found: list[Action] = []
    if options.unit is not None:
        unit = " ".join(options.unit.split())
        if not unit:
            raise Problem(msg("settings.unit_empty"))
        found.append(set_unit(table.id, unit.casefold() if unit.isascii() else unit))
    if options.rows is not None:
        found.append(set_how(table.id, _how(options.rows), table.inference_reason))
    return found


def _how(given: str) -> How:
    word = given.strip().casefold().replace("-", "_").replace(" ", "_")
    for one in How:
        if word == one.value:
            return one
    raise Problem(msg("cli.no_such_word", word=given, words=[one.value for one in How]))
