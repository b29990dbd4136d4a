# SPDX-License-Identifier: MIT
"""A language is a folder: a copy of English as `qaa` in a temporary tree is spoken, with no line elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MARK = "¤"  # before each sentence of the copy
WRITTEN = """
import io, json
from docx import Document
from analysis.analyses import run
from analysis.figures.figure_file import alt_text
from analysis.pages import write_pdf
from analysis.report import write_report
from analysis.tables.docx_tables import write_docx
from analysis.writers.plain_text import tables_text
from tests.analysis.analyses.conftest import make_frame
from tests.analysis.pages.test_pages import words
from tests.analysis.report.test_report import report
from workbench.manual.window import Manual
from wording import LANGUAGES
from wording.numbers import format_month

made = run("proportions", make_frame(), {"variable": "v3"})
word, tables, pages = io.BytesIO(), io.BytesIO(), io.BytesIO()
write_report(report(), word, "qaa")
write_docx(made.tables, tables, "qaa", None, None)
write_pdf(report(), pages, "qaa")
document = Document(word)
print(json.dumps({
    "languages": LANGUAGES,
    "month": format_month(__import__("datetime").date(2024, 3, 1), "qaa"),
    "table": tables_text(made.tables, "qaa"),
    "word": "\\n".join(one.text for one in document.paragraphs),
    "word language": document.core_properties.language,
    "word tables": [cell.text for row in Document(tables).tables[0].rows for cell in row.cells],
    "pdf": words(pages.getvalue()),
    "alt": alt_text(made.figures[0], "qaa"),
    "manual": {name: page.title for name, page in Manual("qaa").pages.items()},
}))
"""
READ = """
import json
from coding.codebook_outline import WrittenTable, rows_of
from coding.entities.dates import date_patterns
from coding.entities.date_values import date_value
from coding.entities.phones import spoken_digits
from coding.events.timeline import time_expressions
from coding.marks.grammar import word_classes
from coding.rules.rule_linter import lint
from coding.turn_languages import KNOWN, language_of
from projects.store.keys.passphrases import is_recovery_phrase, new_recovery_phrase
from workbench.cli.terminal import terminal_language

table = WrittenTable((("Name (Qaa)", "Definition (Qaa)"), ("Debt", "Money owed."), ("Fear", "Being afraid.")))
print(json.dumps({
    "known": KNOWN,
    "dates": [pattern.search("on 3 March 2021")["date"] for pattern in date_patterns("qaa")[2:3]],
    "value": date_value("third of June 2018", "qaa"),
    "times": time_expressions("Two days later we left.", "qaa"),
    "digits": spoken_digits("seventy-nine, double five"),
    "codes": rows_of([table], sure=True),
    "grammar": word_classes("qaa") is None,
    "rules": [one.better for one in lint("passport or card", "qaa")],
    "told": language_of("Ils nous ont dit que nous ne pouvions pas partir de la maison."),
    "phrase": is_recovery_phrase(new_recovery_phrase("qaa")),
    "terminal": terminal_language(),
}))
"""
SHOWN = """
import json
from PySide6.QtWidgets import QLabel
from workbench.shell import unlock
from workbench.shots import see_views
from workbench.theme import ColourScheme
from workbench.translation import language_of

seen = {}
def look(window, name):
    texts = [one.text() for one in window.findChildren(QLabel) if one.isVisible() and one.text()]
    seen[name] = [language_of(), len(texts), sum("¤" in one for one in texts), window.menuBar().actions()[0].text()]

if ROOMS:
    unlock.has_sample = lambda: False  # an empty project is enough
see_views(look, ["qaa"], [ColourScheme.LIGHT], ROOMS)
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The floor `wording` with one more language: marked sentences and pages, a sign and a name of its own."""
    root = tmp_path_factory.mktemp("further")
    shutil.copytree(ROOT / "wording", root / "wording", ignore=shutil.ignore_patterns("__pycache__"))
    folder = root / "wording" / "languages" / "qaa"
    shutil.copytree(folder.with_name("en"), folder)
    record = (folder / "__init__.py").read_text(encoding="utf-8")
    for old, new in (
        ('name="English"', 'name="Qaa"'),
        ('called=("english",', 'called=("qaa",'),
        ('locale="en-GB"', 'locale="qaa-BI"'),
        ('decimal="."', 'decimal="·"'),
        ('series="; "', 'series=" / "'),
        ('"March"', '"Maqch"'),
    ):
        assert record.count(old) == 1, old
        record = record.replace(old, new)
    (folder / "__init__.py").write_text(record, encoding="utf-8")
    for path in folder.glob("*.po"):
        head, blank, sentences = path.read_text(encoding="utf-8").partition("\n\n")
        marked = re.sub(r'^(msgstr(?:\[\d\])? ")(?=[^"])', rf"\1{MARK}", sentences, flags=re.MULTILINE)
        path.write_text(head.replace("Language: en", "Language: qaa") + blank + marked, encoding="utf-8")
    for path in (folder / "manual").glob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("# ", f"# {MARK}", 1), encoding="utf-8")
    return root


def told(tree: Path, program: str) -> Any:
    """What a program says that finds the further language; nothing may raise in it."""
    paths = os.pathsep.join(map(str, (tree, ROOT)))
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env={**os.environ, "PYTHONPATH": paths, "LANG": "qaa_BI.UTF-8", "LC_ALL": "", "LC_MESSAGES": "",
             "WORKBENCH_LANGUAGE": "", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_tables_reports_pages_and_manual_speak_it(tree: Path) -> None:
    said = told(tree, WRITTEN)
    assert said["languages"] == ["en", "fr", "qaa"]
    assert said["month"] == "Maqch 2024"
    assert MARK in said["table"]
    assert re.search(r"\d%", said["table"])
    assert any(re.search(r"\d+%", cell) for cell in said["word tables"])
    assert f"{MARK}Table 1" in said["word"]
    assert "1·8" in said["word"]
    assert said["word language"] == "qaa-BI"
    assert f"{MARK}Table 1" in said["pdf"]
    assert said["alt"].startswith(f"{MARK}")
    assert said["alt"].count(" / ") >= 2
    assert len(said["manual"]) > 10
    assert all(title.startswith(MARK) for title in said["manual"].values())


@pytest.mark.slow
def test_texts_are_read_by_its_words(tree: Path) -> None:
    said = told(tree, READ)
    assert said["known"] == ["en", "fr", "qaa", "rn", "rw", "sw"]
    assert said["dates"] == ["3 March 2021"]
    assert said["value"] == "2018-06-03"
    assert said["times"] == [[0, 14]]
    assert said["digits"] == "7955"
    assert [row["name_qaa"] for row in said["codes"]] == ["Debt", "Fear"]
    assert said["grammar"], "without a grammar of its own it has no marks"
    assert said["rules"] == [["passport", "card"]]
    assert said["told"] == "fr"
    assert said["phrase"]
    assert said["terminal"] == "qaa"


@pytest.mark.slow
def test_the_window_speaks_it(tree: Path) -> None:
    seen = told(tree, f"ROOMS = ('home', 'history')\n{SHOWN}")
    assert {"home", "overview", "history"} <= seen.keys()
    for name, (language, texts, marked, menu) in seen.items():
        assert language == "qaa", name
        assert marked > texts / 2, name
        assert menu.replace("&", "").startswith(MARK), name


@pytest.mark.rare
def test_every_view_of_the_window_speaks_it(tree: Path) -> None:
    seen = told(tree, f"ROOMS = ()\n{SHOWN}")
    assert len(seen) > 60
    assert all(language == "qaa" and marked for language, _texts, marked, _menu in seen.values())
