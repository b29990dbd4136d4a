# SPDX-License-Identifier: MIT
"""`withheld`: the cells that will be withheld when results are shared, what can be done, the choice made; kept."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.masking import Destination
from analysis.result_tables import Flag, TableSpec
from analysis.withholding.cell_limits import HIDDEN
from analysis.withholding_remedies import Remedies, advice, joined_groups, remedies, tables_for_readers, withheld_in
from projects.datasets.export.withholding_choices import (
    choices_of,
    print_only_total,
    shown_in,
    withhold_as_proposed,
    withhold_first,
)
from projects.datasets.table.frames import rows_behind
from projects.results.plan_run import PlannedAnalysis, all_tables, run_plan
from projects.results.plans import PlanProblem, PlanRow, read_plan
from projects.results.rare_answers import group_name, groupings, join_answers, joinable
from projects.results.saved_results import saved_analyses
from projects.stored_tables.stored_table import data_table
from projects.withheld_content import limits
from wording import Problem, Text, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file, open_for_reading, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.analyses import AnalysisResult
    from analysis.records import DataTable
    from projects.store import Project
    from projects.store.actions import Action


_MOST_CELLS = 12  # named; the rest is counted


def said_of(
    number: int, title: Text, for_partner: TableSpec, partner: int, public: int, remedies: Remedies,
    advised: Sequence[Text] = (),
) -> Iterator[Text]:  # fmt: skip
    """The lines of a result, its choices numbered as `withheld` takes them."""
    yield msg("withheld.cli.result", number=number, title=title, partner=partner, public=public)
    cells = [
        (row.label, for_partner.columns[at].label, Flag.MASKED_CELL in cell.flags)
        for row in for_partner.rows
        for at, cell in enumerate(row.cells)
        if cell.flags & HIDDEN
    ]
    for row, column, small in cells[:_MOST_CELLS]:
        place = msg("withheld.neighbour.place", row=row, column=column)
        yield msg(f"withheld.cli.{'small' if small else 'beside'}", place=place)
    if len(cells) > _MOST_CELLS:
        yield msg("withheld.cli.further", n=len(cells) - _MOST_CELLS)
    joined, total = remedies.joined, remedies.only_total
    if joined is not None:
        yield msg("withheld.cli.join", number=number, answers=list(joined.labels), n=joined.withheld)
    if remedies.groups is not None:
        yield msg("withheld.cli.join_groups", number=number, answers=list(remedies.groups.labels))
    for at, one in enumerate(remedies.neighbours, 1):
        place = msg("withheld.neighbour.place", row=one.row, column=one.column)
        key = "withheld.cli.neighbour.now" if one.proposed else "withheld.cli.neighbour"
        yield msg(key, number=number, cell=at, place=place, n=one.withheld)
    if total is not None:
        yield msg("withheld.cli.only_total", number=number, rows=list(total.rows), n=total.withheld)
    for one_advice in advised:
        yield msg("withheld.advice.cli", advice=one_advice)


_CHOICES = ("neighbour", "only_total", "join_rare", "join_groups", "as_proposed")


@dataclass(frozen=True)
class _Result:
    """A result with cells that will be withheld: its place in the list, how many, what can be done."""

    number: int
    planned: PlannedAnalysis
    tables: tuple[TableSpec, ...]
    for_partner: TableSpec
    partner: int
    public: int
    remedies: Remedies
    advice: Sequence[Text]


def arguments(parser: Arguments) -> None:
    """What `withheld` takes."""
    parser.project()
    parser.add_argument("plan", nargs="?")
    parser.add_argument("--neighbour", nargs=2, metavar=("RESULT", "CELL"))
    parser.add_argument("--only-total", metavar="RESULT")
    parser.add_argument("--join-rare", nargs=2, metavar=("RESULT", "NAME"))
    parser.add_argument("--join-groups", metavar="RESULT")
    parser.add_argument("--as-proposed", metavar="RESULT")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """List the results of the plan, or those kept, with what will be withheld; make the choice that is given."""
    given = [name for name in _CHOICES if getattr(options, name)]
    if len(given) > 1:
        raise Problem(msg("withheld.cli.one_choice"))
    opened = open_project if given else open_for_reading
    with opened(options, terminal) as project:
        found = _results(project, _planned(project, options.plan))
        if not given:
            _list(found, terminal)
            return 0
        value = getattr(options, given[0])
        result = _numbered_result(found, value if isinstance(value, str) else value[0])
        action = _action(project, given[0], result, value, terminal.language)
        terminal.say(project.do(action).message)
        if given[0] in ("join_rare", "join_groups"):
            terminal.say(msg("withheld.cli.name_in_plan", name=_newest(project, result.planned.table)))
    return 0


def _planned(project: Project, plan: str | None) -> list[PlannedAnalysis]:
    """The lines of a plan, or the analyses that are kept. Raises Problem."""
    from projects.results.plan_run import resolve  # numpy, 80 ms: not at start

    if plan is not None:
        wrong: list[PlanProblem] = []
        return [one for one in resolve(read_plan(existing_file(plan)), all_tables(project), wrong) if not one.problem]
    kept = saved_analyses(project)
    if not kept:
        raise Problem(msg("withheld.cli.no_results"))
    rows = [PlanRow(one.declaration, "", title=one.title, line=at) for at, one in enumerate(kept, 1)]
    return [
        PlannedAnalysis(row, one.declaration, one.data_table, dict(one.options))
        for row, one in zip(rows, kept, strict=True)
    ]  # fmt: skip


def _results(project: Project, planned: list[PlannedAnalysis]) -> list[_Result]:
    """The results with something withheld, or about which something was chosen."""
    wrong: list[PlanProblem] = []  # a line that cannot be done withholds nothing
    results = run_plan(project, planned, wrong=wrong)
    tables = {one.id: one for one in all_tables(project)}
    found: list[_Result] = []
    for number, (one, result) in enumerate(zip(planned, results, strict=True), 1):
        made = _result(project, number, one, result, tables)
        if made is not None:
            found.append(made)
    return found


def _result(
    project: Project, number: int, planned: PlannedAnalysis, result: AnalysisResult, tables: Mapping[str, DataTable]
) -> _Result | None:
    if not result.tables:
        return None
    numbers, settled_here = limits(project), choices_of(project)
    rows = rows_behind(project, result.tables)
    left = tables_for_readers(result.tables, numbers, settled_here, rows)
    public = tables_for_readers(result.tables, numbers, settled_here, rows, Destination.PUBLIC)
    partner = withheld_in(left)
    if not partner and not withheld_in(public) and not _chosen(result.tables, project):
        return None
    known = tables[planned.table].variables
    asked = next((one for one in known if one.id == planned.options.get("variable")), None)
    answers = joinable(planned.declaration, asked)
    groups = joined_groups(result.tables, left, groupings(planned.declaration, known, planned.options), numbers[1])
    what = replace(remedies(result.tables, numbers, settled_here, answers, rows), groups=groups)
    advised = advice(left, public, what, numbers)
    return _Result(number, planned, result.tables, left[0], partner, withheld_in(public), what, advised)


def _chosen(tables: tuple[TableSpec, ...], project: Project) -> frozenset[str]:
    """The quantities of these tables about which something was chosen."""
    chosen = choices_of(project)
    return (chosen.first | chosen.only_total) & shown_in(tables)


def _list(found: list[_Result], terminal: Terminal) -> None:

    if not found:
        terminal.say(msg("withheld.cli.nothing"))
    for one in found:
        title: Text = one.planned.row.title or one.tables[0].title
        for line in said_of(one.number, title, one.for_partner, one.partner, one.public, one.remedies, one.advice):
            terminal.say(line)


def _numbered_result(found: list[_Result], number: str) -> _Result:
    """The result of that number, or of that name in the plan. Raises Problem."""
    for one in found:
        if number in (str(one.number), one.planned.row.id):
            return one
    raise Problem(msg("withheld.cli.no_such_result", number=number, n=len(found)))


def _action(project: Project, choice: str, result: _Result, value: str | list[str], language: str) -> Action:
    """The action that a choice asks for. Raises Problem where the result does not offer it."""
    there = result.remedies
    if choice == "neighbour":
        places = {str(at): one for at, one in enumerate(there.neighbours, 1)}
        chosen = places.get(value[1])
        if chosen is None:
            raise Problem(msg("withheld.cli.no_such_cell", number=value[1], n=len(places)))
        return withhold_first(chosen.name, chosen.row, chosen.column, chosen.instead_of)
    if choice == "only_total" and there.only_total is not None:
        return print_only_total(there.only_total.names, there.only_total.rows)
    if choice == "join_rare" and there.joined is not None:
        asked = str(result.planned.options["variable"])
        return join_answers(result.planned.table, asked, there.joined.choices, value[1], language)
    if choice == "join_groups" and (groups := there.groups) is not None:
        name = group_name(groups.labels, language)
        return join_answers(result.planned.table, groups.variable, groups.choices, name, language)
    if choice == "as_proposed" and (names := _chosen(result.tables, project)):
        return withhold_as_proposed(names)
    raise Problem(msg(f"withheld.cli.not_here.{choice}", number=result.number))


def _newest(project: Project, table_id: str) -> str:
    return data_table(project, table_id).variables[-1].name
