# SPDX-License-Identifier: MIT
"""Summaries and saved queries in a project: versions, merges, consent, Erase, circles; a survey beside interviews."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from analysis.analyses import AnalysisResult, run
from analysis.codings.records import CODINGS, cases_in
from analysis.masking import Destination
from projects.cases.memo_list import all_memos
from projects.cases.page import case_page
from projects.exchange.exchange_content import gather_texts
from projects.exchange.interview_exports import InterviewContent, InterviewExport, export_interviews
from projects.findings.coded_frames import codings_tables, keep_query, saved_queries
from projects.findings.framework_cells import summaries, write_summary
from projects.interviews.cases import CaseMember, add_case, cases, delete_case, join_case
from projects.interviews.codebook_editing import set_retired
from projects.interviews.coders import set_blind
from projects.interviews.codes import delete_code, merge_codes
from projects.interviews.documents import delete_documents, set_consents, set_document_memo
from projects.interviews.notes import add_memo, annotate
from projects.interviews.queries import load_document
from projects.interviews.segments import add_segment
from projects.overview import read_overview
from projects.people.consent_actions import record_consents
from projects.people.persons import Member
from projects.quotes.quote_format import waiting_quotes
from projects.results.plan_run import read_study, run_plan
from projects.results.plans import Plan, PlanRow
from projects.store import Project
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase, plan
from tests.projects.results.test_code_columns import PASSPHRASE, code, filled
from wording import Problem, render


@pytest.fixture
def project(copied_project: Callable[..., Project], tmp_path: Path) -> Iterator[Project]:
    with copied_project(tmp_path / "Study.pwb", PASSPHRASE, filled, name="Study", user="IN") as opened:
        yield opened


def document(project: Project, name: str) -> str:
    return str(project.query("SELECT id FROM document WHERE name = ?", (name,))[0]["id"])


def written(project: Project, case: str = "P01", text: str = "Threatened twice.", coder: str = "IN") -> None:
    project.do(write_summary(case, code(project, "Threats"), text, coder=coder))


def framework(project: Project) -> list[list[str]]:
    result = run("framework", read_study(project, CODINGS, ()), {"variable": "Threats"})
    return [[str(row.label), render(row.cells[0].text or "", "en")] for row in result.tables[0].rows]


def everywhere(project: Project) -> str:
    """All that the journal and the tables of summaries hold, as text."""
    rows = [*project.query("SELECT * FROM framework_cell"), *project.query("SELECT before, after FROM journal")]
    return " ".join(str(tuple(row)) for row in rows)


def test_a_summary_has_an_author_and_versions_and_can_be_undone(project: Project) -> None:
    written(project)
    written(project, text="Threatened twice, by phone.", coder="MA")
    held = summaries(project)["P01", code(project, "Threats")]
    assert [(one.text, one.coder) for one in held] == [
        ("Threatened twice, by phone.", "MA"),
        ("Threatened twice.", "IN"),
    ]
    assert framework(project)[0] == ["P01", "Threatened twice, by phone. (MA; quotes: 2)"]
    project.undo()
    assert framework(project)[0][1] == "Threatened twice. (IN; quotes: 2)"
    written(project, text="")
    assert framework(project)[0][1] == "No summary yet (quotes: 2)"
    with pytest.raises(Problem):
        written(project, text="")
    with pytest.raises(Problem):
        written(project, case="P99")


def test_withdrawn_consent_hides_a_summary_and_erase_removes_it_for_good(project: Project) -> None:
    written(project, text="She named the lakeside hotel.")
    written(project, text="She named the hotel.")
    talk = document(project, "Talk P01")
    before = codings_tables(project)[0].rows
    project.do(record_consents([Member(document=talk)], {"interview": False}))
    assert summaries(project) == {}
    (gone,) = project.query("SELECT count(*) AS n FROM segment WHERE document = ?", (talk,))
    assert codings_tables(project)[0].rows == before - gone["n"] < before  # nor does the status line count its segments
    assert all("hotel" not in cell for row in framework(project) for cell in row)
    project.undo()
    told = [render(item.kind, "en") for item in plan(project, [Subject("document", talk)]).belongings.items]
    assert "summaries of a framework matrix" in told
    erase(project, [Subject("document", talk)], EraseReason("withdrawn"))
    assert "hotel" not in everywhere(project)
    assert not project.query("SELECT 1 FROM framework_cell")


def test_a_summary_taken_out_long_ago_goes_with_its_interview_too(project: Project) -> None:
    written(project, text="She named the lakeside hotel.")
    project.undo()
    erase(project, [Subject("document", document(project, "Talk P01"))], EraseReason("withdrawn"))
    assert "hotel" not in everywhere(project)


def test_an_erased_case_takes_its_summaries(project: Project) -> None:
    written(project, text="She named the lakeside hotel.")
    case = str(project.query("SELECT id FROM case_ WHERE name = 'P01'")[0]["id"])
    erase(project, [Subject("case", case)], EraseReason("withdrawn"))
    assert "hotel" not in everywhere(project)


def test_deleted_cases_and_codes_take_their_summaries_and_undo_brings_them_back(project: Project) -> None:
    written(project)
    case = str(project.query("SELECT id FROM case_ WHERE name = 'P01'")[0]["id"])
    project.do(delete_case(case))
    assert not project.query("SELECT 1 FROM framework_cell")
    project.undo()
    project.do(delete_code(code(project, "Threats")))
    assert not project.query("SELECT 1 FROM framework_cell")
    project.undo()
    assert summaries(project)
    project.do(delete_documents([document(project, "Talk P02")]))
    assert summaries(project)


def test_memos_of_an_interview_go_with_its_consent(project: Project) -> None:
    spoken = load_document(project, document(project, "Talk P02")).document
    project.do(set_document_memo(spoken.id, "Of the text."))
    project.do(add_segment(code(project, "Means"), spoken, 3, 7, coder="IN", memo="Of the words."))
    assert {one.text for one in all_memos(project)} == {"Of the text.", "Of the words."}
    case = next(one.id for one in cases(project) if one.name == "P02")
    page = case_page(project, case)
    assert (len(page.segments), [one.text for one in page.memos]) == (1, ["Of the text."])
    project.do(set_consents(spoken.id, {"interview": False}))
    assert not all_memos(project)
    page = case_page(project, case)  # nothing that was said in it stands on the page of its case
    assert not page.segments
    assert not page.memos


@pytest.mark.parametrize("alone", [True, False])
def test_memos_of_a_case_go_with_the_consent_recorded_on_it_or_its_interview(project: Project, alone: bool) -> None:
    """A person nobody has interviewed yet; one whose interview says no."""
    case = project.do(add_case("P77")).result
    project.do(add_memo(f"case:{case}", "Of the case.", coder="IN"))
    spoken = document(project, "Talk P02")
    if not alone:
        project.do(join_case(case, [CaseMember(document=spoken)]))
    assert [one.text for one in all_memos(project)] == [one.text for one in case_page(project, case).memos]
    assert all_memos(project)
    project.do(record_consents([], {"interview": False}, "P77") if alone
               else set_consents(spoken, {"interview": False}))  # fmt: skip
    assert not all_memos(project)
    assert not case_page(project, case).memos


def found(project: Project, **options: object) -> AnalysisResult:
    return run("segments", read_study(project, CODINGS, ()), options)


def test_a_saved_query_stays_true_when_codes_are_merged(project: Project) -> None:
    project.do(keep_query("Threats", {"variable": "threats", "page": 3}, coder="IN"))
    (kept,) = saved_queries(project)
    assert kept.options == {"variable": code(project, "Threats")}
    project.do(merge_codes(code(project, "Threats"), code(project, "Means")))
    result = found(project, saved="Threats").tables[0]
    assert len(result.rows) == 2
    assert "“Threats” was merged into “Means”" in " ".join(render(note, "en") for note in result.notes)
    project.do(set_retired(code(project, "Means"), True))
    notes = " ".join(render(note, "en") for note in found(project, saved="Threats").tables[0].notes)
    assert "“Threats” was merged into “Means”" in notes
    assert "“Means” is retired" in notes
    assert len(found(project, variable="Menaces").tables[0].rows) == 2


def test_while_all_code_blind_counts_lists_and_files_hold_ones_own_codings(project: Project, tmp_path: Path) -> None:
    spoken = load_document(project, document(project, "Talk P02")).document
    start = spoken.text.index("I owed them")
    project.do(add_segment(code(project, "Means"), spoken, start, start + 11, coder="MA"))
    project.do(set_consents(spoken.id, {"quotation": True, "sharing": True}))
    project.do(keep_query("All", {"variable": ""}, coder="MA"))
    project.do(annotate(spoken, start, start + 4, "Whose debt?", coder="MA"))
    written(project, case="P02", coder="MA")

    def left() -> tuple[int, int, list[str]]:
        """What the exchange file would hold, and what is told of it."""
        sent, told = gather_texts(project, Destination.INSIDE, "en")
        return len(sent.codings), len(sent.notes), [one.key for one in told]

    def counted() -> tuple[int, list[float | None], list[int | None], str, str]:
        matrix = run("code_crosstab", read_study(project, CODINGS, ()), {"by": "case", "unit": "segments"}).tables[0]
        (means,) = [row for row in matrix.rows if row.id == code(project, "Means")]
        listed, text = tmp_path / "segments.csv", tmp_path / "talk.docx"
        for file, what in ((listed, InterviewContent.SEGMENTS), (text, InterviewContent.TRANSCRIPT)):
            asked = InterviewExport(what, Destination.INSIDE, "en", spoken.id)
            export_interviews(project, file, asked, overwrite=True)
        with ZipFile(text) as parts:
            said = "".join(parts.read(name).decode() for name in parts.namelist() if "comments" in name)
        return (
            len(found(project, saved="All").tables[0].rows),
            [cell.estimate for cell in means.cells],
            [table.rows for table in codings_tables(project)],
            "MA" if ",MA," in listed.read_text("utf-8-sig") else "",
            "MA" if 'w:author="MA"' in said else "",
        )

    whole = counted()
    assert (whole[0], whole[3:]) == (3, ("MA", "MA"))
    assert (*left()[:2], len(summaries(project)), read_overview(project).segments) == (3, 1, 1, 3)
    assert waiting_quotes(project)
    project.do(set_blind(True))
    assert left()[:2] == (2, 0)
    assert "sharing.blind" in left()[2]
    assert (summaries(project), read_overview(project).segments, waiting_quotes(project)) == ({}, 2, [])
    own = counted()
    assert (own[0], own[3:]) == (2, ("", ""))
    assert (whole[1], own[1]) == ([2, 1, 3], [2, 0, 2])
    assert (whole[2], own[2]) == ([3], [2])
    project.do(set_blind(False))
    assert counted() == whole


def test_a_circle_of_queries_is_refused_by_name_before_it_is_kept(project: Project) -> None:
    project.do(keep_query("A", {"variable": "Threats"}, coder="IN"))
    project.do(keep_query("B", {"saved": "A"}, coder="IN"))
    with pytest.raises(Problem) as circle:
        project.do(keep_query("A", {"variable": "Threats", "without_codes": "@b"}, coder="IN"))
    told = render(circle.value.message, "en")
    assert "A" in told
    assert "B" in told
    for name, options in (("x;y", {"variable": "Threats"}), ("C", {"variable": "Hunger"}), ("C", {"saved": "Z"})):
        with pytest.raises(Problem):
            project.do(keep_query(name, options, coder="IN"))
    assert [one.name for one in saved_queries(project)] == ["A", "B"]


def test_a_plan_names_questions_or_codes_of_a_joint_display(project: Project) -> None:
    table = project.query("SELECT id FROM data_table")[0]["id"]
    from projects.results.coded_rows import join_codes, key_of
    from projects.stored_tables.stored_table import data_table

    key = key_of(project, data_table(project, table))
    project.do(join_codes(table, [code(project, "Threats")], "any", key))
    talk = document(project, "Talk P01")
    project.do(record_consents([Member(document=talk)], {"quotation": True}))
    rows = (
        PlanRow("joint_display", "code_threats", options={"codes": "Threats"}),
        PlanRow("joint_display", "Threats"),
        PlanRow("joint_display", ""),
    )
    named, codes, nothing = (result.tables[0] for result in run_plan(project, Plan("p", rows)))
    for joint in (named, codes, nothing):
        (yes,) = [row for row in joint.rows if render(row.label, "en") == "Yes"]
        assert (yes.cells[0].estimate, yes.cells[1].estimate) == (0.5, 1)
        quotes = [render(row.cells[-1].text or "", "en") for row in joint.rows if row.depth]
        assert quotes == ["“threatened”"]


def test_an_interview_of_two_cases_counts_for_both_and_a_speaker_for_his_own(project: Project) -> None:
    """Which cases words count for is said below the table."""
    talk = document(project, "Talk P01")
    more = str(project.do(add_case("P09")).result)

    def counted() -> tuple[list[str], list[float | None]]:
        study = read_study(project, CODINGS, ())
        table = run("code_frequencies", study, {"variable": "Threats"}).tables[0]
        segments = study.codings.segments
        return sorted(cases_in(segments)), [*(cell.estimate for cell in table.rows[0].cells), *table.notes]

    assert counted()[0] == ["P01"]
    project.do(join_case(more, [CaseMember(document=talk)]))
    cases, found = counted()
    assert (cases, found[2]) == (["P01", "P09"], 2)
    assert any("counts for each of them" in render(note, "en") for note in found[4:])
    project.do(join_case(more, [CaseMember(document=talk, speaker="R")]))
    cases, _ = counted()
    assert cases == ["P09"]
