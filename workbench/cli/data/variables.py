# SPDX-License-Identifier: MIT
"""`variables`: what variables are for and how they are measured, what a row is, how errors are estimated.

Listed and set; each is an action that can be undone.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from analysis.records import Kind, Level, Role, RowOrigin
from wording import Labels, Message, Problem, msg
from wording.catalogue import LANGUAGES
from workbench.cli.arguments import Arguments, member_named
from workbench.cli.data import column_kinds, replicate_weights
from workbench.cli.project import do_unless_so, open_for_reading, open_project
from workbench.cli.registers import register
from workbench.cli.tables import one_table, one_variable
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.store import Project
    from projects.store.actions import Action, Changes


def arguments(parser: Arguments) -> None:
    """What `variables` takes."""
    parser.project()
    parser.add_argument("--table")
    for name in ("--role", "--level", "--label"):
        parser.add_argument(name, nargs=2, action="append", default=[])
    parser.add_argument("--answer-label", nargs=3, action="append", default=[])
    parser.add_argument("--language", choices=LANGUAGES)
    replicate_weights.arguments(parser)
    register.arguments(parser)
    column_kinds.arguments(parser)
    _row_arguments(parser)
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Set what is given, all of it understood before the first is set; list the variables where nothing is."""
    words = options.role or options.level or options.label or options.answer_label
    if options.preview:
        others = words or _asks_for_rows(options) or replicate_weights.is_requested(options)
        if others or register.is_requested(options) or not column_kinds.can_be_previewed(options):
            raise Problem(msg("kinds.preview_of_what"))
        with open_for_reading(options, terminal) as project:
            column_kinds.preview(project, one_table(project, options.table), options, terminal)
        return 0
    asked = any(part.is_requested(options) for part in (replicate_weights, register, column_kinds))
    if not (asked or words or _asks_for_rows(options)):
        with open_for_reading(options, terminal) as project:
            _list(project, one_table(project, options.table), options, terminal)
        return 0
    with open_project(options, terminal) as project:
        table = one_table(project, options.table)
        actions = [*_actions(project, table, options), *_worded(table, options, options.language or terminal.language)]
        actions += register.actions(project, table, options)
        actions += column_kinds.actions(project, table, options)
        done: list[Changes | Message] = []
        try:
            for action in actions:
                done.append(do_unless_so(project, action))
        except Problem:
            for one in done:
                if not isinstance(one, Message):
                    project.undo()
            raise
        for one in done:
            terminal.say(one if isinstance(one, Message) else one.message)
        if options.register is not None:
            register.tell_checks(project, one_table(project, table.id), options.period, terminal)
    return 0


def _actions(project: Project, table: DataTable, options: argparse.Namespace) -> list[Action]:
    from projects.datasets.table.roles import set_level, set_role  # numpy, 80 ms: not at start

    found = []
    for name, word in options.role:
        found.append(set_role(table.id, one_variable(table, name).id, member_named(Role, word)))
    for name, word in options.level:
        variable, level = one_variable(table, name), member_named(Level, word)
        if (variable.kind is Kind.SET) is not (level is Level.SET):
            raise Problem(msg("cli.level_of_set", variable=variable.name))
        found.append(set_level(table.id, variable.id, level))
    if options.replicates is not None:
        found.append(replicate_weights.action(table, options))
    found += _row_actions(project, table, options)
    return found


def _worded(table: DataTable, options: argparse.Namespace, language: str) -> list[Action]:
    """The wordings given for questions and answers in one language, one action for each variable."""
    from projects.datasets.table.roles import set_wording  # numpy, 80 ms: not at start

    questions: dict[str, Labels] = {}
    answers: dict[str, dict[str, Labels]] = {}
    for name, text in options.label:
        variable = one_variable(table, name)
        questions[variable.id] = variable.labels.with_text(language, text)
    for name, code, text in options.answer_label:
        variable = one_variable(table, name)
        found = [choice for choice in variable.choices if code == choice.code]
        if not found:
            known = [choice.code for choice in variable.choices]
            raise Problem(msg("cli.no_such_answer", answer=code, variable=variable.name, answers=known or ["–"]))
        answers.setdefault(variable.id, {})[found[0].id] = found[0].labels.with_text(language, text)
    wanted = dict.fromkeys([*questions, *answers])
    return [set_wording(table.id, one, questions.get(one), answers.get(one)) for one in wanted]


def _list(project: Project, table: DataTable, options: argparse.Namespace, terminal: Terminal) -> None:
    if options.json:
        found = [
            {"id": one.id, "name": one.name, "kind": str(one.kind), "role": str(one.role), "level": str(one.level),
             "labels": dict(one.labels.by_language), "answers": [choice.code for choice in one.choices],
             "answer_labels": {choice.code: dict(choice.labels.by_language) for choice in one.choices},
             "order_confirmed": not one.order_unconfirmed, "confirmed": not one.content_unconfirmed}
            for one in table.variables
        ]  # fmt: skip
        terminal.line(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for one in table.variables:
        role, level = msg(f"data.role.{one.role}"), msg(f"data.level.{one.level}")
        terminal.say(msg("cli.variable", name=one.name, role=role, level=level))
        if one.content_unconfirmed:
            terminal.say(msg("kinds.cli_unconfirmed"))
        if one.order_unconfirmed and one.level is Level.ORDINAL:
            terminal.say(msg("kinds.cli_order_unconfirmed"))
    terminal.say(msg("cli.variables", n=len(table.variables), table=table.name))
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    errors = replicate_weights.error_note({one.id: one for one in data_tables(project)}, table)
    if errors is not None:
        terminal.say(errors)
    register.listed(project, table, options.period, terminal)


def _row_arguments(parser: Arguments) -> None:
    """What `variables` takes on the rows of a table."""
    parser.add_argument("--unit")
    parser.add_argument("--rows")
    parser.add_argument("--inference", metavar="REASON")
    parser.add_argument("--within-household", nargs="+")


def _asks_for_rows(options: argparse.Namespace) -> bool:
    """Whether anything about the rows is to be set."""
    return any(one is not None for one in (options.unit, options.rows, options.inference, options.within_household))


def _row_actions(project: Project, table: DataTable, options: argparse.Namespace) -> list[Action]:
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
    """Each row is one member, drawn of as many as a variable of the households counts; `none` unsets it."""
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
