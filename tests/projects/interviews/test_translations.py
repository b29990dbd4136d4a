# SPDX-License-Identifier: MIT
"""A transcript and its translation: coded once, shown on both; aligned by hand; undone, corrected, erased together."""

from __future__ import annotations

import pytest

from projects.findings.coded_frames import load_codings
from projects.findings.document_cases import documents_with_cases
from projects.interviews.cases import CaseMember, add_case, join_case
from projects.interviews.documents import NewDocument, delete_documents, import_documents, set_consents
from projects.interviews.queries import load_document
from projects.interviews.segments import apply_code
from projects.people.effective_consent import effective_consents
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts.corrections import correct_text
from projects.transcripts.translations import (
    adjust_counterpart,
    align_turn,
    beside,
    codings_of_other_texts,
    end_translation,
    set_translation,
    translate_turn,
    translation_of,
)
from tests.coding.test_alignment import ENGLISH, SWAHILI
from wording import Problem


@pytest.fixture
def pair(project: Project) -> tuple[str, str]:
    """An interview with consent to quote and its translation, linked."""
    first = NewDocument("FGD 01", "sw", parse_text(SWAHILI), consents={"quotation": True}, case_name="P07")
    second = NewDocument("FGD 01 en", "en", parse_text(ENGLISH))
    original, translation = project.do(import_documents([first, second])).result
    project.do(set_translation(translation, original, "T2"))
    return original, translation


def code_words(project: Project, document_id: str, words: str) -> str:
    document = load_document(project, document_id).document
    code = str(project.query("SELECT id FROM code WHERE category = 0 ORDER BY id LIMIT 1")[0]["id"])
    start = document.text.index(words)
    made: list[str] = project.do(apply_code(code, document, [(start, start + len(words))], coder="Ana")).result
    return made[0]


def seen(project: Project, document_id: str) -> list[tuple[bool, str]]:
    """Each coding with the words it is seen on in the other text."""
    shown = beside(project, document_id)
    assert shown is not None
    texts = shown.original.document.text, shown.translation.document.text
    return [
        (one.on_translation, texts[not one.on_translation][slice(*(one.beside or (0, 0)))]) for one in shown.codings
    ]


def test_coded_once_and_seen_on_both(project: Project, pair: tuple[str, str]) -> None:
    original, translation = pair
    code_words(project, original, "Alichukua vitambulisho vyetu.")
    code_words(project, translation, "My card is still")
    expected = [(False, "He took our cards."), (True, "Kitambulisho changu bado kiko kwake.")]
    assert seen(project, original) == seen(project, translation) == expected
    assert project.query("SELECT count(*) AS n FROM segment")[0]["n"] == 2
    assert [one.segment.coder for one in beside(project, original, without=["Ana"]).codings] == []  # type: ignore[union-attr]
    (alone,) = codings_of_other_texts(project, translation)
    assert load_document(project, translation).document.text[slice(*(alone.beside or ()))] == "He took our cards."
    assert codings_of_other_texts(project, translation, without=["Ana"]) == []
    shown = beside(project, original)
    assert shown is not None
    assert (shown.link.translator, shown.aligned, len(shown.rows)) == ("T2", 6, 7)


def test_alignment_and_stretch_set_by_hand_undone_and_corrected(project: Project, pair: tuple[str, str]) -> None:
    original, translation = pair
    segment = code_words(project, original, "Jirani alitusikia")
    assert seen(project, original) == [(False, "A neighbour heard us at night.")]
    project.do(align_turn(translation, 5, 5))
    assert seen(project, original) == [(False, "")]
    project.undo()
    text = load_document(project, translation).document.text
    start = text.index("heard us")
    project.do(adjust_counterpart(segment, start, start + 8))
    assert seen(project, original) == [(False, "heard us")]
    document = load_document(project, translation).document
    project.do(correct_text(document, text.replace("Me too.", "Neither did I.")))
    assert seen(project, original) == [(False, "heard us")]  # it moves along
    project.undo()
    project.do(correct_text(document, text.replace("F4: A neighbour heard us at night.\n", "")))
    assert seen(project, original) == [(False, "")]  # its words are gone
    project.undo()
    assert seen(project, original) == [(False, "heard us")]
    with pytest.raises(Problem):
        project.do(align_turn(translation, 77, 0))
    with pytest.raises(Problem):
        project.do(align_turn(original, 0, 0))


def test_who_can_be_whose_translation(project: Project, pair: tuple[str, str]) -> None:
    original, translation = pair
    third = project.do(import_documents([NewDocument("IDI 03", "fr", parse_text("Q: Bon ?\nP1: Oui.\n"))])).result[0]
    for wrong in ((original, original), (third, translation), (original, third), (translation, original)):
        with pytest.raises(Problem):
            project.do(set_translation(wrong[0], wrong[1], "T2"))
    project.do(end_translation(translation))
    assert translation_of(project, original) is None
    project.undo()
    assert translation_of(project, translation) == translation_of(project, original) is not None
    project.do(delete_documents([original]))
    assert translation_of(project, translation) is None


def test_consent_and_case_are_shared(project: Project, pair: tuple[str, str]) -> None:
    original, translation = pair
    assert effective_consents(project)[translation]["quotation"] is True
    project.do(set_consents(translation, {"quotation": False}))
    assert effective_consents(project)[original]["quotation"] is False
    cases = project.query("SELECT case_name FROM document WHERE id = ?", (translation,))
    assert cases[0]["case_name"] == "P07"


def test_a_translation_counts_for_the_cases_of_its_original(project: Project) -> None:
    made: list[str] = project.do(
        import_documents(
            [NewDocument("FGD 02", "sw", parse_text(SWAHILI)), NewDocument("en", "en", parse_text("Yes."))]
        )
    ).result
    original, translation = made

    def held() -> list[tuple[str, ...]]:
        of = {one.id: one.every_case for one in documents_with_cases(project)}
        frame = load_codings(project).documents.set_index("document")["cases"]
        assert [of[one] for one in made] == [tuple(frame[one]) for one in made]
        return [of[one] for one in made]

    assert held() == [("FGD 02",), ("en",)], "two interviews while nobody said that one translates the other"
    project.do(set_translation(translation, original, "T2"))
    assert held() == [("FGD 02",)] * 2, "one interview without a case"
    both = [project.do(add_case(name)).result for name in ("P07", "P08")]
    for case, speaker in zip(both, ("F2", "F4"), strict=True):
        project.do(join_case(case, [CaseMember(original, speaker)]))
    assert held() == [("P07", "P08")] * 2
    project.do(join_case(both[0], [CaseMember(translation)]))
    assert held() == [("P07", "P08"), ("P07",)], "what was said of the translation itself holds"


def test_an_interview_is_erased_with_its_translation(project: Project, pair: tuple[str, str]) -> None:
    original, translation = pair
    segment = code_words(project, original, "Jirani alitusikia")
    project.do(adjust_counterpart(segment, 0, 4))
    project.do(align_turn(translation, 5, 5))
    erase(project, Subject("document", translation), EraseReason("withdrawn"))
    assert project.query("SELECT count(*) AS n FROM document WHERE id IN (?, ?)", pair)[0]["n"] == 0
    for table in ("turn_alignment", "segment_counterpart"):
        assert project.query(f"SELECT count(*) AS n FROM {table}")[0]["n"] == 0
    assert project.check().sound


def test_a_turn_without_translation_is_translated(project: Project, pair: tuple[str, str]) -> None:
    original, translation = pair
    mine = code_words(project, translation, "My card is still with him.")
    last = code_words(project, original, "Jirani alitusikia")
    text = load_document(project, translation).document.text
    project.do(adjust_counterpart(last, text.index("heard us"), text.index(" at night")))
    project.do(align_turn(translation, 5, 6))
    shown = beside(project, original)
    assert shown is not None
    row = next(place for place, one in enumerate(shown.rows) if one.translation is None)
    words = "My card is still: when we wanted\nto leave he had friends."  # begins as a coded turn does
    project.do(translate_turn(shown, row, words))
    now = beside(project, original)
    assert now is not None
    assert [tuple(one) for one in now.rows] == [(turn, turn) for turn in range(7)]
    turn = now.translation.document.turns[5]
    assert (turn.speaker, now.translation.document.text[turn.start : turn.end]) == ("F2", " ".join(words.split()))
    assert seen(project, original)[-1] == (True, "Kitambulisho changu bado kiko kwake.")
    assert (False, "heard us") in seen(project, original)
    assert project.query("SELECT quote FROM segment WHERE id = ?", (mine,))[0]["quote"] == "My card is still with him."
    assert now.fixed == {5, 6}
    for wrong, said in ((row, "again"), (99, "none"), (row, " \n")):
        with pytest.raises(Problem):
            project.do(translate_turn(now, wrong, said))
    project.undo()
    back = beside(project, original)
    assert back is not None
    assert (back.rows, back.translation.document.text) == (shown.rows, text)
    assert project.check().sound


def test_the_first_turn_and_an_empty_translation_can_be_translated(project: Project) -> None:
    first = NewDocument("A", "sw", parse_text("Q: Wapi?\nP1: Hapa.\n"))
    second = NewDocument("A en", "en", parse_text("P1: Here.\n"))
    original, translation = project.do(import_documents([first, second])).result
    project.do(set_translation(translation, original))
    shown = beside(project, original)
    assert shown is not None
    assert [tuple(one) for one in shown.rows] == [(0, None), (1, 0)]
    project.do(translate_turn(shown, 0, "Where?"))
    assert load_document(project, translation).document.text == "Q: Where?\nP1: Here.\n"
    after = beside(project, original)
    assert after is not None
    assert [tuple(one) for one in after.rows] == [(0, 0), (1, 1)]
