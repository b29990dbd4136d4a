# SPDX-License-Identifier: MIT
"""Steps on survey data: importing, cells, roles, design, derived variables, a form, a newer export."""

from __future__ import annotations

import dataclasses
import itertools
import random

import numpy as np
import pyarrow as pa

from analysis.records import Choice, DesignRoles, Kind, Level, Reason, Role, RowOrigin, Variable
from analysis.register_columns import Part, Register, RegisterKind
from projects.datasets import add_dataset, form_attachment
from projects.datasets.cleaning_log import undo_edits
from projects.datasets.corrections import kind_actions
from projects.datasets.corrections.missing_mark_changes import set_marks
from projects.datasets.derived import derived_variables
from projects.datasets.export.withholding_limits import limits_of, set_limits
from projects.datasets.merge.comparison import compare
from projects.datasets.merge.merge_action import merge_action
from projects.datasets.table import roles
from projects.design.within_household_selection import set_within_household_selection
from projects.identifiers import sensitivity_review
from projects.imported.records import ImportedData, ImportedTable
from projects.importing.options import ImportOptions
from projects.registers.register_settings import set_register
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import confirmations, variables
from tests.benchmarks.steps.common import LINES, Step, ids
from tests.projects.cells import change_cell
from wording import Labels

ROWS, TABLES = 40, 4
ANSWERS = tuple(Choice(f"c{n}", str(n), Labels({"en": f"Answer {n}"})) for n in (1, 2, 3))
PLACES = tuple(Choice(f"c{n}", f"Place {n}", Labels({})) for n in (1, 2))  # made of answers: without labels


def _data(chance: random.Random, rows: int = ROWS) -> ImportedData:
    labels = Labels({"en": "Question"})
    variables = (
        Variable("v1", "note", labels, Kind.TEXT, Level.NOMINAL),
        Variable("v2", "age", labels, Kind.INTEGER, Level.INTERVAL),
        Variable("v3", "name", labels, Kind.TEXT, Level.NOMINAL, Role.IDENTIFIER),
        Variable("v4", "answer", labels, Kind.ONE, Level.NOMINAL, choices=ANSWERS),
        Variable("v5", "place", labels, Kind.ONE, Level.NOMINAL, choices=PLACES),
    )
    answers = pa.DictionaryArray.from_arrays(
        pa.array([chance.randrange(3) for _ in range(rows)], pa.int8()), pa.array([one.id for one in ANSWERS])
    )
    columns = {
        "v1": pa.array([chance.choice(LINES) for _ in range(rows)]),
        "v2": pa.array([float(chance.randrange(90)) for _ in range(rows)]),
        "v3": pa.array([f"Person {chance.random()}" for _ in range(rows)]),
        "v4": answers,
        "v5": pa.array([f"c{1 + chance.randrange(2)}" for _ in range(rows)]).dictionary_encode(),
    }
    keys = {"uuid": pa.array([f"uuid:{n}" for n in range(rows)]), "id": pa.array([str(n) for n in range(rows)])}
    table = ImportedTable(
        "t1", "households", labels, variables, columns, {}, rows, unit="household", row_keys=keys
    )  # fmt: skip
    return ImportedData("csv", "Study", (table,), ())


def _table(project: Project, chance: random.Random) -> str:
    return chance.choice(ids(project, "data_table"))


def import_data(project: Project, chance: random.Random) -> None:
    """Bring in a survey."""
    if len(ids(project, "data_table")) > TABLES:
        raise IndexError
    project.do(add_dataset.import_action(_data(chance), b"the file as it came", file_name="study.csv", user="Marie"))


def newer(project: Project, chance: random.Random) -> None:
    """Take up a newer export of a survey: other values, two rows more."""
    data_set = chance.choice(ids(project, "data_set"))
    project.do(merge_action(compare(project, data_set, _data(chance, ROWS + 2)), b"newer", file_name="newer.csv"))


def attach_form(project: Project, chance: random.Random) -> None:
    """Give a data set what its form knows."""
    data_set = chance.choice(ids(project, "data_set"))
    rows = project.query("SELECT rows FROM data_table WHERE data_set = ?", (data_set,))[0]["rows"]
    read = _data(chance, rows)
    named = dataclasses.replace(read, languages=("en",), form_title="Form", form_version=str(chance.random()))
    project.do(form_attachment.attach_form(project, data_set, named, b"the form", "form.xlsx"))


def edit_cell(project: Project, chance: random.Random) -> None:
    """Change a cell of any kind, an identifier too."""
    variable, cell = chance.choice(
        (
            ("v1", DatasetCell(f"note {chance.random()}")),
            ("v2", DatasetCell(float(chance.randrange(90)))),
            ("v3", DatasetCell("Somebody")),
        )
    )
    row = chance.randrange(1, ROWS + 1)
    project.do(change_cell(project, _table(project, chance), row, variable, cell, why="a slip"))


def undo_edit(project: Project, chance: random.Random) -> None:
    """Take an edit back."""
    project.do(undo_edits([int(chance.choice(ids(project, "cell_edit")))]))


def set_role(project: Project, chance: random.Random) -> None:
    """Another role of a variable; as an identifier it moves under the link key."""
    role = chance.choice((Role.ORDINARY, Role.SENSITIVE, Role.IDENTIFIER))
    project.do(roles.set_role(_table(project, chance), chance.choice(("v1", "v5")), role))


def set_level(project: Project, chance: random.Random) -> None:
    """Another level of measurement."""
    project.do(roles.set_level(_table(project, chance), "v2", chance.choice((Level.INTERVAL, Level.ORDINAL))))


def variable_labels(project: Project, chance: random.Random) -> None:
    """Another wording of a question."""
    project.do(roles.set_wording(_table(project, chance), "v2", Labels({"en": f"Age {chance.random()}"})))


def choice_labels(project: Project, chance: random.Random) -> None:
    """Another wording of an answer."""
    answers = {"c1": Labels({"en": f"Answer {chance.random()}"})}
    project.do(roles.set_wording(_table(project, chance), "v4", answers=answers))


def set_unit(project: Project, chance: random.Random) -> None:
    """Another unit of a table."""
    project.do(roles.set_unit(_table(project, chance), chance.choice(("site", "household", "person"))))


def set_how(project: Project, chance: random.Random) -> None:
    """Another way its rows came about."""
    project.do(roles.set_how(_table(project, chance), chance.choice(tuple(RowOrigin))))


def inference(project: Project, chance: random.Random) -> None:
    """Inference on, with a reason."""
    project.do(roles.switch_inference_on(_table(project, chance), f"because {chance.random()}"))


def set_design(project: Project, chance: random.Random) -> None:
    """Another sample design."""
    design = chance.choice((DesignRoles(), DesignRoles(strata="v4"), DesignRoles(weight="v2")))
    project.do(roles.set_design(_table(project, chance), design))


def set_consent(project: Project, chance: random.Random) -> None:
    """Which answers are a consent: rows without it leave analysis."""
    variable, given = chance.choice(((None, ()), ("v4", ("c1",)), ("v4", ("c1", "c2"))))
    project.do(roles.set_consent(_table(project, chance), variable, given))


def set_minima(project: Project, chance: random.Random) -> None:
    """Other minima of base and cell."""
    before = limits_of(project)
    project.do(set_limits(dataclasses.replace(before, flag_base=before.flag_base + 1 + chance.randrange(9))))


def label_language(project: Project, chance: random.Random) -> None:
    """The labels of the whole project in a language of its forms."""
    project.do(roles.set_label_language(chance.choice(("en", "fr", ""))))


def within_household(project: Project, chance: random.Random) -> None:
    """Each row is one of as many members as a number of its table counts; or that is undone."""
    table = _table(project, chance)
    project.do(set_within_household_selection(table, chance.choice((table, None)), "v2"))


def derive(project: Project, chance: random.Random) -> None:
    """A derived variable."""
    recipe, groups = chance.choice(
        (
            ({"do": "recode", "of": "v4", "to": {"c1": "c1", "c2": "c1"}}, ANSWERS[:1]),
            ({"do": "bins", "of": "v2", "edges": [18, 60]}, ANSWERS),
            ({"do": "calculate", "expr": ["+", "v2", 1]}, ()),
        )
    )
    name = f"derived {chance.random()}"
    project.do(derived_variables.add_derived(_table(project, chance), name, Labels({"en": name}), recipe, groups))


def change_recipe(project: Project, chance: random.Random) -> None:
    """Other groups of a derived variable."""
    row = _derived(project, chance, "$.do = 'bins'")
    recipe = {"do": "bins", "of": "v2", "edges": [chance.randrange(10, 20), 60]}
    project.do(derived_variables.change_recipe(row["table_id"], row["variable"], recipe))


def remove_derived(project: Project, chance: random.Random) -> None:
    """A derived variable leaves."""
    row = _derived(project, chance)
    project.do(derived_variables.remove_derived(row["table_id"], row["variable"]))


def _derived(project: Project, chance: random.Random, only: str = "") -> dict[str, str]:
    rows = project.query("SELECT table_id, variable, recipe FROM variable WHERE recipe IS NOT NULL AND recipe != ''")
    return chance.choice([row for row in rows if not only or '"bins"' in row["recipe"]])


def kind(project: Project, chance: random.Random) -> None:
    """The answers of a question are taken for a text, or a text for answers."""
    project.do(kind_actions.set_kind(_table(project, chance), "v1", chance.choice(("text", "one"))))


def order(project: Project, chance: random.Random) -> None:
    """The answers get an order they do not have yet."""
    table = _table(project, chance)
    now = [choice.code for choice in variables(project, table, ["v4"])[0].choices]
    orders = [one for one in itertools.permutations(["1", "2", "3"]) if list(one) != now[:3]]
    project.do(kind_actions.set_order(table, "v4", chance.choice(orders)))


def confirm(project: Project, chance: random.Random) -> None:
    """A column's words name nobody."""
    table = _table(project, chance)
    said = {name for name, one in confirmations(project, table).items() if one.content}
    waiting = sorted({"v1", "v4", "v5"} - said)
    if waiting:
        project.do(kind_actions.confirm_content(table, [chance.choice(waiting)]))


def marks(project: Project, chance: random.Random) -> None:
    """The file is read again, with other marks of what is missing."""
    table = _table(project, chance)
    again = _data(chance)
    read = again.tables[0]
    absent = np.array([chance.choice((0, 0, Reason.MISSING)) for _ in range(read.rows)], dtype=np.int8)
    reasons = {one.id: absent if one.id == "v2" else np.zeros(read.rows, dtype=np.int8) for one in read.variables}
    read = dataclasses.replace(read, reasons=reasons)
    project.do(set_marks(table, dataclasses.replace(again, tables=(read,)), ImportOptions()))


def register(project: Project, chance: random.Random) -> None:
    """The table is a register of participants, or none."""
    told = Register(RegisterKind.PARTICIPANTS, (("v2", Part.AGE),))
    project.do(set_register(_table(project, chance), chance.choice((told, None))))


def asked(project: Project, chance: random.Random) -> None:
    """It is said how much of a place was asked."""
    project.do(roles.set_asked(chance.choice(ids(project, "data_table")), chance.choice(("more", "less", ""))))


def look(project: Project, chance: random.Random) -> None:
    """What is sensitive is confirmed as proposed."""
    project.do(sensitivity_review.confirm_proposals())


def decide(project: Project, chance: random.Random) -> None:
    """One question is sensitive, or is not."""
    one = chance.choice(sensitivity_review.questions(project))
    project.do(sensitivity_review.decide_sensitive(*one.key, sensitive=not one.sensitive))


def own_words(project: Project, chance: random.Random) -> None:
    """The team adds words that make a question sensitive."""
    project.do(sensitivity_review.set_own_lines([f"checkpoint{chance.randrange(5)}"]))


STEPS: tuple[Step, ...] = (
    asked, look, decide, own_words,
    import_data, import_data, *(edit_cell,) * 4, undo_edit, newer, attach_form, set_role, set_level,
    variable_labels, choice_labels, set_unit, set_how, inference, set_design, set_consent, set_minima, derive,
    label_language, within_household,
    change_recipe, remove_derived,
    kind, order, confirm, marks, register,
)  # fmt: skip
