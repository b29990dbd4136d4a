# SPDX-License-Identifier: MIT
"""A plan of codings: a project of interviews alone, from the command line to tables on disk."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from coding.keywords import FoundSuggestion
from coding.records import ORDINARY
from coding.spacy_pipelines import pipeline_version
from projects.assistance.parses import keep_parses, unparsed
from projects.findings.coded_frames import keep_query
from projects.findings.methods import coding_sentences
from projects.interviews.cases import Attribute, CaseMember, add_case, join_case, set_attributes
from projects.interviews.coders import coders, rename_coder
from projects.interviews.codes import add_code, redefine_code
from projects.interviews.documents import set_consents, set_document_memo
from projects.interviews.notes import add_memo
from projects.interviews.queries import load_document
from projects.interviews.segments import add_segment, apply_code, set_segment_memo
from projects.interviews.suggestions import FoundInDocument, accept_suggestions, store_suggestions
from projects.results.saved_results import report_blocks
from projects.store import Project
from wording import Labels, render
from workbench.cli import main

_PASSPHRASE = "lantern-harbour-maple-quiet"
_TEXTS = {
    "KII-1.txt": "I: What happened?\nR: He threatened me every day. I owed him the ticket.\n",
    "KII-2.txt": "I: And then?\nR: They threatened my mother. I ran away at night.\n",
}
_CODINGS = {"Threats": "threatened", "Debt": "owed him"}


@pytest.fixture
def interviews(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_PASSWORD", _PASSPHRASE)
    folder = tmp_path / "Interviews.pwb"
    assert main(["new", str(folder), "--user", "IN"]) == 0
    for name, text in _TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["import", str(folder), *(str(tmp_path / name) for name in _TEXTS)]) == 0
    with Project.open(folder, _PASSPHRASE) as project:
        codes = {}
        for name in _CODINGS:
            codes[name] = str(project.do(add_code(Labels({"en": name}), sensitivity=ORDINARY)).result)
        for row in project.query("SELECT id FROM document ORDER BY position"):
            document = load_document(project, str(row["id"])).document
            for name, words in _CODINGS.items():
                if words in document.text:
                    start = document.text.index(words)
                    project.do(add_segment(codes[name], document, start, start + len(words), coder="IN"))
    return folder


def analysed(project: Path, plan: str, out: Path) -> list[list[tuple[object, ...]]]:
    (out.parent / "plan.csv").write_text(plan, encoding="utf-8")
    assert (
        main(["analyse", str(project), str(out.parent / "plan.csv"), "--out", str(out), "--destination", "partner"])
        == 0
    )
    return [list(sheet.values) for sheet in openpyxl.load_workbook(out / "tables.xlsx").worksheets]


def test_codings_reach_tables_by_plan(interviews: Path, tmp_path: Path) -> None:
    plan = (
        "analysis,variable,by\ncode_frequencies,,\ncode_crosstab,,document\ncooccurrence,,\nsaturation,Threats; Debt,\n"
    )
    sheets = analysed(interviews, plan, tmp_path / "out")
    rows = [row for sheet in sheets for row in sheet]
    assert next(row for row in rows if row[0] == "Threats")[1:4] == (2, 2, 2)
    assert next(row for row in rows if row[0] == "Debt")[1:4] == (1, 1, 1)
    assert next(row for row in rows if row[0] == "KII-2")[1:4] == (1, 0, 2)


def test_codes_of_one_name_bear_their_paths_in_tables_lists_and_suggestions(
    interviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["codes", str(interviews), "--add", "Threats", "--under", "Debt"]) == 0
    with Project.open(interviews, _PASSPHRASE) as project:
        document = load_document(project, "2").document
        place = document.text.index("ran away")
        below = str(project.query("SELECT max(id) AS id FROM code")[0]["id"])
        project.do(redefine_code(below, keywords={"en": ("ran away",)}))
        project.do(add_segment(below, document, place, place + 8, coder="IN"))
    capsys.readouterr()
    both = {"› Threats", "Debt › Threats"}
    plan = "analysis,variable,by\ncode_frequencies,,\ncooccurrence,,\n"
    cells = [
        str(cell).strip() for sheet in analysed(interviews, plan, tmp_path / "out") for row in sheet for cell in row
    ]
    assert both <= set(cells)
    assert "Threats" not in cells
    capsys.readouterr()
    assert main(["segments", str(interviews), "--json"]) == 0
    assert {one["code"] for one in json.loads(capsys.readouterr().out)} == both | {"Debt"}
    assert main(["suggest", str(interviews), "--try", "I ran away.", "--code", "Debt › Threats"]) == 0
    assert "Debt › Threats" in capsys.readouterr().out


def test_lists_of_words_stay_inside_the_team(interviews: Path, tmp_path: Path) -> None:
    rows = [
        row
        for sheet in analysed(interviews, "analysis,variable,by\nsegments,Threats,\n", tmp_path / "out")
        for row in sheet
    ]
    written = " ".join(str(cell) for row in rows for cell in row)
    assert "threatened" not in written
    assert "stays inside the team" in written


_CANARIES = ("Zebrapelikan", "Okapiwest", "Kanarigasse", "Quaggamemo")  # a coder, cases, a nickname, memos
_PLAN = """analysis,variable,by
code_frequencies,,
code_crosstab,,document
code_crosstab,,coder
code_crosstab,,case
code_crosstab,,Nickname
code_frequencies,,Nickname
codes_as_variables,,
document_portrait,,
framework,Threats; Debt,
segments,Threats,coder
kwic,threat*,
"""


def _inside(path: Path) -> bytes:
    """All bytes of a file, those in a package unpacked."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(member) for member in archive.namelist())


def test_no_file_for_others_names_coders_cases_people_or_quotes_memos(interviews: Path, tmp_path: Path) -> None:
    with Project.open(interviews, _PASSPHRASE) as project:
        project.do(rename_coder(coders(project)[0].id, "Zebrapelikan"))
        for at, row in enumerate(project.query("SELECT id FROM document")):
            document = str(row["id"])
            case = str(project.do(add_case(f"Okapiwest {at}")).result)
            project.do(join_case(case, [CaseMember(document)]))
            project.do(set_attributes(case, [Attribute("Nickname", f"Kanarigasse {at}")]))
            project.do(set_document_memo(document, "Quaggamemo of the interview"))
            for target in (f"case:{case}", f"document:{document}", "project"):
                project.do(add_memo(target, "Quaggamemo", coder="Zebrapelikan"))
        for row in project.query("SELECT id FROM segment"):
            project.do(set_segment_memo(str(row["id"]), "Quaggamemo of the segment"))
        project.do(redefine_code(str(project.query("SELECT id FROM code")[0]["id"]), memo="Quaggamemo of the code"))
        project.do(keep_query("Quaggamemo", {"coder": "Zebrapelikan"}, coder="Zebrapelikan"))
    (tmp_path / "plan.csv").write_text(_PLAN, encoding="utf-8")
    told: dict[str, set[str]] = {}
    for destination in ("inside", "partner", "public"):
        out = tmp_path / destination
        given = [str(interviews), str(tmp_path / "plan.csv"), "--out", str(out), "--destination", destination]
        assert main(["analyse", *given]) == 0
        for name in ("codes.csv", "codes.xlsx", "codes.docx", "codes.qdc", "whole.qdpx", "segments.csv"):
            asked = ["--codebook"] if name.startswith("codes") else ["--segments"] if "segments" in name else []
            main(["export", str(interviews), str(out / name), "--destination", destination, *asked])
        files = {path: _inside(path) for path in out.rglob("*") if path.is_file()}
        assert {"tables.xlsx", "tables.docx", "codes.csv", "codes.qdc"} <= {path.name for path in files}
        told[destination] = {word for word in _CANARIES for held in files.values() if word.encode() in held}
    assert told == {"inside": set(_CANARIES), "partner": set(), "public": set()}


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("analysis,variable,by\ncode_frequencies,Hunger,\n", "Hunger"),
        ("analysis,variable,by\ncode_crosstab,,religion\n", "religion"),
        ("analysis,variable,by\ncode_frequency,,\n", "code_frequency"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    plan: str, said: str, interviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.csv").write_text(plan, encoding="utf-8")
    capsys.readouterr()
    assert main(["analyse", str(interviews), str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out")]) != 0
    assert said in capsys.readouterr().err


def test_inside_the_team_lists_have_their_words(interviews: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("analysis,variable\nsegments,Threats\n", encoding="utf-8")
    given = [str(interviews), str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out"), "--destination", "inside"]
    assert main(["analyse", *given]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx").worksheets[-1]
    assert sum("threatened" in str(cell) for row in sheet.values for cell in row) == 2


@pytest.mark.slow
def test_codes_join_a_survey_from_the_command_line(
    interviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"h{at},{('KII-1', 'kii-2', '')[at % 3]},yes\n" for at in range(36))
    (tmp_path / "survey.csv").write_text(f"household,interview,safe\n{rows}", encoding="utf-8")
    assert main(["import", str(interviews), str(tmp_path / "survey.csv")]) == 0
    assert main(["variables", str(interviews), "--sensitive-looked"]) == 0
    assert main(["derive", str(interviews), "--codes", "Threats; Debt"]) == 0
    assert "24 of 36, found by interview" in capsys.readouterr().out
    sheets = analysed(interviews, "analysis,variable\nproportions,code_debt\n", tmp_path / "out")
    assert next(row for sheet in sheets for row in sheet if row[0] == "Yes")[1] in (0.5, 50)
    assert main(["derive", str(interviews), "--codes", "Hunger"]) == 2
    assert "Hunger" in capsys.readouterr().err


def test_codes_of_each_case_reach_a_workbook_inside_the_team(interviews: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text(
        "analysis,variable,values\ncodes_as_variables,,\ncodes_as_variables,Debt,count\n"
    )
    given = [str(interviews), str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out"), "--destination", "inside"]
    assert main(["analyse", *given]) == 0
    first, second = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx").worksheets[-3:-1]
    assert next(row for row in first.values if row[0] == "KII-2")[1:3] == (1, 0)
    assert next(row for row in second.values if row[0] == "KII-1")[1] == 1


def test_interviews_alone_reach_a_word_report_by_plan(interviews: Path, tmp_path: Path) -> None:
    """Nobody has begun a report: that of the plan has a table and a figure for each line, and the methods."""
    import docx

    plan = "analysis,variable,by\ncode_frequencies,,\ncode_crosstab,,document\nsaturation,,\n"
    (tmp_path / "plan.csv").write_text(plan, encoding="utf-8")
    out = tmp_path / "out"
    assert main(["analyse", str(interviews), str(tmp_path / "plan.csv"), "--out", str(out), "--report"]) == 0
    tables = docx.Document(str(out / "tables.docx")).tables
    written = " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert "Threats" in written
    report = docx.Document(str(out / "report.docx"))
    told = "\n".join(paragraph.text for paragraph in report.paragraphs)
    assert "coders: 1; codes used: 2 of 2" in told  # how many, not who: partners read it
    assert len(report.tables) >= 3
    assert len(report.inline_shapes) >= 3
    with Project.open(interviews, _PASSPHRASE) as project:
        assert report_blocks(project) == []  # it is written, not stored


def test_a_framework_reaches_word_inside_the_team(interviews: Path, tmp_path: Path) -> None:
    import docx

    written = ["--case", "KII-1", "--theme", "Threats", "--text", "Threats every day, tied to the ticket."]
    assert main(["framework", str(interviews), *written]) == 0
    (tmp_path / "plan.csv").write_text("analysis,variable\nframework,Threats; Debt\n", encoding="utf-8")
    given = [str(interviews), str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out"), "--destination", "inside"]
    assert main(["analyse", *given]) == 0
    tables = docx.Document(str(tmp_path / "out" / "tables.docx")).tables
    grid = next(table for table in tables if "Threats" in " ".join(cell.text for cell in table.rows[0].cells))
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in grid.rows}
    assert any("Threats every day, tied to the ticket." in cell for cell in rows["KII-1"])
    assert not any("Threats every day" in cell for cell in rows["KII-2"])


def test_the_codings_for_python_leave_without_interviews_that_are_not_shared(
    interviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Project.open(interviews, _PASSPHRASE) as project:
        shared = project.query("SELECT id FROM document WHERE name LIKE 'KII-2%'")[0]["id"]
        project.do(set_consents(str(shared), {"sharing": False}))
    (tmp_path / "plan.csv").write_text("analysis,variable\ncode_frequencies,\nkwic,threat*\n", encoding="utf-8")
    out = tmp_path / "out"
    given = [str(interviews), str(tmp_path / "plan.csv"), "--out", str(out), "--destination", "inside", "--python"]
    assert main(["analyse", *given]) == 0
    assert "KII-2" in capsys.readouterr().out
    for name in ("01_code_frequencies.zip", "02_kwic.zip"):
        with zipfile.ZipFile(out / name) as archive:
            held = b"".join(archive.read(member) for member in archive.namelist())
        assert b"KII-1" in held
        assert b"KII-2" not in held
        assert b"mother" not in held
    with zipfile.ZipFile(out / "01_code_frequencies.zip") as archive:
        assert b"threatened" not in archive.read("codings.json")  # numbers of segments need no words


@pytest.mark.slow
def test_a_project_says_that_its_cases_were_sampled(interviews: Path, tmp_path: Path) -> None:
    """Then exact tests and intervals are made by themselves, until it is undone; the methods note says so."""
    others = [tmp_path / f"KII-{at}.txt" for at in range(3, 11)]  # ten cases, the fewest that a test is made of
    for path in others:
        path.write_text(f"I: And then?\nR: I walked home to site {path.stem}.\n", encoding="utf-8")
    assert main(["import", str(interviews), *map(str, others)]) == 0
    for at in range(1, 11):
        member, sex = f"document:KII-{at}", f"sex={'woman' if at == 1 else 'man'}"
        assert main(["cases", str(interviews), f"K{at}", "--new", "person", "--join", member, "--set", sex]) == 0
    plan = "analysis,variable,by\ncode_crosstab,Debt,sex\ncode_frequencies,Debt,\n"

    def p_printed() -> bool:
        rows = [row for sheet in analysed(interviews, plan, tmp_path / "out") for row in sheet]
        shutil.rmtree(tmp_path / "out")
        said = " ".join(str(cell) for row in rows for cell in row)
        assert ("Wilson" in said) == ("Fisher" in said) == ("High" in said)
        return "Fisher" in said

    assert not p_printed()
    assert main(["cases", str(interviews), "--sampled", "no"]) == 2  # it is to say how
    assert main(["cases", str(interviews), "--sampled", "every 10th of the register"]) == 0
    assert p_printed()
    with Project.open(interviews, _PASSPHRASE) as project:
        said = [render(one, "en") for one in coding_sentences(project)]
        assert any("every 10th of the register" in one for one in said)
        assert not any("not drawn at random" in one for one in said)
        project.undo()
        assert any("not drawn at random" in render(one, "en") for one in coding_sentences(project))
        assert not any("not drawn at random" in render(one, "en") for one in coding_sentences(project, tested=True))
    assert not p_printed()


def test_the_methods_note_says_with_what_was_proposed(interviews: Path) -> None:
    with Project.open(interviews, _PASSPHRASE) as project:
        loaded = load_document(project, str(project.query("SELECT id FROM document")[0]["id"]))
        code = str(project.query("SELECT id FROM code")[0]["id"])
        found = [
            FoundSuggestion(code, at, at + 2, rule, "en", ())
            for at, rule in enumerate(("threat*", "phrase: take passport", "model:m1+universal-encoder-1.0+0a1b2c3d"))
        ]
        document = loaded.document
        project.do(store_suggestions([FoundInDocument(document.id, document.digest, document.text, tuple(found))]))
        keep_parses(project, [(one, b"made by hand") for one in unparsed(project)])
        number = str(project.query("SELECT id FROM suggestion ORDER BY id")[0]["id"])
        project.do(accept_suggestions([number], [document], coder="IN"))
        said = " ".join(render(one, "en") for one in coding_sentences(project))
        assert "3 proposed, 1 accepted and 0 rejected" in said
        assert "1 rule on words" in said
        assert f"1 rule on grammar ({pipeline_version('en')})" in said
        assert "universal-encoder-1.0" in said


def test_the_methods_note_counts_coders_and_names_none(interviews: Path) -> None:
    """It goes to partners and the public, too."""
    with Project.open(interviews, _PASSPHRASE) as project:
        document = load_document(project, str(project.query("SELECT id FROM document")[0]["id"])).document
        code = str(project.query("SELECT id FROM code")[0]["id"])
        project.do(add_segment(code, document, 0, 2, coder="Zoé Marange"))
        for language in ("en", "fr"):
            said = " ".join(render(one, language) for one in coding_sentences(project))
            assert ": 2" in said.replace("\u00a0", "")
            assert {"en": "English", "fr": "anglais"}[language] in said
            assert "Marange" not in said


def test_codings_without_a_name_are_one_coders_in_tables_and_methods(interviews: Path, tmp_path: Path) -> None:
    """Coded in a project without a user's name: the same number of coders below tables and in the methods note."""
    with Project.open(interviews, _PASSPHRASE) as project:
        document = load_document(project, str(project.query("SELECT id FROM document")[0]["id"])).document
        code = str(project.query("SELECT id FROM code")[0]["id"])
        project.do(add_segment(code, document, 0, 2, coder=""))
        said = " ".join(render(one, "en") for one in coding_sentences(project))
        assert "coders: 2;" in said
        assert "without a coder’s name: 1 of 4" in said
    rows = [
        row
        for sheet in analysed(interviews, "analysis,variable\ncode_frequencies,\n", tmp_path / "out")
        for row in sheet
    ]
    assert any("coders: 2." in str(cell) for row in rows for cell in row)


_BEHIND = [
    (("code_crosstab", "--by", "document", "--row", "Threats", "--column", "KII-2"), ["KII-2"]),
    (("code_crosstab", "--by", "document", "--row", "threats"), ["KII-1", "KII-2"]),
    (("code_crosstab", "--codes", "Threats", "--with", "Debt", "--row", "Threats", "--column", "Debt"), ["KII-1"]),
    (("code_frequencies", "--row", "Debt"), ["KII-1"]),
    (("cooccurrence", "--relation", "turn", "--row", "Threats", "--column", "Debt"), ["KII-1", "KII-1"]),
    (("saturation", "--row", "KII-2", "--column", "new"), []),
    (("saturation", "--row", "KII-1", "--column", "new"), ["KII-1", "KII-1"]),
    (("framework", "--row", "KII-2", "--column", "Threats"), ["KII-2"]),
]


def _interviews(lines: list[str]) -> list[str]:
    places = [next(one for one in line.split(" | ") if "¶" in one).partition(", ¶\u00a0") for line in lines]
    assert all(number.isdecimal() for _, _, number in places), lines
    return [name for name, _, _ in places]


def test_the_segments_behind_a_cell_are_listed_by_command(interviews: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for asked, found in _BEHIND:
        capsys.readouterr()
        assert main(["queries", str(interviews), "--behind", *asked]) == 0
        lines = [line for line in capsys.readouterr().out.splitlines() if " | " in line]
        assert _interviews(lines) == found, asked
    crossed = ["queries", str(interviews), "--behind", "code_crosstab", "--by", "document"]
    for given, said in (([], "--row"), (["--row", "Hunger"], "Threats"), (["--row", "Debt", "--column", "X"], "KII-1")):
        assert main([*crossed, *given]) == 2
        assert said in capsys.readouterr().err


def test_a_page_alone_asks_for_all_segments(interviews: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["queries", str(interviews), "--page", "1"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if " | " in line]
    assert _interviews(lines) == ["KII-1", "KII-1", "KII-2"]
    assert main(["transcripts", str(interviews), "KII-1", "--annotate", "threatened", "Whose words?"]) == 0
    assert main(["consent", str(interviews), "document:KII-1", "interview=no"]) == 0
    capsys.readouterr()
    assert main(["transcripts", str(interviews), "--notes"]) == 0
    said = capsys.readouterr().out
    assert "“KII-1” was refused" in said
    assert "Whose words?" not in said
    assert main(["transcripts", str(interviews), "--notes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_query_that_finds_everything_comes_page_by_page(interviews: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Page 0 is all of it, in the order of the pages; a page that is not there is refused by a sentence."""
    with Project.open(interviews, _PASSPHRASE) as project:
        document = load_document(project, str(project.query("SELECT id FROM document")[0]["id"])).document
        code = str(project.query("SELECT id FROM code")[0]["id"])
        spans = [(start, start + length) for length in range(20, 34) for start in range(30)]
        project.do(apply_code(code, document, spans, coder="MA"))
        every = 3 + len(spans)
    asked = ["queries", str(interviews), "--page"]
    pages = []
    for page, first, last in ((1, 1, 200), (2, 201, 400), (3, 401, every)):
        capsys.readouterr()
        assert main([*asked, str(page)]) == 0
        said = capsys.readouterr().out
        assert f"Page {page} of 3: segments {first} to {last} of {every}." in said
        pages.append([line for line in said.splitlines() if " | " in line])
    assert [len(lines) for lines in pages] == [200, 200, every - 400]
    assert main([*asked, "0"]) == 0  # all of it
    assert [line for line in capsys.readouterr().out.splitlines() if " | " in line] == sum(pages, [])
    for strange, called in (("4", "4"), ("-1", "\N{MINUS SIGN}1")):
        assert main([*asked, strange]) == 2
        assert f"There is no page {called}: the list has 3; 0 shows all of it." in capsys.readouterr().err


def test_segments_of_a_refused_interview_are_not_listed(
    interviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No words of it in any list, nothing coded or corrected: one sentence. Its segments can still be removed."""
    assert main(["consent", str(interviews), "document:KII-1", "interview=no"]) == 0
    listed = ["segments", str(interviews)]
    for asked in (
        listed,
        [*listed, "KII-1"],
        ["codes", str(interviews), "Threats"],
        ["codes", str(interviews), "Debt"],
    ):
        capsys.readouterr()
        assert main(asked) == 0
        said = capsys.readouterr().out
        assert "1 interview was refused, so its segments are not listed: KII-1." in said
        assert ("KII-2" in said) is (asked[-1] in (str(interviews), "Threats"))
        assert said.count("threatened") == ("KII-2" in said)
        assert "owed" not in said
    assert main([*listed, "--json"]) == 0
    given = capsys.readouterr()
    assert [one["document"] for one in json.loads(given.out)] == ["KII-2"]
    assert "KII-1" in given.err
    assert main([*listed, "KII-2"]) == 0
    assert "refused" not in capsys.readouterr().out
    for also in (["queries", str(interviews), "--page", "1"], ["quotes", str(interviews)]):
        assert main(also) == 0
        assert "owed" not in capsys.readouterr().out
    other = tmp_path / "other.txt"
    other.write_text("I: Nothing of it?\nP: No.\n", encoding="utf-8")
    transcripts = ["transcripts", str(interviews)]
    for changed in (
        [*listed, "KII-1", "--code", "Debt", "--apply", "threatened"],
        [*listed, "--resize", "1", "threatened"],
        [*listed, "--memo", "1", "noted"],
        [*transcripts, "KII-1", "--correct", str(other)],
        [*transcripts, "KII-1", "--annotate", "threatened", "noted"],
        [*transcripts, "--translation", "KII-2", "KII-1"],
    ):
        assert main(changed) == 2
        assert capsys.readouterr().err.startswith("Consent to this interview was refused or withdrawn"), changed
    assert main([*listed, "--remove", "1"]) == 0
    assert main([*transcripts, "--propose"]) in (0, 2)
    assert "changed" not in capsys.readouterr().err


def test_a_codebook_leaves_without_anchor_examples_of_a_refused_interview(
    interviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in ("1", "3"):
        assert main(["codes", str(interviews), "Threats", "--anchor", number]) == 0
    files = [tmp_path / f"codes.{kind}" for kind in ("csv", "xlsx", "docx")]
    for path in files:
        assert main(["export", str(interviews), str(path), "--codebook"]) == 0
        assert _inside(path).count(b"threatened") == 2
    assert main(["consent", str(interviews), "document:KII-1", "interview=no"]) == 0
    for path in files:
        capsys.readouterr()
        assert main(["export", str(interviews), str(path), "--codebook", "--overwrite"]) == 0
        assert _inside(path).count(b"threatened") == 1
        assert "1 anchor example was left out: consent to its interview was refused." in capsys.readouterr().out


def test_segments_are_listed_group_by_group(interviews: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("analysis,variable,by\nsegments,,document\n", encoding="utf-8")
    given = [str(interviews), str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out"), "--destination", "inside"]
    assert main(["analyse", *given]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx").worksheets[-1]
    assert [row[1] for row in sheet.values if str(row[1]).startswith("KII")] == ["KII-1", "KII-1", "KII-2"]


def test_a_summary_without_an_author_is_refused_by_a_sentence(
    interviews: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Project, "user", property(lambda _project: ""))
    written = ["framework", str(interviews), "--case", "KII-1", "--theme", "Threats", "--text", "Every day."]
    assert main(written) == 2
    assert "--coder" in capsys.readouterr().err
    assert main([*written, "--coder", "IN"]) == 0
    assert main(["framework", str(interviews)]) == 0
    assert "(IN, " in capsys.readouterr().out


def test_saved_queries_are_listed_with_what_they_ask(interviews: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--codes", "Threats", "--with", "Debt", "--relation", "words", "--within", "20", "--cases", "Sex = woman"]
    assert main(["queries", str(interviews), *asked, "--save", "Near debt"]) == 0
    capsys.readouterr()
    assert main(["queries", str(interviews)]) == 0
    said = capsys.readouterr().out
    assert "Near debt (IN): Threats; Near, in words: 20; and Debt; Sex = woman" in said
