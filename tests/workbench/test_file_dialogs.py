# SPDX-License-Identifier: MIT
"""File dialogs: they open at the user's documents, then where the last file was; Qt's own speaks the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QStandardPaths

from workbench.file_dialogs import recent_folders, remember, restore_folders, start_of
from workbench.translation import translate_qt


@pytest.mark.usefixtures("qapp")
def test_a_first_dialog_opens_at_the_documents_and_the_next_where_the_last_file_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = recent_folders()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(tmp_path))
    try:
        restore_folders({})
        assert start_of("survey") == str(tmp_path)
        assert start_of("report", "report.pdf") == str(tmp_path / "report.pdf")
        (tmp_path / "inner").mkdir()
        remember("survey", tmp_path / "inner" / "data.xlsx")
        assert start_of("survey", "x.csv") == str(tmp_path / "inner" / "x.csv")
    finally:
        restore_folders(before)


@pytest.mark.usefixtures("qapp")
def test_the_words_of_the_file_dialog_that_qt_leaves_in_english_are_french() -> None:
    def word(context: str, text: str) -> str:
        return QCoreApplication.translate(context, text).replace("\u00a0", " ").replace("\u202f", " ")

    try:
        translate_qt("fr")
        assert word("QFileDialog", "&Look in:") == "&Regarder dans :"
        assert word("QAbstractFileIconProvider", "Folder") == "Dossier"
        assert word("QPlatformTheme", "&Yes") == "&Oui", "the rest comes from Qt's own catalogue"
    finally:
        translate_qt("en")
    assert word("QAbstractFileIconProvider", "Folder") == "Folder"
