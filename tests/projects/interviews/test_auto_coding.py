# SPDX-License-Identifier: MIT
"""Auto-coding is one action with its pattern as origin; what a coder has coded so already stays once."""

from __future__ import annotations

import pytest

from coding.auto_code import PatternKind, Scope
from coding.spans import broken
from projects.interviews import queries
from projects.interviews.auto_coding import Search, code_hits, search_hits
from projects.store.project import Project
from wording import Problem, render

PATTERNS = (("debt", PatternKind.PHRASE), ("dette", PatternKind.PHRASE))


def test_hits_are_coded_at_once_and_undone_at_once(project: Project) -> None:
    found = queries.codebook(project).with_key("MEA.DEBT")
    assert found is not None
    hits, documents = search_hits(project, Search(PATTERNS, Scope.SENTENCE))
    changes = project.do(code_hits(found.id, hits, documents.values(), coder="Ana"))
    assert render(changes.message, "en") == "Auto-coded 4 segments with “Debt bondage” (documents: 2)"
    held = queries.segments(project)
    assert {(segment.coder, segment.origin) for segment in held} == {("Ana", "auto:debt"), ("Ana", "auto:dette")}
    for loaded in queries.load_documents(project):
        assert not broken(loaded.document.text, queries.segments(project, loaded.document.id))
    with pytest.raises(Problem):
        project.do(code_hits(found.id, hits, documents.values(), coder="Ana"))
    project.do(code_hits(found.id, hits[:1], documents.values(), coder="Ben"))
    project.undo()
    project.undo()
    assert queries.segments(project) == []


def test_languages_and_codes_limit_the_search(project: Project) -> None:
    assert {hit.document for hit in search_hits(project, Search(PATTERNS, languages=frozenset(["fr"])))[0]} == {"2"}
    code = queries.codebook(project).with_key("ACT")
    assert code is not None
    assert search_hits(project, Search(PATTERNS, within=code.id))[0] == []
