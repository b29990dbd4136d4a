# SPDX-License-Identifier: MIT
"""Whatever is done in whatever order, every quote is the text at its place and undoing all leads back to the start."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding.spans import broken
from projects.interviews import queries
from projects.interviews.codes import add_code
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.segments import add_segment, remove_segments, resize_segment
from projects.interviews.suggestions import (
    accept_suggestions,
    decided_by_document,
    find_suggestions,
    project_rules,
    store_suggestions,
)
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts.corrections import correct_text
from wording import Labels, Problem

PIECES = ["dette ", "P1 : ", "\n", "\r\n", ". ", "👩\u200d👧", "e\u0301", "שלום\u200f ", "\ufe0f", "œ", "🇧🇮 ", "rien "]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=3, max_size=25).map("".join)
PLACES = st.tuples(st.floats(0, 1), st.floats(0, 1))
STEPS = st.lists(st.tuples(st.sampled_from(["code", "remove", "resize", "correct", "rules", "accept", "undo", "redo"]),
                           PLACES, TEXTS), min_size=4, max_size=14)  # fmt: skip


def do(project: Project, step: str, place: tuple[float, float], text: str) -> None:
    loaded = queries.load_document(project, "1")
    document = loaded.document
    start, end = sorted(int(share * len(document.text)) for share in place)
    ids = queries.segment_arrays(project, "1").ids
    chosen = ids[int(place[0] * (len(ids) - 1))] if ids else "0"
    if step == "code":
        project.do(add_segment("1", document, start, end, coder="a"))
    elif step == "remove":
        project.do(remove_segments([chosen]))
    elif step == "resize":
        project.do(resize_segment(chosen, document, start, end))
    elif step == "correct":
        project.do(correct_text(document, document.text[:start] + text + document.text[end:]))
    elif step == "rules":
        found = find_suggestions([loaded], project_rules(project), decided_by_document(project))
        project.do(store_suggestions(found))
    elif step == "accept":
        offered = queries.suggestions(project, loaded)
        project.do(accept_suggestions([item.id for item in offered[:2]], [document], coder="a"))
    elif step == "undo" and _last(project) not in ("interviews.imported", "interviews.code_added"):
        project.undo()
    elif step == "redo" and project.redo_text():
        project.redo()


def _last(project: Project) -> str:
    message = project.undo_text()
    return message.key if message else ""


def check(project: Project) -> None:
    loaded = queries.load_document(project, "1")
    text = loaded.document.text
    assert not broken(text, queries.segments(project))
    for suggestion in queries.suggestions(project, loaded):
        assert 0 <= suggestion.start < suggestion.end <= len(text)
    arrays = queries.segment_arrays(project, "1")
    assert sorted(arrays.index().query(0, len(text))) == list(range(len(arrays.ids)))


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, STEPS)
def test_every_quote_stays_true(
    tmp_path_factory: object, text: str, steps: list[tuple[str, tuple[float, float], str]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("p")  # type: ignore[attr-defined]
    with Project.create(folder / "p.pwb", "quiet lantern over 7 rivers", name="x") as project:
        project.do(add_code(Labels({"fr": "Dette"}), keywords={"fr": ["dette", "rien"]}))
        project.do(import_documents([NewDocument("d", "fr", parse_text(text))]))
        for step in steps:
            with contextlib.suppress(Problem):  # refused: nothing may have changed, which the check sees
                do(project, *step)
            check(project)
        while project.undo_text():
            project.undo()
        assert queries.counts(project) == {"documents": 0, "codes": 0, "segments": 0, "suggestions": 0, "held_back": 0}
