# SPDX-License-Identifier: MIT
"""A withdrawal that is killed is undone whole or done whole: a kill's remains are copied at each point.

Names go first, under the link key; their images stay until the project has the withdrawal, so that they can be brought
back between the two commits. A copy of the folder is what a killed process leaves: what it wrote without a commit is
rolled back on opening. `./run bench faults` kills for real.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from coding.entities.records import EntityKind
from coding.keywords import FoundSuggestion
from projects.assistance.entities import Mention
from projects.assistance.entity_table import find_and_keep, switch_on
from projects.assistance.parses import keep_parses, unparsed
from projects.assistance.vectors import keep_vectors, sentence_digest, to_bytes
from projects.interviews.documents import set_consents
from projects.interviews.queries import load_document
from projects.interviews.suggestions import FoundInDocument, store_suggestions
from projects.people.effective_consent import refused
from projects.store.link_database import LinkPart
from projects.store.project import Project
from projects.store.unit_of_work import Writer
from tests.projects.assistance.conftest import PASSPHRASE

POINTS = ("before both", "between", "before the action is written", "behind both")


def person_in(project: Project) -> Mention:
    """Where interview 1 names somebody."""
    document = load_document(project, "1").document
    start = document.text.index("Hawa Kiprop")
    place = (start, start + len("Hawa Kiprop"))
    return Mention("1", document.digest, *place, EntityKind.PERSON, "hawa kiprop", "hawa kiprop", "Hawa Kiprop")


def fill(project: Project) -> list[str]:
    """Something of each kind that is worked out from interview 1; the objects that hold it."""
    keep_parses(project, [(one, f"made by hand {one.document}".encode()) for one in unparsed(project)])
    document = load_document(project, "1").document
    place = person_in(project)[2:4]
    vectors = to_bytes({sentence_digest(document.text[:20]): b"0123"})
    keep_vectors(project, "by hand", [["s", "1", document.text[:20]]], vectors, 4)
    found = FoundSuggestion("1", *place, "hawa", "en", (place,))
    project.do(store_suggestions([FoundInDocument("1", document.digest, document.text, (found,))]))
    project.do(switch_on("A test"))
    find_and_keep(project, [person_in(project)])
    rows = project.query("SELECT parse_ref AS ref FROM parse WHERE document = 1")
    return [row["ref"] for row in [*rows, *project.query("SELECT vectors_ref AS ref FROM sentence_vectors")]]


def held(project: Project) -> tuple[bool, int, int, int, int]:
    """Whether interview 1 is refused, and how much of each kind is there."""
    tables = ("parse", "sentence_vectors", "suggestion")
    counts = [len(project.query(f"SELECT 1 FROM {table} WHERE document = 1")) for table in tables]
    return ("1" in refused(project), *counts, len(project.query_link("SELECT 1 FROM entity_mention")))  # type: ignore[return-value]


def names_in_link_journal(project: Project) -> bool:
    """Whether the log under the link key still holds the name, of now or of before."""
    return any("Hawa" in f"{row['before']} {row['after']}" for row in project.query_link("SELECT * FROM journal"))


def test_a_withdrawal_killed_at_any_point_is_before_or_after(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs, folder = fill(project), project.folder
    assert names_in_link_journal(project)
    copies = {point: tmp_path / f"{at}.pwb" for at, point in enumerate(POINTS)}

    def copied(owner: type, name: str, before: str, after: str = "") -> None:
        whole = getattr(owner, name)

        def watched(self: Any, *given: Any) -> Any:
            shutil.copytree(folder, copies[before])
            done = whole(self, *given)
            if after:
                shutil.copytree(folder, copies[after])
            return done

        monkeypatch.setattr(owner, name, watched)

    assert held(project) == (before := (False, 1, 1, 1, 1))
    copied(LinkPart, "commit", "before both", "between")
    copied(Writer, "_insert_action", "before the action is written")
    copied(Writer, "_after", "behind both")
    project.do(set_consents("1", {"interview": False}))
    monkeypatch.undo()
    assert held(project) == (after := (True, 0, 0, 0, 0))
    for point, left in copies.items():
        with Project.open(left, PASSPHRASE) as reopened:
            assert held(reopened) == (after if point == "behind both" else before), point
            assert names_in_link_journal(reopened) == (point != "behind both"), point
            # the user's own note of the last action is that of the project that went on
            assert [one for one in reopened.check().findings if one.part != "anchors"] == [], point
            if point == "behind both":
                assert not [path for ref in refs for path in left.rglob(ref)], "cleared away on opening"
                continue
            reopened.do(set_consents("1", {"interview": False}))
            assert held(reopened) == after, point
            assert not names_in_link_journal(reopened), point
            assert [one for one in reopened.check().findings if one.part != "anchors"] == [], point


def test_a_disk_full_right_behind_a_withdrawal_leaves_it_to_be_finished(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(project)
    folder = project.folder

    def full(*_given: Any) -> None:
        raise sqlite.OperationalError("database or disk is full")

    monkeypatch.setattr(LinkPart, "forget_noted", full)
    project.do(set_consents("1", {"interview": False}))  # done: the past of the names waits
    assert held(project) == (True, 0, 0, 0, 0)
    monkeypatch.undo()
    assert names_in_link_journal(project)
    project.close()
    with Project.open(folder, PASSPHRASE) as reopened:
        assert not names_in_link_journal(reopened)
        assert [one for one in reopened.check().findings if one.part != "anchors"] == []
