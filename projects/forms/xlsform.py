# SPDX-License-Identifier: MIT
"""Reads an XLSForm leniently: what strict validation would refuse is a listed warning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from projects.forms.attached_files import CHOICES, LOOKUPS
from projects.forms.checks import check_form
from projects.forms.choice_lists import plain_column
from projects.forms.languages import language_code
from projects.forms.records import Form, FormChoice
from projects.forms.sheets import SheetLine, lines_of, read_form_sheets
from projects.forms.survey_sheet import Outline
from projects.imported.findings import finding, first_names
from projects.imported.problems import import_problem
from projects.imported.records import Finding, Severity
from projects.imported.text_cells import read_small_csv
from wording import Labels

_LOOKED_UP = re.compile(r"""(?:pulldata|instance)\s*\(\s*["']([^"']+)["']""")
_CHOICE_COLUMNS = {"list_name", "name", "label", "order"}


def read_xlsform(path: Path, beside: Mapping[str, Sequence[FormChoice]] | None = None) -> Form:
    """The form in an .xlsx, .xls or .csv file.

    `beside`: choices of select_one_from_file by file name; files lying beside the form are read too.
    Raises ImportProblem when there is no survey sheet with a type column.
    """
    sheets = read_form_sheets(path)
    lines = sheets.get("survey", [])
    if not any(line.get("type") for line in lines):
        raise import_problem("not_a_form", file=path.name)
    settings = sheets["settings"][0] if sheets.get("settings") else SheetLine(0, {})
    form = form_of_lines(lines, sheets.get("choices", []) + sheets.get("external_choices", []), settings)
    return with_kept_files(_with_files(form, path.parent, beside or {}), path.parent)


def form_of_lines(survey: list[SheetLine], choice_lines: list[SheetLine], settings: SheetLine) -> Form:
    """The form of the lines of its three sheets."""
    default = language_code(settings.get("default_language"))
    choices, warnings = _read_choices(choice_lines)
    outline = Outline(choices)
    for line in survey:
        outline.add(line)
    outline.close()
    languages = _languages(survey, choice_lines, default)
    form = Form(
        questions=tuple(outline.questions),
        groups=outline.groups,
        choices=choices,
        languages=languages,
        title=settings.get("form_title") or settings.labels("form_title").in_language("en"),
        form_id=settings.get("form_id") or settings.get("id_string"),
        version=settings.get("version"),
        warnings=(*warnings, *outline.warnings),
    )
    form = _rename_default_language(form, default)
    return replace(form, warnings=(*form.warnings, *check_form(form)))


def _read_choices(lines: Iterable[SheetLine]) -> tuple[dict[str, tuple[FormChoice, ...]], list[Finding]]:
    lists: dict[str, dict[str, FormChoice]] = {}
    twice: list[str] = []
    for line in lines:
        list_name, name = line.get("list_name"), line.get("name")
        if not list_name or not name:
            continue
        known = lists.setdefault(list_name, {})
        if name in known:
            twice.append(f"{list_name}: {name}")
            continue
        filters = {column: text for column, text in line.cells.items() if column not in _CHOICE_COLUMNS}
        known[name] = FormChoice(name, line.labels(), filters)
    warnings = []
    if twice:
        warnings.append(finding(Severity.WARNING, "choice_twice", names=first_names(twice), n=len(twice)))
    return {name: tuple(known.values()) for name, known in lists.items()}, warnings


def _languages(survey: list[SheetLine], choices: list[SheetLine], default: str) -> tuple[str, ...]:
    """Every language a label is written in, the default first, in the order met."""
    met: dict[str, None] = {}
    for line in (*survey, *choices):
        for language in line.labels().by_language:
            met.setdefault(language or default)
    if default in met:
        return (default, *(language for language in met if language != default))
    return tuple(met)


def _rename_default_language(form: Form, default: str) -> Form:
    """Labels without a language belong to the form's default language where it names one."""
    if not default:
        return form

    def named(labels: Labels) -> Labels:
        by_language = dict(labels.by_language)
        if "" in by_language:
            by_language.setdefault(default, by_language.pop(""))
        return Labels(by_language)

    return replace(
        form,
        questions=tuple(replace(q, labels=named(q.labels), hint=named(q.hint)) for q in form.questions),
        groups={path: replace(group, labels=named(group.labels)) for path, group in form.groups.items()},
        choices={
            name: tuple(replace(choice, labels=named(choice.labels)) for choice in listed)
            for name, listed in form.choices.items()
        },
    )


def _with_files(form: Form, folder: Path, beside: Mapping[str, Sequence[FormChoice]]) -> Form:
    """Choices of `select_one_from_file`, from the files given or lying beside the form."""
    choices = dict(form.choices)
    missing: list[str] = []
    read: list[str] = []
    for question in form.questions:
        if not question.file or question.list_name in choices:
            continue
        if question.file in beside:
            choices[question.list_name] = tuple(beside[question.file])
        elif _is_plain_name(question.file) and (folder / question.file).is_file():
            choices[question.list_name] = read_choice_file(folder / question.file)
            read.append(f"{CHOICES}/{question.file}")
        else:
            missing.append(question.file)
    form = replace(form, choices=choices, beside=tuple(read))
    if not missing:
        return form
    absent = finding(Severity.WARNING, "choice_file_absent", names=first_names(dict.fromkeys(missing)), n=len(missing))
    return replace(form, warnings=(*form.warnings, absent))


def read_choice_file(path: Path) -> tuple[FormChoice, ...]:
    """The choices of a CSV with the columns name and label (or label::Language)."""
    if path.suffix.lower() != ".csv":
        return ()
    known: dict[str, FormChoice] = {}
    for line in lines_of(read_small_csv(path)):
        name = line.get("name") or line.get("name_key")
        if name:
            filters = {column: text for column, text in line.cells.items() if column not in _CHOICE_COLUMNS}
            known.setdefault(name, FormChoice(name, line.labels(), filters))
    return tuple(known.values())


def with_kept_files(form: Form, folder: Path) -> Form:
    """The form with the CSV files beside it that pulldata() or instance() names."""
    texts = [text for q in form.questions for text in (q.relevant, q.constraint, q.calculation, q.choice_filter)]
    files: dict[str, tuple[Mapping[str, str], ...]] = {}
    read = dict.fromkeys(form.beside)
    for name in dict.fromkeys(name for text in texts for name in _LOOKED_UP.findall(text)):
        file = name if name.lower().endswith(".csv") else f"{name}.csv"
        if name not in form.choices and _is_plain_name(file) and (folder / file).is_file():
            rows = read_small_csv(folder / file)
            heads = [plain_column(head) for head in rows[0]] if rows else []
            files[name] = tuple(dict(zip(heads, row, strict=False)) for row in rows[1:] if any(row))
            if f"{CHOICES}/{file}" not in read:
                read[f"{LOOKUPS}/{file}"] = None
    return replace(form, files=files, beside=tuple(read)) if files else form


def _is_plain_name(name: str) -> bool:
    return Path(name).name == name and name not in (".", "..")
