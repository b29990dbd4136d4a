# SPDX-License-Identifier: MIT
"""Excel files whose bytes depend only on their contents: the form and the export. Decides nothing about answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from tests.sample_study.form_choices import CHOICES
from tests.sample_study.form_question import FORM_ID, FORM_VERSION, TITLE, Question
from tests.sample_study.form_survey import survey

CREATED = dt.datetime(2025, 10, 1, 8, 0, 0)  # fixed, so that two builds give the same bytes
EN, FR = "English (en)", "Français (fr)"

SURVEY_COLUMNS = {
    "type": "type",
    "name": "name",
    f"label::{EN}": "english",
    f"label::{FR}": "french",
    f"hint::{EN}": "hint_english",
    f"hint::{FR}": "hint_french",
    "required": "required",
    "relevant": "relevant",
    "constraint": "constraint",
    f"constraint_message::{EN}": "constraint_english",
    f"constraint_message::{FR}": "constraint_french",
    "calculation": "calculation",
    "choice_filter": "choice_filter",
    "repeat_count": "repeat_count",
    "default": "default",
}

CellValue = str | int | float | dt.datetime | dt.date | None
Sheet = tuple[str, Sequence[Sequence[CellValue]]]


def write_workbook(path: Path, sheets: Iterable[Sheet], title: str) -> None:
    """Write sheets (name, rows; the first row is the heading) with a fixed date of creation."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "comments": "Fictitious data / Données fictives", "created": CREATED})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    if value is None or value == "":
                        continue
                    if isinstance(value, dt.datetime):
                        sheet.write_datetime(row, column, value, moment)
                    elif isinstance(value, dt.date):
                        sheet.write_datetime(row, column, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(row, column, value)
                    else:
                        sheet.write_number(row, column, value)


def _survey_rows() -> list[list[CellValue]]:
    rows: list[list[CellValue]] = [list(SURVEY_COLUMNS)]
    for question in survey():
        rows.append([_french_spaces(getattr(question, field), field) for field in SURVEY_COLUMNS.values()])
    return rows


def _french_spaces(value: str, field: str) -> str:
    return value.replace(" ?", "\u202f?") if "french" in field else value


def _choice_rows() -> list[list[CellValue]]:
    rows: list[list[CellValue]] = [["list_name", "name", f"label::{EN}", f"label::{FR}", "site"]]
    for name, answers in CHOICES.items():
        rows += [[name, a.code, a.english, a.french, a.site] for a in answers]
    return rows


def write_form(path: Path) -> None:
    """Write the XLSForm: survey, choices, settings."""
    settings: list[list[CellValue]] = [
        ["form_title", "form_id", "version", "default_language", "style"],
        [TITLE, FORM_ID, FORM_VERSION, EN, "pages"],
    ]
    write_workbook(path, [("survey", _survey_rows()), ("choices", _choice_rows()), ("settings", settings)], TITLE)


def placed_questions() -> list[tuple[str, str, Question]]:
    """Every question that has a column: (repeat it stands in or "", path with its groups, question), in order."""
    groups: list[str] = []
    repeat = ""
    placed = []
    for question in survey():
        if question.type in ("begin_group", "begin_repeat"):
            groups.append(question.name)
            repeat = question.name if question.type == "begin_repeat" else repeat
        elif question.type in ("end_group", "end_repeat"):
            groups.pop()
            repeat = "" if question.type == "end_repeat" else repeat
        else:
            placed.append((repeat, "/".join([*groups, question.name]), question))
    return placed
