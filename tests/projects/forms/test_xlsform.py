# SPDX-License-Identifier: MIT
"""Forms are read leniently, in all their languages; special choices and consent are recognised in five of them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from analysis.records import Reason
from projects.forms.records import Form, FormChoice, Question
from projects.forms.special_choices import choice_reason, is_consent_question, language_code, means_yes
from projects.forms.types import QuestionType, read_type
from projects.forms.xlsform import read_xlsform
from projects.imported.problems import ImportProblem
from wording import Labels


def form(
    folder: Path, survey: list[list[str]], choices: list[list[str]] | None = None, **sheets: list[list[str]]
) -> Form:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in {"survey": survey, "choices": choices or [], **sheets}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "form.xlsx"
    book.save(path)
    return read_xlsform(path)


def warned(read: Form) -> list[str]:
    return [line.message.key.removeprefix("importing.finding.") for line in read.warnings]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("English (en)", "en"),
        ("english", "en"),
        ("French", "fr"),
        ("Français (fr)", "fr"),
        ("francais", "fr"),
        ("Español", "es"),
        ("العربية", "ar"),
        ("Kirundi", "rn"),
        ("fr", "fr"),
        ("English (en-US)", "en"),
        ("Martian", "martian"),
        ("", ""),
    ],
)
def test_languages(written: str, code: str) -> None:
    assert language_code(written) == code


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("select_one yn", QuestionType("select_one", "yn")),
        ("select one from yn", QuestionType("select_one", "yn")),
        ("select_multiple needs or_other", QuestionType("select_multiple", "needs", or_other=True)),
        ("select all that apply from needs or specify other", QuestionType("select_multiple", "needs", or_other=True)),
        ("select_one_from_file sites.csv", QuestionType("select_one", "sites.csv", "sites.csv")),
        ("rank options", QuestionType("rank", "options")),
        ("begin group", QuestionType("begin_group")),
        ("begin_repeat", QuestionType("begin_repeat")),
        ("end repeat", QuestionType("end_repeat")),
        ("int", QuestionType("integer")),
        ("string", QuestionType("text")),
        ("gps", QuestionType("geopoint")),
        ("q int", QuestionType("integer")),
        ("phone number", QuestionType("phonenumber")),
    ],
)
def test_types(written: str, expected: QuestionType) -> None:
    assert read_type(written) == expected


@pytest.mark.parametrize(
    ("code", "label", "reason"),
    [
        ("dnk", "", Reason.DONT_KNOW),
        ("pnta", "", Reason.REFUSED),
        ("a", "Don't know", Reason.DONT_KNOW),
        ("a", "I don’t know", Reason.DONT_KNOW),
        ("a", "Ne sait pas", Reason.DONT_KNOW),
        ("a", "Je ne sais pas", Reason.DONT_KNOW),
        ("a", "No sabe", Reason.DONT_KNOW),
        ("a", "No sé", Reason.DONT_KNOW),
        ("a", "Não sabe", Reason.DONT_KNOW),
        ("a", "لا أعلم", Reason.DONT_KNOW),
        ("a", "لا أعرف", Reason.DONT_KNOW),
        ("a", "Prefer not to answer", Reason.REFUSED),
        ("a", "Refused", Reason.REFUSED),
        ("a", "Préfère ne pas répondre", Reason.REFUSED),
        ("a", "Refuse de répondre", Reason.REFUSED),
        ("a", "Prefiere no responder", Reason.REFUSED),
        ("a", "Prefere não responder", Reason.REFUSED),
        ("a", "أفضل عدم الإجابة", Reason.REFUSED),
        ("yes", "Yes", Reason.PRESENT),
        ("none", "None of these", Reason.PRESENT),
        ("refused_entry", "Was refused entry at the border", Reason.PRESENT),
        ("x", "Refusal of medical care", Reason.PRESENT),
    ],
)
def test_choices_that_are_no_answers(code: str, label: str, reason: Reason) -> None:
    assert choice_reason(FormChoice(code, Labels({"": label}))) == reason


def test_consent_and_yes() -> None:
    asked = Labels({"fr": "Acceptez-vous de participer à cette enquête ?"})
    assert is_consent_question(Question("q1", "select_one", "select_one yn", ("q1",), asked))
    assert is_consent_question(Question("consent_given", "select_one", "select_one yn", ("consent_given",)))
    assert not is_consent_question(Question("consent_no_reason", "text", "text", ("consent_no_reason",)))
    assert means_yes(FormChoice("1", Labels({"fr": "Oui, j'accepte"})))
    assert not means_yes(FormChoice("no", Labels({"en": "No"})))


def test_groups_repeats_and_conditions(tmp_path: Path) -> None:
    read = form(
        tmp_path,
        [
            ["type", "name", "label::English (en)", "relevant"],
            ["begin group", "a", "Part A", "${x} = 1"],
            ["begin repeat", "r", "Rows", ""],
            ["begin repeat", "s", "Inner", "${y} > 0"],
            ["integer", "deep", "Deep", ". > 1"],
            ["end repeat", "", "", ""],
            ["integer", "y", "Y", ""],
            ["end repeat", "", "", ""],
            ["end group", "", "", ""],
            ["integer", "x", "X", ""],
        ],
    )
    deep = read.questions[0]
    assert deep.path == ("a", "r", "s", "deep")
    assert deep.repeat == ("a", "r", "s")
    assert read.conditions(deep) == ("${x} = 1", "${y} > 0", ". > 1")
    assert read.parent_repeat(("a", "r", "s")) == ("a", "r")
    assert read.questions[1].repeat == ("a", "r")
    assert read.questions[2].repeat == ()


def test_a_matrix_asks_once_for_each_row(tmp_path: Path) -> None:
    read = form(
        tmp_path,
        [
            ["type", "name", "label", "kobo--matrix_list"],
            ["begin_kobomatrix", "goods", "Goods", "items"],
            ["integer", "number", "How many", ""],
            ["select_one yn", "enough", "Enough?", ""],
            ["end_kobomatrix", "", "", ""],
        ],
        [["list_name", "name", "label"], ["items", "rice", "Rice"], ["items", "oil", "Oil"], ["yn", "yes", "Yes"]],
    )
    assert [question.path for question in read.questions] == [
        ("goods_rice", "goods_rice_number"),
        ("goods_rice", "goods_rice_enough"),
        ("goods_oil", "goods_oil_number"),
        ("goods_oil", "goods_oil_enough"),
    ]
    assert read.questions[2].labels.in_language("en") == "Oil – How many"


def test_other_and_files(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text("name,label\ns1,Site one\ns2,Site two\n", "utf-8")
    read = form(
        tmp_path,
        [
            ["type", "name", "label"],
            ["select_one yn or_other", "q", "Q"],
            ["select_one_from_file sites.csv", "site", "Site"],
            ["select_one_from_file absent.csv", "other_site", "Site"],
            ["select_one_from_file ../sites.csv", "outside", "Site"],
        ],
        [["list_name", "name", "label"], ["yn", "yes", "Yes"]],
    )
    by_name = {question.name: question for question in read.questions}
    assert [choice.name for choice in read.choices_of(by_name["q"])] == ["yes", "other"]
    assert by_name["q_other"].relevant == "selected(${q}, 'other')"
    assert [choice.labels.in_language("en") for choice in read.choices_of(by_name["site"])] == ["Site one", "Site two"]
    told = next(line for line in read.warnings if line.message.key.endswith("choice_file_absent"))
    assert told.message.args["names"] == ["absent.csv", "../sites.csv"]


def test_what_is_odd_is_listed_and_read_all_the_same(tmp_path: Path) -> None:
    read = form(
        tmp_path,
        [
            ["Type", " NAME ", "label : English", "relevance"],
            ["integer", "a", "A", "${b} > 1"],
            ["integer", "b", "B", "${a} > 1"],
            ["integer", "a", "A again", ""],
            ["telepathy", "c", "C", "${nobody} = 1"],
            ["select_one absent", "d", "D", ""],
            ["text", "", "No name", ""],
            ["end group", "", "", ""],
            ["begin group", "g", "G", ""],
            ["text", "e", "E", ""],
        ],
        [["list name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "yes", "Again"]],
    )
    assert [question.name for question in read.questions] == ["a", "b", "c", "d", "text_7", "e"]
    assert set(warned(read)) == {
        "choice_twice",
        "form_circle",
        "question_twice",
        "type_unknown",
        "reference_unknown",
        "list_absent",
        "question_without_name",
        "group_end_alone",
        "group_open",
    }
    circle = next(line for line in read.warnings if line.message.key.endswith("form_circle"))
    assert circle.message.args["names"] == ["a", "b", "a"]


def test_labels_without_a_language_are_the_default_languages(tmp_path: Path) -> None:
    read = form(
        tmp_path,
        [["type", "name", "label", "label::French (fr)"], ["text", "a", "Hello", "Bonjour"]],
        settings=[["form_title", "default_language"], ["T", "English (en)"]],
    )
    assert read.languages == ("en", "fr")
    assert read.questions[0].labels.by_language == {"en": "Hello", "fr": "Bonjour"}


def test_no_form(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem):
        form(tmp_path, [["a", "b"], ["1", "2"]])
