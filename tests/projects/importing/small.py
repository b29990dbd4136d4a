# SPDX-License-Identifier: MIT
"""A small form and its export, written in the ways KoboToolbox can write them. Everything in it is invented."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import openpyxl

SURVEY = [
    [
        "type",
        "name",
        "label::English (en)",
        "label::Français (fr)",
        "relevant",
        "constraint",
        "calculation",
        "hint::English (en)",
    ],
    ["start", "start", "", "", "", "", "", ""],
    ["select_one yn", "consent", "Do you agree to take part?", "Acceptez-vous de participer ?", "", "", "", ""],
    ["begin_group", "main", "Main part", "Partie principale", "${consent} = 'yes'", "", "", ""],
    ["integer", "age", "Age", "Âge", "", ". >= 18 and . <= 120", "", "In years"],
    ["select_one yn", "children", "Any children?", "Des enfants ?", "${age} > 20", "", "", ""],
    ["select_multiple need or_other", "needs", "Which needs?", "Quels besoins ?", "", "", "", ""],
    ["text", "phone", "Phone number", "Numéro de téléphone", "", "", "", ""],
    ["note", "thanks", "Thank you", "Merci", "", "", "", ""],
    ["begin_repeat", "member", "Member", "Membre", "", "", "", ""],
    ["integer", "m_age", "Age of member", "Âge du membre", "", "", "", ""],
    ["select_one yn", "school", "At school?", "À l'école ?", "${m_age} < 18 and ${age} > 0", "", "", ""],
    ["end_repeat", "", "", "", "", "", "", ""],
    ["end_group", "", "", "", "", "", "", ""],
    ["calculate", "members", "", "", "", "", "count(${m_age})", ""],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Français (fr)"],
    ["yn", "yes", "Yes", "Oui"],
    ["yn", "no", "No", "Non"],
    ["yn", "dnk", "Don't know", "Ne sait pas"],
    ["yn", "pnta", "Prefer not to answer", "Préfère ne pas répondre"],
    ["need", "food", "Food", "Nourriture"],
    ["need", "safe_place", "A safe place", "Un lieu sûr"],
    ["need", "dnk", "Don't know", "Ne sait pas"],
]
SETTINGS = [["form_title", "version", "default_language"], ["Small household form", "3", "English (en)"]]

# consent, age, children, needs, other needs, phone, members, weight, stratum, cluster
HOUSEHOLDS = [
    ["yes", "34", "yes", "food safe_place", "", "0791234567", "2", "1.5", "north", "1"],
    ["yes", "19", "", "dnk", "", "", "0", "0.5", "north", "2"],
    ["no", "", "", "", "", "", "0", "1.0", "south", "1"],
    ["yes", "130", "pnta", "food other", "Soap", "079 222 33 44", "1", "1.0", "south", "2"],
    ["yes", "45", "", "", "", "", "0", "2.0", "south", "2"],
]
MEMBERS = [["1", "7", "yes"], ["1", "40", ""], ["4", "16", ""]]
NEEDS = ["food", "safe_place", "dnk", "other"]
EXTRA = ["weight", "stratum", "cluster_id"]
SYSTEM = ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]


def write_form(path: Path, survey: list[list[str]] = SURVEY, choices: list[list[str]] = CHOICES) -> Path:
    """The form as a workbook."""
    book = openpyxl.Workbook()
    for name, rows in (("survey", survey), ("choices", choices), ("settings", SETTINGS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def _label(name: str, column: int = 2) -> str:
    return next(row[column] for row in SURVEY if row[1] == name)


def _choice_label(list_name: str, code: str) -> str:
    if code == "other":
        return "Other"
    return next(row[2] for row in CHOICES if row[:2] == [list_name, code])


def _needs_columns(sets: str, headers: str, prefix: str, separator: str) -> tuple[list[str], list[str]]:
    stem = f"{prefix}{_label('needs') if headers == 'labels' else 'needs'}"
    ends = [_choice_label("need", code) if headers == "labels" else code for code in NEEDS]
    split = [f"{stem}{separator}{end}" for end in ends]
    return {"joined": [stem], "split": split, "both": [stem, *split]}[sets], ends


def tables(
    headers: str = "names", groups: bool = True, sets: str = "both", separator: str = "/"
) -> dict[str, list[list[str]]]:
    """The sheets. `headers`: "names" or "labels" (of cells too); `sets`: "joined", "split" or "both"."""
    labelled = headers == "labels"
    group = ("Main part" if labelled else "main") + separator if groups else ""

    def shown(name: str) -> str:
        return group + (_label(name) if labelled else name)

    def answer(code: str) -> str:
        return _choice_label("yn", code) if labelled and code else code

    needs, ends = _needs_columns(sets, headers, group, separator)
    first = [_label("consent") if labelled else "consent", shown("age"), shown("children"), *needs]
    other = group + ("Specify other." if labelled else "needs_other")
    main = [["start", *first, other, shown("phone"), "members", *EXTRA, *SYSTEM]]
    for number, row in enumerate(HOUSEHOLDS, 1):
        chosen = row[3].split()
        joined = " ".join(ends[NEEDS.index(code)] for code in chosen)
        ticks = [("1" if code in chosen else "0") if chosen else "" for code in NEEDS]
        cells = {"joined": [joined], "split": ticks, "both": [joined, *ticks]}[sets]
        system = [str(900 + number), f"uuid-{number}", "2024-07-30T10:00:00", "", str(number)]
        start = f"2024-07-30T09:0{number}:00.000+02:00"
        main.append([start, answer(row[0]), row[1], answer(row[2]), *cells, row[4], row[5], row[6], *row[7:], *system])
    repeat = group + ("Member" if labelled else "member") + separator if groups else ""
    ages, school = ("Age of member", "At school?") if labelled else ("m_age", "school")
    members = [[repeat + ages, repeat + school, "_index", "_parent_table_name", "_parent_index", "_submission__uuid"]]
    for number, (parent, age, at_school) in enumerate(MEMBERS, 1):
        members.append([age, answer(at_school), str(number), "Small household form", parent, f"uuid-{parent}"])
    return {"Small household form": main, "member": members}


def write_workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    """Sheets as a workbook; numbers become number cells, as in an export."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_cell(cell) for cell in row])
    book.save(path)
    return path


def _cell(text: str) -> object:
    plain = text.lstrip("-")
    if plain.isdigit() and (plain == "0" or not plain.startswith("0")):
        return int(text)
    return float(text) if plain.count(".") == 1 and plain.replace(".", "").isdigit() else text or None


def write_csv(path: Path, rows: list[list[str]], separator: str = ",") -> Path:
    """One table as a CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path


def write_zip(path: Path, sheets: dict[str, list[list[str]]], separator: str = ",") -> Path:
    """The tables as a zip of CSV files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, rows in sheets.items():
            part = write_csv(path.parent / "part.csv", rows, separator)
            container.write(part, f"{name}.csv")
            part.unlink()
    return path
