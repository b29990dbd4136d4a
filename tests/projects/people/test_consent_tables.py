# SPDX-License-Identifier: MIT
"""A table of consents is one action: what it records, what it refuses, the names it lists, undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.intake.file_intake import prepare_imports
from projects.interviews import queries
from projects.interviews.documents import NewDocument, import_documents
from projects.people.consent_tables import consent_lines, looks_like_consents, read_consent_table, record_consent_table
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from wording import Problem, render

HEAD = ["Document", "Kind", "Yes/No", "Date", "Who saw the form"]
ROWS = [
    HEAD,
    ["talk one", "quotation", "yes", "2026-11-20", "Field lead"],
    ["Talk one", "sharing", "no", "", ""],
    ["Talk two", "citation", "oui", "21/11/2026", "Field lead"],
    ["Talk nine", "quotation", "yes", "", "Field lead"],
]


@pytest.fixture
def talks(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "p.pwb", "quiet lantern over 7 rivers", name="Test", user="Ana")
    made = [NewDocument(name, "en", parse_text(f"P1: {name}.")) for name in ("Talk one", "Talk two")]
    project.do(import_documents(made))
    return project


def _consents(project: Project) -> list[tuple[object, object]]:
    return [(line.consents["quotation"], line.consents["sharing"]) for line in queries.documents(project)]


def test_a_table_is_one_action_lists_unknown_names_and_undoes(talks: Project) -> None:
    with talks:
        changes = talks.do(record_consent_table(consent_lines(ROWS, "c.csv"), "forms in the safe"))
        assert (changes.result.documents, changes.result.unknown) == (2, ("Talk nine",))
        assert _consents(talks) == [(True, False), (True, None)]
        told = [row["consent_source"] for row in talks.query("SELECT consent_source FROM document ORDER BY id")]
        assert told[0].split("\n")[0] == "quotation=yes · 2026-11-20 · Field lead · forms in the safe"
        assert "2026-11-21" in told[1]
        talks.undo()
        assert _consents(talks) == [(None, None), (None, None)]


def test_a_yes_needs_who_saw_the_form_or_a_source(talks: Project) -> None:
    lines = consent_lines([HEAD[:3], ["Talk one", "quotation", "yes"]], "c.csv")
    with talks:
        with pytest.raises(Problem, match="source"):
            record_consent_table(lines)
        talks.do(record_consent_table(lines, "signed forms"))
        assert _consents(talks)[0] == (True, None)


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([["a", "b"]], "headings"),
        ([HEAD], "empty"),
        ([HEAD, ["Talk one", "burial", "yes", "", ""]], "kind"),
        ([HEAD, ["Talk one", "quotation", "perhaps", "", ""]], "answer"),
        ([HEAD, ["Talk one", "quotation", "yes", "soon", ""]], "date"),
        ([HEAD, ["", "quotation", "yes", "", ""]], "nameless"),
        ([HEAD, ["Talk one", "quotation", "yes", "", ""], ["talk one", "quotation", "no", "", ""]], "twice"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_row(rows: list[list[str]], key: str) -> None:
    with pytest.raises(Problem) as caught:
        consent_lines(rows, "c.csv")
    assert caught.value.message.key == f"consents.table.{key}"


def test_a_word_that_is_no_kind_is_said_with_the_kinds_in_the_readers_language() -> None:
    with pytest.raises(Problem) as caught:
        consent_lines([HEAD, ["Talk one", "participation", "yes", "", ""]], "c.csv")
    said = render(caught.value.message, "fr")
    assert "participation" in said
    assert "entretien, enregistrement, citation, partage, nouveau contact" in said
    french = [HEAD, *(["Talk one", kind, "oui", "", ""] for kind in ("Citation", "nouveau contact"))]
    assert [line.kind for line in consent_lines(french, "c.csv")] == ["quotation", "recontact"]


def test_csv_and_xlsx_say_the_same(tmp_path: Path) -> None:
    from openpyxl import Workbook

    path = tmp_path / "c.csv"
    path.write_text("\n".join(";".join(row) for row in ROWS), encoding="utf-8")
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    assert read_consent_table(path) == read_consent_table(tmp_path / "c.xlsx") == consent_lines(ROWS, "c.csv")


def test_an_import_takes_a_table_of_consents_after_its_interviews(talks: Project, tmp_path: Path) -> None:
    table, talk = tmp_path / "c.csv", tmp_path / "Talk nine.txt"
    table.write_text("\n".join(",".join(row) for row in ROWS), encoding="utf-8")
    talk.write_text("I: Why?\nP: So.\n", encoding="utf-8")
    with talks:
        for one in prepare_imports([table, talk]):
            changes = talks.do(one.action)
        assert (changes.result.documents, changes.result.unknown) == (3, ())
        assert [line[0] for line in _consents(talks)] == [True, True, True]
        table.write_text("document,kind,yes/no\nTalk one,sharing,yes\n", encoding="utf-8")
        with pytest.raises(Problem, match="source"):
            prepare_imports([table])
        (bulk,) = prepare_imports([table], source="signed forms")
        talks.do(bulk.action)
        assert _consents(talks)[0] == (True, True)


def test_a_row_for_each_interview_with_a_column_for_each_kind() -> None:
    rows = [
        ["Document", "Interview", "Citation", "Sharing", "Seen by"],
        ["Talk one", "yes", "non", "", "Field lead"],
        ["Talk two", "oui", "", "", ""],
    ]
    found = [(line.document, line.kind, line.answer, line.seen_by) for line in consent_lines(rows, "c.csv")]
    assert found == [
        ("Talk one", "interview", True, "Field lead"),
        ("Talk one", "quotation", False, "Field lead"),
        ("Talk two", "interview", True, ""),  # an empty cell takes nothing back
    ]
    assert looks_like_consents(rows)
    assert not looks_like_consents([["document", "interview", "sharing"], ["1", "12 May", "three"], ["2", "", "two"]])
    with pytest.raises(Problem, match="consents.table.answer"):
        consent_lines([["document", "sharing"], ["Talk one", "perhaps"]], "c.csv")
