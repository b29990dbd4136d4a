# SPDX-License-Identifier: MIT
"""A newcomer at 1366 × 768, in French: from an Excel register to a two-page PDF, every click and entry counted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.workbench.conftest import Show
from wording import msg, render
from wording.numbers import format_number
from workbench.data.registers.register_cards import KindCard
from workbench.shell.window import MainWindow
from workbench.widgets.fields import TextField

pytestmark = pytest.mark.slow  # it draws two pages and writes a PDF
MOST = 40
HEADINGS = ["Date", "Commune", "Type d'activité", "Thème", "Public cible", "Femmes", "Hommes", "Filles", "Garçons",
            "Inconnu", "Total", "Partenaire"]  # fmt: skip
PASSPHRASE = "prairie bouilloire orbite violon"


@pytest.fixture
def window(show_window: Show) -> MainWindow:
    """The window of a small laptop, in French."""
    made = show_window("data", "report", "analysis", "history", size=(1366, 768))
    made.set_language("fr")
    return made


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A year of sessions, trainings and assessments, as an office keeps them; all invented."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for at in range(60):
        kind = ("Séance de sensibilisation", "Formation")[at % 3 == 2]
        counts = [20 + at % 7, 11 + at % 5, 4 + at % 3, 3 + at % 4, at % 2]
        public = ("Personnes déplacées", "Magistrats", "Police judiciaire")[at % 3 if kind == "Formation" else 0]
        day = pd.Timestamp(2024, 1 + at % 12, 1 + at % 27).to_pydatetime()
        sheet.append([day, ("Ntahangwa", "Muha", "Gihanga")[at % 3], kind, ("Traite", "VBG")[at % 2], public, *counts,
                      sum(counts), ("ONG A", "ONG B")[at % 2]])  # fmt: skip
    book.save(tmp_path / "registre.xlsx")
    return tmp_path / "registre.xlsx"


class Hands:
    """The mouse and the keyboard of one person, who counts; takes a picture of each step where asked to."""

    def __init__(self, window: MainWindow, calm: Callable[[], None]) -> None:
        self.window, self.calm, self.actions = window, calm, 0
        self.steps: list[str] = []

    def click(self, widget: QWidget) -> None:
        """One click on what can be seen and is not greyed."""
        assert widget.isVisibleTo(self.window), widget
        assert widget.isEnabled(), widget
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.did(f"click {widget.text() if isinstance(widget, QAbstractButton) else type(widget).__name__}")

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key on whatever has the focus."""
        focus = QApplication.focusWidget()
        QTest.keyClick(focus if focus is not None else self.window, key, modifier)
        self.did(f"key {key.name}")

    def type(self, field: TextField, text: str) -> None:
        """A word into a field: counted once; the keys of a name are nobody's detour."""
        QTest.keyClicks(field, text)
        self.did(f"type {field.accessibleName()}")

    def did(self, what: str, actions: int = 1) -> None:
        """Count, wait until all is shown, take the picture."""
        self.actions += actions
        self.steps.append(what)
        self.calm()
        if folder := os.environ.get("NEWCOMER_PICTURES"):
            self.window.grab().save(f"{folder}/{len(self.steps):02}.png")


def test_from_an_excel_register_to_a_french_pdf_in_forty_actions(
    window: MainWindow, qtbot: QtBot, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    calm: Callable[[], None],
) -> None:  # fmt: skip
    hands = Hands(window, calm)
    hands.click(window.home.new)
    page = window.new_page
    page.place.setText(str(tmp_path))  # the folder of documents is proposed
    hands.type(page.name, "Bureau de Gihanga")
    hands.type(page.first, PASSPHRASE)
    hands.type(page.second, PASSPHRASE)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        QTest.mouseClick(page.create_button, Qt.MouseButton.LeftButton)
    hands.did("click create")

    data = window.rooms["data"]
    monkeypatch.setattr("workbench.data.imports.file_imports.ask_files", lambda *_asked: [register])
    window.show_room("data")
    hands.did("click data in the rail")
    next(one for one in data.commands() if one.id == "data.file.import").run()
    qtbot.waitUntil(data.import_page.is_read, timeout=30_000)
    hands.did("click import, choose the file, open it", 3)
    hands.click(data.import_page.take)
    form = data.acts.registering.page
    qtbot.waitUntil(lambda: data.middle.currentWidget() is form, timeout=20_000)
    calm()
    assert not any(card.isChecked() for card in form.kinds.findChildren(KindCard)), "nothing is chosen before"
    assert form.kinds.card("activities").hasFocus(), "recognised by its French headings"
    assert form.recognised.isVisibleTo(window)
    assert not form.keep.isEnabled()
    hands.click(form.kinds.card("activities"))
    assert data.acts.registering.figures.isVisibleTo(window), "with the figures it gives beside it"
    assert not form.keep.hasFocus(), "no page after an import has its yes chosen"
    hands.click(form.keep)
    assert data.state.table().register is not None

    window.show_room("report")
    hands.did("click report in the rail")
    report = window.rooms["report"]
    template = next(
        button for button in report.findChildren(QAbstractButton)
        if button.accessibleName() == render(msg("view_report.new_report", name=msg("template.infosheet")), "fr")
        and button.isVisibleTo(window)
    )  # fmt: skip
    hands.click(template)
    qtbot.waitUntil(lambda: report.state.composed is not None and len(report.state.composed.pages) == 2, timeout=60_000)
    hands.did("look at both pages", 0)
    target = tmp_path / "fiche.pdf"
    monkeypatch.setattr("workbench.report.panes.export.ask_new_file", lambda *_asked: (target, ""))
    pdf = report.report_export.pdf
    assert pdf.mapTo(window, pdf.rect().bottomLeft()).y() < window.height() - 60, "in sight without scrolling"
    with qtbot.waitSignal(report.session.exported, timeout=60_000):
        QTest.mouseClick(report.report_export.pdf, Qt.MouseButton.LeftButton)
    hands.did("click PDF, name it, save it", 3)

    assert hands.actions <= MOST, hands.steps
    document = pypdfium2.PdfDocument(target)
    assert len(document) == 2
    texts = [one.get_textpage().get_text_range().replace("\u202f", "").replace("\u00a0", " ") for one in document]
    rows = pd.read_excel(register)
    for kind, wanted in rows.groupby("Type d'activité")["Total"].sum().items():
        assert format_number(float(wanted), "fr").replace("\u202f", "") in texts[0], kind
        assert str(kind) in texts[0]
    for public in rows["Public cible"].unique():
        assert public in texts[1], "the register's own words leave: what each column is was confirmed"
    assert "Women" not in "".join(texts)
    second = document[1].get_textpage()
    boxes = [second.get_rect(at) for at in range(second.count_rects())]
    lowest = min(bottom for _left, bottom, _right, top in boxes if top > 60)  # above the foot
    assert lowest < document[1].get_height() / 2, "the second page is filled past its middle"

    report_export = report.report_export
    assert report_export.period.isVisibleTo(window), "a register of sessions is told for which days"
    report_export.period.setText("2024-03-31..2024-01-01")
    report_export.period.editingFinished.emit()
    assert report_export._period.problem.isVisibleTo(window)
    assert report_export.days == ""
    report_export.period.setText("2024-01-01..2024-03-31")
    before = report.state.composed
    report_export.period.editingFinished.emit()
    qtbot.waitUntil(lambda: report.state.composed is not before, timeout=60_000)
    assert not report_export._period.problem.isVisibleTo(window)
    with qtbot.waitSignal(report.session.exported, timeout=60_000):
        report_export.write_file(target, report_export._write_report)
    whole = "\n".join(one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(target.read_bytes()))
    assert "janvier – mars" in whole, "whole months are named, beside their year"
    if folder := os.environ.get("NEWCOMER_PICTURES"):
        window.grab().save(f"{folder}/period.png")
