# SPDX-License-Identifier: MIT
"""Codebooks go out as csv, xlsx, docx and .qdc and come back equal; those that researchers typed in Word are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coding.codebook import Codebook
from coding.codebook_table import ReadCodebook
from coding.records import Code
from projects.exchange.codebook_files import read_codebook, write_codebook
from projects.exchange.exchange_content import gather_codebook
from projects.exchange.refi_writer import write_qdc
from projects.intake.file_intake import Intake, kind_of, prepare_import, prepare_imports
from projects.interviews import queries
from projects.interviews.codebook_shortcuts import set_favourites, with_shortcuts
from projects.interviews.codes import add_code, import_codebook
from projects.store.project import Project
from wording import Labels, Problem, msg, render

BOOK = [
    Code(
        "ACT", None, 0, Labels({"en": "Act", "fr": "Acte"}), Labels({}), "#0072b2", {}, key="ACT", category=True
    ),
    Code(
        "ACT.REC", "ACT", 1, Labels({"en": "Recruitment", "fr": "Recrutement"}),
        Labels({"en": "Being recruited.\nAlso by a relative.", "fr": "Être recruté : « promesse » d’emploi."}),
        "#d55e00", {"en": ("recruit*", "job offer"), "fr": ("recrut*",)}, "high", "Palermo, art. 3", "ACT.REC",
        Labels({"en": "A promise was made"}), Labels({"fr": "Offres vraies"}),
        (("She said: come to the city.", ""), ("Il m’a promis un salaire.", "")), memo="=ask Ana", shortcut="3",
    ),
    Code("ACT.REC.KIN", "ACT.REC", 2, Labels({"fr": "Par un parent"}), Labels({}), "#cc79a7", {}, key="ACT.REC.KIN"),
    Code("MEANS", None, 3, Labels({"en": "Means"}), Labels({"en": "Ways"}), "#009e73", {}, key="MEANS", retired=True),
]  # fmt: skip


@pytest.fixture
def books(tmp_path: Path) -> Iterator[tuple[Project, Project]]:
    """A project with the codebook and its digit keys, and an empty one."""
    with (
        Project.create(tmp_path / "a.pwb", "quiet lantern over 7 rivers", name="A") as full,
        Project.create(tmp_path / "b.pwb", "quiet lantern over 7 rivers", name="B") as empty,
    ):
        full.do(import_codebook(ReadCodebook(tuple(replace(code, shortcut="") for code in BOOK))))
        recruitment = queries.codebook(full).with_key("ACT.REC")
        assert recruitment is not None
        full.do(set_favourites({"3": recruitment.id}, msg("interviews.changed")))
        yield full, empty


def held(project: Project) -> list[Code]:
    """The codes of a project, ids and parents by key, for comparison."""
    book = with_shortcuts(project, queries.codebook(project))
    named = {code.id: code.key for code in book}
    return [replace(code, id=named[code.id], parent=named.get(code.parent or ""), guid="", position=0) for code in book]


def plain(code: Code, language: str) -> tuple[object, ...]:
    """What a REFI-QDA codebook carries of a code."""
    meaning = code.definition.in_language(language) if code.definition.by_language else ""
    return code.name.in_language(language), meaning, code.colour, code.category


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx", "qdc"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_codebook_goes_out_and_comes_back_equal(
    books: tuple[Project, Project], tmp_path: Path, kind: str, language: str
) -> None:
    full, empty = books
    path = tmp_path / f"book.{kind}"
    with path.open("wb") as stream:
        if kind == "qdc":
            found = gather_codebook(full, language)
            write_qdc(found, stream)
        else:
            write_codebook(with_shortcuts(full, queries.codebook(full)), kind, stream, language)
    assert kind_of(path) is (Intake.PROJECT if kind == "qdc" else Intake.CODEBOOK)
    empty.do(prepare_import(path, language=language).action)
    if kind != "qdc":
        assert held(empty) == held(full)
        assert [code.shortcut for code in held(empty)] == ["", "3", "", ""]
        return
    carried, back = ([plain(code, language) for code in queries.codebook(one)] for one in books)
    assert back == carried
    assert [len(queries.codebook(empty).path(one.id)) for one in queries.codebook(empty)] == [1, 2, 3, 1]
    messages = {one.key.rpartition(".")[2] for one in found.messages}
    assert messages == {"languages", "keywords", "keys", "sensitivity", "rules", "retired", "shortcuts", "memos"}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_codes_without_a_key_keep_their_identity(books: tuple[Project, Project], tmp_path: Path, kind: str) -> None:
    """Out and in, and out and in again: no key is made up, nothing is added twice, two of one name stay apart."""
    full, empty = books
    debt = full.do(add_code(Labels({"fr": "Dette"}))).result
    full.do(add_code(Labels({"en": "Bus fare", "fr": "Dette"}), debt))
    full.do(add_code(Labels({"en": "Bus fare"})))
    full.do(add_code(Labels({"en": "Of the uncle"}), debt))
    files = [tmp_path / f"{name}.{kind}" for name in ("first", "second")]
    for source, path in ((full, files[0]), (empty, files[1])):
        with path.open("wb") as stream:
            write_codebook(with_shortcuts(source, queries.codebook(source)), kind, stream, "fr")
        empty.do(prepare_import(path, language="fr").action)
    assert tree(empty) == tree(full)
    assert len(tree(full)) == len(BOOK) + 4
    before = tree(full)
    full.do(prepare_import(files[1], language="fr").action)  # home again: all are there already
    assert tree(full) == before


def tree(project: Project) -> list[tuple[object, ...]]:
    """Each code with its key and the names on its way from the top."""
    book = queries.codebook(project)
    return [(code.key, *(one.name.by_language for one in book.path(code.id)), code.colour) for code in book]


def document(path: Path, *blocks: tuple[str, ...] | str | list[tuple[str, ...]]) -> Path:
    """A Word file: (level, text) is a heading, a text a paragraph, a list a table."""
    from docx import Document

    written = Document()
    for block in blocks:
        if isinstance(block, str):
            written.add_paragraph(block)
        elif isinstance(block, tuple):
            written.add_heading(block[1], int(block[0]))
        else:
            table = written.add_table(0, len(block[0]))
            for cells in block:
                for cell, text in zip(table.add_row().cells, cells, strict=True):
                    cell.text = text
    written.save(str(path))
    return path


def test_a_table_typed_in_word_is_a_codebook(tmp_path: Path) -> None:
    path = document(
        tmp_path / "grille.docx",
        "Grille de codage, version 2",
        [
            ("Thème", "Code", "Définition", "Quand l’utiliser", "Exemples"),
            ("Moyens", "Menaces", "Toute menace", "Menace dite", "« Il va me tuer. »\n« Ma famille paiera. »"),
            ("", "Dette", "Une dette imposée", "", ""),
        ],
    )
    assert kind_of(path) is Intake.CODEBOOK
    codes = read_codebook(path).codes
    assert [(code.name.by_language, code.parent) for code in codes] == [
        ({"fr": "Moyens"}, None), ({"fr": "Menaces"}, "Moyens"), ({"fr": "Dette"}, "Moyens"),
    ]  # fmt: skip
    assert codes[0].category
    assert codes[1].definition.by_language == {"fr": "Toute menace"}
    assert codes[1].inclusion.by_language == {"fr": "Menace dite"}
    assert [words for words, _ in codes[1].anchors] == ["« Il va me tuer. »", "« Ma famille paiera. »"]


def test_two_languages_and_keys_beside_each_other_are_read(tmp_path: Path) -> None:
    path = document(
        tmp_path / "x.docx",
        [
            ("Code", "Name (English)", "Nom (français)", "Definition", "Colour"),
            ("MEA.THR", "Threats", "Menaces", "Any threat", "#d55e00"),
        ],
    )
    (code,) = read_codebook(path).codes
    assert (code.key, code.colour) == ("MEA.THR", "#d55e00")
    assert code.name.by_language == {"en": "Threats", "fr": "Menaces"}
    assert code.definition.by_language == {"en": "Any threat"}


def test_headings_with_paragraphs_are_a_codebook(tmp_path: Path) -> None:
    path = document(
        tmp_path / "book.docx",
        ("1", "Codebook"),
        ("2", "1. Means"),
        "Definition: How control was gained.",
        ("3", "MEA.THR Threats"),
        "Definition: Any threat.",
        "Exclusion criteria: Jokes",
        "Examples:",
        "“He will kill me.”",
        "“They will pay.”",
    )
    assert kind_of(path) is Intake.CODEBOOK
    means, threats = read_codebook(path).codes
    assert (means.name.by_language, means.parent) == ({"en": "Means"}, None)
    assert (threats.key, threats.parent) == ("MEA.THR", "Means")
    assert threats.exclusion.by_language == {"en": "Jokes"}
    assert len(threats.anchors) == 2


def test_an_interview_in_word_stays_one_and_is_refused_as_a_codebook(tmp_path: Path) -> None:
    path = document(
        tmp_path / "interview.docx",
        ("1", "Interview 4"),
        [("Speaker", "Words"), ("Q", "What is the definition of home?"), ("P1", "My description: a house.")],
        "P1: They left. That is my only example.",
    )
    assert kind_of(path) is Intake.INTERVIEW
    with pytest.raises(Problem) as caught:
        prepare_imports([path], codebooks=True)
    assert caught.value.message.key == "coding.file.no_codebook_document"
    for language in ("en", "fr"):
        assert "interview.docx" in render(caught.value.message, language)


def test_what_the_writers_write_is_read_whatever_the_code_says(tmp_path: Path) -> None:
    odd = [replace(BOOK[1], parent=None, memo="a\x0bb", name=Labels({"en": "Definition"}), anchors=())]
    stream = io.BytesIO()
    write_codebook(Codebook(odd), "docx", stream, "en")
    (tmp_path / "x.docx").write_bytes(stream.getvalue())
    (read,) = read_codebook(tmp_path / "x.docx").codes
    assert read.name.by_language == {"en": "Definition"}
    assert read.memo == "a\ufffdb"
