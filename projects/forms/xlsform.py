# SPDX-License-Identifier: MIT
"""Reads an XLSForm leniently: what strict validation would refuse is a listed warning."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from projects.forms.answers import plain_column
from projects.forms.records import Form, FormChoice
from projects.forms.special_choices import language_code
from projects.forms.survey_sheet import Outline, SheetLine, lines_of, read_form_sheets
from projects.imported.findings import finding, first_names
from projects.imported.problems import import_problem
from projects.imported.records import Finding, Severity
from projects.imported.text_cells import read_small_csv
from wording import DEFAULT_LANGUAGE, Labels

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


FORM, CHOICES, LOOKUPS = "form", "choices", "lookups"


def form_with_files(form: Path, files: Sequence[str]) -> bytes:
    """What is kept of a form; `files` are those it read beside it, as `Form.beside` names them. Raises OSError."""
    if not files:
        return form.read_bytes()
    named = {name: form.with_name(_parted(name)[1]) for name in files}
    return _zipped([(f"{FORM}/{form.name}", form.read_bytes()), *((n, path.read_bytes()) for n, path in named.items())])


def taken_apart(name: str, kept: bytes, *, lookups: bool = True) -> dict[str, bytes]:
    """A kept form called `name`, and the files beside it, by their names; `lookups`: what it looks up too."""
    parts = _parts(kept)
    beside = {
        file: content for (kind, file), content in parts.items() if kind == CHOICES or (kind == LOOKUPS and lookups)
    }
    form = next((content for (kind, _), content in parts.items() if kind == FORM), kept)
    return beside | {Path(name).name: form}


def without_lookups(kept: bytes) -> bytes:
    """A kept form without the files in which it looks things up; the same bytes where it has none."""
    parts = _parts(kept)
    if not any(kind == LOOKUPS for kind, _ in parts):
        return kept
    return _zipped((f"{kind}/{file}", content) for (kind, file), content in parts.items() if kind != LOOKUPS)


def _parts(kept: bytes) -> dict[tuple[str, str], bytes]:
    """The files kept together, by kind and name; empty for a form that is kept alone."""
    if not kept.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(kept)) as container:
            names = container.namelist()
            if not names or not names[0].startswith(f"{FORM}/"):
                return {}
            return {_parted(name): container.read(name) for name in names}
    except zipfile.BadZipFile:
        return {}


def _parted(name: str) -> tuple[str, str]:
    kind, _, file = name.partition("/")
    return kind, Path(file).name


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The files as a zip that is the same whenever it is made."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as container:
        for name, content in files:
            container.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


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
        title=settings.get("form_title") or settings.labels("form_title").in_language(DEFAULT_LANGUAGE),
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
