# SPDX-License-Identifier: MIT
"""The index after any walk of changes, undo, redo and erasures is what it would be if made anew; hits stay in place."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from analysis.records import Kind, Level, Role, RowOrigin, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.cleaning_log import undo_edits
from projects.datasets.table.roles import set_role
from projects.imported.records import ImportedData, ImportedTable
from projects.interviews.documents import NewDocument, delete_documents, import_documents
from projects.interviews.queries import documents, load_document
from projects.search.index import search_project
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.problems import StoreProblem
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.stored_tables.cells import DatasetCell
from projects.transcripts.corrections import correct_text
from projects.word_folding import fold
from tests.projects.cells import change_cell
from wording import Labels, Problem

WORDS = ("passeport", "confisqué", "œuvre", "الكِتاب", "مدرسة", "debt", "Ngozi", "1997")


def table() -> ImportedTable:
    """Twelve answers in words."""
    texts = [f"{WORDS[n % len(WORDS)]} {n}" for n in range(12)]
    named = (("v1", "story", Role.ORDINARY), ("v2", "other", Role.ORDINARY))
    return ImportedTable(
        id="t1",
        name="t",
        labels=Labels({}),
        variables=tuple(Variable(v, name, Labels({}), Kind.TEXT, Level.NOMINAL, role) for v, name, role in named),
        columns={"v1": pa.array(texts), "v2": pa.array([None, *texts[1:]])},
        reasons={"v2": np.array([4] + [0] * 11, np.int8)},
        rows=12,
        how=RowOrigin.CASES,
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "P.pwb", "words", name="P", user="M") as made:
        made.do(import_action(ImportedData("csv", "S", (table(),), (), ())))
        yield made


class Walk:
    """Random steps on one project."""

    def __init__(self, project: Project, seed: int) -> None:
        self.project, self.chance, self.count = project, random.Random(seed), 0

    def text(self) -> str:
        lines = [" ".join(self.chance.choices(WORDS, k=8)) for _ in range(self.chance.randint(1, 60))]
        return "\n".join([f"Text {self.count}", *lines])

    def step(self) -> None:
        self.count += 1
        act = self.chance.choice(
            (self.bring, self.bring, self.correct, self.remove, self.edit, self.edit, self.back, self.undo, self.undo)
            + (self.redo, self.look, self.role, self.erase)
        )
        try:
            act()
        except (StoreProblem, Problem):
            return

    def bring(self) -> None:
        self.project.do(import_documents([NewDocument(f"D{self.count}", "fr", parse_text(self.text()))]))

    def some(self) -> str:
        return self.chance.choice([line.id for line in documents(self.project)] or ["0"])

    def correct(self) -> None:
        self.project.do(correct_text(load_document(self.project, self.some()).document, self.text()))

    def remove(self) -> None:
        self.project.do(delete_documents([self.some()]))

    def edit(self) -> None:
        cell = DatasetCell(f"{self.chance.choice(WORDS)} edited")
        row, name = self.chance.randint(1, 12), self.chance.choice(["v1", "v2"])
        self.project.do(change_cell(self.project, "t1", row, name, cell))

    def back(self) -> None:
        self.project.do(undo_edits([self.chance.randint(1, 5)]))

    def role(self) -> None:
        self.project.do(set_role("t1", "v2", self.chance.choice([Role.IDENTIFIER, Role.ORDINARY])))

    def undo(self) -> None:
        self.project.undo()

    def redo(self) -> None:
        self.project.redo()

    def look(self) -> None:
        search_project(self.project, self.chance.choice(WORDS))

    def erase(self) -> None:
        subject = self.chance.choice(
            [Subject("document", self.some()), Subject("row", ("t1", [self.chance.randint(1, 12)]))]
            + [Subject("answer", ("t1", self.chance.randint(1, 12), "v1"))]
        )
        erase(self.project, subject, EraseReason("mistake"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_any_walk_leaves_the_index_as_if_made_anew(project: Project, seed: int) -> None:
    walk = Walk(project, seed)
    for round_ in range(3):
        for _ in range(12):
            walk.step()
        assert project.check().findings == [], f"round {round_}"
        hits_stand_where_they_say(project)


def hits_stand_where_they_say(project: Project) -> None:
    for word in WORDS:
        for hit in search_project(project, word, 100):
            if hit.kind == "document":
                text = load_document(project, hit.owner).document.text
                assert fold(text[hit.start : hit.stop]).endswith(fold(word).removeprefix("ال"))
            assert hit.spans
            assert all(hit.snippet[start:stop].strip() for start, stop in hit.spans)


def test_an_identifier_is_not_in_the_index(project: Project) -> None:
    assert len({hit.owner for hit in search_project(project, "debt")}) == 2
    project.do(set_role("t1", "v2", Role.IDENTIFIER))
    assert {hit.owner for hit in search_project(project, "debt")} == {"t1:v1"}
    project.undo()
    assert len({hit.owner for hit in search_project(project, "debt")}) == 2
