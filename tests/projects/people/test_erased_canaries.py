# SPDX-License-Identifier: MIT
"""A person, an interview, a row, an answer erased: with all keys in hand, snapshots and a second place too, 0 hits."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.analyses import run
from analysis.records import Role
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_known_totals, set_role, set_wording
from projects.design.known_totals import KnownMargin, KnownTotals, known_totals_of
from projects.interviews.codes import add_code, rename_code
from projects.interviews.documents import delete_documents, rename_document, set_document_memo
from projects.interviews.queries import documents
from projects.people.consent_actions import record_consents
from projects.people.persons import Member, people, tie
from projects.search.index import search_project
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_preview import erase_preview
from projects.store.erasure.erase_transaction import erase
from projects.store.problems import NothingToUndo
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.row_states import rows_in_state
from tests.benchmarks.erased import withdrawn
from tests.benchmarks.remnants import remnants
from tests.projects.cells import change_cell
from wording import Labels, Problem, render

pytestmark = pytest.mark.slow

PASSPHRASE = "seven fictitious rivers"
ROW, FIRST, SECOND = Member("t1", 1), Member(document="1"), Member(document="2")
WITHDRAWN = EraseReason("withdrawn")


def lived_in(project: Project, words: SimpleNamespace) -> str:
    """Edits, names, ties, consents, snapshots, things undone and removed: a project with a past. The person's id."""
    for value in (f"{words.story} at dawn", f"{words.story} at night"):
        project.do(change_cell(project, "t1", 1, "v4", DatasetCell(value), why=f"{words.name} rang"))
    project.undo()
    project.do(change_cell(project, "t1", 1, "v2", DatasetCell(f"{words.name} Senior"), why="spelling"))
    project.do(rename_document("1", f"{words.name} again"))
    project.do(rename_document("1", "First"))
    person = str(project.do(tie([ROW, FIRST, SECOND])).result)
    project.do(record_consents([ROW, FIRST], {"quotation": True, "recontact": False}))
    project.do(record_consents([], {"sharing": True}, "RSP-001"))
    assert search_project(project, words.said)
    assert search_project(project, words.story)
    project.checkpoint(f"before {words.name} rang")
    project.snapshots.make()
    return person


def left(project: Project, names: list[str], *copies: Path) -> list[str]:
    """Where the words still stand with all keys; also in each snapshot, restored beside."""
    folder = project.folder
    restored = []
    for number, snapshot in enumerate(project.snapshots.list()):
        restored.append(project.snapshots.restore(snapshot.name, folder.with_name(f"restored {number}.pwb")))
    project.close()
    places, hits = remnants(project, names, *copies, *restored)
    assert places > 20
    for copy in restored:
        shutil.rmtree(copy)
    return hits


def test_a_person_is_gone_everywhere_at_once(project: Project, words: SimpleNamespace, tmp_path: Path) -> None:
    person, stick = lived_in(project, words), tmp_path / "stick"
    stick.mkdir()
    copies = project.snapshots.copy_to(stick)
    names = list(vars(words).values())
    before = left(project, names, copies)
    assert {hit.rpartition(": ")[2] for hit in before} == set(names)
    project = Project.open(project.folder, PASSPHRASE)
    preview = erase_preview(project, Subject("person", person))
    told = [render(item.kind, "en") for item in preview.items]
    for kind in ("row", "answers", "identifiers", "interview", "coded segments", "changes in the cleaning log"):
        assert kind in told
    assert preview.rows["segment"] == 2
    assert preview.rows["consent"] == 3
    for text in (
        *preview.lines,
        *preview.unreachable,
        *(part for one in preview.items for part in (one.where, one.label)),
    ):
        assert "erase." not in render(text, "en") + render(text, "fr")
    done = erase(project, Subject("person", person), WITHDRAWN)
    assert done.unfinished is None
    assert len(project.history(role="erase")) == 1
    assert render(project.history(1, role="erase")[0].message, "en").endswith("(person). Reason: consent withdrawn")
    assert people(project) == {}
    assert rows_in_state(project, "t1", "erased") == [1]
    assert rows_in_state(project, "t2", "erased") == [1, 2]
    assert [line.name for line in documents(project)] == ["Other"]
    assert search_project(project, words.said) == []
    assert len(search_project(project, "nothing")) == 2
    with pytest.raises(NothingToUndo):
        project.undo()
    assert project.check().findings == []
    assert left(project, names, copies) == []
    with Project.open(project.folder, PASSPHRASE) as again:
        assert again.check().findings == []


def test_an_interview_is_gone_and_the_rest_stays(project: Project, words: SimpleNamespace) -> None:
    lived_in(project, words)
    erase(project, [Subject("document", "1"), Subject("document", "2")], EraseReason("asked"))
    assert "2 records" in render(project.history(1, role="erase")[0].message, "en")
    assert project.query("SELECT count(*) AS n FROM consent WHERE case_name IS NOT NULL")[0]["n"] == 0
    assert project.check().findings == []
    assert search_project(project, words.story)
    assert left(project, [words.said]) == []


def test_a_row_is_gone_with_its_children_identifiers_and_the_choice_only_it_held(
    project: Project, words: SimpleNamespace
) -> None:
    lived_in(project, words)
    erase(project, Subject("row", ("t1", [1])), WITHDRAWN)
    assert project.check().findings == []
    assert project.query("SELECT count(*) AS n FROM person_member WHERE table_id IS NOT NULL")[0]["n"] == 0
    assert search_project(project, words.said)
    assert left(project, [words.phone, words.story, words.work, words.child, f"{words.name} Senior"]) == []


def test_an_answer_is_gone_and_its_row_stays(project: Project, words: SimpleNamespace) -> None:
    lived_in(project, words)
    erase(project, [Subject("answer", ("t1", 1, "v4")), Subject("answer", ("t1", 1, "v5"))], EraseReason("mistake"))
    assert project.check().findings == []
    assert rows_in_state(project, "t1", "erased") == []
    assert left(project, [words.story, words.work]) == []


def adjusted(project: Project, words: SimpleNamespace, *, still: bool) -> None:
    """Weights adjusted to totals of a free text and of a choice; `still`: or once, and then to others."""
    story = (((f"{words.story} took it",), 40.0), (("nothing",), 35.0), (("a long road",), 25.0))
    known = KnownTotals("poststratify", (KnownMargin(("v4",), story),), leave_out=True, source=f"call to {words.phone}")
    project.do(set_known_totals("t1", known))
    if not still:
        work = KnownMargin(("v5",), ((("c1",), 60.0), (("c2",), 40.0)))
        project.do(set_known_totals("t1", KnownTotals("poststratify", (work,), source="census")))


@pytest.mark.parametrize("still", [True, False])
@pytest.mark.parametrize("subject", [Subject("row", ("t1", [1])), Subject("answer", ("t1", 1, "v4"))])
def test_an_answer_only_erased_rows_gave_leaves_known_totals_and_their_past(
    project: Project, words: SimpleNamespace, subject: Subject, still: bool
) -> None:
    adjusted(project, words, still=still)
    told = {render(item.kind, "en"): item for item in erase_preview(project, subject).items}
    assert told["answers in known totals that nobody else gave"].n == 1
    assert ("source of known totals, for it names the person" in told) == (subject.kind == "row")
    erase(project, subject, WITHDRAWN)
    known = known_totals_of(project, "t1")
    assert known is not None
    if still:
        assert known.margins[0].totals == ((("",), 40.0), (("nothing",), 35.0), (("a long road",), 25.0))
        with pytest.raises(Problem) as raised:
            run("proportions", load_frame(project, "t1"), {"variable": "v5"})
        assert "no row for an answer that was erased" in render(raised.value.message, "en")
    else:
        assert known.margins[0].totals == ((("c1",), 60.0), (("c2",), 40.0))
    assert project.check().findings == []
    assert left(project, [words.story] + [words.phone] * (subject.kind == "row")) == []


def test_an_answer_that_others_gave_stays_in_known_totals(project: Project, words: SimpleNamespace) -> None:
    for row in (2, 3):
        project.do(change_cell(project, "t1", row, "v4", DatasetCell(f"{words.story} took it")))
    totals = (((f"{words.story} took it",), 40.0), (("a long road",), 25.0))
    known = KnownTotals("poststratify", (KnownMargin(("v4",), totals),))
    project.do(set_known_totals("t1", known))
    assert "answers in known totals that nobody else gave" not in {
        render(item.kind, "en") for item in erase_preview(project, Subject("row", ("t1", [1]))).items
    }
    erase(project, Subject("row", ("t1", [1])), WITHDRAWN)
    assert known_totals_of(project, "t1") == known
    assert any(line.kind == "data.known_totals" and not line.erased for line in project.history(20))
    erase(project, [Subject("row", ("t1", [2])), Subject("row", ("t1", [3]))], WITHDRAWN)
    assert known_totals_of(project, "t1").margins[0].totals == ((("",), 40.0), (("a long road",), 25.0))
    assert left(project, [words.story]) == []


def test_known_totals_of_what_became_an_identifier_go_too(project: Project, words: SimpleNamespace) -> None:
    adjusted(project, words, still=True)
    project.do(set_role("t1", "v4", Role.IDENTIFIER))
    told = [render(item.kind, "en") for item in erase_preview(project, Subject("row", ("t1", [1]))).items]
    assert "earlier known totals, which named answers of an identifier" in told
    erase(project, Subject("row", ("t1", [1])), WITHDRAWN)
    assert project.check().findings == []
    assert left(project, [words.story, words.phone]) == []


def test_what_others_once_wrote_of_the_person_goes_with_its_past(project: Project, words: SimpleNamespace) -> None:
    code = str(project.do(add_code(Labels({"en": f"{words.name}’s papers"}))).result)
    project.do(rename_code(code, Labels({"en": "Papers"})))
    project.do(set_document_memo("3", f"{words.name} spoke of {words.phone}"))
    project.do(set_document_memo("3", "spoke of it"))
    project.do(set_wording("t1", "v4", Labels({"en": f"What {words.name} told"})))
    project.do(set_wording("t1", "v4", Labels({"en": "What was told"})))
    subjects = [Subject("row", ("t1", [1])), Subject("document", "1"), Subject("document", "2")]
    preview = erase_preview(project, subjects)
    done = erase(project, subjects, WITHDRAWN)
    assert done.images == preview.past_images
    assert [line.memo for line in documents(project)] == ["spoke of it"]
    assert project.check().findings == []
    assert left(project, [words.name, words.phone]) == []


def test_what_was_removed_before_goes_with_any_erasure(project: Project, words: SimpleNamespace) -> None:
    project.do(delete_documents(["1", "2"]))
    project.do(rename_document("3", "Third"))
    preview = erase_preview(project, Subject("removed", "all"))
    assert "store.erase_gone" in [line.key for line in preview.lines]
    erase(project, Subject("removed", "all"), EraseReason("retention"))
    assert [line.name for line in documents(project)] == ["Third"]
    assert project.check().findings == []
    assert left(project, [words.said]) == []


def test_what_was_worked_out_goes_at_once_with_a_withdrawal(tmp_path: Path) -> None:
    """Parse, vectors, suggestions, mentions, events, their past, snapshots, a second place; undo brings none back."""
    told = withdrawn(tmp_path / "withdrawn.pwb")
    assert told.before >= 10
    assert told.hits == []
    assert told.sound
