# SPDX-License-Identifier: MIT
"""Quotes as printed: marks, the translation with its translator, the original beside; looked at anew when changed."""

from __future__ import annotations

import pytest

from analysis.codings.cell_segments import quote_lines
from analysis.codings.framework import choose_quotes
from analysis.codings.study import CodingStudy
from projects.findings.coded_frames import load_codings
from projects.interviews.codes import stored_codebook
from projects.interviews.documents import set_consents
from projects.interviews.name_review import looked_at, mark_reviewed
from projects.interviews.queries import load_document, quotes_for_report
from projects.interviews.queries import segment as segment_by_id
from projects.pages.report_composition import compose_report
from projects.quotes.quote_format import Printed, citation_choice, cite, printed, waiting_quotes
from projects.results.saved_results import ReportBlock
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.transcripts.corrections import correct_text
from projects.transcripts.translations import adjust_counterpart, align_turn
from tests.projects.interviews.test_translations import code_words, pair
from wording import Problem, render

__all__ = ["pair"]


@pytest.fixture
def coded(project: Project, pair: tuple[str, str]) -> str:
    """A coding of the original that is seen in the translation."""
    return code_words(project, pair[0], "Alichukua vitambulisho vyetu. Deni lenyewe lilikuwa nauli.")


def as_printed(project: Project, number: str) -> Printed:
    return printed(project, [segment_by_id(project, number)])[number]


def test_translation_in_front_and_original_beside(project: Project, coded: str, pair: tuple[str, str]) -> None:
    choice = citation_choice(project, coded)
    assert choice.other.startswith("He took our cards.")
    assert (choice.coded_on_translation, choice.lead, choice.beside) == (False, False, False)
    assert as_printed(project, coded).text.startswith("Alichukua")
    project.do(cite(coded, lead=True, with_other=True))
    project.do(cite(coded, words="He took our [identity] cards. […]"))
    shown = as_printed(project, coded)
    assert shown.text == "He took our [identity] cards. […]"
    assert shown.language == "en"
    by = render(shown.by("F2, FGD 01"), "fr").replace("\u00a0", " ")
    assert by.startswith("F2, FGD 01, traduit par T2. Original : « Alichukua vitambulisho vyetu.")
    project.do(cite(coded, lead=False))  # the other text now stands beside, between the marks of its language
    assert "Traduction : “He took our cards." in render(as_printed(project, coded).by("F2"), "fr").replace(
        "\u00a0", " "
    )
    assert citation_choice(project, coded).other_language == "en"
    project.undo()
    with pytest.raises(Problem):
        project.do(cite(coded, words="He took our passports"))
    project.undo()
    assert as_printed(project, coded).text.startswith("He took our cards.")
    other = load_document(project, pair[1]).document
    project.do(correct_text(other, other.text.replace("took our cards", "kept our cards")))
    assert as_printed(project, coded).text.startswith("Alichukua")  # the translation is another: as coded


def test_the_other_text_beside_follows_what_its_coding_is_seen_on(
    project: Project, coded: str, pair: tuple[str, str]
) -> None:
    project.do(cite(coded, with_other=True))
    project.do(mark_reviewed([coded]))
    english = load_document(project, pair[1]).document.text
    start = english.index("He took our cards.")
    project.do(adjust_counterpart(coded, start, start + len("He took our cards.")))
    assert as_printed(project, coded).other == "He took our cards."
    assert coded not in looked_at(project), "other words would leave than those looked at"
    project.undo()
    assert len(as_printed(project, coded).other) > len("He took our cards.")
    assert coded in looked_at(project)
    before = as_printed(project, coded).other
    turns = load_document(project, pair[1]).document.turns
    turn = next(number for number, one in enumerate(turns) if one.start <= start < one.end)
    project.do(align_turn(pair[1], turn, None))
    assert as_printed(project, coded).other != before
    for number in set(range(len(turns))) - {turn}:
        project.do(align_turn(pair[1], number, None))
    assert as_printed(project, coded).other == ""


def test_a_quote_from_the_translation_says_who_translated(project: Project, pair: tuple[str, str]) -> None:
    number = code_words(project, pair[1], "My card is still with him.")
    assert render(as_printed(project, number).by("F4"), "en") == "F4, translated by T2"
    project.do(cite(number, with_other=True))
    assert "Original: “Kitambulisho changu" in render(as_printed(project, number).by("F4"), "en")


def test_what_is_printed_otherwise_is_looked_at_again(project: Project, coded: str) -> None:
    project.do(mark_reviewed([coded]))
    assert coded in looked_at(project)
    project.do(cite(coded, lead=True))
    assert coded not in looked_at(project)
    waiting = next(one for one in waiting_quotes(project) if one.quote.segment.id == coded)
    assert waiting.printed.startswith("He took our cards.")
    project.do(mark_reviewed([coded]))
    assert coded in looked_at(project)
    assert quotes_for_report(project, [waiting.quote.segment.code], outgoing=True)[1] == 0


def test_the_report_prints_it_and_erase_takes_it(project: Project, coded: str, pair: tuple[str, str]) -> None:
    project.do(set_consents(pair[0], {"quotation": True}))
    project.do(cite(coded, lead=True, words="He took our cards."))
    code = segment_by_id(project, coded).code
    assert code in stored_codebook(project)
    report = compose_report(project, blocks=[ReportBlock("1", "quotes", {"code": code, "most": 5})])
    (block,) = report.blocks
    assert "He took our cards. […]" in [one.text for one in block.quotes]  # type: ignore[union-attr]
    assert any("translated by T2" in render(one.attribution, "en") for one in block.quotes)  # type: ignore[union-attr]
    erase(project, Subject("document", pair[1]), EraseReason("withdrawn"))
    assert project.query("SELECT count(*) AS n FROM citation")[0]["n"] == 0
    assert project.check().sound


def test_analyses_quote_as_cited_and_only_with_consent(project: Project, coded: str, pair: tuple[str, str]) -> None:
    translated = code_words(project, pair[1], "My card is still with him.")
    project.do(cite(coded, lead=True, words="He took our cards."))
    study = CodingStudy(load_codings(project))
    quotes, held = choose_quotes(study, study.codings.segments, 10, 0, "first")
    said = {quote.segment: (quote.text, render(quote.by("F2"), "en")) for quote in quotes}
    assert said[coded] == ("He took our cards. […]", "F2, translated by T2")
    assert said[translated] == ("My card is still with him.", "F2, translated by T2")
    assert held == 0
    lines = quote_lines(study, [coded])
    assert (lines[0].text[:9], lines[0].cited) == ("Alichukua", "He took our cards. […]")
    project.do(set_consents(pair[1], {"quotation": False}))  # shared by both texts
    study = CodingStudy(load_codings(project))
    assert choose_quotes(study, study.codings.segments, 10, 0)[0] == []
    assert quote_lines(study, [coded])[0].cited == ""
