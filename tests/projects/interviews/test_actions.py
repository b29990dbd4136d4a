# SPDX-License-Identifier: MIT
"""Every action keeps each quote true, is named in the user's words, and undoes and redoes to the same rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coding.parsing import find_turns, with_headings
from coding.spans import broken
from projects.interviews import codes, documents, queries, segments, suggestions
from projects.interviews.documents import NewDocument
from projects.store.actions import Action
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.stored_interviews.tables import TABLES
from projects.transcripts import corrections
from wording import Labels, Problem, render


def code(project: Project, key: str) -> str:
    found = queries.codebook(project).with_key(key)
    assert found is not None
    return found.id


def rows(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: [tuple(row) for row in project.query(f"SELECT * FROM {table.name} ORDER BY id")] for table in TABLES
    }


def quotes_are_true(project: Project) -> None:
    for loaded in queries.load_documents(project):
        coded = queries.segments(project, loaded.document.id)
        assert not broken(loaded.document.text, coded)
        for suggestion in queries.suggestions(project, loaded):
            assert suggestion.quote == loaded.document.text[suggestion.start : suggestion.end] != ""


def coded(project: Project, words: str, key: str, document_id: str = "1") -> str:
    document = queries.load_document(project, document_id).document
    start = document.text.index(words)
    action = segments.add_segment(code(project, key), document, start, start + len(words), coder="Ana")
    (segment_id,) = project.do(action).result  # type: ignore[misc]
    return str(segment_id)


def suggested(project: Project) -> int:
    found = suggestions.find_suggestions(
        queries.load_documents(project), suggestions.project_rules(project), suggestions.decided_by_document(project)
    )
    return int(project.do(suggestions.store_suggestions(found)).result)  # type: ignore[call-overload]


def first_document(project: Project) -> Any:
    return queries.load_document(project, "1").document


Make = Callable[[Project], tuple[Action, str, str]]


def open_ids(project: Project, document_id: str = "1") -> list[str]:
    return [item.id for item in queries.suggestions(project, queries.load_document(project, document_id))]


def accepted(project: Project, count: int) -> Action:
    suggested(project)
    return suggestions.accept_suggestions(open_ids(project)[:count], [first_document(project)], coder="Ana")


def corrected(project: Project) -> Action:
    text = first_document(project).text
    return corrections.correct_text(first_document(project), text.replace("passport 👩\u200d👧", "pass-port 👨"))


CASES: list[tuple[str, Callable[[Project], Action], str, str]] = [
    ("apply", lambda p: segments.apply_code(code(p, "ACT"), first_document(p), [(0, 4), (5, 9)], coder="Ana"),
     "Applied “Act” to 2 segments", "«\u00a0Acte\u00a0» appliqué à 2 segments"),
    ("remove", lambda p: segments.remove_segments([coded(p, "a debt", "ACT")]),
     "Removed “Act” from 1 segment", "«\u00a0Acte\u00a0» retiré de 1 segment"),
    ("resize", lambda p: segments.resize_segment(coded(p, "passport 👩", "ACT"), first_document(p), 35, 52),
     "Changed the extent of a segment of “Act”", "Étendue d’un segment de «\u00a0Acte\u00a0» modifiée"),
    ("recode", lambda p: segments.recode_segments([coded(p, "a debt", "ACT")], code(p, "MEA")),
     "Put 1 segment under “Means”", "1 segment placé sous «\u00a0Moyen\u00a0»"),
    ("memo", lambda p: segments.set_segment_memo(coded(p, "a debt", "ACT"), "why"),
     "Wrote a memo on a segment of “Act”", "Mémo rédigé sur un segment de «\u00a0Acte\u00a0»"),
    ("add code", lambda p: codes.add_code(Labels({"en": "Fear", "fr": "Peur"}), code(p, "ACT")),
     "Added the code “Fear”", "Code «\u00a0Peur\u00a0» ajouté"),
    ("code with a new code",
     lambda p: segments.apply_new_code(Labels({"en": "Fear"}), None, first_document(p), 5, 9, coder="Ana"),
     "Added the code “Fear” and coded with it", "Code «\u00a0Fear\u00a0» ajouté et appliqué"),
    ("rename", lambda p: codes.rename_code(code(p, "ACT"), Labels({"en": "Deed"})),
     "Renamed the code “Act” to “Deed”", "Code «\u00a0Acte\u00a0» renommé en «\u00a0Deed\u00a0»"),
    ("redefine", lambda p: codes.redefine_code(code(p, "ACT"), keywords={"en": ["deed*"]}),
     "Changed the definition or keywords of “Act”", "Définition ou mots-clés de «\u00a0Acte\u00a0» modifiés"),
    ("recolour", lambda p: codes.recolour_code(code(p, "ACT"), "#E69F00"),
     "Changed the colour of “Act”", "Couleur de «\u00a0Acte\u00a0» modifiée"),
    ("move", lambda p: codes.move_code(code(p, "MEA.DOC"), code(p, "ACT")),
     "Moved the code “Document confiscation”", "Code «\u00a0Confiscation de documents\u00a0» déplacé"),
    ("merge", lambda p: (coded(p, "a debt", "MEA"), codes.merge_codes(code(p, "MEA"), code(p, "ACT")))[1],
     "Merged “Means” into “Act” with 1 segment", "«\u00a0Moyen\u00a0» fusionné dans «\u00a0Acte\u00a0» avec 1 segment"),
    ("delete code", lambda p: (coded(p, "a debt", "MEA.DEBT"), codes.delete_code(code(p, "MEA")))[1],
     "Deleted “Means” and 1 segment", "«\u00a0Moyen\u00a0» supprimé, avec 1 segment"),
    ("rename document", lambda p: documents.rename_document("1", "KII 01"),
     "Renamed “IDI 01” to “KII 01”", "«\u00a0IDI 01\u00a0» renommé en «\u00a0KII 01\u00a0»"),
    ("consent", lambda p: documents.set_consents("1", {"quotation": False, "sharing": None}),
     "Recorded consent for “IDI 01”", "Consentement enregistré pour «\u00a0IDI 01\u00a0»"),
    ("case", lambda p: documents.set_case("1", "case 7"),
     "Set the case of “IDI 01”", "Cas de «\u00a0IDI 01\u00a0» défini"),
    ("delete document", lambda p: (coded(p, "a debt", "ACT"), documents.delete_documents(["1"]))[1],
     "Deleted 1 document (coded segments: 1)", "1 document supprimé (segments codés\u00a0: 1)"),
    ("accept", lambda p: accepted(p, 1),
     "Accepted 1 suggestion of “Document confiscation”",
     "1 suggestion de «\u00a0Confiscation de documents\u00a0» acceptée"),
    ("accept all", lambda p: accepted(p, 3),
     "Accepted 3 suggestions", "3 suggestions acceptées"),
    ("reject", lambda p: (suggested(p), suggestions.reject_suggestions(open_ids(p), coder="A"))[1],
     "Rejected 3 suggestions", "3 suggestions rejetées"),
    ("correct", lambda p: (coded(p, "my passport", "ACT"), suggested(p), corrected(p))[2],
     "Corrected the text of “IDI 01” (segments kept: 1, lost with their text: 0)",
     "Texte de «\u00a0IDI 01\u00a0» corrigé (segments conservés\u00a0: 1, disparus avec leur texte\u00a0: 0)"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "english", "french"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_action_is_named_keeps_quotes_true_and_undoes(
    project: Project, make: Callable[[Project], Action], english: str, french: str
) -> None:
    action = make(project)
    before = rows(project)
    changes = project.do(action)
    assert (render(changes.message, "en"), render(changes.message, "fr")) == (english, french)
    assert changes.changed
    after = rows(project)
    assert after != before
    quotes_are_true(project)
    project.undo()
    assert rows(project) == before
    quotes_are_true(project)
    project.redo()
    assert rows(project) == after


def test_imported_documents_are_listed_and_loaded(project: Project) -> None:
    first, second = queries.documents(project)
    assert (first.name, first.language, first.words, first.segments) == ("IDI 01", "en", 28, 0)
    assert first.consents == {
        "interview": None, "recording": None, "quotation": True, "sharing": None, "recontact": None,
    }  # fmt: skip
    loaded = queries.load_document(project, second.id)
    assert loaded.document.text.startswith("Enquêteur")
    assert [turn.speaker for turn in loaded.document.turns] == ["Enquêteur", "P2"]
    assert len(loaded.sentences) == 3


def test_the_same_text_is_not_imported_twice_and_names_stay_apart(project: Project) -> None:
    before = rows(project)
    again = NewDocument("copy", "en", parse_text(first_document(project).text))
    with pytest.raises(Problem):
        project.do(documents.import_documents([again]))
    assert rows(project) == before
    changes = project.do(documents.import_documents([NewDocument("new", "en", parse_text("new text")), again]))
    assert len(changes.result) == 1  # the rest goes on, the twin is named
    assert ["copy" in render(text, "en") for text in changes.result.twins] == [True]
    assert changes.result.left_out == {1}
    assert "1 interview" in render(changes.message, "en")
    project.undo()
    project.do(documents.import_documents([NewDocument("IDI 01", "en", parse_text("another text"))]))
    assert [line.name for line in queries.documents(project)] == ["IDI 01", "IDI 02", "IDI 01 (2)"]


def test_a_codebook_read_twice_adds_nothing(project: Project) -> None:
    from coding.codebook_table import codes_from_rows

    rows_of_file = [("MEA", "", "Means"), ("MEA.NEW", "MEA", "New")]
    header = ("code_id", "parent_id", "name_en")
    read = codes_from_rows([dict(zip(header, row, strict=True)) for row in rows_of_file], "x.csv")
    result = project.do(codes.import_codebook(read)).result
    assert isinstance(result, codes.ImportedCodes)
    assert (result.added, result.already) == (1, 1)
    book = queries.codebook(project)
    assert book[result.ids["MEA.NEW"]].parent == code(project, "MEA")


@pytest.mark.parametrize(
    "make",
    [
        lambda p: codes.add_code(Labels({"en": "act"})),
        lambda p: codes.add_code(Labels({"en": " "})),
        lambda p: codes.rename_code(code(p, "ACT"), Labels({"fr": "moyen"})),
        lambda p: codes.rename_code(code(p, "ACT"), Labels({"en": "Act", "fr": "Acte"})),
        lambda p: codes.rename_code("999", Labels({"en": "x"})),
        lambda p: codes.move_code(code(p, "MEA"), code(p, "MEA.DOC")),
        lambda p: codes.merge_codes(code(p, "MEA"), code(p, "MEA")),
        lambda p: codes.delete_code("999"),
        lambda p: segments.remove_segments(["999"]),
        lambda p: segments.apply_code("999", first_document(p), [(0, 3)], coder="A"),
        lambda p: suggestions.reject_suggestions(["999"], coder="A"),
        lambda p: suggestions.store_suggestions([]),
        lambda p: documents.delete_documents(["1", "999"]),
        lambda p: corrections.correct_text(first_document(p), first_document(p).text),
    ],
)
def test_what_cannot_be_done_changes_nothing(project: Project, make: Callable[[Project], Action]) -> None:
    before = rows(project)
    with pytest.raises(Problem) as caught:
        project.do(make(project))
    assert render(caught.value.message, "en")
    assert render(caught.value.message, "fr")
    assert rows(project) == before


def test_headings_stay_and_new_speakers_are_found_when_a_text_is_corrected(project: Project) -> None:
    text = "Intro\nP1: Yes.\nThe road\nI: Why?\nP1: It was so."
    turns = with_headings(text, find_turns(text), [(0, 5), (15, 23)])
    made = project.do(documents.import_documents([NewDocument("Headed", "en", parse_text(text, turns))]))
    headed = queries.load_document(project, made.result[0]).document
    project.do(corrections.correct_text(headed, text.replace("Yes", "Yes, indeed") + "\nI: And?"))
    after = queries.load_document(project, headed.id).document
    said = [(turn.speaker, after.text[turn.start : turn.end]) for turn in after.turns]
    assert said == [
        ("", "Intro"), ("P1", "Yes, indeed."), ("", "The road"), ("I", "Why?"), ("P1", "It was so."), ("I", "And?")
    ]  # fmt: skip
    assert [turn.heading for turn in after.turns] == [True, False, True, False, False, False]


def test_a_stretch_outside_the_text_or_of_an_older_text_is_refused(project: Project) -> None:
    old = first_document(project)
    with pytest.raises(Problem):
        segments.add_segment(code(project, "ACT"), old, 5, 5, coder="A")
    project.do(corrections.correct_text(old, old.text + " More."))
    with pytest.raises(Problem):
        project.do(segments.add_segment(code(project, "ACT"), old, 0, 5, coder="A"))
    found = [suggestions.FoundInDocument("1", old.digest, old.text, ())]
    with pytest.raises(Problem):
        project.do(suggestions.store_suggestions(found))


def test_a_stretch_is_coded_once_with_the_same_code(project: Project) -> None:
    document = first_document(project)
    project.do(segments.add_segment(code(project, "ACT"), document, 0, 5, coder="A"))
    changes = project.do(segments.apply_code(code(project, "ACT"), document, [(0, 5), (6, 9)], coder="A"))
    assert len(changes.result) == 1  # type: ignore[arg-type]
    with pytest.raises(Problem):
        project.do(segments.add_segment(code(project, "ACT"), document, 0, 5, coder="A"))


def test_merging_drops_what_would_stand_twice(project: Project) -> None:
    coded(project, "a debt", "ACT")
    coded(project, "a debt", "MEA")
    project.do(codes.merge_codes(code(project, "MEA"), code(project, "ACT")))
    assert queries.counts(project)["segments"] == 1


def test_a_correction_loses_only_what_lost_its_text(project: Project) -> None:
    coded(project, "I began to worry.", "ACT")
    coded(project, "he said", "MEA")
    document = first_document(project)
    result = project.do(
        corrections.correct_text(document, document.text.replace(" I began to worry.", ""), "typo")
    ).result
    assert isinstance(result, corrections.Correction)
    assert (result.mapped, result.lost) == (1, 1)
    assert queries.documents(project)[0].version == 2
    assert [segment.quote for segment in queries.segments(project, "1")] == ["he said"]


def test_imports_are_undone_and_redone(project: Project) -> None:
    whole = rows(project)
    project.undo()
    assert len(queries.codebook(project)) == 0
    project.undo()
    assert queries.documents(project) == []
    project.redo()
    project.redo()
    assert rows(project) == whole
    assert first_document(project).text.startswith("Interviewer")


def test_the_code_applied_last_comes_first(project: Project) -> None:
    coded(project, "a debt", "ACT")
    coded(project, "worry", "MEA")
    coded(project, "debt grew", "ACT")
    assert queries.recent_codes(project) == [code(project, "ACT"), code(project, "MEA")]


def test_many_segments_go_or_move_only_after_a_snapshot(project: Project) -> None:
    document = first_document(project)
    places = [(start, start + 1) for start in range(24)]
    made = project.do(segments.apply_code(code(project, "ACT"), document, places, coder="Ana")).result
    assert all(one.counts["segment"] == 0 for one in project.snapshots.list())

    project.do(segments.remove_segments(made[:2]))  # type: ignore[index]
    assert all(one.counts["segment"] == 0 for one in project.snapshots.list())

    recoded = project.do(segments.recode_segments(made[2:], code(project, "MEA")))  # type: ignore[index]
    assert project.snapshots.list()[0].counts["segment"] == 22
    project.do(segments.remove_segments(made[2:]))  # type: ignore[index]
    assert project.snapshots.list()[0].seq == recoded.seq
    assert project.snapshots.list()[0].counts["segment"] == 22
