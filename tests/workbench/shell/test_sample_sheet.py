# SPDX-License-Identifier: MIT
"""Home offers the infosheet of the sample: one press builds the study and shows its sheet; locked, its passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from projects.results.saved_results import report_blocks
from tests.workbench.conftest import Show
from workbench.sample import PASSPHRASE

pytestmark = pytest.mark.slow


def test_one_press_shows_the_infosheet_of_the_sample(
    show_window: Show, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calm: Callable[[], None]
) -> None:
    monkeypatch.setattr("workbench.shell.unlock.sample_folder", lambda: tmp_path / "Sample.pwb")
    window = show_window("data", "report", size=(1366, 768))
    sheet = window.home.sheet
    assert sheet is not None
    assert sheet.isVisible()
    with qtbot.waitSignal(window.rooms_ready, timeout=180_000):
        sheet.click()
    kinds: list[str] = []

    def there() -> bool:
        window.session.ask(
            report_blocks, lambda blocks: kinds.__setitem__(slice(None), [block.kind for block in blocks]), owner=window
        )
        return "tiles" in kinds

    qtbot.waitUntil(there, timeout=60_000)
    calm()
    assert kinds[:3] == ["masthead", "columns", "tiles"]
    assert window.front is not None
    assert window.front.id == "report"
    window.project.lock()
    page = window.unlock_page
    qtbot.waitUntil(lambda: page.isVisible() and not window.session.is_open, timeout=60_000)
    assert PASSPHRASE in page.row.help.text(), "the passphrase of the sample stands on its lock screen"
    window.show_unlock(tmp_path / "Another.pwb", None)
    assert not page.row.help.isVisibleTo(window)
