# SPDX-License-Identifier: MIT
"""Several versions of one form as one: the later holds, what only an earlier one asked is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from projects.forms.records import Form, FormChoice, Group, Question
from projects.imported.findings import finding, first_names
from projects.imported.records import Finding, Severity


def merged(forms: Sequence[Form]) -> Form:
    """One form of several versions, the latest by its version (numbers as numbers). Questions keep the latest order."""
    ordered = sorted(forms, key=lambda form: _version_key(form.version))
    if len(ordered) == 1:
        return ordered[0]
    questions: dict[tuple[str, ...], Question] = {}
    groups: dict[tuple[str, ...], Group] = {}
    choices: dict[str, dict[str, FormChoice]] = {}
    for form in reversed(ordered):
        for question in form.questions:
            questions.setdefault(question.path, question)
        for path, group in form.groups.items():
            groups.setdefault(path, group)
        for name, listed in form.choices.items():
            known = choices.setdefault(name, {})
            for choice in listed:
                known.setdefault(choice.name, choice)
    latest = ordered[-1]
    languages = dict.fromkeys(language for form in reversed(ordered) for language in form.languages)
    return replace(
        latest,
        questions=tuple(questions.values()),
        groups=groups,
        choices={name: tuple(known.values()) for name, known in choices.items()},
        languages=tuple(languages),
        files={name: rows for form in ordered for name, rows in form.files.items()},
        beside=(),  # a folder of versions is not kept
        warnings=(*latest.warnings, *_version_findings(ordered)),
    )


def _version_key(version: str) -> tuple[list[tuple[int, int, str]], str]:
    parts = re.findall(r"\d+|\D+", version)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts], version


def _version_findings(ordered: Sequence[Form]) -> list[Finding]:
    """Which questions were asked in another way by an earlier version."""
    latest = {question.path: question.type for question in ordered[-1].questions}
    changed = {
        question.name
        for form in ordered[:-1]
        for question in form.questions
        if latest.get(question.path, question.type) != question.type
    }
    names = [form.version for form in ordered]
    found = [finding(Severity.NOTE, "form_versions", names=first_names(names), n=len(names), count=len(names))]
    if changed:
        found.append(
            finding(
                Severity.WARNING, "type_changed", names=first_names(sorted(changed)), n=len(changed), count=len(changed)
            )
        )
    return found
