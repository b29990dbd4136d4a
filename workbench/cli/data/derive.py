# SPDX-License-Identifier: MIT
"""`derive`: variables calculated from others, added, changed, listed, removed; each an action that can be undone."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from analysis.codings.records import named_code
from projects.datasets.derived.derived_variables import add_derived, change_recipe, remove_derived
from projects.datasets.derived.food_security import food_index, parts_written, recognised
from projects.datasets.derived.recipe_kinds import banded, calculated, elapsed, recipe_words, regrouped
from projects.findings.code_lines import code_lines
from projects.interviews.codes import stored_codebook
from projects.results.coded_rows import join_codes, key_of, rows_interviewed
from projects.results.rare_answers import join_answers
from projects.stored_tables.stored_table import recipes
from wording import Labels, Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.tables import one_table, one_variable
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.datasets.derived.recipe_kinds import Recipe
    from projects.store import Project
    from projects.store.actions import Action

_OPERATORS = {"sum": "+", "product": "*", "least": "min", "greatest": "max", "mean": "mean", "minus": "-", "ratio": "/"}


def arguments(parser: Arguments) -> None:
    """What `derive` takes."""
    parser.project()
    for name in ("--table", "--name", "--label", "--recode", "--bands", "--elapsed", "--count", "--remove", "--change"):
        parser.add_argument(name)
    for name in _OPERATORS:
        parser.add_argument(f"--{name}")
    parser.add_argument("--join-rare", nargs=3, metavar=("VARIABLE", "ANSWERS", "NAME"))
    parser.add_argument("--codes")
    parser.add_argument("--values", default="any", choices=("any", "count"))
    parser.add_argument("--key")
    parser.add_argument("--coder", default="")
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--groups")
    parser.add_argument("--edges")
    parser.add_argument("--unit", default="days", choices=("days", "weeks", "months", "years"))
    parser.add_argument("--index", choices=("fcs", "rcsi", "lcsi"))
    parser.add_argument("--as", dest="made", default="class", choices=("class", "score"))
    parser.add_argument("--cuts", default="21/35", choices=("21/35", "28/42"))
    for name in ("--of", "--counted"):
        parser.add_argument(name)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Add a variable, change or remove one, or list those there are."""
    with open_project(options, terminal) as project:
        table = one_table(project, options.table)
        if options.remove:
            gone = one_variable(table, options.remove)
            terminal.say(project.do(remove_derived(table.id, gone.id)).message)
        elif options.join_rare:
            terminal.say(project.do(_join(table, options, terminal.language)).message)
        elif options.codes is not None:
            _join_codes(project, table, options, terminal)
        elif options.change:
            changed = one_variable(table, options.change)
            recipe = _recipe(table, options, terminal.language)
            said = {**changed.labels.by_language, terminal.language: options.label} if options.label else None
            labels = None if said is None else Labels(said)
            terminal.say(
                project.do(change_recipe(table.id, changed.id, recipe.steps, recipe.choices or None, labels)).message
            )
        elif options.name:
            recipe = _recipe(table, options, terminal.language)
            labels = Labels({terminal.language: options.label} if options.label else {})
            action = add_derived(table.id, options.name, labels, recipe.steps, recipe.choices)
            terminal.say(project.do(action).message)
        else:
            _list(project, table, terminal)
    return 0


def _recipe(table: DataTable, options: argparse.Namespace, language: str) -> Recipe:
    """The recipe asked for. Raises Problem for none."""
    from projects.datasets.derived.recipe_kinds import counted  # numpy, 80 ms: not at start

    if options.index:
        return _index(table, options)
    if options.recode:
        variable = one_variable(table, options.recode)
        codes = {choice.code: choice.id for choice in variable.choices}
        groups: dict[str, str] = {}
        for part in (options.groups or "").split(";"):
            name, _, members = part.partition("=")
            groups |= {codes[code.strip()]: name for code in members.split(",") if code.strip() in codes}
        return regrouped(variable, groups, language)
    if options.bands:
        return banded(one_variable(table, options.bands), _numbers(options.edges))
    if options.count:
        return counted(one_variable(table, options.count))
    if options.elapsed:
        ends = [one_variable(table, name.strip()) for name in options.elapsed.split(",")]
        if len(ends) != 2:
            raise Problem(msg("data.recipe.needs_dates"))
        return elapsed(ends[0], ends[1], options.unit)
    for name, operator in _OPERATORS.items():
        if getattr(options, name):
            wanted = [one_variable(table, part.strip()) for part in getattr(options, name).split(",")]
            return calculated(operator, wanted)
    raise Problem(msg("data.recipe.unknown"))


def _index(table: DataTable, options: argparse.Namespace) -> Recipe:
    """A food security index of the questions named in `--of`, the others as their headings say. Raises Problem."""
    of = {
        part: [table.variable(one) for one in ids] for part, ids in recognised(options.index, table.variables).items()
    }
    of |= parts_written(options.of or "", options.index, lambda name: one_variable(table, name))
    counted = [code.strip() for code in (options.counted or "").split(",") if code.strip()]
    return food_index(options.index, of, as_class=options.made == "class", cuts=options.cuts, counted=counted)


def _join(table: DataTable, options: argparse.Namespace, language: str) -> Action:
    """The rare answers that were named, by code or label, as one. Raises Problem for one that is not there."""
    asked, answers, name = options.join_rare
    variable = one_variable(table, asked)
    known = {word.casefold(): choice.id for choice in variable.choices for word in choice.labels.by_language.values()}
    known |= {choice.code.casefold(): choice.id for choice in variable.choices}
    wanted = [part.strip() for part in answers.split(";") if part.strip()]
    unknown = [part for part in wanted if part.casefold() not in known]
    if unknown:
        raise Problem(msg("withheld.join.no_answer", variable=variable.name, answers=unknown))
    chosen = [known[part.casefold()] for part in wanted]
    return join_answers(table.id, variable.id, chosen, name, language, options.name or "")


def _join_codes(project: Project, table: DataTable, options: argparse.Namespace, terminal: Terminal) -> None:
    """Join codes of the interviews; without a key by the variable that names the most cases, if any."""
    lines = code_lines(stored_codebook(project))
    wanted = []
    for name in filter(None, (part.strip() for part in options.codes.split(";"))):
        found = named_code(lines, name)
        if found is None:
            raise Problem(msg("problem.no_code", code=name))
        wanted.append(found.id)
    if not wanted:
        raise Problem(msg("code_columns.no_codes"))
    key = one_variable(table, options.key).id if options.key else key_of(project, table)
    done = project.do(join_codes(table.id, wanted, options.values, key, not options.own, options.coder))
    terminal.say(done.message)
    made: Any = done.result
    rows = rows_interviewed(project, table.id, made[0])
    if key:
        terminal.say(msg("code_columns.by_key", rows=rows, of=table.rows, variable=table.variable(key).name))
    else:
        terminal.say(msg("code_columns.by_cases", rows=rows, of=table.rows))


def _numbers(text: str | None) -> list[float]:
    try:
        return [float(part) for part in (text or "").split(",") if part.strip()]
    except ValueError as error:
        raise Problem(msg("data.recipe.edges")) from error


def _list(project: Project, table: DataTable, terminal: Terminal) -> None:
    named = {variable.id: variable for variable in table.variables}
    made = recipes(project, table.id)
    for name, steps in made.items():
        terminal.say(msg("cli.derived", name=named[name].name, words=recipe_words(steps, named)))
    terminal.say(msg("cli.derived_count", n=len(made)))
