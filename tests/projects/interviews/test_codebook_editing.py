# SPDX-License-Identifier: MIT
"""A category or a retired code is never applied; anchors, category, retired are kept and undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coding.auto_code import PatternKind, Scope
from projects.interviews import codebook_editing, codes, queries, segments, suggestions
from projects.interviews.auto_coding import Search, code_hits, search_hits
from projects.store.actions import Action
from projects.store.project import Project
from wording import Labels, Problem, render


def _id(project: Project, key: str) -> str:
    found = queries.codebook(project).with_key(key)
    assert found is not None
    return found.id


def _found(project: Project) -> list[suggestions.FoundInDocument]:
    loaded = [queries.load_document(project, "1")]
    return suggestions.find_suggestions(loaded, suggestions.project_rules(project), {})


def _applied(project: Project, key: str) -> Action:
    return segments.apply_code(_id(project, key), queries.load_document(project, "1").document, [(0, 4)], coder="Ana")


def _recoded(project: Project, key: str) -> Action:
    (made,) = project.do(_applied(project, "ACT")).result
    return segments.recode_segments([made], _id(project, key))


def _auto(project: Project, key: str) -> Action:
    hits, documents = search_hits(project, Search((("debt", PatternKind.PHRASE),), Scope.SENTENCE))
    return code_hits(_id(project, key), hits, documents.values(), coder="Ana")


def _accepted(project: Project, key: str) -> Action:
    loaded = queries.load_document(project, "1")
    project.do(suggestions.store_suggestions(_found(project)))
    first = queries.suggestions(project, loaded)[0]
    return suggestions.accept_suggestions([first.id], [loaded.document], coder="Ana", code_id=_id(project, key))


def _merged(project: Project, key: str) -> Action:
    project.do(_applied(project, "ACT"))
    return codes.merge_codes(_id(project, "ACT"), _id(project, key))


@pytest.mark.parametrize("make", [_applied, _recoded, _auto, _accepted, _merged])
@pytest.mark.parametrize(
    ("unapplied", "english", "french"),
    [
        (codebook_editing.set_category, "“Means” is a category", "«\u00a0Moyen\u00a0» est une catégorie"),
        (codebook_editing.set_retired, "“Means” is retired", "«\u00a0Moyen\u00a0» est hors usage"),
    ],
)
def test_a_category_or_a_retired_code_is_refused_by_each_door(
    project: Project,
    make: Callable[[Project, str], Action],
    unapplied: Callable[[str, bool], Action],
    english: str,
    french: str,
) -> None:
    project.do(unapplied(_id(project, "MEA"), True))
    action = make(project, "MEA")
    before = queries.segments(project)
    with pytest.raises(Problem) as caught:
        project.do(action)
    assert render(caught.value.message, "en").startswith(english)
    assert render(caught.value.message, "fr").startswith(french)
    assert queries.segments(project) == before


def test_categories_and_retired_codes_suggest_nothing_and_code_nothing(project: Project) -> None:
    debt = _id(project, "MEA.DEBT")
    assert debt in {one.code for result in _found(project) for one in result.found}
    project.do(codebook_editing.set_retired(debt, True))
    assert debt not in {one.code for result in _found(project) for one in result.found}
    project.undo()
    assert debt in {one.code for result in _found(project) for one in result.found}
    project.do(suggestions.store_suggestions(_found(project)))
    loaded = list(queries.load_documents(project))
    waiting = [one.id for each in loaded for one in queries.suggestions(project, each) if one.code == debt]
    project.do(codebook_editing.set_retired(debt, True))
    with pytest.raises(Problem):
        project.do(suggestions.accept_suggestions(waiting, [each.document for each in loaded], coder="Ana"))
    assert queries.segments(project) == []


def test_a_code_with_segments_cannot_become_a_category(project: Project) -> None:
    project.do(_applied(project, "ACT"))
    with pytest.raises(Problem) as caught:
        project.do(codebook_editing.set_category(_id(project, "ACT"), True))
    assert render(caught.value.message, "en").startswith("“Act” has 1 segment and cannot become a category")
    project.do(codebook_editing.set_retired(_id(project, "ACT"), True))
    assert len(queries.segments(project)) == 1


def test_anchors_are_kept_once_and_taken_off_and_undone(project: Project) -> None:
    (made,) = project.do(_applied(project, "ACT")).result
    act = _id(project, "ACT")
    project.do(codebook_editing.keep_anchor(made))
    anchors = (("Inte", "1"),)
    assert queries.codebook(project)[act].anchors == anchors
    with pytest.raises(Problem):
        project.do(codebook_editing.keep_anchor(made))
    project.do(codebook_editing.remove_anchor(act, anchors[0]))
    assert queries.codebook(project)[act].anchors == ()
    project.undo()
    assert queries.codebook(project)[act].anchors == anchors
    project.undo()
    assert queries.codebook(project)[act].anchors == ()


def test_a_memo_alone_is_named_a_memo_in_history(project: Project) -> None:
    act = _id(project, "ACT")
    said = [
        render(project.do(codes.redefine_code(act, **given)).message, "fr")
        for given in ({"memo": "Ask Ana."}, {"memo": "Ask Ben.", "inclusion": Labels({"en": "if"})})
    ]
    assert [words.startswith("Mémo") for words in said] == [True, False]


def test_inclusion_and_exclusion_are_written_and_undone(project: Project) -> None:
    act = _id(project, "ACT")
    project.do(codes.redefine_code(act, inclusion=Labels({"fr": "si"}), exclusion=Labels({"en": "not if"})))
    code = queries.codebook(project)[act]
    assert (code.inclusion.by_language, code.exclusion.by_language) == ({"fr": "si"}, {"en": "not if"})
    project.undo()
    assert queries.codebook(project)[act].inclusion.by_language == {}
