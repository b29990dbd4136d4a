# SPDX-License-Identifier: MIT
"""A code in vivo of a withdrawn interview: its words stand in no list, file or line of history; undo brings it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from projects.cases.memo_list import all_memos
from projects.cases.target_names import names_of
from projects.exchange.codebook_files import write_codebook
from projects.exchange.exchange_content import gather_codebook
from projects.findings.code_lines import code_lines, removed_codes
from projects.findings.coding_variables import coding_variables
from projects.interviews import queries
from projects.interviews.coders import undo_seen, undo_words
from projects.interviews.codes import delete_code, redefine_code, rename_code, stored_codebook
from projects.interviews.segments import add_segment, apply_new_code, remove_segments
from projects.overview import read_overview
from projects.people.consent_actions import record_consents
from projects.people.persons import Member
from projects.people.withdrawn_words import shown_lines
from projects.store import Project
from projects.store.actions import HistoryLine
from tests.projects.results.test_code_columns import PASSPHRASE, filled
from wording import Labels, render

CANARY = "They threatened me again"  # said in the first interview alone
NEUTRAL = "In vivo code {} (consent withdrawn)"


@pytest.fixture
def project(copied_project: Callable[..., Project], tmp_path: Path) -> Iterator[Project]:
    with copied_project(tmp_path / "Study.pwb", PASSPHRASE, filled, name="Study", user="IN") as opened:
        yield opened


def talk(project: Project, name: str) -> str:
    return str(project.query("SELECT id FROM document WHERE name = ?", (f"Talk {name}",))[0]["id"])


def in_vivo(project: Project, name: str = CANARY) -> str:
    text = queries.load_document(project, talk(project, "P01")).document
    start = text.text.index(CANARY)
    project.do(apply_new_code(Labels({"en": name}), None, text, start, start + len(CANARY), coder="IN"))
    return next(code.id for code in stored_codebook(project) if code.name == Labels({"en": name}))


def consent(project: Project, given: bool) -> None:
    project.do(record_consents([Member(document=talk(project, "P01"))], {"interview": given}))


def history(project: Project, text: str = "") -> list[HistoryLine]:
    return shown_lines(project, project.history(50, text=text or None), text, "en")


def codebook_file(project: Project) -> str:
    held = BytesIO()
    write_codebook(stored_codebook(project), "csv", held, "en")
    return held.getvalue().decode("utf-8-sig")


def shown(project: Project, code: str) -> dict[str, str]:
    """What each reader of names of codes gives, as text, by its name."""
    found: dict[str, object] = {
        "codebook": list(queries.codebook(project)),
        "analyses": code_lines(stored_codebook(project)),
        "variables": coding_variables(project),
        "memos": all_memos(project),
        "targets": names_of(project, [f"code:{code}"]),
        "home": read_overview(project),
        "file of the codebook": codebook_file(project),
        "exchange": gather_codebook(project),
        "history": [render(line.message, "en") for line in history(project)],
        "search of history": history(project, CANARY),
    }
    return {name: repr(one) for name, one in found.items()}


def test_a_code_in_the_words_of_a_withdrawn_interview_has_a_neutral_name(project: Project) -> None:
    code = in_vivo(project)
    project.do(redefine_code(code, memo="Look again"))
    before = shown(project, code)
    assert [name for name, said in before.items() if CANARY not in said] == []

    consent(project, False)
    after = shown(project, code)
    assert [name for name, said in after.items() if CANARY.casefold() in said.casefold()] == []
    named = stored_codebook(project)[code].name
    assert render(named, "en") == NEUTRAL.format(code)
    assert render(named, "fr") == f"Code in vivo {code} (consentement retiré)"

    done = project.do(redefine_code(code, memo="Looked"))
    assert CANARY not in render(done.message, "en"), "what is done meanwhile is told by the neutral name"
    consent(project, True)
    assert render(stored_codebook(project)[code].name, "en") == CANARY, "and writes over no stored name"
    for _ in range(3):
        project.undo()
    assert shown(project, code)["codebook"] == before["codebook"]


def test_a_code_once_named_in_such_words_is_not_told_by_them(project: Project) -> None:
    """Renamed, uncoded or deleted since: its line of history and what undo offers keep quiet too."""
    renamed = in_vivo(project)
    project.do(rename_code(renamed, Labels({"en": "Threats again"})))
    gone = in_vivo(project)
    coded = [one.id for one in queries.segments(project, talk(project, "P01")) if one.code == gone]
    project.do(remove_segments(coded))
    consent(project, False)
    assert render(stored_codebook(project)[gone].name, "en") == NEUTRAL.format(gone), "the journal knows its passage"
    assert render(stored_codebook(project)[renamed].name, "en") == "Threats again"
    project.do(delete_code(gone))
    told = repr([history(project), removed_codes(project), undo_words(project)])
    assert CANARY not in told
    assert NEUTRAL.format(gone) in told
    assert CANARY not in repr(undo_seen(project).message)


def test_a_code_that_is_used_for_others_too_still_has_the_words_of_one(project: Project) -> None:
    code = in_vivo(project)
    other = queries.load_document(project, talk(project, "P02")).document
    project.do(add_segment(code, other, 3, len("R: I owed them"), coder="IN"))
    consent(project, False)
    assert render(stored_codebook(project)[code].name, "en") == NEUTRAL.format(code)


def test_a_name_said_in_an_interview_in_use_is_shown(project: Project) -> None:
    other = queries.load_document(project, talk(project, "P02")).document
    made = apply_new_code(Labels({"en": "I owed them"}), None, other, 3, len("R: I owed them"), coder="IN")
    project.do(made)
    consent(project, False)
    assert "I owed them" in [render(one.name, "en") for one in stored_codebook(project)]
    assert "I owed them" in repr(history(project))
