# SPDX-License-Identifier: MIT
"""`info`: counts of what a project holds, as lines or as JSON."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from analysis.records import Kind
from analysis.register_columns import register_to_json
from projects.datasets.export.withholding_limits import limits_as_facts, limits_of, rules_of
from projects.interviews.coders import unseen_work
from projects.interviews.queries import counts as interview_counts
from projects.people.withdrawn_words import shown_lines
from wording import msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_for_reading
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project

CASE_NAMES_COUNT = "SELECT count(DISTINCT case_name) AS n FROM document WHERE case_name <> ''"


def arguments(parser: Arguments) -> None:
    """What `info` takes."""
    parser.project()
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print what the project holds."""
    with open_for_reading(options, terminal) as project:
        facts = project_facts(project, terminal.language)
    if options.json:
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return 0
    for data_set in facts["data_sets"]:
        terminal.say(msg("cli.info_data_set", name=data_set["name"], languages=", ".join(data_set["languages"]) or "–"))
        for table in data_set["tables"]:
            parts = {part: table[part] for part in ("name", "variables", "sets")}
            terminal.say(msg("cli.info_table", n=table["rows"], **parts))
    for key in ("documents", "codes", "segments", "suggestions", "cases"):
        terminal.say(msg(f"cli.info_{key}", n=facts[key]))
    if facts["last_action"]:
        terminal.say(msg("cli.info_last", text=facts["last_action"]["text"]))
    return 0


def project_facts(project: Project, language: str) -> dict[str, Any]:
    """Counts of data sets, rows, variables, documents, codes, segments, cases; the last action."""
    last = shown_lines(project, project.history(limit=1, unseen=unseen_work(project)))
    cases = project.query(CASE_NAMES_COUNT)[0]["n"]
    return {
        "name": project.name,
        "data_sets": _data_sets(project),
        **interview_counts(project),
        "cases": cases,
        "withholding": limits_as_facts(limits_of(project)),
        "last_action": None
        if not last
        else {
            "seq": last[0].seq,
            "kind": last[0].kind,
            "text": render(last[0].message, language),
            "utc": last[0].utc.isoformat(),
        },
    }


def _data_sets(project: Project) -> list[dict[str, Any]]:
    """The counts of each data set with the languages of its labels, its sets, and the names of parent tables."""
    from projects.datasets.table.counts import counts  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    records = {table.id: table for table in data_tables(project)}
    found = counts(project)
    for data_set in found:
        languages: set[str] = set()
        for line in data_set["tables"]:
            table = records[line["id"]]
            line["unit"], line["how"] = table.unit, table.how.value
            line["asked"] = table.asked or None
            line["withholding_rule"] = {name: rule.value for name, rule in rules_of(table).items()}
            line["sets"] = sum(variable.kind is Kind.SET for variable in table.variables)
            line["register"] = register_to_json(table.register) if table.register else None
            line["parent_name"] = records[table.parent].name if table.parent else None
            for variable in table.variables:
                languages.update(name for name, text in variable.labels.by_language.items() if name and text)
        data_set["languages"] = sorted(languages)
    return found
