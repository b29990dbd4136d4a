# SPDX-License-Identifier: MIT
"""A period that was chosen is still there, and said in the other language, after the language has changed."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wording import msg
from workbench.app import make_application
from workbench.translation import respeak
from workbench.widgets.period_field import PeriodField


def test_a_chosen_period_outlives_a_change_of_language(qtbot: QtBot) -> None:
    make_application()
    field = PeriodField(msg("period.which"))
    qtbot.addWidget(field)
    field.show_period("2020-01-01..2020-12-31")
    respeak(field, "fr")
    assert field.value() == "2020-01-01..2020-12-31"
    respeak(field, "en")
