# SPDX-License-Identifier: MIT
"""Erasing rows and answers: nothing of them is left with all keys in hand, and the other rows are as they were."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import pytest

from projects.datasets.erasable import ERASED, without_cells
from projects.datasets.table.frames import load_frame
from projects.search.index import search_project
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_preview import erase_preview
from projects.store.erasure.erase_transaction import erase
from projects.store.link_database import link_objects
from projects.store.objects import ObjectFolder
from projects.store.project import Project
from projects.store.project_folder import object_store
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.row_states import rows_in_state
from tests.benchmarks.damage import decrypted_pages
from tests.projects.cells import change_cell, read_column
from wording import render

ROW = Subject("row", ("t1", [1]))


def texts(project: Project, table: str, variable: str) -> list[str | None]:
    values = read_column(project, table, variable).values
    found: list[str | None] = values.to_pylist()
    return found


def everything(project: Project) -> bytes:
    """All pages of both databases in clear, and all objects; the project must be closed."""
    opened = project._opened
    assert opened.link_keys is not None
    links = project.folder / link_objects(opened.file.link_database)
    clear = io.BytesIO()
    for name, keys in ((opened.file.database, opened.keys), (opened.file.link_database, opened.link_keys)):
        clear.write(b"".join(decrypted_pages((project.folder / name).read_bytes(), keys.key("database"))))
    for folder in (
        object_store(project.folder, opened.file, opened.keys),
        ObjectFolder(links, opened.link_keys.key("objects"), b"", "l"),
    ):
        for ref in folder.refs():
            data = folder.read(ref)
            clear.write(data)
            if b"ARROW" in data[:16] or data[:4] == b"\xff\xff\xff\xff":
                batch = pa.ipc.open_stream(pa.py_buffer(data)).read_next_batch()
                clear.write(str(batch.to_pydict()).encode())
    return clear.getvalue()


def test_free_text_answers_are_found_and_follow_edits(stored: Project) -> None:
    assert [(hit.kind, hit.owner, hit.place) for hit in search_project(stored, "k2")] == [
        ("answer", "t1:v3", "3"),
        ("answer", "t1:v3", "5"),
        ("answer", "t1:v3", "6"),
    ]
    assert search_project(stored, "Ada") == []
    stored.do(change_cell(stored, "t1", 3, "v3", DatasetCell("Éclairage")))
    assert [hit.place for hit in search_project(stored, "eclair")] == ["3"]
    stored.undo()
    assert search_project(stored, "eclair") == []
    assert stored.check().findings == []


def test_an_erased_row_is_gone_with_its_members_edits_and_file(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 1, "v3", DatasetCell("Canaryword")))
    stored.do(change_cell(stored, "t1", 1, "v7", DatasetCell("Adacanary")))
    stored.do(change_cell(stored, "t1", 2, "v3", DatasetCell("Otherword")))
    preview = erase_preview(stored, ROW)
    assert preview.rows == {"cell_edit": 2}
    for line in (*preview.lines, *preview.notes):
        assert render(line, "en")
        assert render(line, "fr")
    erase(stored, ROW, EraseReason("withdrawn"))
    assert texts(stored, "t1", "v3") == [None, "Otherword", "k2", "k1", "k2", "k2"]
    assert texts(stored, "t1", "v7") == [None, "=Bo", "Cy", "Di", "Ed", "Flo"]
    assert rows_in_state(stored, "t1", ERASED) == [1]
    assert rows_in_state(stored, "t2", ERASED) == [1, 2]
    assert load_frame(stored, "t1").row_ids.tolist() == [2, 3, 4, 6]
    assert load_frame(stored, "t2").row_ids.tolist()[:3] == [3, 4, 5]
    assert search_project(stored, "Canaryword") == []
    assert stored.query("SELECT original_ref FROM data_import")[0]["original_ref"] is None
    assert stored.check().findings == []
    stored.close()
    left = everything(stored)
    for word in (b"Canaryword", b"Adacanary", b"Ada", b"uuid:a", b"the file", b"canaryword"):
        assert word not in left
    for word in (b"Otherword", b"uuid:b", b"Flo"):
        assert word in left


@pytest.mark.parametrize("subject", [ROW, Subject("answer", ("t1", 3, "v3"))])
def test_the_preview_counts_what_then_goes(stored: Project, subject: Subject) -> None:
    """Chunks are written anew without the row: their earlier versions and files go too, and lines that held no more."""
    for value in ("Canaryword", "Otherword"):
        stored.do(change_cell(stored, "t1", 1, "v3", DatasetCell(value)))
        stored.do(change_cell(stored, "t1", 3, "v3", DatasetCell(value)))
    preview = erase_preview(stored, subject)
    before = sum(line.erased for line in stored.history(1000))
    done = erase(stored, subject, EraseReason("withdrawn"))
    assert done.images == preview.past_images > 0
    assert 0 < done.objects <= preview.objects <= done.objects + 1  # "up to": the line of the import keeps its form
    assert sum(line.erased for line in stored.history(1000)) - before == preview.history_lines == 2


def test_an_erased_answer_leaves_the_row(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 3, "v3", DatasetCell("Canaryword")))
    erase(stored, Subject("answer", ("t1", 3, "v3")), EraseReason("asked"))
    assert texts(stored, "t1", "v3") == ["k1", "k1", None, "k1", "k2", "k2"]
    assert read_column(stored, "t1", "v6").values[2] == 27
    assert rows_in_state(stored, "t1", ERASED) == []
    assert stored.check().findings == []
    stored.close()
    assert b"Canaryword" not in everything(stored)


@pytest.mark.parametrize(
    "values",
    [
        pa.array(["a", None, "c", "d"]),
        pa.array(["c1", None, "c2", "c1"]).dictionary_encode(),
        pa.array([True, None, False, True]),
        pa.array(np.array(["2026-03-01"] * 4, dtype="datetime64[ns]")),
    ],
)
def test_cells_of_every_type_are_blanked_in_place(values: pa.Array) -> None:
    from projects.stored_tables.chunks import decode, encode

    data = encode({"v1": values}, np.array([0, 4, 0, 0], np.int8), 0, 4)
    batch, reasons = decode(without_cells(data, np.array([2]), own=False))
    expected = values.to_pylist()
    expected[2] = None
    assert batch.column(0).to_pylist() == expected
    assert reasons.tolist() == [0, 4, 4, 0]
