# SPDX-License-Identifier: MIT
"""Segments are split and joined with true quotes and all memos; what cannot be is refused and changes nothing."""

from __future__ import annotations

import pytest

from coding.spans import broken
from projects.interviews import queries, segments
from projects.interviews.segments import join_segments, split_segment
from projects.store.project import Project
from wording import Problem, render


def made(project: Project, start: int, end: int, coder: str = "Ana", memo: str = "", key: str = "ACT") -> str:
    code = queries.codebook(project).with_key(key)
    assert code is not None
    document = queries.load_document(project, "1").document
    done = project.do(segments.add_segment(code.id, document, start, end, coder=coder, memo=memo)).result
    return str(done[0])  # type: ignore[index]


def test_a_segment_is_split_and_joined_again(project: Project) -> None:
    document = queries.load_document(project, "1").document
    start = document.text.index("He took")
    end = document.text.index(" I began")
    one = made(project, start, end, memo="first")
    before = [tuple(row) for row in project.query("SELECT start, stop, quote, memo FROM segment")]
    done = project.do(split_segment(one, document, document.text.index(" Then he")))
    assert render(done.message, "en") == "Split a segment of “Act”"
    quotes = [segment.quote for segment in queries.segments(project, "1")]
    assert quotes == ["He took my passport 👩\u200d👧.", "Then he said I had a debt."]
    assert not broken(document.text, queries.segments(project, "1"))
    project.do(join_segments(done.result, document))  # type: ignore[arg-type]
    assert [tuple(row) for row in project.query("SELECT start, stop, quote, memo FROM segment")] == before
    project.undo()
    project.undo()
    assert [tuple(row) for row in project.query("SELECT start, stop, quote, memo FROM segment")] == before


def test_joining_keeps_all_memos_and_asks_for_one_coder(project: Project) -> None:
    document = queries.load_document(project, "1").document
    one, two = made(project, 0, 5, memo="a"), made(project, 8, 12, memo="b")  # in the label of the first turn
    other = made(project, 8, 12, coder="Ben")
    project.do(join_segments([two, one], document))
    (joined, _) = queries.segments(project, "1")
    assert (joined.id, joined.start, joined.end, joined.memo) == (one, 0, 12, "a\n\nb")
    for wrong in ([one, other], [one], [one, made(project, 20, 24, key="MEA")]):
        with pytest.raises(Problem):
            project.do(join_segments(wrong, document))
    with pytest.raises(Problem):
        project.do(split_segment(one, document, 0))


def test_what_stands_in_two_turns_is_not_joined_and_it_is_said_why(project: Project) -> None:
    document = queries.load_document(project, "1").document
    first, second = document.text.index("I began"), document.text.index("The debt")
    one, two = made(project, first, first + 7), made(project, second, second + 8)
    with pytest.raises(Problem) as refused:
        project.do(join_segments([one, two], document))
    assert "turn" in render(refused.value.message, "en")
    assert len(queries.segments(project, "1")) == 2
    whole = made(project, first, second + 8)  # laid over both by hand: they overlap
    project.do(join_segments([whole, two], document))
    assert len(queries.segments(project, "1")) == 2
