# SPDX-License-Identifier: MIT
"""An interview, a row, an answer, a person erased in a project with a past, then looked for with all keys in hand.

The past: edits, corrections, renaming, undo, removal, consents, snapshots, a second place, the words of the index.
"""

from __future__ import annotations

import dataclasses
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis.records import Kind, Level, Role, Variable
from coding.entities.records import EntityKind
from coding.events.timeline import Event
from coding.keywords import FoundSuggestion
from projects.assistance.entities import Mention
from projects.assistance.entity_table import keep_found, switch_on
from projects.assistance.learned_suggestions import Learned, ProposalReason, store_learned
from projects.assistance.parses import keep_parses, unparsed
from projects.assistance.timeline import FoundEvent, keep_events
from projects.assistance.vectors import keep_vectors, sentence_digest, to_bytes
from projects.datasets.add_dataset import import_action
from projects.imported.records import ImportedData, ImportedTable
from projects.interviews import codes, documents, segments
from projects.interviews.cases import add_case
from projects.interviews.documents import NewDocument
from projects.interviews.queries import load_document
from projects.interviews.suggestions import FoundInDocument, reject_suggestions, store_suggestions
from projects.people.consent_actions import record_consents
from projects.people.persons import Member, tie
from projects.search.index import search_project
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.stored_tables.cells import DatasetCell
from projects.transcripts import corrections
from tests.benchmarks import workload
from tests.benchmarks.cut_erasure import kill_between
from tests.benchmarks.remnants import remnants
from tests.projects.cells import change_cell
from wording import Labels

SAID, NAMED, PHONE, STORY, NOTED = "Vuvuzelament", "Kanyarwunga", "+257 79 555 0193", "Zibimbalisation", "Gwizakurema"


@dataclass
class Gone:
    """Places looked at after erasing one kind of subject, hits before and after, whether all verifies."""

    places: int = 0
    before: int = 0
    hits: list[str] = field(default_factory=list)
    sound: bool = True


def erased_kinds(scratch: Path) -> dict[str, Gone]:
    """Erase each kind of subject, in a project of its own, and look."""
    told = {}
    for kind, words in (
        ("document", [SAID]),
        ("row", [STORY, PHONE, NOTED]),
        ("answer", [STORY]),
        ("person", [SAID, NAMED, STORY, PHONE, NOTED]),
        ("removed", [SAID]),
    ):
        told[kind] = _one(scratch / f"{kind}.pwb", kind, words)
    told["worked out, consent withdrawn"] = withdrawn(scratch / "withdrawn.pwb")
    return told


def erased_through_a_kill(scratch: Path) -> Gone:
    """An interview whose erasure was killed by SIGKILL between its two commits, opened again, then looked for."""
    workload.quick_keys()
    folder, told = scratch / "killed.pwb", Gone()
    with Project.create(folder, workload.PASSPHRASE, name="Erase", user="Marie") as project:
        _past(project)
    told.before = len(remnants(project, [SAID])[1])
    assert kill_between(folder, workload.PASSPHRASE, "1") == signal.SIGKILL
    with Project.open(folder, workload.PASSPHRASE) as project:  # carried to its end here
        told.sound = project.check().sound and not project.query("SELECT 1 FROM document WHERE id = 1")
        erase(project, Subject("document", "2"), EraseReason("withdrawn"))  # the other that said it
    told.places, told.hits = remnants(project, [SAID])
    return told


def _one(folder: Path, kind: str, words: list[str]) -> Gone:
    workload.quick_keys()
    place, told = folder.with_suffix(".usb"), Gone()
    with Project.create(folder, workload.PASSPHRASE, name="Erase", user="Marie") as project:
        person = _past(project)
        place.mkdir()
        project.snapshots.copy_to(place)
        if kind == "removed":
            project.do(documents.delete_documents(["1", "2"]))
    told.before = len(remnants(project, words, place)[1])
    with Project.open(folder, workload.PASSPHRASE) as project:
        subject: dict[str, Any] = {
            "document": [Subject("document", "1"), Subject("document", "2")],
            "row": Subject("row", ("t1", [1])),
            "answer": Subject("answer", ("t1", 1, "v3")),
            "person": Subject("person", person),
            "removed": Subject("removed", "all"),
        }
        erase(project, subject[kind], EraseReason("withdrawn"))
        told.sound = project.check().sound
    told.places, told.hits = remnants(project, words, place)
    with Project.open(folder, workload.PASSPHRASE) as project:
        told.sound = told.sound and project.check().sound
    return told


def _past(project: Project) -> str:
    """A person with a row, its edits and two interviews, and others beside them; the person's id."""
    data = ImportedData("csv", "Study", (_people(),), (), ("en",))
    project.do(import_action(data, f"{NAMED};{PHONE};{STORY}".encode(), file_name="people.csv", user="Marie"))
    for value in (f"{STORY} at dawn", f"{STORY} at night"):
        project.do(change_cell(project, "t1", 1, "v3", DatasetCell(value), why=f"{NOTED} rang"))
    project.undo()
    project.do(change_cell(project, "t1", 1, "v1", DatasetCell(f"{NAMED} Senior"), why="spelling"))
    for name, word in ((NAMED, SAID), (f"{NAMED} again", SAID), ("Other", "ordinary")):
        text = f"{name} said {word}.\n" * 300
        project.do(documents.import_documents([NewDocument(name, "en", parse_text(text), original=text.encode())]))
    code = str(project.do(codes.add_code(Labels({"en": "Code"}))).result)
    document = load_document(project, "1").document
    for start in range(0, 600, 15):
        project.do(segments.add_segment(code, document, start, start + 14, coder="Marie", memo=SAID))
    _with_vectors(project)
    project.do(documents.rename_document("1", f"{NAMED} once more"))
    project.do(corrections.correct_text(document, document.text + f"{SAID} once more.\n"))
    project.do(documents.set_document_memo("1", SAID))
    project.undo()
    members = [Member("t1", 1), Member(document="1"), Member(document="2")]
    person = str(project.do(tie(members)).result)
    project.do(record_consents(members, {"quotation": True}))
    assert search_project(project, SAID)
    assert search_project(project, STORY)
    project.snapshots.make()
    return person


def _with_vectors(project: Project) -> None:
    """Vectors of sentences of both interviews, whose bytes are a word that can be looked for."""
    for number in ("1", "2"):
        made = to_bytes({sentence_digest(f"{SAID} {number}"): SAID.encode().ljust(2048, b".")})
        keep_vectors(project, "encoder 1.0", [["x", number, f"{SAID} {number}"]], made, 2048)


def _people() -> ImportedTable:
    variables = tuple(
        Variable(f"v{number}", name, Labels({"en": name}), Kind.TEXT, Level.NOMINAL, role)
        for number, (name, role) in enumerate(
            (("name", Role.IDENTIFIER), ("phone", Role.IDENTIFIER), ("story", Role.ORDINARY)), start=1
        )
    )
    columns = {
        "v1": pa.array([NAMED, "Ada", "Cy"]),
        "v2": pa.array([PHONE, "+257 79 555 0222", None]),
        "v3": pa.array([f"{STORY} took it", "nothing", "a long road"]),
    }
    table = ImportedTable("t1", "people", Labels({"en": "People"}), variables, columns, {}, 3, unit="person")
    return dataclasses.replace(table, row_keys={"uuid": pa.array([f"uuid:{letter * 8}" for letter in "abc"])})


def worked_out(project: Project, word: str) -> None:
    """A parse, vectors, suggestions of a rule and of a model, mentions and an event of an interview: each says `word`.

    The interview itself does not. Each is kept twice, so that the log holds what stood before.
    """
    document = load_document(project, "1").document
    code = project.do(codes.add_code(Labels({"en": "Worked out"}))).result
    case = str(project.do(add_case("Case")).result)
    project.do(switch_on("to look"))
    one = unparsed(project)[0]
    for number in range(2):
        keep_parses(project, [(one, f"{word} {number}".encode())])
        made = to_bytes({sentence_digest(f"{word} {number}"): word.encode().ljust(2048, b".")})
        keep_vectors(project, "encoder 2.0", [["x", "1", f"{word} {number}"]], made, 2048)
        found = FoundSuggestion(str(code), number * 20, number * 20 + 5, word, "en", ((0, 4),))
        project.do(store_suggestions([FoundInDocument("1", document.digest, document.text, (found,))]))
        learned = (FoundSuggestion(str(code), number * 20 + 200, number * 20 + 205, "model:1", "en", ((0, 4),)),)
        why = ProposalReason("1", 0.5, (word,), ())
        results = (FoundInDocument("1", document.digest, document.text, learned),)
        project.do(store_learned(Learned(results, {("1", str(code), number * 20 + 200, number * 20 + 205): why})))
        mention = Mention("1", document.digest, number, number + 4, EntityKind.PERSON, word.lower(), word.lower(), word)
        project.do(keep_found([mention]))
        event = Event(number, number + 9, f"In {word}", "", True, word, word)
        project.do(keep_events(case, [FoundEvent("1", document.digest, event, word, (word,))]))
    project.do(reject_suggestions(["1"], coder="Marie"))
    project.snapshots.make()


def withdrawn(folder: Path) -> Gone:
    """Everything worked out from an interview, after its consent is withdrawn: its text stays until it is erased."""
    workload.quick_keys()
    place, told = folder.with_suffix(".usb"), Gone()
    place.mkdir()
    with Project.create(folder, workload.PASSPHRASE, name="Withdrawn", user="Marie") as project:
        text = "She said something.\n" * 30
        project.do(documents.import_documents([NewDocument("First", "en", parse_text(text), original=text.encode())]))
        worked_out(project, SAID)
        project.snapshots.copy_to(place)
    told.before = len(remnants(project, [SAID], place)[1])
    with Project.open(folder, workload.PASSPHRASE) as project:
        project.do(record_consents([Member(document="1")], {"interview": False}))
        told.sound = project.check().sound
    told.places, told.hits = remnants(project, [SAID], place)
    with Project.open(folder, workload.PASSPHRASE) as project:
        while project.undo_text() is not None:  # the withdrawal, and all that was done before it
            project.undo()
        told.sound = told.sound and project.check().sound
    told.hits += remnants(project, [SAID], place)[1]
    return told
