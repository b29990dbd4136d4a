# SPDX-License-Identifier: MIT
"""Folding and finding words: Latin with accents, Arabic with and without vowel signs, short words; for any text."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite

from projects.search.index import WORDS
from projects.store.schema import statements
from projects.word_folding import FoldedSource, find, fold, index_form, match_expression, words

TEXTS = st.text(
    st.characters(exclude_categories=("Cs",))
    | st.sampled_from("éèçœŒßøİıŁ’' \n-٠١٢ـَُِّْأإآٱىيةهالكتابوبلل😀👩‍👧e\u0301a\u0308"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Sa sœur a été CONFISQUÉE.", "soeur", ["sœur"]),
        ("Sa soeur", "sœur", ["soeur"]),
        ("Sa sœur a été CONFISQUÉE.", "confisq", ["CONFISQUÉE"]),
        ("e\u0301te\u0301 l’été", "ete", ["e\u0301te\u0301", "été"]),
        ("Straße, strasse", "strasse", ["Straße", "strasse"]),
        ("قَالَتْ إنّ الكِتَابَ ضاع", "كتاب", ["الكِتَابَ"]),
        ("والكتاب وبالكتاب كتابها", "الكتاب", ["والكتاب", "وبالكتاب", "كتابها"]),
        ("أخذوا جواز سفري", "اخذوا", ["أخذوا"]),
        ("مدرسة ومدرسه", "مدرسة", ["مدرسة"]),
        ("على علي", "على", ["على", "علي"]),
        ("الـــبيت للبيت", "بيت", ["الـــبيت", "للبيت"]),
        ("عمرها ١٦ سنة", "16", ["١٦"]),
        ("an answer, and a", "an", ["an"]),
        ("a SK office", "sk", ["SK"]),
        ("a market", "a ma", ["a", "market"]),
        ("nothing", "thing", []),
        ("😀 été", "ete", ["été"]),
    ],
)
def test_words_are_found_as_people_write_them(text: str, typed: str, found: list[str]) -> None:
    assert [text[start:stop] for start, stop in find(text, words(typed))] == found


def test_a_word_that_is_still_typed_is_unfinished_only_when_that_says_something() -> None:
    assert match_expression(["pass"]) == '"pass"*'
    assert match_expression(["pa"]) == '"pa"'
    assert match_expression(["the", "pa"]) == '"the" "pa"*'
    assert match_expression(["the", "p"]) == '"the" "p"'


@pytest.mark.slow
@given(TEXTS)
def test_every_word_of_a_text_is_found_where_it_stands(text: str) -> None:
    for word in words(text):
        spans = find(text, [word])
        assert spans
        for start, stop in spans:
            assert 0 <= start < stop <= len(text)
            assert word in words(text[start:stop])[0] or word in fold(text[start:stop])


@given(TEXTS)
def test_the_index_holds_every_word_one_can_ask_for(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert set(words(text)) <= set(re.findall(r"[^\W_]+", index_form(text)))


@given(TEXTS)
def test_writing_accents_apart_changes_nothing(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert len(FoldedSource(text).origins) == len(fold(text))


@given(st.text(st.characters(max_codepoint=0x6FF, exclude_categories=("Cs", "Cc", "Cn")), max_size=60))
def test_the_database_finds_every_word_it_was_given(text: str) -> None:
    connection = sqlite.connect(":memory:")
    try:
        for statement in statements(WORDS.ddl):
            connection.execute(statement)
        connection.execute("INSERT INTO search_words (rowid, body) VALUES (1, ?)", (index_form(text),))
        for word in words(text):
            asked = match_expression([word])
            assert connection.execute("SELECT rowid FROM search_words WHERE search_words MATCH ?", (asked,)).fetchall()
    finally:
        connection.close()
