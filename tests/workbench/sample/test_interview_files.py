# SPDX-License-Identifier: MIT
"""The sample interviews, codebook, plan: lengths, notices, keywords that hit, and bytes that can be rebuilt."""

from __future__ import annotations

import csv
import re
import zipfile
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pysubs2
import pytest
from lxml import etree

from coding.entities.patterns import find_by_form
from coding.parsing import find_turns
from coding.records import Code
from coding.rules import RuleSearch, rules_of
from tests.sample_study.build import build
from wording import Labels
from workbench import sample_files

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
NOTICE = {
    "en": "Fictitious interview written for the sample study; no real person.",
    "fr": "Entretien fictif rédigé pour l'étude d'exemple ; aucune personne réelle.",
}
KIRUNDI = ("Nta mahera twari dufise", "Abana bari bashonje", "Amahoro")


def read(path: Path) -> str:
    """The words of an interview, paragraph by paragraph."""
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    if path.suffix == ".odt":
        with zipfile.ZipFile(path) as package:
            root = etree.fromstring(package.read("content.xml"))
        return "\n".join("".join(line.itertext()) for line in root.iter("{*}p"))
    if path.suffix == ".srt":
        return "\n".join(event.plaintext for event in pysubs2.load(str(path)))
    return path.read_text(encoding="utf-8")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def codes() -> list[Code]:
    made = []
    for position, row in enumerate(table(sample_files.CODEBOOK)):
        words = {lang: tuple(filter(None, row[f"keywords_{lang}"].split(";"))) for lang in ("en", "fr")}
        names = Labels({"en": row["name_en"], "fr": row["name_fr"]})
        made.append(Code(row["code_id"], row["parent_id"] or None, position, names, Labels({}), row["colour"], words))
    return made


@pytest.mark.parametrize("path", sample_files.INTERVIEWS, ids=lambda path: path.stem)
def test_interview_is_long_enough_says_that_it_is_invented_and_names_its_speakers(path: Path) -> None:
    text, language = read(path), sample_files.INTERVIEWS[path]
    assert NOTICE[language] in text.split("\n")[0]
    spoken = [re.sub(r"^[\w ]+ ?: ", "", line) for line in text.split("\n")]
    assert 800 <= len(re.findall(r"[\w'’-]+", " ".join(spoken))) <= 2_000
    speakers = Counter(turn.speaker for turn in find_turns(text) if turn.speaker)
    asking = {"Interviewer", "Enquêtrice", "Enquêteur"} & set(speakers)
    assert len(asking) == 1
    assert set(speakers) <= asking | {"P1", "P2", "P3", "P4", "P5", "Interprète"}


@pytest.mark.parametrize(
    "path", [p for p, lang in sample_files.INTERVIEWS.items() if lang == "fr"], ids=lambda p: p.stem
)
def test_kirundi_is_followed_by_the_interpreter(path: Path) -> None:
    text = read(path)
    for sentence in KIRUNDI:
        assert sentence in text
    turns = [turn for turn in find_turns(text) if turn.speaker]
    for turn, following in zip(turns, turns[1:], strict=False):
        if any(sentence in text[turn.start : turn.end] for sentence in KIRUNDI):
            assert following.speaker == "Interprète"


def test_focus_group_has_five_speakers() -> None:
    text = read(sample_files.FOLDER / "focus_group_03_hommes_site_c.txt")
    assert {turn.speaker for turn in find_turns(text)} >= {"P1", "P2", "P3", "P4", "P5"}


def test_subtitles_run_forward_and_do_not_overlap() -> None:
    events = list(pysubs2.load(str(sample_files.FOLDER / "interview_04_social_worker.srt")))
    assert len(events) > 60
    for event, following in zip(events, events[1:], strict=False):
        assert event.start < event.end <= following.start


def test_every_file_says_that_it_is_fictitious() -> None:
    word = re.compile("fictitious|fictif|fictive", re.IGNORECASE)
    for path in sample_files.FOLDER.iterdir():
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            top = [row for sheet in book for row in sheet.iter_rows(max_row=3, values_only=True)]
            first = [str(value) for row in top for value in row]
            assert any(word.search(cell) for cell in first), path.name
            if path.name.startswith("register_"):  # a row that is copied out of it says so too
                rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
                assert all(any(word.search(str(value)) for value in row) for row in rows), path.name
            book.close()
        elif path.suffix in (".docx", ".odt", ".srt", ".txt", ".csv"):
            assert word.search(read(path)), path.name


def test_codebook_is_a_tree_in_both_languages() -> None:
    rows = table(sample_files.CODEBOOK)
    known = [row["code_id"] for row in rows]
    assert 30 <= len(known) <= 40
    assert len(set(known)) == len(known)
    for position, row in enumerate(rows):
        assert row["parent_id"] == "" or row["parent_id"] in known[:position]
        assert all(
            row[name] for name in ("name_en", "name_fr", "definition_en", "definition_fr", "sensitivity", "source")
        )
        assert re.fullmatch(r"#[0-9a-f]{6}", row["colour"])
        assert bool(row["keywords_en"]) == bool(row["keywords_fr"])


@pytest.mark.parametrize("path", sample_files.INTERVIEWS, ids=lambda path: path.stem)
def test_keywords_find_passages_in_each_interview(path: Path) -> None:
    hits = list(RuleSearch(rules_of(codes()), sample_files.INTERVIEWS[path]).hits(read(path)))
    assert 50 <= len(hits) <= 150
    assert len({hit.code for hit in hits}) >= 20


@pytest.mark.parametrize("number", [0, 1], ids=["English", "French"])
def test_two_interviews_hold_each_kind_of_identifier_all_of_them_invented(number: int) -> None:
    path, language = list(sample_files.INTERVIEWS.items())[number]
    text = read(path)
    found: dict[str, str] = {str(one.kind): text[one.start : one.end] for one in find_by_form(text, language)}
    assert {"phone", "email", "vehicle", "money", "date"} <= set(found)
    # numbers that the regulators of Britain (07700 900) and France (06 39 98) keep for fiction; a domain for examples
    assert re.sub(r"\D", "", found["phone"]).startswith(("447700900", "3363998"))
    assert found["email"].endswith("@example.org")
    assert "invented" in text.split("\n")[1] or "inventés" in text.split("\n")[1]


def test_plan_names_questions_of_the_form() -> None:
    book = openpyxl.load_workbook(sample_files.FORM, read_only=True)
    rows = list(book["survey"].iter_rows(values_only=True))
    book.close()
    types = {row[1]: str(row[0]) for row in rows[1:]}
    plan = table(sample_files.PLAN)
    assert len(plan) >= 8
    assert len({row["id"] for row in plan}) == len(plan)
    assert {row["analysis"] for row in plan} == {"proportions", "set", "describe", "compare_means", "crosstab"}
    for row in plan:
        kind = types[row["variable"]].split(" ")[0]
        wanted = {"set": ("select_multiple",), "describe": ("decimal",), "compare_means": ("calculate",)}
        assert kind in wanted.get(row["analysis"], ("select_one",))
        assert row["by"] == "" or types[row["by"]].startswith("select_one")
        assert row["table"] in ("households", "members")
        assert row["title_en"]
        assert row["title_fr"]
    assert sum(bool(row["figure"]) for row in plan) == 3


def test_two_builds_give_the_same_bytes_and_the_shipped_contents(tmp_path: Path) -> None:
    first, second = build(tmp_path / "first"), build(tmp_path / "second")
    shipped = sorted(path.name for path in sample_files.FOLDER.iterdir() if not path.name.startswith("__"))
    assert [path.name for path in first] == [path.name for path in second] == shipped
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert contents(one) == contents(sample_files.FOLDER / one.name)


def contents(path: Path) -> dict[str, bytes]:
    """The parts of a zipped file, or the file itself: how hard a library packs is no part of the study."""
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
