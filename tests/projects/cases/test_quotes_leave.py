# SPDX-License-Identifier: MIT
"""A quote goes to a partner or the public only with consent and once looked at; the team reads what none refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.masking import Destination
from coding.entities.landmarks import only_opens
from coding.entities.name_lists import GIVEN
from projects.exchange.segment_table import copied_segments, segment_table
from projects.exchange.whole_text_consent import shareable_documents
from projects.findings.coded_frames import read_codings
from projects.interviews.cases import Attribute, CaseMember, add_case, join_case, set_attributes
from projects.interviews.documents import set_consents
from projects.interviews.name_review import doubtful, mark_reviewed
from projects.interviews.queries import load_document, quotes_for_report
from projects.interviews.segments import apply_code, resize_segment
from projects.pages.page_quotes import page_quotes
from projects.quotes.quote_format import waiting_quotes
from projects.results.saved_results import report_blocks
from projects.store import Project
from tests.projects.cases.conftest import PASSPHRASE
from wording import Problem
from workbench.cli import main


@pytest.fixture
def quoted(folder: Path) -> tuple[Path, str, str]:
    """A coded group talk: the project, its code, its document."""
    with Project.open(folder, PASSPHRASE) as project:
        code = str(project.query("SELECT id FROM code WHERE key = 'ACT.REC'")[0]["id"])
        number = str(project.query("SELECT id FROM document WHERE name = 'FGD 04'")[0]["id"])
        document = load_document(project, number).document
        start = document.text.index("She bought")
        project.do(apply_code(code, document, [(start, start + 20)], coder="Ana"))
    return folder, code, number


def test_a_quote_waits_until_it_was_looked_at(quoted: tuple[Path, str, str]) -> None:
    folder, code, number = quoted
    with Project.open(folder, PASSPHRASE) as project:
        assert quotes_for_report(project, [code], outgoing=True) == ([], 1)
        assert len(quotes_for_report(project, [code])[0]) == 1, "inside the team words are read"
        project.do(set_consents(number, {"quotation": False}))
        assert quotes_for_report(project, [code]) == ([], 1)
        project.do(set_consents(number, {"quotation": True}))
        assert len(quotes_for_report(project, [code])[0]) == 1
        assert quotes_for_report(project, [code], outgoing=True) == ([], 1)
        (waiting,) = waiting_quotes(project)
        project.do(mark_reviewed([waiting.quote.segment.id]))
        assert len(quotes_for_report(project, [code], outgoing=True)[0]) == 1
        assert waiting_quotes(project) == []
        document = load_document(project, number).document
        segment = waiting.quote.segment
        project.do(resize_segment(segment.id, document, segment.start, segment.end + 5))
        assert quotes_for_report(project, [code], outgoing=True) == ([], 1)
        project.undo()
        project.undo()
        assert len(waiting_quotes(project)) == 1
        assert project.check().findings == []


def test_a_public_page_quotes_adults_of_known_age_only(quoted: tuple[Path, str, str]) -> None:
    folder, _code, number = quoted
    with Project.open(folder, PASSPHRASE) as project:
        project.do(set_consents(number, {"quotation": True}))
        (waiting,) = waiting_quotes(project)
        project.do(mark_reviewed([waiting.quote.segment.id]))
        assert len(page_quotes(project, Destination.PARTNER).allowed) == 1
        of_all = page_quotes(project, Destination.PUBLIC)
        assert (of_all.allowed, of_all.unconsented, of_all.young) == ((), 0, 1), "nobody knows the age"
        case = project.do(add_case("P1")).result
        project.do(join_case(str(case), [CaseMember(number, waiting.quote.speaker)]))
        for age, shown in (("17", 0), ("25-30", 0), ("18", 1), ("", 0)):
            project.do(set_attributes(str(case), [Attribute("Age", age)]))
            assert len(page_quotes(project, Destination.PUBLIC).allowed) == shown, age
            assert len(page_quotes(project, Destination.PARTNER).allowed) == 1


def test_the_quote_of_a_quote_box_is_chosen_by_command(
    quoted: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, code, number = quoted
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    with Project.open(folder, PASSPHRASE) as project:
        segment = str(project.query("SELECT id FROM segment WHERE code = ? ORDER BY id DESC", (code,))[0]["id"])
        project.do(set_consents(number, {"quotation": False}))
    assert main(["report", str(folder), "--quote", segment]) == 2, "its person refused"
    with Project.open(folder, PASSPHRASE) as project:
        project.do(set_consents(number, {"quotation": True}))
    assert main(["report", str(folder), "--quote", segment]) == 0
    assert main(["report", str(folder), "--quote", segment]) == 0, "the box that is there"
    with Project.open(folder, PASSPHRASE) as project:
        assert [(one.kind, one.content) for one in report_blocks(project)] == [("quotebox", {"segment": segment})]


def test_a_refusal_alone_holds_words_back_inside_the_team(quoted: tuple[Path, str, str]) -> None:
    folder, _code, number = quoted
    with Project.open(folder, PASSPHRASE) as project:
        table = segment_table(project, shareable_documents(project, Destination.INSIDE), "en")
        assert table.withheld == 0
        assert "bought" in str(table.rows)
        project.do(set_consents(number, {"quotation": False}))
        table = segment_table(project, shareable_documents(project, Destination.INSIDE), "en")
        assert table.withheld == 1
        assert "bought" not in str(table.rows)


def test_who_refused_that_the_whole_is_shared_is_read_segment_by_segment(quoted: tuple[Path, str, str]) -> None:
    """One rule in lists of segments, copies and quotes; the whole text keeps its own consent."""
    folder, code, number = quoted
    with Project.open(folder, PASSPHRASE) as project:
        project.do(set_consents(number, {"sharing": False}))
        (of_it,) = (str(row["id"]) for row in project.query("SELECT id FROM segment WHERE document = ?", (number,)))
        assert number not in shareable_documents(project, Destination.INSIDE).allowed
        parts = shareable_documents(project, Destination.INSIDE, whole=False)
        assert parts.messages() == []

        def words() -> list[bool]:
            table = segment_table(project, shareable_documents(project, Destination.INSIDE, whole=False), "en")
            quotes = [one.segment.quote for one in quotes_for_report(project, [code])[0]]
            return [
                "bought" in str(table.rows),
                "bought" in str(quotes),
                number not in read_codings(project)[0].words_refused,
            ]

        assert words() == [True, True, True]
        assert "bought" in copied_segments(project, [of_it], "en").text
        project.do(set_consents(number, {"interview": False}))
        assert words() == [False, False, False]


def test_a_copied_table_has_only_words_that_may_be_quoted_and_a_line_in_history(
    quoted: tuple[Path, str, str],
) -> None:
    folder, _code, number = quoted
    with Project.open(folder, PASSPHRASE) as project:
        ids = [str(row["id"]) for row in project.query("SELECT id FROM segment")]
        of_it = {str(row["id"]) for row in project.query("SELECT id FROM segment WHERE document = ?", (number,))}
        project.do(set_consents(number, {"quotation": False}))
        with pytest.raises(Problem):
            copied_segments(project, sorted(of_it), "en")
        assert project.history(kind="export.copied") == []
        project.do(set_consents(number, {"quotation": None}))
        copied = copied_segments(project, ids, "en")
        head, *rows = copied.text.rstrip("\n").split("\n")
        assert head.split("\t")[0] == "document"
        assert len(rows) == copied.n == len(of_it)
        assert "She bought" in copied.text
        (line,) = project.history(kind="export.copied")
        assert "bought" not in str(line)


def test_the_command_lists_and_releases(quoted: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, _code, number = quoted
    with Project.open(folder, PASSPHRASE) as project:
        project.do(set_consents(number, {"quotation": True}))
    capsys.readouterr()
    assert main(["quotes", str(folder), "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["quote"] == "She bought my tomato"
    assert main(["quotes", str(folder), "--looked", one["id"]]) == 0
    capsys.readouterr()
    assert main(["quotes", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("0 quotes wait")
    assert main(["quotes", str(folder), "--looked", "999"]) == 2


def test_what_may_name_somebody_is_marked() -> None:
    text = "He took me to Rumonge with Jean Bosco. Call +257 79 123 456. I said no."
    found = [text[start:end] for start, end in doubtful(text, "en")]
    assert "Rumonge" in found
    assert "Jean Bosco" in found
    assert any("79 123 456" in one for one in found)
    assert not any(one in ("He", "I") for one in found)
    assert doubtful("I go, he said. I stay.", "en") == ()
    assert doubtful("Aline said so.", "en") == ((0, 5),)
    assert doubtful("Some left. Others stayed. Don’t go. Everyone wept.", "en") == ()
    assert doubtful("Certains sont partis. J’ai pleuré. Plusieurs sont restés.", "fr") == ()
    for text, name in (("Some Aline knew.", "Aline"), ("Will told us.", "Will"), ("D’Aline rien.", "D’Aline")):
        assert [text[start:end] for start, end in doubtful(text, "en")] == [name]
    assert [word for word in GIVEN if only_opens(word)] == []
