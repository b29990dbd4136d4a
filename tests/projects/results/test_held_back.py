# SPDX-License-Identifier: MIT
"""A withdrawn interview: a canary said in it stands in no list, page, search or analysis; undo brings it back.

Every reader of texts in the project and every analysis of codings is asked before, between and after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.analyses import run
from analysis.analyses.registry import declarations
from analysis.codings.records import CODINGS
from analysis.problems import AnalysisProblem
from projects.cases.code_usage import usage
from projects.cases.memo_list import all_memos
from projects.cases.page import case_page
from projects.findings.framework_cells import summaries, write_summary
from projects.interviews import queries
from projects.interviews.cases import cases
from projects.interviews.codebook_editing import keep_anchor
from projects.interviews.coders import coders
from projects.interviews.documents import set_document_memo
from projects.interviews.notes import add_bookmark, add_memo, annotate, paraphrase
from projects.interviews.segments import set_segment_memo
from projects.overview import read_overview
from projects.people.consent_actions import record_consents
from projects.people.effective_consent import refused
from projects.people.persons import Member
from projects.quotes.quote_format import waiting_quotes
from projects.results.plan_run import read_study
from projects.search.index import search_project
from projects.store import Project
from projects.transcripts.speakers import speakers_of
from projects.transcripts.text_notes import bookmarks, text_notes
from tests.projects.results.test_code_columns import PASSPHRASE, code, filled
from wording import Problem

CANARY = "threatened"  # said in the first interview alone
PRINT_WORDS = ("segments", "kwic", "framework", "word_frequencies")


@pytest.fixture
def project(copied_project: Callable[..., Project], tmp_path: Path) -> Iterator[Project]:
    with copied_project(tmp_path / "Study.pwb", PASSPHRASE, filled, name="Study", user="IN") as opened:
        yield opened


def noted(project: Project, talk: str) -> None:
    """Of all that can be written about an interview one thing each, with the canary in it."""
    text, (first, *_) = queries.load_document(project, talk).document, queries.segments(project, talk)
    at, threats = first.start, code(project, "Threats")
    project.do(keep_anchor(first.id))
    project.do(set_segment_memo(first.id, CANARY))
    project.do(set_document_memo(talk, CANARY))
    project.do(add_memo(f"segment:{first.id}", CANARY, coder="IN"))
    project.do(annotate(text, at, at + 4, CANARY, coder="IN"))
    project.do(paraphrase(text, at, at + 4, CANARY, coder="IN"))
    project.do(add_bookmark(text, at, coder="IN"))
    project.do(write_summary("P01", threats, CANARY, coder="IN"))
    project.do(record_consents([Member(document=talk)], {"interview": True, "quotation": True}))


def shown(project: Project, talk: str) -> dict[str, str]:
    """What each reader of texts gives, as text, by its name."""
    held = cases(project)[0]
    found: dict[str, object] = {
        "text": queries.load_document(project, talk),
        "texts": list(queries.load_documents(project)),
        "lists of interviews": queries.documents(project),
        "segments": queries.segments(project),
        "segments of a code": queries.listed_segments(project)[0],
        "codebook": list(queries.codebook(project)),
        "quotes": queries.quotes_for_report(project, [code(project, "Threats")])[0],
        "quotes to look at": waiting_quotes(project),
        "notes": text_notes(project, "annotation", "paraphrase"),
        "bookmarks": bookmarks(project, [talk]),
        "memos": all_memos(project),
        "case page": case_page(project, held.id),
        "speakers": speakers_of(project, talk),
        "summaries": summaries(project),
        "search": search_project(project, CANARY, held_back=refused(project)),
    }
    return {name: repr(one) for name, one in found.items()}


def analysed(project: Project, *only: str) -> dict[str, str]:
    """What each analysis of codings, or these, print as text, by name."""
    study = read_study(project, CODINGS, ())
    asked = {"kwic": {"query": CANARY}, "code_crosstab": {"by": "document"}, "framework": {"variable": "Threats"}}
    found = {}
    for one in declarations():
        if one.of_codings and (not only or one.id in only):
            try:
                found[one.id] = repr([table.rows for table in run(one.id, study, asked.get(one.id, {})).tables])
            except Problem as problem:  # nothing is left to count
                found[one.id] = repr(problem.message)
    return found


@pytest.mark.slow
def test_the_words_of_a_withdrawn_interview_are_shown_nowhere(project: Project) -> None:
    talk = str(project.query("SELECT id FROM document WHERE name = 'Talk P01'")[0]["id"])
    noted(project, talk)
    before, counted = shown(project, talk), analysed(project, *PRINT_WORDS)
    assert [name for name, said in before.items() if CANARY not in said] == []
    assert [name for name in PRINT_WORDS if CANARY not in counted[name]] == []

    project.do(record_consents([Member(document=talk)], {"interview": False}))
    told = shown(project, talk) | analysed(project)
    assert [name for name, said in told.items() if CANARY in said] == []
    assert queries.load_document(project, talk).held_back
    with pytest.raises(AnalysisProblem) as refusal:
        run("document_portrait", read_study(project, CODINGS, ()), {"document": "Talk P01"})
    assert refusal.value.message.key == "problem.held_back"
    with pytest.raises(Problem):
        queries.segment(project, queries.segments(project, talk, held_back=True)[0].id)

    project.undo()
    assert [name for name, said in shown(project, talk).items() if CANARY not in said] == []


def test_counts_of_codings_are_the_lengths_of_their_lists(project: Project) -> None:
    """By code, by interview, by coder, in all: a withdrawn interview's codings are in no number either."""
    talk = str(project.query("SELECT id FROM document WHERE name = 'Talk P01'")[0]["id"])
    told: list[int] = []
    for given in (True, False):
        project.do(record_consents([Member(document=talk)], {"interview": given}))
        listed = queries.segments(project)
        by_code = dict(Counter(one.code for one in listed))
        assert queries.code_counts(project) == by_code
        assert {one: used.total for one, used in usage(project).items()} == by_code
        of_each = {line.id: line.segments for line in queries.documents(project)}
        assert of_each == {line: sum(one.document == line for one in listed) for line in of_each}
        home = read_overview(project)
        assert {home.segments, queries.counts(project)["segments"], sum(by_code.values())} == {len(listed)}
        assert {str(one.id): one.segments for one in home.most_used}.items() <= by_code.items()
        by_coder = {one.name: one.segments for one in coders(project)}
        assert by_coder == {name: sum(one.coder == name for one in listed) for name in by_coder}
        told.append(len(listed))
    assert told[0] > told[1]
    assert queries.counts(project)["held_back"] == 1


def test_an_interview_that_must_not_be_shared_stays_in_use(project: Project) -> None:
    talk = str(project.query("SELECT id FROM document WHERE name = 'Talk P01'")[0]["id"])
    project.do(record_consents([Member(document=talk)], {"sharing": False}))
    assert refused(project) == frozenset()
    assert CANARY in queries.load_document(project, talk).document.text
