# SPDX-License-Identifier: MIT
"""Before you share: the limits are shown, lowered only with a reason, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from projects.datasets.export.withholding_limits import WithholdingLimits, limits_of
from projects.store.project import Project
from wording import LANGUAGES, msg, render
from workbench.safety.view import SafetyWorkspace
from workbench.translation import use_language

Calm = Callable[[], None]
Read = Callable[[Callable[[Project], Any]], Any]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_limit_is_lowered_with_a_reason_only(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read, language: str
) -> None:
    use_language(language)
    room.list.pick("share")
    calm()
    page = room.pages.share
    assert (page.flag_base.value(), page.mask_base.value(), page.minimum_cell.value()) == (30, 10, 5)
    assert not page.public_stays.isVisible()
    page.minimum_cell.setValue(2)  # said at once: the public keeps three
    assert page.public_stays.isVisible()
    assert page.public_stays.text() == render(msg("settings.public_stays", least=3, cell=2), language)
    page.minimum_cell.setValue(3)
    assert not page.public_stays.isVisible()
    qtbot.mouseClick(page.set, Qt.MouseButton.LeftButton)
    calm()
    assert page.reason_row.problem.isVisible()
    assert page.reason_row.problem.text() == render(msg("settings.lowering_needs_reason"), language)
    assert read(limits_of) == WithholdingLimits(30, 10, 5)
    page.reason.setText("Agreed with the cluster")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    calm()
    assert not page.reason_row.problem.isVisible()
    assert read(limits_of) == WithholdingLimits(30, 10, 3, "Agreed with the cluster")
    head = read(lambda project: project.head)
    with qtbot.waitSignal(room.session.notice) as said:
        qtbot.mouseClick(page.set, Qt.MouseButton.LeftButton)
    assert said.args == [msg("interviews.nothing_to_change")]
    assert not page.reason_row.problem.isVisible()
    assert read(lambda project: project.head) == head, "what is so already leaves no line in history"
    room.session.undo()
    calm()
    assert page.minimum_cell.value() == 5


def test_what_was_typed_stays_until_it_is_set_or_given_up(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    room.list.pick("share")
    calm()
    page = room.pages.share
    assert not page.not_yet.isVisible()
    assert not page.forget.isVisible()
    page.minimum_cell.setValue(4)
    page.reason.setText("Agreed with")
    room.list.pick("check")
    calm()
    room.list.pick("share")
    calm()
    assert (page.minimum_cell.value(), page.reason.text()) == (4, "Agreed with")
    assert page.not_yet.isVisible()
    qtbot.mouseClick(page.forget, Qt.MouseButton.LeftButton)
    assert (page.minimum_cell.value(), page.reason.text()) == (5, "")
    assert not page.not_yet.isVisible()
    assert not page.forget.isVisible()
    page.minimum_cell.setValue(4)
    page.reason.setText("  Agreed  with the cluster ")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    calm()
    assert read(limits_of) == WithholdingLimits(30, 10, 4, "Agreed with the cluster")
    assert not page.not_yet.isVisible()
    assert page.reason.text() == "Agreed with the cluster"
