# SPDX-License-Identifier: MIT
"""The offer to delete files brought in goes when their import is undone: the project then shows no copy of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from wording import Message, msg
from workbench.shell.cleartext_banner import SourcesBanner


class UndoingSession(QObject):
    brought_in, changed, closed = Signal(object), Signal(object), Signal()

    def __init__(self) -> None:
        super().__init__()
        self.undo_text: Message | None = None
        self.redo_text: Message | None = None


def test_undoing_an_import_takes_the_offer_to_delete_its_files_away(qtbot: QtBot, tmp_path: Path) -> None:
    session = UndoingSession()
    banner = SourcesBanner(cast("Any", session))
    qtbot.addWidget(banner)
    talk = tmp_path / "talk.txt"
    talk.write_text("P1: Yes.")
    imported, coded = msg("store.sources_deleted", n=1), msg("store.sources_deleted", n=2)
    session.undo_text = imported
    session.brought_in.emit([talk])
    session.undo_text, session.redo_text = imported, coded  # something done later is undone
    session.changed.emit(None)
    assert banner.sources
    session.undo_text, session.redo_text = None, imported
    session.changed.emit(None)
    assert not banner.sources
    assert banner.isHidden()
