# SPDX-License-Identifier: MIT
"""Steps from codings to findings: codes joined to a survey table, summaries written."""

from __future__ import annotations

import random

from projects.findings.framework_cells import write_summary
from projects.interviews.cases import CaseMember, cases, join_case
from projects.people.effective_consent import effective_consents
from projects.results.coded_rows import join_codes
from projects.store.project import Project
from projects.stored_tables.columns import TableColumns
from tests.benchmarks.steps.common import Step, ids, text

MANY = 4


def join_row(project: Project, chance: random.Random) -> None:
    """A case has an interview and a row."""
    table = chance.choice(ids(project, "data_table"))
    agreed = [one for one, given in effective_consents(project).items() if given["interview"] is not False]
    row = int(TableColumns(project, table).row_ids[0])
    members = [CaseMember(document=chance.choice(agreed)), CaseMember(table=table, row=row)]
    project.do(join_case(chance.choice(ids(project, "case_")), members))


def join_code(project: Project, chance: random.Random) -> None:
    """A code becomes a variable of a table."""
    table = chance.choice(ids(project, "data_table"))
    if len(project.query("SELECT 1 FROM variable WHERE recipe LIKE '%codes%'")) > MANY:
        return
    project.do(join_codes(table, [chance.choice(ids(project, "code"))], chance.choice(("any", "count"))))


def summarise(project: Project, chance: random.Random) -> None:
    """A theme is summed up for a case."""
    case = chance.choice(cases(project)).name
    project.do(write_summary(case, chance.choice(ids(project, "code")), text(chance), coder="Marie"))


STEPS: tuple[Step, ...] = (join_row, join_code, summarise)
