# SPDX-License-Identifier: MIT
"""`weights --totals SHEET`: the weights of a table adjusted to known totals, or the adjustment undone."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.analyses.number_words import interval, number
from projects.datasets.table.roles import set_known_totals
from projects.design.known_totals import known_totals_of
from projects.sampling.known_total_weights import AdjustmentRequest, plan_adjustment, read_totals_file
from wording import Problem, Text, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import chosen_table, existing_file, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.known_totals import Method
    from projects.sampling.known_total_weights import AdjustmentPlan


def arguments(parser: Arguments) -> None:
    """What `weights` takes for known totals."""
    parser.add_argument("--totals")
    parser.add_argument("--method", choices=("poststratify", "rake", "calibrate"))
    parser.add_argument("--distance", choices=("linear", "exponential", "logit"), default="linear")
    parser.add_argument("--bounds")
    parser.add_argument("--trim")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--leave-out", action="store_true")
    parser.add_argument("--population")
    parser.add_argument("--source", default="")
    parser.add_argument("--take-back", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Match the totals, say what would be, and adjust unless only a preview is asked for."""
    lines = read_totals_file(existing_file(options.totals)) if not options.take_back else ()
    wish = adjustment_request(options)
    with open_project(options, terminal) as project:
        table = chosen_table(project, options.table)
        if options.take_back:
            if known_totals_of(project, table.id) is None:
                raise Problem(msg("adjusting.not_adjusted", table=table.name))
            terminal.say(project.do(set_known_totals(table.id, None)).message)
            return 0
        plan = plan_adjustment(project, table.id, lines, wish)
        for text in plan_lines(plan):
            terminal.say(text)
        if plan.known is None:
            for problem in plan.problems:
                terminal.problem(problem)
            return 2
        if not options.preview:
            terminal.say(project.do(set_known_totals(table.id, plan.known)).message)
    return 0


def adjustment_request(options: argparse.Namespace) -> AdjustmentRequest:
    """How the weights are to be adjusted. Raises Problem for what is no number."""
    distance = "raking" if options.distance == "exponential" else options.distance
    method: Method | None = options.method or ("calibrate" if distance != "linear" or options.bounds else None)
    population = _numbers(options.population, 1) if options.population else None
    return AdjustmentRequest(
        method, distance, _pair(options.bounds), _pair(options.trim), options.strict, options.leave_out,
        None if population is None else population[0], options.source,
    )  # fmt: skip


def _pair(said: str | None) -> tuple[float, float] | None:
    if not said:
        return None
    low, high = _numbers(said, 2)
    return low, high


def _numbers(said: str, count: int) -> list[float]:
    """Numbers set apart by commas, or by semicolons where the comma is a decimal mark. Raises Problem."""
    parts = said.split(";") if ";" in said else said.split(",") if count > 1 else [said]
    try:
        found = [float(part.replace(",", ".")) for part in parts]
    except ValueError:
        found = []
    if len(found) != count:
        raise Problem(msg("adjusting.cli_numbers", said=said, n=count))
    return found


def plan_lines(plan: AdjustmentPlan) -> list[Text]:
    """A line for each total, one for the weights, and what is to be known of them."""
    lines: list[Text] = []
    for one in plan.reached:
        name = msg("adjusting.cli_name", variable=one.of, category=one.name) if one.name else one.of
        said = {"name": name, "n": one.rows, "before": number(one.before, 1)}
        if one.total != one.total:
            lines.append(msg("adjusting.cli_line_none", **said))
        elif one.after is None:
            lines.append(msg("adjusting.cli_line_before", **said, total=number(one.total, 1)))
        else:
            lines.append(msg("adjusting.cli_line", **said, total=number(one.total, 1), after=number(one.after, 1)))
    if plan.effect is not None:
        seen = plan.effect
        lines.append(
            msg(
                "adjusting.cli_effect", ratio=interval(seen.ratio_low, seen.ratio_high, 3),
                weights=interval(seen.low, seen.high, 3), before=number(seen.kish_before, 3),
                after=number(seen.kish, 3),
            )
        )  # fmt: skip
    return [*lines, *(msg("cli.finding", text=finding) for finding in plan.findings)]
