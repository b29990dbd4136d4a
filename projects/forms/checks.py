# SPDX-License-Identifier: MIT
"""Checks of a form as a whole: conditions in a circle, undefined names, lists without choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from projects.forms.records import Form
from projects.imported.findings import finding, first_names
from projects.imported.records import Finding, Severity

REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")


def check_form(form: Form) -> Iterator[Finding]:
    """One warning per oddity."""
    circle = _circle(_references(form))
    if circle:
        yield finding(Severity.WARNING, "form_circle", names=circle)
    known = {question.name for question in form.questions} | {group.name for group in form.groups.values()}
    unknown = sorted(set(_all_references(form)) - known)
    if unknown:
        yield finding(Severity.WARNING, "reference_unknown", names=first_names(unknown), n=len(unknown))
    listless = [
        question.name
        for question in form.questions
        if question.list_name
        and not question.file
        and "${" not in question.list_name  # choices taken from earlier answers have no list
        and question.list_name not in form.choices
    ]
    if listless:
        yield finding(Severity.WARNING, "list_absent", names=first_names(listless), n=len(listless))


def references(expression: str) -> list[str]:
    """The names an expression refers to as ${name}."""
    return REFERENCE.findall(expression)


def _references(form: Form) -> dict[str, set[str]]:
    """Which questions each question's being asked or value depends on."""
    depends: dict[str, set[str]] = {}
    for question in form.questions:
        words = [question.relevant, question.calculation]
        found = {name for text in words for name in references(text)}
        depends.setdefault(question.name, set()).update(found)
    return depends


def _all_references(form: Form) -> Iterator[str]:
    for question in form.questions:
        for text in (question.relevant, question.constraint, question.calculation, question.choice_filter):
            yield from references(text)
    for group in form.groups.values():
        yield from references(group.relevant)
        yield from references(group.repeat_count)


def _circle(depends: Mapping[str, set[str]]) -> list[str]:
    """The names of one circle of references, [] when there is none."""
    done: set[str] = set()
    for start in depends:
        if start in done:
            continue
        path: list[str] = [start]
        stack = [iter(sorted(depends[start]))]
        while stack:
            following = next(stack[-1], None)
            if following is None:
                done.add(path.pop())
                stack.pop()
            elif following in path:
                return [*path[path.index(following) :], following]
            elif following in depends and following not in done:
                path.append(following)
                stack.append(iter(sorted(depends[following])))
    return []
