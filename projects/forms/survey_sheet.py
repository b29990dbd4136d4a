# SPDX-License-Identifier: MIT
"""Builds questions, groups and repeats from the lines of a survey sheet, one after the other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from projects.forms.records import Form, FormChoice, Group, Question
from projects.forms.special_choices import language_code, plain
from projects.forms.types import QuestionType, is_known, read_type
from projects.imported.findings import finding, first_names
from projects.imported.records import Finding, Severity
from projects.imported.text_cells import TextSheet, read_small_csv, read_small_sheets
from wording import LANGUAGES, Labels, msg, render

SHEETS = ("survey", "choices", "settings", "external_choices")
_TRANSLATED = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
_COLUMNS = {
    "command": "type",
    "value": "name",
    "caption": "label",
    "constraint_msg": "constraint_message",
    "constraining_message": "constraint_message",
    "skippattern": "relevant",
    "skip_pattern": "relevant",
    "relevance": "relevant",
    "list": "list_name",
    "listname": "list_name",
    "calculate": "calculation",
    "read_only": "readonly",
    "repeat_count": "repeat_count",
    "jr:count": "repeat_count",
    "bind:relevant": "relevant",
    "bind:constraint": "constraint",
    "bind:calculate": "calculation",
    "bind:required": "required",
    "kobo--matrix_list": "matrix_list",
    "kobo--score-choices": "matrix_list",
    "kobo--rank-items": "matrix_list",
}


@dataclass(frozen=True)
class SheetLine:
    """One line of a sheet: `cells` by plain column name, `texts` by translated column and language code."""

    row: int  # 1-based, as the spreadsheet shows it
    cells: Mapping[str, str]
    texts: Mapping[str, Labels] = field(default_factory=dict)

    def get(self, column: str) -> str:
        """The cell of a plain column, stripped; "" where there is none."""
        return self.cells.get(column, "")

    def labels(self, column: str = "label") -> Labels:
        """A translated column."""
        return self.texts.get(column, Labels({}))


def read_form_sheets(path: Path) -> dict[str, list[SheetLine]]:
    """The lines of each known sheet of a workbook or CSV form; a sheet that is absent is not in the result."""
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        sheets = _sheets_of_csv(read_small_csv(path))
    else:
        sheets = read_small_sheets(path)
    found: dict[str, list[SheetLine]] = {}
    for sheet in sheets:
        name = re.sub(r"\s+", "_", plain(sheet.name))
        if name in SHEETS and name not in found:
            found[name] = lines_of(sheet.rows)
    return found


def lines_of(rows: list[list[str]]) -> list[SheetLine]:
    """The lines below the header row (the first row with a name in it); empty lines are left out."""
    start = next((number for number, row in enumerate(rows) if _is_header(row)), None)
    if start is None:
        return []
    headers = [_column(text) for text in rows[start]]
    lines = []
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if any(cell.strip() for cell in row):
            lines.append(_line(number, headers, row))
    return lines


def _is_header(row: list[str]) -> bool:
    names = {_column(cell)[0] for cell in row if cell.strip()}
    return bool(names & {"type", "list_name", "form_title", "form_id", "version", "name", "default_language", "style"})


def _column(header: str) -> tuple[str, str | None]:
    """The plain column name, and the language code where the column is translated (None where not)."""
    parts = [part.strip() for part in re.split(r"::?", header.strip())]
    name = re.sub(r"[\s]+", "_", parts[0].lower())
    whole = re.sub(r"\s+", "_", header.strip().lower()).replace("::", ":")
    if whole in _COLUMNS and _COLUMNS[whole] not in _TRANSLATED:
        return _COLUMNS[whole], None
    name = _COLUMNS.get(name, name)
    if name in _TRANSLATED:
        return name, language_code(parts[1]) if len(parts) > 1 else ""
    if name == "media" or len(parts) > 1:
        return whole, None
    return name, None


def _line(number: int, headers: list[tuple[str, str | None]], row: list[str]) -> SheetLine:
    cells: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    for (name, language), value in zip(headers, row, strict=False):
        value = value.strip()
        if not name or not value:
            continue
        if language is None:
            cells.setdefault(name, value)
        else:
            texts.setdefault(name, {}).setdefault(language, value)
    return SheetLine(number, cells, {name: Labels(by_language) for name, by_language in texts.items()})


def _sheets_of_csv(rows: list[list[str]]) -> list[TextSheet]:
    """A CSV holds a survey sheet alone, or several sheets with their name in the first column."""
    if not any(row and plain(row[0]) in SHEETS for row in rows[:3]):
        return [TextSheet("survey", rows)]
    sheets: list[TextSheet] = []
    for row in rows:
        if row and row[0].strip():
            sheets.append(TextSheet(row[0], []))
        elif sheets:
            sheets[-1].rows.append(row[1:])
    return sheets


_BLOCKS_WITH_ROWS = ("begin_kobomatrix", "begin_loop")
_TRUE = frozenset(("yes", "true", "true()", "1", "oui"))


@dataclass
class _Open:
    """A group that is not closed yet; `lines` are kept for a block that is repeated for each choice of `list_name`."""

    path: tuple[str, ...]
    what: str
    row: int
    list_name: str = ""
    lines: list[SheetLine] | None = None


class Outline:
    """Takes lines in order; `questions`, `groups` and `warnings` are what came of them."""

    def __init__(self, choices: Mapping[str, tuple[FormChoice, ...]]) -> None:
        self.questions: list[Question] = []
        self.groups: dict[tuple[str, ...], Group] = {}
        self.warnings: list[Finding] = []
        self._choices = choices
        self._open: list[_Open] = []
        self._unknown: list[str] = []
        self._paths: set[tuple[str, ...]] = set()

    def add(self, line: SheetLine) -> None:
        """Take the next line of the sheet."""
        written = line.get("type")
        if not written or written.startswith("#"):
            return
        kind = read_type(written)
        if kind.name.startswith("end_"):
            self._end(kind, line)
        elif self._open and self._open[-1].lines is not None:
            self._open[-1].lines.append(line)
        elif kind.name.startswith("begin_"):
            self._begin(kind, line)
        else:
            self._question(kind, line)

    def close(self) -> None:
        """The sheet is at its end: groups still open are named, odd types listed."""
        for left in self._open:
            self.warnings.append(finding(Severity.WARNING, "group_open", name=left.path[-1], row=left.row))
        if self._unknown:
            names = list(dict.fromkeys(self._unknown))
            self.warnings.append(finding(Severity.WARNING, "type_unknown", names=first_names(names), n=len(names)))

    def _here(self) -> tuple[str, ...]:
        return self._open[-1].path if self._open else ()

    def _begin(self, kind: QuestionType, line: SheetLine) -> None:
        what = kind.name.removeprefix("begin_")
        name = line.get("name") or f"{what}_{line.row}"
        path = (*self._here(), name)
        group = Group(name, path, line.labels(), what == "repeat", line.get("relevant"), line.get("repeat_count"))
        self.groups.setdefault(path, group)
        listed = kind.list_name or line.get("matrix_list")
        has_rows = kind.name in _BLOCKS_WITH_ROWS
        self._open.append(_Open(path, what, line.row, listed, [] if has_rows else None))

    def _end(self, kind: QuestionType, line: SheetLine) -> None:
        what = kind.name.removeprefix("end_")
        if not self._open:
            self.warnings.append(finding(Severity.WARNING, "group_end_alone", row=line.row))
            return
        if self._open[-1].what != what and any(open_.what == what for open_ in self._open):
            while self._open[-1].what != what:
                left = self._open.pop()
                self.warnings.append(finding(Severity.WARNING, "group_open", name=left.path[-1], row=left.row))
        closed = self._open.pop()
        if closed.lines is not None:
            self._rows_of_block(closed)

    def _rows_of_block(self, block: _Open) -> None:
        """A matrix or loop asks its questions once for each choice of its list, in a group named after both."""
        for choice in self._choices.get(block.list_name, ()):
            is_matrix = block.what == "kobomatrix"
            name = f"{block.path[-1]}_{choice.name}" if is_matrix else choice.name
            path = (*block.path[:-1], name) if is_matrix else (*block.path, name)
            self.groups.setdefault(path, Group(name, path, choice.labels))
            self._open.append(_Open(path, "row", block.row))
            for line in block.lines or ():
                column = line.get("name")
                cells = {**line.cells, "name": f"{name}_{column}" if is_matrix else column}
                labels = _joined(choice.labels, line.labels())
                self.add(replace(line, cells=cells, texts={**line.texts, "label": labels}))
            self._open.pop()

    def _question(self, kind: QuestionType, line: SheetLine) -> None:
        name = line.get("name")
        if not name:
            if kind.name not in ("note", *_BLOCKS_WITH_ROWS):
                self.warnings.append(finding(Severity.WARNING, "question_without_name", row=line.row))
            if kind.name == "note":
                return
            name = f"{kind.name}_{line.row}"
        kind = self._in_block(kind)
        path = (*self._here(), name)
        if path in self._paths:
            self.warnings.append(finding(Severity.WARNING, "question_twice", name=name, row=line.row))
            return
        self._paths.add(path)
        if not is_known(kind.name):
            self._unknown.append(line.get("type"))
        self._append(kind, line, path)

    def _append(self, kind: QuestionType, line: SheetLine, path: tuple[str, ...]) -> None:
        question = Question(
            name=path[-1],
            type=kind.name,
            form_type=line.get("type"),
            path=path,
            labels=line.labels(),
            hint=line.labels("hint"),
            list_name=kind.list_name,
            file=kind.file,
            or_other=kind.or_other,
            repeat=self._innermost_repeat(),
            relevant=line.get("relevant"),
            constraint=line.get("constraint"),
            calculation=line.get("calculation"),
            choice_filter=line.get("choice_filter"),
            appearance=line.get("appearance"),
            required=line.get("required").lower() in _TRUE,
            row=line.row,
        )
        self.questions.append(question)
        if kind.or_other:
            self.questions.append(_other_question(question))

    def _in_block(self, kind: QuestionType) -> QuestionType:
        """Rows of a score or rank block are select_one questions over the list of the block."""
        if kind.name in ("score__row", "rank__level"):
            return QuestionType("select_one", kind.list_name or (self._open[-1].list_name if self._open else ""))
        return kind

    def _innermost_repeat(self) -> tuple[str, ...]:
        for open_ in reversed(self._open):
            if open_.what == "repeat":
                return open_.path
        return ()


def _other_question(question: Question) -> Question:
    """The text field that or_other adds behind its question."""
    name = f"{question.name}_other"
    condition = f"selected(${{{question.name}}}, 'other')"
    return Question(
        name=name,
        type="text",
        form_type="text",
        path=(*question.path[:-1], name),
        labels=Labels({one: render(msg("importing.specify_other"), one) for one in LANGUAGES}),
        repeat=question.repeat,
        relevant=condition,
        row=question.row,
    )


def _joined(outer: Labels, inner: Labels) -> Labels:
    languages = dict.fromkeys((*outer.by_language, *inner.by_language))
    return Labels(
        {
            language: " – ".join(filter(None, (outer.in_language(language), inner.in_language(language))))
            for language in languages
        }
    )


def empty_form() -> Form:
    """A form without questions."""
    return Form((), {}, {})
