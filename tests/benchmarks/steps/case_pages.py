# SPDX-License-Identifier: MIT
"""Steps on the pages of cases: rows joined by key, attributes worked out, questions of elements, the age."""

from __future__ import annotations

import random

from projects.cases.answers_as_documents import documents_from_answers
from projects.cases.attributes import set_derived
from projects.cases.code_usage import split_code
from projects.cases.elements import ElementQuestion, questions, set_age_attribute, set_questions
from projects.cases.row_case_matching import join_rows_by_key
from projects.store.project import Project
from tests.benchmarks.steps.common import Step, ids
from wording import Labels


def _variable(project: Project, chance: random.Random) -> tuple[str, str]:
    rows = project.query(
        "SELECT table_id, variable FROM variable WHERE recipe IS NULL AND role <> 'identifier' AND kind <> 'set'"
    )
    row = chance.choice(rows)
    return row["table_id"], row["variable"]


def join_rows(project: Project, chance: random.Random) -> None:
    """Survey rows join cases by key; a key nobody has makes a case."""
    if len(ids(project, "case_")) < 30:
        project.do(join_rows_by_key(*_variable(project, chance), make=True))


def derived_attribute(project: Project, chance: random.Random) -> None:
    """An attribute comes from the survey, or is computed."""
    source = chance.choice(("computed:texts", "computed:codings", "survey:{}:{}".format(*_variable(project, chance))))
    project.do(set_derived(ids(project, "case_"), f"Attribute {chance.randrange(4)}", source))


def element_questions(project: Project, chance: random.Random) -> None:
    """A question speaks of an element, or no longer does."""
    keys = [row["key"] for row in project.query("SELECT key FROM code WHERE key <> ''")]
    key = chance.choice(keys)
    held = () if questions(project).get(key) else (ElementQuestion(*_variable(project, chance)),)
    project.do(set_questions(key, held))


def age(project: Project, chance: random.Random) -> None:
    """Another attribute is the age."""
    project.do(set_age_attribute(f"Attribute {chance.randrange(4)}"))


def answers(project: Project, chance: random.Random) -> None:
    """Free answers become documents."""
    if len(ids(project, "document")) < 40:
        rows = project.query("SELECT table_id, variable FROM variable WHERE kind = 'text' AND role <> 'identifier'")
        row = chance.choice(rows)
        project.do(documents_from_answers(row["table_id"], row["variable"], coder="Marie"))


def split(project: Project, chance: random.Random) -> None:
    """Some segments of a code move to a new one."""
    row = chance.choice(project.query("SELECT id, code FROM segment"))
    project.do(split_code(str(row["code"]), [str(row["id"])], Labels({"en": f"Split {chance.random()}"})))


STEPS: tuple[Step, ...] = (join_rows, derived_attribute, derived_attribute, element_questions, age, answers, split)
