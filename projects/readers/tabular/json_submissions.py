# SPDX-License-Identifier: MIT
"""KoboToolbox JSON: the answer of its API, a list of submissions, or a form with its submissions.

Numbers keep their digits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from projects.forms.records import Form
from projects.forms.survey_sheet import SheetLine, lines_of
from projects.forms.xlsform import form_of_lines
from projects.imported.findings import finding
from projects.imported.problems import import_problem
from projects.imported.raw_tables import RawBook
from projects.imported.records import Finding, Severity
from projects.readers.tabular.submission_tables import Submission, plain_text, tables_of
from projects.readers.tabular.text_dialect import decode

_DEEPEST = 60
_LEFT_OUT = frozenset(("_attachments", "_geolocation", "_tags", "_notes"))


def read_json(path: Path) -> tuple[RawBook, Form | None]:
    """The tables of a JSON file, and the form where it holds one.

    Raises ImportProblem for what is no list of submissions.
    """
    findings: list[Finding] = []
    content = _parsed(path, findings)
    form: Form | None = None
    if isinstance(content, dict) and isinstance(content.get("content"), dict):
        form = _form_of(content)
    records = _records(content)
    if records is None:
        raise import_problem("not_json", file=path.name)
    if not records:
        raise import_problem("no_submissions", file=path.name)
    repeats = {"/".join(group.path) for group in form.repeats()} if form is not None else set()
    submissions = [_submission(record, repeats) for record in records]
    return RawBook("json", path.stem, tables_of(submissions, path.stem), findings), form


def read_json_form(path: Path) -> Form:
    """The form in KoboToolbox' JSON. Raises ImportProblem when the file holds none."""
    content = _parsed(path, [])
    if isinstance(content, dict) and isinstance(content.get("survey"), list):
        content = {"content": content}
    if not isinstance(content, dict) or not isinstance(content.get("content"), dict):
        raise import_problem("not_a_form", file=path.name)
    return _form_of(content)


def _form_of(content: dict[str, Any]) -> Form:
    return form_of_content(content["content"], str(content.get("version") or ""), str(content.get("title") or ""))


def _parsed(path: Path, findings: list[Finding]) -> Any:
    text = decode(path.read_bytes(), path.name).content.decode("utf-8", "replace")
    twice = odd = 0

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        names = dict(found)
        twice += len(names) < len(found)
        return names

    def number(digits: str) -> str:
        return digits

    def constant(word: str) -> str:
        nonlocal odd
        odd += 1
        return word

    def decimal(digits: str) -> str:
        nonlocal odd
        odd += float(digits) in (float("inf"), float("-inf"))
        return digits

    if _depth(text) > _DEEPEST:
        raise import_problem("too_deep", file=path.name)
    try:
        content = json.loads(
            text, object_pairs_hook=pairs, parse_int=number, parse_float=decimal, parse_constant=constant
        )
    except (ValueError, RecursionError) as error:
        raise import_problem("not_json", file=path.name) from error
    if twice:
        findings.append(finding(Severity.WARNING, "json_keys_twice", n=twice, count=twice))
    if odd:
        findings.append(finding(Severity.WARNING, "json_not_numbers", n=odd, count=odd))
    return content


def _depth(text: str) -> int:
    """How deep brackets stand in one another at most, those within texts included: an upper bound."""
    deepest = depth = 0
    for letter in text:
        if letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest


def _records(content: object) -> list[dict[str, Any]] | None:
    if isinstance(content, dict):
        for key in ("results", "submissions", "value", "data"):
            if isinstance(content.get(key), list):
                content = content[key]
                break
        else:
            return [] if "content" in content else None
    if not isinstance(content, list) or not all(isinstance(record, dict) for record in content):
        return None
    return content


def _submission(record: Mapping[str, object], repeats: set[str], prefix: str = "") -> Submission:
    found = Submission()
    for key, value in record.items():
        if key == "_validation_status":
            found.values[key] = plain_text(value.get("label")) if isinstance(value, dict) else plain_text(value)
            continue
        path = key if "/" in key or not prefix else f"{prefix}/{key}"
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value) and key not in _LEFT_OUT:
            found.repeats[path] = [_submission(row, repeats, path) for row in value]
        elif isinstance(value, dict) and key not in _LEFT_OUT:
            inner = _submission(value, repeats, path)
            found.values.update(inner.values)
            found.repeats.update(inner.repeats)
        elif isinstance(value, (list, dict)):
            found.values[path] = json.dumps(value, ensure_ascii=False) if value else ""
        elif path not in repeats or value not in (None, ""):
            found.values[path] = plain_text(value)
    return found


def form_of_content(content: dict[str, Any], version: str, title: str) -> Form:
    """The form in KoboToolbox' own JSON: lists of records named like the sheets of an XLSForm."""
    translations = [str(name or "") for name in content.get("translations") or []]
    survey = _lines(content.get("survey") or [], translations)
    choices = _lines(content.get("choices") or [], translations)
    settings = content.get("settings") or {}
    found = settings[0] if isinstance(settings, list) and settings else settings
    line = _lines([found], []) if isinstance(found, dict) and found else []
    form = form_of_lines(survey, choices, line[0] if line else SheetLine(0, {}))
    return replace(form, version=form.version or version, title=form.title or title)


def _lines(records: Sequence[object], translations: list[str]) -> list[SheetLine]:
    flat = [_flat(record, translations) for record in records if isinstance(record, dict)]
    headers = list(dict.fromkeys(key for record in flat for key in record))
    return lines_of([headers, *([record.get(header, "") for header in headers] for record in flat)])


def _flat(record: Mapping[str, object], translations: list[str]) -> dict[str, str]:
    """One record with translated lists as columns of their own; `$autoname` and the like give missing names."""
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, list):
            for number, text in enumerate(value):
                language = translations[number] if number < len(translations) else str(number or "")
                flat[f"{key}::{language}" if language else key] = plain_text(text)
        elif isinstance(value, dict):
            flat.update(
                {f"{key} {inner}".strip(): plain_text(text) for inner, text in value.items()} if key != "type" else {}
            )
            if key == "type" and value:
                inner, listed = next(iter(value.items()))
                flat["type"] = f"{inner} {listed}"
        else:
            flat[key] = plain_text(value)
    if "select_from_list_name" in flat and " " not in flat.get("type", " "):
        flat["type"] = f"{flat['type']} {flat['select_from_list_name']}"
    if not flat.get("name") and flat.get("$autoname"):
        flat["name"] = flat["$autoname"]
    return flat
