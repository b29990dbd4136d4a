# SPDX-License-Identifier: MIT
"""A column that becomes an identifier leaves nothing under the project key: not its cells, edits, nor past images."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from analysis.records import Kind, Role, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.table.roles import set_known_totals, set_role
from projects.design.known_totals import KnownMargin, KnownTotals, known_totals_of
from projects.intake.survey_import import import_survey
from projects.store import Project
from projects.store.problems import LinkLocked
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import data_tables
from tests.projects.cells import change_cell

PASSPHRASE = "meadow kettle orbit violin"
CANARY, FIRST = "Zebulon-Canary", "Amethyst-Canary"


def texts(project: Project, table: str, variable: Variable) -> list[str | None]:
    """The cells of a column as they can be read now."""
    found: list[str | None] = TableColumns(project, table).read(variable).values.to_pylist()
    return found


def is_unsealed(project: Project, ref: str) -> bool:
    return any((project.folder / "objects").rglob(ref))


@pytest.mark.usefixtures("quick_keys")
def test_edits_from_before_are_sealed_too(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("nickname,age\n" + FIRST + ",30\nother,31\nthird,32\n", encoding="utf-8")
    with Project.create(tmp_path / "p.pwb", "meadow kettle orbit violin", name="p") as project:
        project.do(import_action(import_survey(source), source.read_bytes(), file_name=source.name))
        table = data_tables(project)[0]
        nickname = table.named("nickname")
        if nickname.choices:
            pytest.fail("a column of three different words is text")
        project.do(change_cell(project, table.id, 1, nickname.id, DatasetCell(CANARY), why="typing error"))
        project.do(set_role(table.id, nickname.id, Role.IDENTIFIER))
        project.close_link()
        images = project.query("SELECT coalesce(before, '') || coalesce(after, '') AS image FROM journal")
        assert not [row for row in images if CANARY in row["image"] or FIRST in row["image"]]
        assert project.check().sound


def test_known_totals_keep_no_word_of_an_identifier(tmp_path: Path, quick_keys: None) -> None:
    source = tmp_path / "people.csv"
    source.write_text("nickname,age\n" + FIRST + ",30\nother,31\n" + CANARY + ",32\n", encoding="utf-8")
    with Project.create(tmp_path / "p.pwb", "meadow kettle orbit violin", name="p") as project:
        project.do(import_action(import_survey(source), source.read_bytes(), file_name=source.name))
        nickname = data_tables(project)[0].named("nickname").id
        totals = tuple(((word,), 10.0) for word in (FIRST, "other", CANARY))
        known = KnownTotals("poststratify", (KnownMargin((nickname,), totals),), source="census")
        project.do(set_known_totals("t1", known))
        project.do(set_known_totals("t1", dataclasses.replace(known, source="register")))
        project.do(set_role("t1", nickname, Role.IDENTIFIER))
        images = project.query("SELECT coalesce(before, '') || coalesce(after, '') AS image FROM journal")
        settings = project.query("SELECT value AS image FROM setting")
        assert not [row for row in (*images, *settings) if CANARY in row["image"] or FIRST in row["image"]]
        assert known_totals_of(project, "t1").source == "register"
        assert project.check().sound
        project.undo()
        assert known_totals_of(project, "t1") == dataclasses.replace(known, source="register")
        project.undo()
        assert known_totals_of(project, "t1") == known
        assert project.check().sound


def test_an_identifier_with_few_words_is_text_and_no_list_of_choices(tmp_path: Path, quick_keys: None) -> None:
    """The same name in many rows looks like a category; its choices would lie under the project key."""
    file = tmp_path / "visits.csv"
    rows = "".join(f"{n},{CANARY if n % 2 else FIRST},{n % 3}\n" for n in range(60))
    file.write_text("number,name,site\n" + rows, encoding="utf-8")
    read = import_survey(file)
    name = next(variable for variable in read.tables[0].variables if variable.name == "name")
    assert name.choices
    with Project.create(tmp_path / "p.pwb", "meadow kettle orbit violin", name="p") as project:
        wanted = {("t1", name.id): Role.IDENTIFIER}
        project.do(import_action(read, file.read_bytes(), file_name=file.name, roles=wanted))
        (table,) = data_tables(project)
        stored = table.named("name")
        assert (stored.kind, stored.choices) == (Kind.TEXT, ())
        texts = TableColumns(project, table.id).read(stored).values.to_pylist()
        assert texts == [CANARY if n % 2 else FIRST for n in range(60)]
        project.close_link()
        images = project.query("SELECT coalesce(before, '') || coalesce(after, '') AS image FROM journal")
        assert not [row for row in images if CANARY in row["image"] or FIRST in row["image"]]
        assert project.check().sound


def test_a_category_that_becomes_an_identifier_leaves_no_choices_behind(tmp_path: Path, quick_keys: None) -> None:
    file = tmp_path / "visits.csv"
    rows = "".join(f"{n},{CANARY if n % 2 else FIRST},{n % 3}\n" for n in range(60))
    file.write_text("number,name,site\n" + rows, encoding="utf-8")
    with Project.create(tmp_path / "p.pwb", "meadow kettle orbit violin", name="p") as project:
        plain = {("t1", "v2"): Role.ORDINARY}
        project.do(import_action(import_survey(file), file.read_bytes(), file_name=file.name, roles=plain))
        (table,) = data_tables(project)
        name = table.named("name")
        other = next(choice.id for choice in name.choices if choice.code == CANARY)
        project.do(change_cell(project, table.id, 1, name.id, DatasetCell(other), why="typing error"))
        project.do(set_role(table.id, name.id, Role.IDENTIFIER))
        stored = data_tables(project)[0].named("name")
        assert (stored.kind, stored.choices) == (Kind.TEXT, ())
        texts = [CANARY if n % 2 or n == 0 else FIRST for n in range(60)]
        assert TableColumns(project, table.id).read(stored).values.to_pylist() == texts
        images = project.query("SELECT coalesce(before, '') || coalesce(after, '') AS image FROM journal")
        assert not [row for row in images if CANARY in row["image"] or FIRST in row["image"]]
        assert project.check().findings == []
        project.undo()
        assert data_tables(project)[0].named("name") == name
        project.redo()
        assert TableColumns(project, table.id).read(stored).values.to_pylist() == texts
        images = project.query("SELECT coalesce(before, '') || coalesce(after, '') AS image FROM journal")
        assert not [row for row in images if CANARY in row["image"] or FIRST in row["image"]]
        assert project.check().findings == []


def test_an_equal_column_of_another_data_set_stays_readable_without_the_link_key(
    tmp_path: Path, quick_keys: None
) -> None:
    source = tmp_path / "people.csv"
    source.write_text("nickname,age\n" + FIRST + ",30\nother,31\nthird,32\n", encoding="utf-8")
    folder, words = tmp_path / "p.pwb", [FIRST, "other", "third"]
    with Project.create(folder, PASSPHRASE, name="p") as project:
        for _ in range(2):
            project.do(import_action(import_survey(source), source.read_bytes(), file_name=source.name))
        hidden, shown = data_tables(project)
        nickname = hidden.named("nickname")
        project.do(set_role(hidden.id, nickname.id, Role.IDENTIFIER))
        assert TableColumns(project, hidden.id).read(nickname).values.to_pylist() == words
        project.close_link()
        assert texts(project, shown.id, nickname) == words
        assert texts(project, hidden.id, nickname) == [None] * 3
        originals = [
            row["original_ref"] for row in project.query("SELECT original_ref FROM data_import ORDER BY rowid")
        ]
        with pytest.raises(LinkLocked):
            project.read_object(originals[0])
        assert project.read_object(originals[1]) == source.read_bytes()
        project.open_link(PASSPHRASE)
        project.do(set_role(shown.id, nickname.id, Role.IDENTIFIER))
        assert not any(is_unsealed(project, ref) for ref in originals), "nobody shows them any more"
        project.close_link()
        assert texts(project, hidden.id, nickname) == texts(project, shown.id, nickname) == [None] * 3
        project.open_link(PASSPHRASE)
        project.undo()
        project.close_link()
        assert texts(project, shown.id, nickname) == words
        assert texts(project, hidden.id, nickname) == [None] * 3
        project.open_link(PASSPHRASE)
        project.undo()
        project.close_link()
        assert texts(project, shown.id, nickname) == texts(project, hidden.id, nickname) == words
        assert project.check().findings == []


def test_of_two_equal_columns_of_a_table_one_is_hidden(tmp_path: Path, quick_keys: None) -> None:
    source = tmp_path / "people.csv"
    source.write_text(f"called,written\n{FIRST},{FIRST}\nother,other\nthird,third\n", encoding="utf-8")
    with Project.create(tmp_path / "p.pwb", PASSPHRASE, name="p") as project:
        project.do(import_action(import_survey(source), source.read_bytes(), file_name=source.name))
        (table,) = data_tables(project)
        first, second = table.variables
        project.do(set_role(table.id, second.id, Role.IDENTIFIER))
        project.close_link()
        assert texts(project, table.id, first) == [FIRST, "other", "third"]
        assert texts(project, table.id, second) == [None] * 3
        project.open_link(PASSPHRASE)
        project.do(set_role(table.id, first.id, Role.IDENTIFIER))
        project.close_link()
        assert texts(project, table.id, first) == texts(project, table.id, second) == [None] * 3
        assert project.check().findings == []


def test_what_a_broken_export_left_is_removed_at_opening(tmp_path: Path, quick_keys: None) -> None:
    folder = tmp_path / "p.pwb"
    Project.create(folder, "meadow kettle orbit violin", name="p").close()
    left = folder / ".export-abc"
    left.mkdir()
    (left / "t.sav").write_bytes(b"clear")
    Project.open(folder, "meadow kettle orbit violin").close()
    assert not left.exists()
