# SPDX-License-Identifier: MIT
"""The codebook tree moves and merges without loss; two letters find a code; tables give back what was written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook import OKABE_ITO, Codebook, is_colour, next_colour, palette, renamed
from coding.codebook_table import codes_from_rows, rows_from_codes
from coding.near_names import CodeSearch
from coding.records import Code
from wording import Labels, Problem


def code(code_id: str, parent: str | None = None, position: int = 0, en: str = "", fr: str = "", key: str = "") -> Code:
    names = {"en": en or code_id, **({"fr": fr} if fr else {})}
    return Code(code_id, parent, position, Labels(names), Labels({}), "#0072b2", {}, key=key)


BOOK = Codebook(
    [
        code("act", None, 0, "Act", "Acte"),
        code("rec", "act", 0, "Recruitment", "Recrutement", "ACT.REC"),
        code("tra", "act", 1, "Transport", "Transport"),
        code("means", None, 1, "Means", "Moyen"),
        code("debt", "means", 0, "Debt bondage", "Servitude pour dette", "MEA.DEBT"),
        code("doc", "means", 1, "Document confiscation", "Confiscation de documents"),
        code("trial", "means", 2, "Trial in court", "Procès au tribunal"),
    ]
)


def test_the_tree_is_walked_parents_first() -> None:
    assert [(item.id, depth) for item, depth in BOOK.walk()] == [
        ("act", 0), ("rec", 1), ("tra", 1), ("means", 0), ("debt", 1), ("doc", 1), ("trial", 1),
    ]  # fmt: skip
    assert BOOK.with_descendants("means") == {"means", "debt", "doc", "trial"}
    assert [item.id for item in BOOK.path("debt")] == ["means", "debt"]


def test_moving_renumbers_siblings() -> None:
    changed = {item.id: item for item in BOOK.moved("doc", "act", 0)}
    assert changed["doc"].parent == "act"
    after = Codebook([changed.get(item.id, item) for item in BOOK])
    assert [item.id for item in after.children("act")] == ["doc", "rec", "tra"]
    with pytest.raises(Problem):
        BOOK.moved("means", "debt")
    with pytest.raises(Problem):
        BOOK.moved("means", "means")


@given(st.data())
def test_any_moves_keep_every_code_in_one_tree(data: st.DataObject) -> None:
    book = BOOK
    for _ in range(5):
        moving = data.draw(st.sampled_from([item.id for item in book]))
        target = data.draw(st.sampled_from([None, *(item.id for item in book)]))
        if target in book.with_descendants(moving):
            continue
        changed = {item.id: item for item in book.moved(moving, target, data.draw(st.integers(0, 4)))}
        book = Codebook([changed.get(item.id, item) for item in book])
        assert len(list(book.walk())) == len(BOOK)
        for parent in (None, *(item.id for item in book)):
            assert len({child.position for child in book.children(parent)}) == len(book.children(parent))


def test_merging_takes_children_and_keywords_along() -> None:
    source = replace(BOOK["means"], keywords={"en": ("a", "b")})
    target = replace(BOOK["act"], keywords={"en": ("b", "c"), "fr": ("d",)})
    book = Codebook([source, target, *(item for item in BOOK if item.id not in ("means", "act"))])
    merged = {item.id: item for item in book.merged("means", "act")}
    assert merged["act"].keywords == {"en": ("b", "c", "a"), "fr": ("d",)}
    assert {item.id for item in merged.values() if item.parent == "act"} == {"debt", "doc", "trial"}
    with pytest.raises(Problem):
        book.merged("means", "debt")


def test_a_code_keeps_a_name() -> None:
    with pytest.raises(Problem):
        renamed(BOOK["act"], Labels({"en": "  "}))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("db", "debt"), ("de", "debt"), ("dc", "doc"), ("debt", "debt"), ("rec", "rec"), ("ser", "debt"),
        ("SERVITUDE", "debt"), ("proces", "trial"), ("tic", "trial"), ("tr co", "trial"), ("con", "doc"),
        ("mea.d", "debt"),
    ],
)  # fmt: skip
def test_two_letters_find_a_code(typed: str, first: str) -> None:
    assert CodeSearch(BOOK).find(typed)[0].id == first


def test_recent_and_frequent_codes_come_first_among_equals() -> None:
    search = CodeSearch(BOOK)
    assert [item.id for item in search.find("tr")][:2] == ["tra", "trial"]
    assert search.find("tr", recent=["trial"])[0].id == "trial"
    assert search.find("tr", uses={"trial": 4})[0].id == "trial"
    assert [item.id for item in search.find("", recent=["doc", "act"])][:2] == ["doc", "act"]
    assert search.find("zzz") == []


def test_colours_are_okabe_and_ito_then_tints() -> None:
    assert palette()[:8] == OKABE_ITO
    assert len(set(palette())) == 24
    assert all(map(is_colour, palette()))
    taken: list[str] = []
    for _ in range(24):
        taken.append(next_colour(taken))
    assert tuple(taken) == palette()
    assert not is_colour("red")


HEADER = ("code_id", "parent_id", "name_en", "name_fr", "keywords_en", "keywords_fr")


def rows(*cells: str) -> list[dict[str, str]]:
    return [dict(zip(HEADER, row.split("|"), strict=True)) for row in cells]


def test_rows_become_codes_and_codes_the_same_rows() -> None:
    read = codes_from_rows(rows("A||Act|Acte||", "A.R|A|Recruitment|Recrutement|recruit*;job offer|recrut*"), "x.csv")
    assert not read.warnings
    assert [(item.key, item.parent) for item in read.codes] == [("A", None), ("A.R", "A")]
    assert read.codes[1].keywords == {"en": ("recruit*", "job offer"), "fr": ("recrut*",)}
    header, written = rows_from_codes(Codebook(read.codes))
    again = codes_from_rows([dict(zip(header, row, strict=True)) for row in written], "x.csv")
    assert again.codes == read.codes


def test_odd_rows_are_read_as_far_as_possible_and_said() -> None:
    read = codes_from_rows(rows("A|C|a|||", "B|A|b|||", "C|B|c|||", "B||again|||", "D|Z|d|||", "E|||||"), "x.csv")
    assert [item.key for item in read.codes] == ["A", "B", "C", "D"]
    assert all(item.parent in (None, "A", "B", "C") for item in read.codes)
    assert {warning.key for warning in read.warnings} == {
        "coding.row_without_name", "coding.key_twice", "coding.parent_missing", "coding.parent_circle",
    }  # fmt: skip
    assert len(list(Codebook(read.codes).walk())) == 4


def test_a_table_that_is_no_codebook_is_refused() -> None:
    with pytest.raises(Problem):
        codes_from_rows([{"age": "3"}], "x.csv")
    with pytest.raises(Problem):
        codes_from_rows(rows("A|||||"), "x.csv")


def test_codes_of_one_name_are_told_apart_by_their_path() -> None:
    book = Codebook([code("money", en="Money"), code("debt", "money", en="Debt"), code("alone", en="debt")])
    assert [book.told_apart(one).by_language["en"] for one in book] == ["Money", "Money › Debt", "› debt"]
