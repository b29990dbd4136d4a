# SPDX-License-Identifier: MIT
"""`weights`: weights from a sampling frame as derived variables of a table; known totals: `known_totals`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from projects.sampling.sampling_weights import add_weights, plan_weights
from projects.sampling.sheet_files import frame_headings, read_sheet_file
from projects.sampling.stratum_names import cluster_variable, stratum_variable
from wording import Problem, Text, msg
from wording.numbers import format_number
from workbench.cli.arguments import Arguments
from workbench.cli.data import known_totals
from workbench.cli.project import chosen_table, existing_file, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.records import DataTable, Variable
    from projects.sampling.sampling_weights import WeightsPlan


def arguments(parser: Arguments) -> None:
    """What `weights` takes."""
    parser.project()
    parser.add_argument("sheet", nargs="?")
    parser.add_argument("--table")
    parser.add_argument("--stratum")
    parser.add_argument("--cluster")
    parser.add_argument("--headings", nargs=2)
    parser.add_argument("--design", choices=("use", "keep"), default="use")
    parser.add_argument("--preview", action="store_true")
    known_totals.arguments(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Match the sheet, say what would be, and add the variables unless only a preview is asked for."""
    known = bool(options.totals or options.take_back)
    if known == bool(options.sheet) or (options.totals and options.take_back):
        raise Problem(msg("cli.wrong_call", usage=msg("cli.usage.weights")))
    if known:
        return known_totals.run(options, terminal)

    file = existing_file(options.sheet)
    matched = tuple(options.headings) if options.headings else None
    if matched is None and (found := frame_headings(file)) is not None:
        matched = found.stratum, found.population
        terminal.say(msg("cli.headings_matched", file=file.name, stratum=matched[0], population=matched[1]))
    sheet = read_sheet_file(file, matched)
    with open_project(options, terminal) as project:
        table = chosen_table(project, options.table)
        stratum = named(table, options.stratum) if options.stratum else stratum_variable(table)
        if stratum is None and len(sheet.strata) > 1:
            raise Problem(msg("cli.weights_stratum", table=table.name))
        cluster = named(table, options.cluster) if options.cluster else cluster_variable(table)
        plan = plan_weights(project, table.id, sheet, stratum.id if stratum else None, cluster.id if cluster else None)
        for text in preview_lines(plan, terminal.language):
            terminal.say(text)
        if not options.preview:
            changes = project.do(add_weights(plan, use_as_design=options.design == "use"))
            terminal.say(changes.message)
    return 0


def preview_lines(plan: WeightsPlan, language: str) -> list[Text]:
    """A line for each stratum, one for the spread of the weights, the formulas, and what does not match."""

    def span(pair: tuple[float, float]) -> str:
        low, high = (format_number(value, language, 3) for value in pair)
        return low if low == high else f"{low}–{high}"

    lines: list[Text] = [
        msg(
            "cli.weights_stratum_line", stratum=one.stratum, n=one.rows, base=span(one.base),
            factor=span(one.nonresponse), weight=span(one.weight), total=round(one.total, 1),
            frame=one.households_in_frame,
        )
        for one in plan.weights.strata
        if one.rows
    ]  # fmt: skip
    lines.append(msg("sampling.spread", spread=round(plan.weights.spread, 2), kish=round(plan.weights.kish, 3)))
    both = plan.weights.use_fpc and plan.weights.two_stages
    lines += [formula for part, formula in plan.weights.formulas.items() if part != "fpc2" or both]
    return [*lines, *(msg("cli.finding", text=finding) for finding in plan.findings)]


def named(table: DataTable, name: str) -> Variable:
    """The variable of that name, with or without its groups. Raises Problem."""
    found = [v for v in table.variables if name in (v.name, v.name.rpartition("/")[2], v.id)]
    if not found:
        raise Problem(msg("data.no_variable", variable=name))
    return found[0]
