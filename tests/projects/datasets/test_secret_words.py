# SPDX-License-Identifier: MIT
"""The answers an identifier can have are as secret as those it has: with the project key only, none is found anywhere.

Looked at: every page of every database in clear, snapshots and a second place among them, and every object decrypted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from analysis.records import Choice, Kind, Level, Role, Variable
from projects import export_gate as gate
from projects.datasets.add_dataset import import_action
from projects.datasets.derived.derived_variables import add_derived
from projects.datasets.derived.recipe_kinds import regrouped
from projects.datasets.table.filters import HasText
from projects.datasets.table.provenance import imports, kept_form
from projects.datasets.table.roles import set_level, set_role, set_wording
from projects.datasets.table.view_settings import TableState, state_to_json
from projects.identifiers.sensitivity_review import confirm_proposals
from projects.imported.records import ImportedData, ImportedTable
from projects.search.index import search_project
from projects.store import Project
from projects.store.backup.handover_file import unpack
from projects.store.objects import ObjectFolder
from projects.store.problems import LinkLocked
from projects.store.ui_state import remember
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import data_table, variables
from tests.benchmarks.damage import decrypted_pages
from tests.benchmarks.remnants import decoded
from tests.projects.cells import change_cell
from wording import Labels

IMAGES = "SELECT coalesce(before, '') || coalesce(after, '') AS image FROM journal"
PASSPHRASE = "meadow kettle orbit violin"
CODES = ("zibimbali", "kanyarwunga", "gwizakurema")
LABELS = ("Zibimbali Amethyst", "Kanyarwunga Obsidian", "Gwizakurema Quetzal")
TOLD = "vuvuzelament"
WORDS = (*CODES, "Amethyst", "Obsidian", "Quetzal", TOLD)
FORM = ("choices: " + " ".join((*CODES, *LABELS))).encode()


def one(values: list[str]) -> pa.Array:
    return pa.array(values, pa.string()).dictionary_encode()


def visits(role: Role) -> ImportedData:
    """Three visits: who saw it and who was there (choices of a form), what was told, a question that quotes a name."""
    choices = tuple(
        Choice(f"c{n}", code, Labels({"en": label, "fr": label}))
        for n, (code, label) in enumerate(zip(CODES, LABELS, strict=True), 1)
    )
    label = Labels({"en": "A question", "fr": "Une question"})
    known = (
        Variable("v1", "witness", label, Kind.ONE, Level.NOMINAL, role, choices, constraint=f". != '{CODES[2]}'"),
        Variable("v2", "present", label, Kind.SET, Level.SET, role, choices),
        Variable("v3", "told", label, Kind.TEXT, Level.NOMINAL, role),
        Variable("v4", "paid", label, Kind.INTEGER, Level.INTERVAL, relevant=f"${{witness}} = '{CODES[1]}'"),
    )
    columns = {
        "v1": one(["c1", "c2", "c1"]),
        **{f"v2.c{n}": pa.array([n == 1, True, False]) for n in (1, 2, 3)},
        "v3": pa.array([f"{TOLD} one", f"{TOLD} two", f"{TOLD} three"]),
        "v4": pa.array([1.0, 2.0, 3.0]),
    }
    table = ImportedTable("t1", "visits", Labels({"en": "Visits"}), known, columns, {}, 3, unit="visit")
    return ImportedData("csv", "Visits", (table,), (), ("en", "fr"))


def bring(project: Project, role: Role = Role.ORDINARY) -> None:
    original = "\n".join((*LABELS, TOLD)).encode()
    project.do(import_action(visits(role), original, file_name="visits.csv", form=FORM, form_name="form.xlsx"))


def shown(project: Project, *places: Path) -> list[str]:
    """The words found with the project key only. The project stays open."""
    opened, held = project._opened, dict[str, bytes]()
    opened.writer.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for root in (project.folder, *places):
        for path in root.rglob("*.db"):
            if not path.name.startswith("link"):
                held[str(path)] = b"".join(decrypted_pages(path.read_bytes(), opened.keys.key("database")))
        for folder in root.glob("objects*"):
            store = ObjectFolder(folder, opened.keys.key("objects"), b"")
            held |= {f"{folder}/{ref}": decoded(store.read(ref)) for ref in store.refs()}
    return [f"{place}: {word}" for place, data in held.items() for word in WORDS if word.encode() in data]


@pytest.fixture
def project(tmp_path: Path, quick_keys: None) -> Iterator[Project]:
    with Project.create(tmp_path / "p.pwb", PASSPHRASE, name="p", user="Marie") as made:
        yield made


def test_from_import_on_nothing_of_an_identifier_is_shown(project: Project) -> None:
    bring(project, Role.IDENTIFIER)
    assert shown(project) == []
    assert project.check().findings == []
    known = data_table(project, "t1")
    assert [choice.code for choice in known.variable("v1").choices] == list(CODES)
    assert known.variable("v4").relevant == f"${{witness}} = '{CODES[1]}'"
    project.close_link()
    locked = data_table(project, "t1")
    assert [(c.id, c.code, dict(c.labels.by_language)) for c in locked.variable("v1").choices] == [
        (f"c{n}", "", {}) for n in (1, 2, 3)
    ]
    assert locked.variable("v4").relevant == "${witness} = '…'"
    with pytest.raises(LinkLocked):
        kept_form(project, "d1")
    with pytest.raises(LinkLocked):
        project.do(set_wording("t1", "v1", answers={"c1": Labels({"en": "Other"})}))
    project.do(set_level("t1", "v4", Level.ORDINAL))
    project.open_link(PASSPHRASE)
    assert data_table(project, "t1").variable("v1") == known.variable("v1")


@pytest.mark.slow
def test_a_variable_made_an_identifier_later_leaves_nothing_behind(project: Project, tmp_path: Path) -> None:
    bring(project)
    project.do(confirm_proposals())
    place = tmp_path / "usb"
    place.mkdir()
    before = data_table(project, "t1")
    project.do(set_wording("t1", "v1", answers={"c3": Labels({"en": f"{LABELS[2]} once more"})}))
    project.do(change_cell(project, "t1", 1, "v3", DatasetCell(f"{TOLD} again"), why="spelling"))
    recipe = regrouped(before.variable("v1"), {"c1": LABELS[0], "c2": f"{LABELS[1]} group"}, "en")
    project.do(add_derived("t1", "grouped", Labels({"en": "Grouped"}), recipe.steps, recipe.choices))
    remember(project, "table.t1", state_to_json(TableState(["v3"], [HasText("v3", TOLD)])))
    assert search_project(project, TOLD)
    project.snapshots.make()
    project.snapshots.copy_to(place)
    copies = place / "p-copies"
    assert {word for word in WORDS for hit in shown(project, copies) if hit.endswith(word)} == set(WORDS), "a control"

    for name in ("v1", "v2", "v3"):
        project.do(set_role("t1", name, Role.IDENTIFIER))
    assert data_table(project, "t1").named("grouped").role is Role.IDENTIFIER
    assert shown(project, copies) == []
    assert project.check().findings == []
    values = TableColumns(project, "t1").read(data_table(project, "t1").named("grouped"))
    assert [values.categories[code] for code in values.values] == ["c1", "c2", "c1"]
    written = place / "codebook.xlsx"
    gate.export_codebook(project, written, language="en", table_ids=["t1"])
    assert not [word for word in WORDS if word.encode() in decoded_zip(written.read_bytes())]

    for _ in range(3):
        project.undo()
    assert data_table(project, "t1").variable("v2") == before.variable("v2")
    assert data_table(project, "t1").named("grouped").role is Role.ORDINARY
    with_key_only(project, lambda: TableColumns(project, "t1").read(before.variable("v3")).values.to_pylist()[1])
    for _ in range(3):
        project.redo()
    assert shown(project, copies) == []
    assert project.check().findings == []


def with_key_only(project: Project, read: object) -> None:
    project.close_link()
    assert read() == f"{TOLD} two"  # type: ignore[operator]
    project.open_link(PASSPHRASE)


def decoded_zip(data: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(package.read(name) for name in package.namelist())


def test_what_was_withdrawn_and_is_hidden_again_by_undo_or_a_jump_leaves_nothing(project: Project) -> None:
    bring(project, Role.IDENTIFIER)
    known = data_table(project, "t1")
    start = project.head[0]
    for name in ("v1", "v2", "v3"):
        project.do(set_role("t1", name, Role.ORDINARY))
    open_now = data_table(project, "t1")
    assert open_now.variable("v1").choices == known.variable("v1").choices
    project.close_link()
    assert data_table(project, "t1") == open_now, "all of it came back"
    assert kept_form(project, "d1") == ("form.xlsx", FORM)
    assert TableColumns(project, "t1").read(open_now.variable("v3")).values.to_pylist()[0] == f"{TOLD} one"
    project.open_link(PASSPHRASE)
    for _ in range(3):
        project.undo()
    assert shown(project) == []
    assert data_table(project, "t1") == known
    for _ in range(3):
        project.redo()
    assert data_table(project, "t1") == open_now
    project.jump_back(start)
    assert shown(project) == []
    project.undo()
    assert data_table(project, "t1") == open_now
    project.redo()
    assert shown(project) == []
    assert data_table(project, "t1") == known
    assert project.check().findings == []


def test_what_the_importer_found_is_read_with_the_key_only_where_it_names_an_answer(project: Project) -> None:
    bring(project, Role.IDENTIFIER)
    project.close_link()
    assert imports(project, "d1")[0].findings == ()


def test_a_project_of_before_is_brought_forward_when_the_link_key_opens(tmp_path: Path, quick_keys: None) -> None:
    """Written by version 2: a witness (identifier, answers of a form), a helper made one later, a condition."""
    packed = Path(__file__).parents[1] / "store" / "versions" / "version_2.pwbz"
    words = ("Zibimbali", "Kanyarwunga", "Vuvuzelament", "Gwizakurema", "zibim", "kanya", "vuvuz", "gwiza")
    folder = unpack(packed, tmp_path / "Old.pwb", "words of version one")
    with Project.open(folder, "words of version one", link=False) as old:
        assert variables(old, "t2", ["v1"])[0].choices[0].code == "zibim", "nothing moves without the link key"
    with Project.open(folder, "words of version one") as old:
        assert [one.code for one in variables(old, "t2", ["v2"])[0].choices] == ["vuvuz", "gwiza"]
        assert variables(old, "t2", ["v3"])[0].relevant == "${witness} = 'kanya'"
        held = shown(old)
        assert old.check().findings == []
        images = [
            row["image"] for row in old.query("SELECT coalesce(before, '') || coalesce(after, '') image FROM journal")
        ]
        assert not [word for word in words for image in images if word in image]
        assert held == []
        old.undo()
        assert variables(old, "t2", ["v2"])[0].role is Role.ORDINARY
        old.redo()
        images = [
            row["image"] for row in old.query("SELECT coalesce(before, '') || coalesce(after, '') image FROM journal")
        ]
        assert not [word for word in words for image in images if word in image]
        assert old.check().findings == []
