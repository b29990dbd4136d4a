# SPDX-License-Identifier: MIT
"""`variables --unit … --rows …`: what a row of a table is, how its rows came about, what is inferred from them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.records import RowOrigin
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.tables import one_table, one_variable

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.store import Project
    from projects.store.actions import Action


def arguments(parser: Arguments) -> None:
    """What `variables` takes on the rows of a table."""
    parser.add_argument("--unit")
    parser.add_argument("--rows")
    parser.add_argument("--inference", metavar="REASON")
    parser.add_argument("--within-household", nargs="+")


def is_requested(options: argparse.Namespace) -> bool:
    """Whether anything about the rows is to be set."""
    return any(one is not None for one in (options.unit, options.rows, options.inference, options.within_household))


def actions(project: Project, table: DataTable, options: argparse.Namespace) -> list[Action]:
    """The actions that the options ask for. Raises Problem for an empty unit or an unknown word."""
    from projects.datasets.table.roles import set_how, set_unit, switch_inference_on  # numpy, 80 ms: not at start

    found: list[Action] = []
    if options.unit is not None:
        unit = " ".join(options.unit.split())
        if not unit:
            raise Problem(msg("settings.unit_empty"))
        found.append(set_unit(table.id, unit.casefold() if unit.isascii() else unit))
    if options.rows is not None:
        found.append(set_how(table.id, _origin_of(options.rows), table.inference_reason))
    if options.inference is not None:
        found.append(switch_inference_on(table.id, options.inference))
    if options.within_household is not None:
        found.append(_within_household(project, table, options.within_household))
    return found


def _within_household(project: Project, table: DataTable, given: list[str]) -> Action:
    """Each row is one member, drawn of as many as a variable of the households counts; `none` takes it back."""
    from projects.design.within_household_selection import (  # numpy, 80 ms: not at start
        set_within_household_selection,
    )

    if given == ["none"]:
        return set_within_household_selection(table.id, None)
    if len(given) != 2:
        raise Problem(msg("cli.within_household_two"))
    households = one_table(project, given[0])
    return set_within_household_selection(table.id, households.id, one_variable(households, given[1]).id)


def _origin_of(given: str) -> RowOrigin:
    word = given.strip().casefold().replace("-", "_").replace(" ", "_")
    for one in RowOrigin:
        if word == one.value:
            return one
    raise Problem(msg("cli.no_such_word", word=given, words=[one.value for one in RowOrigin]))
