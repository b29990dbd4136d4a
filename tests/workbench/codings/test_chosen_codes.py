# SPDX-License-Identifier: MIT
"""A field of several codes names each, and says of one that was merged or deleted since that it is there no more."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wording import render
from workbench.codings.fields import SeveralField
from workbench.variable_picker import Candidate


def test_a_code_that_is_there_no_more_is_not_shown_as_a_number(qtbot: QtBot) -> None:
    field = SeveralField("Codes", "all codes")
    qtbot.addWidget(field)
    field.offer([Candidate("1", "Debt")], "1; 11; threats", "codings")
    assert field.value() == "1; 11; threats", "what was kept stays kept"
    assert [render(one, "en") for one in field.called(["1", "11", "threats"])] == [
        "Debt", "(no longer in the project)", "threats",
    ]  # fmt: skip
