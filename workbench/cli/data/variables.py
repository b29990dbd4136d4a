# SPDX-License-Identifier: MIT
"""`variables`: what variables are for and how they are measured, what a row is, how errors are estimated.

Listed and set; each is an action that can be undone.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from analysis.records import Kind, Level, Role, RowOrigin
from projects.datasets.table.roles import (
    set_asked,
    set_how,
    set_level,
    set_role,
    set_unit,
    set_wording,
    switch_inference_on,
)
from projects.design.within_household_selection import set_within_household_selection
from projects.identifiers.sensitivity_review import confirm_proposals, decide_sensitive, questions, waiting_lines
from wording import LANGUAGES, Labels, Message, Problem, msg
from workbench.cli.arguments import Arguments, member_named
from workbench.cli.data import column_kinds, replicate_weights
from workbench.cli.project import do_unless_so, open_for_reading, open_project
from workbench.cli.registers import register
from workbench.cli.tables import one_table, one_variable
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    for name in ("--sensitive", "--not-sensitive"):
        parser.add_argument(name, nargs="+", action="extend", default=[], metavar="NAME")
    parser.add_argument("--sensitive-looked", action="store_true")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Set what is given, all of it understood before the first is set; list the variables where nothing is."""
    words = options.role or options.level or options.label or options.answer_label
    looks = bool(options.sensitive or options.not_sensitive or options.sensitive_looked)
    if options.preview:
        others = words or looks or _asks_for_rows(options) or replicate_weights.is_requested(options)
        if others or register.is_requested(options) or not column_kinds.can_be_previewed(options):
            raise Problem(msg("kinds.preview_of_what"))
        with open_for_reading(options, terminal) as project:
            column_kinds.preview(project, one_table(project, options.table), options, terminal)
        return 0
    asked = any(part.is_requested(options) for part in (replicate_weights, register, column_kinds))
    if looks and not (asked or words or _asks_for_rows(options)):
        return _look(options, terminal)
    if not (asked or words or _asks_for_rows(options)):
        with open_for_reading(options, terminal) as project:
            _list(project, one_table(project, options.table), options, terminal)
        return 0
    with open_project(options, terminal) as project:
        table = one_table(project, options.table)
        actions = [*_actions(project, table, options), *_worded(table, options, options.language or terminal.language)]
        actions += register.actions(project, table, options)
        actions += column_kinds.actions(project, table, options)
        actions += _sensitivity(project, options)
        _do_all(project, actions, terminal)
        if options.register is not None:
            register.tell_checks(project, one_table(project, table.id), options.period, terminal)
    return 0


def _do_all(project: Project, actions: Sequence[Action], terminal: Terminal) -> None:
    """Do every action and tell of each; where one cannot be done, none is."""
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


def _look(options: argparse.Namespace, terminal: Terminal) -> int:
    """Say what is sensitive, in all surveys of the project or in the table given, and what waits to be looked at."""
    with open_project(options, terminal) as project:
        _do_all(project, _sensitivity(project, options), terminal)
        if options.json:
            _list(project, one_table(project, options.table), options, terminal)
        elif lines := waiting_lines(project):
            terminal.say(msg("sensitivity.waiting", n=sum(not one.looked for one in questions(project))))
            for line in lines:
                terminal.say(line)
    return 0


def _sensitivity(project: Project, options: argparse.Namespace) -> list[Action]:
    """The actions that say what is sensitive: one by one, then the look at everything else."""
    both = set(options.sensitive) & set(options.not_sensitive)
    if both:
        raise Problem(msg("cli.sensitivity.both", name=min(both)))
    found = [
        decide_sensitive(*_question(project, options.table, name), sensitive=ticked)
        for names, ticked in ((options.sensitive, True), (options.not_sensitive, False))
        for name in names
    ]
    if options.sensitive_looked:
        tables = [one_table(project, options.table).id] if options.table else []
        found.append(confirm_proposals(tables))
    return found


def _question(project: Project, table: str | None, name: str) -> tuple[str, str]:
    """The ids of the table and of the question of that name. Raises Problem where none or several have it."""
    if table:
        within = one_table(project, table)
        return within.id, one_variable(within, name).id
    every = questions(project)
    found = [one for one in every if name in (one.variable.name, one.variable.name.rsplit("/", 1)[-1])]
    if len(found) > 1:
        raise Problem(msg("cli.sensitivity.several", name=name, tables=[one.table.name for one in found]))
    if not found:
        raise Problem(msg("sensitivity.no_question", variable=name))
    return found[0].key


def _actions(project: Project, table: DataTable, options: argparse.Namespace) -> list[Action]:
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
    looks = {one.variable.id: one for one in questions(project) if one.table.id == table.id}
    if options.json:
        found = [
            {"id": one.id, "name": one.name, "kind": str(one.kind), "role": str(one.role), "level": str(one.level),
             "labels": dict(one.labels.by_language), "answers": [choice.code for choice in one.choices],
             "answer_labels": {choice.code: dict(choice.labels.by_language) for choice in one.choices},
             "order_confirmed": not one.order_unconfirmed, "confirmed": not one.content_unconfirmed,
             "sensitive_because": looks[one.id].because if one.id in looks else "",
             "sensitive_looked": looks[one.id].looked if one.id in looks else None}
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

    waiting = sum(not one.looked for one in looks.values())
    if waiting:
        terminal.say(msg("cli.sensitivity.waiting", n=waiting))
    errors = replicate_weights.error_note({one.id: one for one in data_tables(project)}, table)
    if errors is not None:
        terminal.say(errors)
    register.listed(project, table, options.period, terminal)


def _row_arguments(parser: Arguments) -> None:
    """What `variables` takes on the rows of a table."""
    parser.add_argument("--unit")
    parser.add_argument("--rows")
    parser.add_argument("--asked", choices=("more", "less", "unknown"))
    parser.add_argument("--inference", metavar="REASON")
    parser.add_argument("--within-household", nargs="+")


def _asks_for_rows(options: argparse.Namespace) -> bool:
    """Whether anything about the rows is to be set."""
    return any(
        one is not None
        for one in (options.unit, options.rows, options.asked, options.inference, options.within_household)
    )


def _row_actions(project: Project, table: DataTable, options: argparse.Namespace) -> list[Action]:
    """The actions that the options ask for. Raises Problem for an empty unit or an unknown word."""
    found: list[Action] = []
    if options.unit is not None:
        unit = " ".join(options.unit.split())
        if not unit:
            raise Problem(msg("settings.unit_empty"))
        found.append(set_unit(table.id, unit.casefold() if unit.isascii() else unit))
    if options.rows is not None:
        found.append(set_how(table.id, _origin_of(options.rows), table.inference_reason))
    if options.asked is not None:
        found.append(set_asked(table.id, "" if options.asked == "unknown" else options.asked))
    if options.inference is not None:
        found.append(switch_inference_on(table.id, options.inference))
    if options.within_household is not None:
        found.append(_within_household(project, table, options.within_household))
    return found


def _within_household(project: Project, table: DataTable, given: list[str]) -> Action:
    """Each row is one member, drawn of as many as a variable of the households counts; `none` unsets it."""
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
