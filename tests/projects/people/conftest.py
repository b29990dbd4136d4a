# SPDX-License-Identifier: MIT
"""A study of four invented respondents with their children, and three interviews. Canaries stand where people stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from analysis.records import Choice, Kind, Level, Role, RowOrigin, Variable
from projects.datasets.add_dataset import import_action
from projects.imported.records import ImportedData, ImportedTable
from projects.interviews.codes import add_code
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.queries import load_document
from projects.interviews.segments import add_segment
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from wording import Labels

PASSPHRASE = "seven fictitious rivers"
NAME, PHONE, STORY, WORK, CHILD, SAID = (
    *("Quillamarrow", "+257 79 555 0107", "Brindlewick", "Ferrymannish", "Tansylorn", "Moorhexed"),
)


def variable(number: int, name: str, kind: Kind = Kind.TEXT, role: Role = Role.ORDINARY, *codes: str) -> Variable:
    """A variable; its choices, as an importer makes them of what was answered, have no label."""
    choices = tuple(Choice(f"c{place}", code, Labels({}), 0) for place, code in enumerate(codes, 1))
    level = Level.NOMINAL if codes else Level.INTERVAL
    return Variable(f"v{number}", name, Labels({"en": name.title()}), kind, level, role, choices)


def respondents() -> ImportedTable:
    """Four people; the third refused."""
    return ImportedTable(
        id="t1",
        name="people",
        labels=Labels({"en": "Respondents", "fr": "Personnes interrogées"}),
        variables=(
            variable(1, "agreed", Kind.ONE, Role.CONSENT, "yes", "no"),
            variable(2, "name", role=Role.IDENTIFIER),
            variable(3, "phone", role=Role.IDENTIFIER),
            variable(4, "story"),
            variable(5, "work", Kind.ONE, Role.ORDINARY, "market", WORK),
            variable(6, "code", role=Role.KEY),
        ),
        columns={
            "v1": pa.array(["c1", "c1", "c2", "c1"]).dictionary_encode(),
            "v2": pa.array([NAME, "Ada Bekele", "Cy Dupré", "Di Esteban"]),
            "v3": pa.array([PHONE, "+257 79 555 0222", "79555033", None]),
            "v4": pa.array([f"{STORY} took it", "nothing", None, "a long road"]),
            "v5": pa.array(["c2", "c1", "c1", "c1"]).dictionary_encode(),
            "v6": pa.array(["RSP-001", "RSP-002", "RSP-003", "RSP-004"]),
        },
        reasons={"v4": np.array([0, 0, 4, 0], np.int8), "v3": np.array([0, 0, 0, 4], np.int8)},
        rows=4,
        row_keys={"uuid": pa.array([f"uuid:{letter * 8}" for letter in "abcd"])},
        unit="person",
        how=RowOrigin.CASES,
        consent="v1",
        consent_given=("c1",),
    )


def children() -> ImportedTable:
    """Three children, two of the first respondent."""
    return ImportedTable(
        id="t2",
        name="children",
        labels=Labels({"en": "Children"}),
        variables=(variable(1, "first_name", role=Role.IDENTIFIER), variable(2, "note")),
        columns={"v1": pa.array([CHILD, "Eo", "Flo"]), "v2": pa.array([f"{CHILD} is seven", "", "in school"])},
        reasons={},
        rows=3,
        parent="t1",
        parent_rows=np.array([0, 0, 1]),
        unit="person",
        how=RowOrigin.CASES,
    )


def _fill(made: Project) -> None:
    data = ImportedData("kobo", "Study", (respondents(), children()), (), ("en",))
    made.do(import_action(data, f"{NAME};{PHONE}".encode(), file_name="people.xlsx", user="Analyst"))
    texts = (
        (f"{NAME} first", "RSP-001", f"Interviewer: And?\nRSP-001: {SAID} on the road. My name is {NAME}.\n"),
        ("Second", "RSP-001", f"Interviewer: Again?\nRSP-001: {SAID} once more.\n"),
        ("Other", "RSP-002", "Interviewer: And you?\nRSP-002: Nothing of it was true.\n"),
    )
    made.do(
        import_documents(
            [
                NewDocument(name, "en", parse_text(text), original=text.encode(), case_name=case)
                for name, case, text in texts
            ]
        )
    )
    code = str(made.do(add_code(Labels({"en": "Road"}))).result)
    for number in ("1", "2"):
        document = load_document(made, number).document
        start = document.text.index(SAID)
        made.do(add_segment(code, document, start, start + len(SAID), coder="AB", memo=f"{SAID} again"))


@pytest.fixture
def project(tmp_path: Path, copied_project: Callable[..., Project]) -> Iterator[Project]:
    """The study and its interviews, coded."""
    with copied_project(tmp_path / "study.pwb", PASSPHRASE, _fill, name="Study", user="Analyst") as made:
        yield made


@pytest.fixture
def words() -> SimpleNamespace:
    """The canaries, by what they stand for."""
    return SimpleNamespace(name=NAME, phone=PHONE, story=STORY, work=WORK, child=CHILD, said=SAID)
