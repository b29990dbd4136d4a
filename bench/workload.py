# SPDX-License-Identifier: MIT
"""A scripted workload on a real project, run in a process that is killed: `python -m bench.workload FOLDER SEED MODE`.

It says `ready`, then one line `number hash` after each action is acknowledged. Names and answers are invented.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from analysis.records import Kind, Level, Role, Variable
from coding.records import Document
from projects.datasets import adding, edits, roles
from projects.datasets.cells import Cell
from projects.importing.records import ImportedData, ImportedTable
from projects.interviews import codes, documents, segments
from projects.interviews.documents import NewDocument
from projects.interviews.parsed import parse_text
from projects.interviews.queries import load_document
from projects.store import keys
from projects.store.actions import Action
from projects.store.project import Project
from projects.store.transaction import Transaction
from wording import Labels, Problem, msg

PASSPHRASE = "orchid tractor seven velvet"
QUICK = keys.KdfCost(memory=64, passes=1, lanes=1)
LINES = (
    "The driver promised work in the city.",
    "Ils ont pris mon passeport.",
    "Nobody paid me 😀.",
    "Twarateze amazi.",
)


def quick_keys() -> None:
    """Stretch passphrases for a moment only: what is tested here is not their cost."""
    keys.STANDARD_COST = QUICK


def create(folder: Path) -> Project:
    """A small project to start from."""
    quick_keys()
    project = Project.create(folder, PASSPHRASE, name="Faults", user="Marie")
    chance = random.Random(0)
    for perform in (_add_document, _add_code, _add_document, _add_code, _code_segment):
        perform(project, chance)
    return project


def step(project: Project, chance: random.Random) -> None:
    """One random thing a user does; what the rooms refuse (gone, taken) is tried as something else."""
    while True:
        try:
            chance.choice(STEPS)(project, chance)
            return
        except (Problem, IndexError):
            continue


def _documents(project: Project) -> list[str]:
    return [str(row["id"]) for row in project.query("SELECT id FROM document")]


def _codes(project: Project) -> list[str]:
    return [str(row["id"]) for row in project.query("SELECT id FROM code")]


def _document(project: Project, chance: random.Random) -> Document:
    return load_document(project, chance.choice(_documents(project))).document


def _text(chance: random.Random) -> str:
    return "".join(f"{chance.choice(LINES)} {chance.random()}\n" for _ in range(chance.randrange(5, 60)))


def _add_document(project: Project, chance: random.Random) -> None:
    text = _text(chance)
    new = NewDocument("Interview", "fr", parse_text(text), original=text.encode() * 3, original_kind="txt")
    project.do(documents.import_documents([new]))


def _correct(project: Project, chance: random.Random) -> None:
    document = _document(project, chance)
    project.do(documents.correct_text(document, document.text.replace("promised", "offered") + "More.\n"))


def _describe(project: Project, chance: random.Random) -> None:
    document = chance.choice(_documents(project))
    project.do(
        chance.choice(
            (
                documents.rename_document(document, f"Name {chance.random()}"),
                documents.set_case(document, f"Case {chance.randrange(9)}"),
                documents.set_document_memo(document, "Memo\n" * chance.randrange(5)),
                documents.set_consents(document, {"quotation": chance.random() < 0.5}),
            )
        )
    )


def _delete_document(project: Project, chance: random.Random) -> None:
    if len(_documents(project)) > 6:
        project.do(documents.delete_documents([chance.choice(_documents(project))]))


def _add_code(project: Project, chance: random.Random) -> None:
    project.do(codes.add_code(Labels({"en": f"Code {chance.random()}"}), keywords={"en": ("passport",)}))


def _change_code(project: Project, chance: random.Random) -> None:
    code = chance.choice(_codes(project))
    project.do(
        chance.choice((codes.recolour_code(code, "#0072b2"), codes.rename_code(code, Labels({"en": _text(chance)}))))
    )


def _merge_or_delete_code(project: Project, chance: random.Random) -> None:
    if len(_codes(project)) > 6:
        one, other = chance.sample(_codes(project), 2)
        project.do(chance.choice((codes.merge_codes(one, other), codes.delete_code(one))))


def _code_segment(project: Project, chance: random.Random) -> None:
    document = _document(project, chance)
    start = chance.randrange(len(document.text) - 20)
    project.do(segments.add_segment(chance.choice(_codes(project)), document, start, start + 15, coder="Marie"))


def _remove_segment(project: Project, _: random.Random) -> None:
    row = project.query("SELECT id FROM segment ORDER BY random() LIMIT 1")[0]
    project.do(segments.remove_segments([str(row["id"])]))


def _identify(project: Project, chance: random.Random) -> None:
    def perform(transaction: Transaction) -> None:
        transaction.set_setting("name_ref", transaction.put_link_object(_text(chance).encode()))

    project.do(Action("bench.identify", msg("store.created"), perform))


def _tables(project: Project) -> list[str]:
    return [str(row["id"]) for row in project.query("SELECT id FROM data_table")]


def _import_data(project: Project, chance: random.Random) -> None:
    import pyarrow as pa

    if len(_tables(project)) > 4:
        raise IndexError
    rows, labels = 40, Labels({"en": "Question"})
    variables = (
        Variable("v1", "note", labels, Kind.TEXT, Level.NOMINAL),
        Variable("v2", "age", labels, Kind.INTEGER, Level.INTERVAL),
        Variable("v3", "name", labels, Kind.TEXT, Level.NOMINAL, Role.IDENTIFIER),
    )
    columns = {
        "v1": pa.array([chance.choice(LINES) for _ in range(rows)]),
        "v2": pa.array([float(chance.randrange(90)) for _ in range(rows)]),
        "v3": pa.array([f"Person {chance.random()}" for _ in range(rows)]),
    }
    table = ImportedTable("t1", "households", labels, variables, columns, {}, rows, unit="household")
    data = ImportedData("csv", "Study", (table,), ())
    project.do(adding.import_action(data, b"the file as it came", file_name="study.csv", user="Marie"))


def _edit_cell(project: Project, chance: random.Random) -> None:
    table, row = chance.choice(_tables(project)), chance.randrange(1, 41)
    variable, cell = chance.choice(
        (("v1", Cell(f"note {chance.random()}")), ("v2", Cell(float(chance.randrange(90)))), ("v3", Cell("Somebody")))
    )
    project.do(edits.change_cell(project, table, row, variable, cell, why="a slip"))


def _change_table(project: Project, chance: random.Random) -> None:
    table = chance.choice(_tables(project))
    role = chance.choice((Role.ORDINARY, Role.SENSITIVE, Role.IDENTIFIER))
    project.do(chance.choice((roles.set_role(table, "v1", role), roles.set_unit(table, "site"))))


def _undo(project: Project, _: random.Random) -> None:
    if project.undo_text() is not None:
        project.undo()


def _redo(project: Project, _: random.Random) -> None:
    if project.redo_text() is not None:
        project.redo()


def _checkpoint(project: Project, chance: random.Random) -> None:
    project.checkpoint(f"Point {chance.random()}")


def _snapshot(project: Project, chance: random.Random) -> None:
    if chance.random() < 0.2:
        project.snapshots.make()


Step = Callable[[Project, random.Random], None]
STEPS: tuple[Step, ...] = (
    *(_code_segment,) * 5,
    _import_data,
    *(_edit_cell,) * 3,
    _change_table, *(_describe,) * 3, _add_document, _correct, _delete_document, _add_code, _change_code,
    _merge_or_delete_code, _remove_segment, _identify, *(_undo,) * 3, *(_redo,) * 2, _checkpoint, _snapshot,
)  # fmt: skip


def change_keys(project: Project, chance: random.Random) -> None:
    """One random change of slots or of the data key; the first slot stays."""
    others = [slot for slot in project.keys.slots() if slot.name]
    what = chance.randrange(5)
    if what == 0 or not others:
        project.keys.add_passphrase(f"Person {len(others)}", f"second {chance.random()}", link=chance.random() < 0.5)
    elif what == 1:
        project.keys.change_passphrase(chance.choice(others).id, f"third {chance.random()}")
    elif what == 2:
        project.keys.rename(chance.choice(others).id, f"Person {chance.random()}")
    elif what == 3 and len(others) > 2:
        project.keys.remove(chance.choice(others).id)
    else:
        project.keys.new_key()


def main(folder: str, seed: str, mode: str) -> None:
    """Work until killed, or for as many steps as `mode` says ("work", "keys", or a number)."""
    quick_keys()
    chance = random.Random(int(seed))
    with Project.open(Path(folder), PASSPHRASE) as project:
        os.write(1, b"ready\n")
        done = 0
        while not mode.isdigit() or done < int(mode):
            (change_keys if mode == "keys" else step)(project, chance)
            number, head = project.head
            os.write(1, f"{number} {head}\n".encode())
            done += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
