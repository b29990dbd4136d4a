# SPDX-License-Identifier: MIT
"""A French page of the sample is French: its title, the quote it opens, the purpose people are counted for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.people_counts import CountedPeople
from analysis.report.blocks import Quote
from projects.pages import lead_sentences, page_quotes
from projects.pages.page_quotes import PageQuotes
from wording import msg, render


def said(name: str, language: str, text: str = "") -> Any:
    words = f"{name}, in the words of a person"
    return SimpleNamespace(segment=SimpleNamespace(id=name, quote=words, document=text or name), language=language)


def test_readers_meet_a_quote_in_their_own_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_quotes, "_printed", lambda _p, one, _o: Quote(one.segment.quote, "", one.language))
    more = [said(f"more {at}", "en", "a long interview") for at in range(60)]
    quotes = PageQuotes((said("first", "en"), said("second", "en"), *more, said("third", "fr")))
    project: Any = None
    box = page_quotes.quote_box(project, quotes, "", outside=False)
    assert box is not None
    assert (box.for_reader("en").text[:5], box.for_reader("fr").text[:5]) == ("first", "third")
    chosen = page_quotes.quote_box(project, quotes, "second", outside=False)
    assert chosen is not None
    assert chosen.for_reader("fr").text.startswith("second"), "the quote that somebody chose stays"
    assert page_quotes.quote_box(project, PageQuotes(), "", outside=False) is None


def test_the_title_of_the_sample_is_a_sentence_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lead_sentences, "stored_setting", lambda project, _key, _default: project.is_sample)
    name = render(msg("sample.title"), "en")
    sample: Any = SimpleNamespace(name=name, is_sample=True)
    own: Any = SimpleNamespace(name=name, is_sample=False)
    renamed: Any = SimpleNamespace(name="My copy", is_sample=True)
    assert render(lead_sentences.project_title(sample), "fr") == render(msg("sample.title"), "fr") != name
    assert lead_sentences.project_title(own) == name
    assert lead_sentences.project_title(renamed) == "My copy"


def test_a_purpose_of_the_program_is_said_in_the_language_of_the_page() -> None:
    nobody = np.array([], np.int64)
    people = CountedPeople(nobody, nobody, np.array([], "datetime64[ns]"), purpose=msg("sample.people_purpose"))
    note = msg("note.people_by_key", purpose=people.purpose_words())
    assert render(msg("sample.people_purpose"), "fr") in render(note, "fr")
    assert CountedPeople(nobody, nobody, people.dates, purpose=" For the report. ").purpose_words() == "For the report"
