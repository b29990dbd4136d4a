# SPDX-License-Identifier: MIT
"""The switches of assistance: off means nothing, a sensitive code waits for its own, a source that is wrong stops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coding.codebook_table import codes_from_rows
from projects.assistance.learned_suggestions import lesson
from projects.assistance.review import ReviewOrder, moved, ordered, waiting
from projects.assistance.suggestion_reasons import Source, source_records
from projects.assistance.switches import (
    ENOUGH,
    Switches,
    sensitive_off,
    set_switches,
    stopped_sources,
    suggesting_rules,
    switches_of,
)
from projects.interviews import queries
from projects.interviews.coders import set_blind
from projects.interviews.codes import import_codebook, redefine_code
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.suggestions import (
    accept_suggestions,
    decided_by_document,
    find_suggestions,
    reject_suggestions,
    store_suggestions,
)
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from wording import Problem, render
from workbench.cli.interviews.suggest import print_suggestions
from workbench.cli.terminal import Terminal

CODES = [
    {"code_id": "DEBT", "name_en": "Debt", "keywords_en": "debt"},
    {"code_id": "PAPERS", "name_en": "Papers kept", "keywords_en": "passport"},
]
TEXT = (
    "P1: " + " ".join(f"The debt of week {week} grew." for week in range(30)) + " He took my passport from the table."
)


def _fill(project: Project) -> None:
    project.do(import_documents([NewDocument("IDI 1", "en", parse_text(TEXT), TEXT.encode(), "txt")]))
    project.do(import_codebook(codes_from_rows(CODES, "codes.csv")))


@pytest.fixture
def project(tmp_path: Path, copied_project: Callable[..., Project]) -> Iterator[Project]:
    """One interview with thirty sentences that a rule meets, and one that another does."""
    with copied_project(tmp_path / "p.pwb", "quiet lantern over 7 rivers", _fill, name="Test", user="Ana") as opened:
        yield opened


def found_by_rules(project: Project) -> int:
    documents = list(queries.load_documents(project))
    found = find_suggestions(documents, suggesting_rules(project), decided_by_document(project))
    return sum(len(one.found) for one in found)


def store_all(project: Project) -> list[str]:
    documents = list(queries.load_documents(project))
    project.do(store_suggestions(find_suggestions(documents, suggesting_rules(project), decided_by_document(project))))
    return [line.id for line in waiting(project)]


def test_off_computes_nothing_until_it_is_on_again(project: Project) -> None:
    assert found_by_rules(project) == 31
    project.do(set_switches(Switches(on=False)))
    with pytest.raises(Problem):
        suggesting_rules(project)
    with pytest.raises(Problem):
        lesson(project, "Ana")
    project.undo()
    assert switches_of(project) == Switches()
    assert found_by_rules(project) == 31


def test_a_sensitive_code_waits_for_a_switch_of_its_own(project: Project) -> None:
    project.do(redefine_code("2", sensitivity="high"))
    assert {rule.code for rule in suggesting_rules(project)} == {"1"}
    assert lesson(project, "Ana").withheld == ("2",)
    (said,) = sensitive_off(project)
    assert render(said, "en").startswith("1 sensitive code suggests nothing until you switch it on")
    assert {rule.code for rule in suggesting_rules(project, asked=["2"])} == {"1", "2"}
    project.do(set_switches(Switches(sensitive=frozenset("2"))))
    assert {rule.code for rule in suggesting_rules(project)} == {"1", "2"}
    assert lesson(project, "Ana").withheld == ()
    assert sensitive_off(project) == []


def test_a_source_that_is_wrong_too_often_stops_for_that_code_only(project: Project) -> None:
    numbers = store_all(project)
    document = queries.load_document(project, "1").document
    debts = [line.id for line in waiting(project, ["1"])]
    project.do(accept_suggestions(debts[:11], [document], coder="Ana"))
    project.do(reject_suggestions(debts[11 : ENOUGH - 1], coder="Ana"))
    project.do(set_switches(Switches(least_precision=0.6)))
    assert stopped_sources(project) == []  # nineteen decisions are too few to tell
    project.do(reject_suggestions(debts[ENOUGH - 1 : ENOUGH], coder="Ana"))
    (stopped,) = stopped_sources(project)  # 11 of 20 are 55 %
    assert (stopped.code, stopped.source, stopped.accepted, stopped.rejected) == ("1", "rule", 11, 9)
    assert {rule.code for rule in suggesting_rules(project)} == {"2"}
    assert len(waiting(project)) == len(numbers) - ENOUGH  # what was open stays
    (record,) = source_records(project, "1")
    low, high = record.interval() or (0.0, 0.0)
    # by hand: Wilson (1927) for 11 of 20 at 95 %: (0.55 + z²/40 ± z √(0.55·0.45/20 + z²/1600)) / (1 + z²/20)
    assert (record.source, round(low, 4), round(high, 4)) == (Source.RULE, 0.3421, 0.7418)
    project.do(set_switches(Switches(least_precision=0.5)))
    assert stopped_sources(project) == []


def test_a_share_is_a_share(project: Project) -> None:
    with pytest.raises(Problem):
        set_switches(Switches(least_precision=60))
    with pytest.raises(Problem):
        project.do(set_switches(Switches()))  # nothing would change


def test_a_suggestion_is_shown_in_its_paragraph_and_accepted_wider(project: Project) -> None:
    store_all(project)
    (line,) = waiting(project, ["2"])
    assert (line.document_name, line.speaker, line.quote) == ("IDI 1", "P1", "He took my passport from the table.")
    assert line.before.endswith("week 29 grew. ")
    loaded = queries.load_document(project, "1")
    start = loaded.document.text.index("my passport")
    narrow = moved(line, loaded, (start, start + len("my passport")))
    assert (narrow.quote, narrow.id) == ("my passport", line.id)
    span = (narrow.suggestion.start, narrow.suggestion.end)
    (number,) = project.do(  # type: ignore[misc]
        accept_suggestions([line.id], [loaded.document], coder="Ana", spans={line.id: span})
    ).result
    assert queries.segment(project, number).quote == "my passport"
    assert queries.segment(project, number).origin == "rule:passport"


def test_orders(project: Project) -> None:
    store_all(project)
    lines = waiting(project)
    passport = next(line for line in lines if "passport" in line.quote)
    assert ordered(project, lines, ReviewOrder.LIKE, passport)[0].id == passport.id
    document = queries.load_document(project, "1").document
    debts = [line.id for line in lines if line.suggestion.code == "1"]
    project.do(accept_suggestions(debts[:5], [document], coder="Ana"))
    left = waiting(project)
    assert ordered(project, left, ReviewOrder.FAR)[0].id == passport.id  # unlike anything coded
    assert sorted(line.id for line in ordered(project, left, ReviewOrder.LEAST_SURE)) == sorted(
        line.id for line in left
    )


def test_nothing_waits_while_assistance_is_off_or_people_code_blind(project: Project) -> None:
    shown = len(store_all(project))
    assert shown > 0
    project.do(set_switches(replace(switches_of(project), on=False)))
    assert waiting(project) == []
    project.undo()
    assert len(waiting(project)) == shown
    project.do(set_blind(True))
    assert waiting(project) == []


def test_the_command_says_that_everybody_codes_blind(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    store_all(project)
    project.do(set_blind(True))
    print_suggestions(project, None, True, Terminal("fr"))
    said = capsys.readouterr().out
    assert "à l’aveugle" in said
    assert "debt" not in said
