# SPDX-License-Identifier: MIT
"""`results`: the saved analyses of a project: lists them, adds those of a plan, names, moves, deletes, reports one."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from analysis.analyses import declaration
from projects.results.plan_run import all_tables
from projects.results.plans import PlanProblem, read_plan
from projects.results.saved_results import (
    add_plan,
    change_analysis,
    delete_analysis,
    move_analysis,
    put_in_report,
    saved_analyses,
)
from wording import Labels, Problem, Text, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file, open_project
from workbench.cli.terminal import Terminal
from workbench.results.labels import title_of

if TYPE_CHECKING:
    from projects.results.saved_results import SavedAnalysis
    from projects.store import Project
    from projects.store.actions import Action


def arguments(parser: Arguments) -> None:
    """What `results` takes."""
    parser.project()
    parser.add_argument("--add-plan", metavar="PLAN")
    parser.add_argument("--title", nargs=2)
    parser.add_argument("--in-plan", nargs=2)
    parser.add_argument("--before", nargs=2)
    parser.add_argument("--to-report", metavar="N")
    parser.add_argument("--delete", metavar="N")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change the list, or show it. The status is 1 where lines of a plan could not be added."""
    with open_project(options, terminal) as project:
        if options.add_plan:
            return _add_plan(project, options.add_plan, terminal)
        action = _action(project, options, terminal.language)
        if action is None:
            _list(project, options, terminal)
        else:
            terminal.say(project.do(action).message)
    return 0


def _action(project: Project, options: argparse.Namespace, language: str) -> Action | None:
    if options.title:
        one = _named(project, options.title[0])
        title = _own_title(one).with_text(language, options.title[1])
        return change_analysis(one.id, options={**one.options, "title": dict(title.by_language)})
    if options.in_plan:
        number, word = options.in_plan
        if word not in ("yes", "no"):
            raise Problem(msg("cli.no_such_word", word=word, words=["yes", "no"]))
        return change_analysis(_named(project, number).id, in_plan=word == "yes")
    if options.before:
        moved, before = options.before
        return move_analysis(_named(project, moved).id, None if before == "end" else _named(project, before).id)
    if options.to_report:
        one = _named(project, options.to_report)
        return _reported(one, _titles(project)[one.id])
    return delete_analysis(_named(project, options.delete).id) if options.delete else None


def _reported(one: SavedAnalysis, title: Text) -> Action:
    """Its figure, where the analysis draws one, then its table, before a closing methods note."""
    return put_in_report(
        one, title, figure=any(option.name == "chart" for option in declaration(one.declaration).options)
    )


def _add_plan(project: Project, plan: str, terminal: Terminal) -> int:
    """Keep each line of a plan that can be done; say of the others why not."""
    from projects.results.plan_run import resolve  # numpy, 80 ms: not at start

    read = read_plan(existing_file(plan))
    wrong: list[PlanProblem] = []
    planned = [one for one in resolve(read, all_tables(project), wrong) if one.problem is None]
    if not planned:
        raise wrong[0]
    rows = [(one.declaration, one.table, one.options) for one in planned]
    terminal.say(project.do(add_plan(read.name, rows)).message)
    for problem in wrong:
        terminal.problem(problem.message)
    return 1 if wrong else 0


def _named(project: Project, number: str) -> SavedAnalysis:
    """The saved analysis of that number in the list."""
    held = saved_analyses(project)
    if not number.isdecimal() or not 1 <= int(number) <= len(held):
        raise Problem(msg("cli.results.no_number", number=number, n=len(held)))
    return held[int(number) - 1]


def _own_title(one: SavedAnalysis) -> Labels:
    title = one.options.get("title") or {}
    return Labels({"": title} if isinstance(title, str) else dict(title))


def _titles(project: Project) -> dict[str, Text]:
    """What each saved analysis is called, by its id."""
    tables = {table.id: table for table in all_tables(project)}
    return {
        one.id: title_of(declaration(one.declaration), one.options, tables.get(one.data_table), one.title)
        for one in saved_analyses(project)
    }


def _list(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    held, titles = saved_analyses(project), _titles(project)
    if options.json:
        facts = [
            {"number": number, "analysis": one.declaration, "table": one.data_table, "options": dict(one.options)}
            | {"title": render(titles[one.id], terminal.language), "in_plan": one.in_plan}
            for number, one in enumerate(held, start=1)
        ]
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    for number, one in enumerate(held, start=1):
        line = "cli.results.planned" if one.in_plan else "cli.results.line"
        terminal.say(msg(line, number=number, title=titles[one.id], kind=declaration(one.declaration).label))
    terminal.say(msg("cli.results.count", n=len(held)))
