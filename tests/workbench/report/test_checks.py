# SPDX-License-Identifier: MIT
"""The checks beside the page: while it is laid out for other readers they say nothing that holds for those before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pytestqt.qtbot import QtBot

from workbench.report.panes.export import ReportExport


def test_what_was_checked_for_a_partner_is_not_said_of_the_public(qtbot: QtBot) -> None:
    stand_in: Any = SimpleNamespace(do=lambda _action: None)
    export = ReportExport(stand_in, stand_in)
    qtbot.addWidget(export)
    composed: Any = SimpleNamespace(by_period=False, style=None, masked=0, quotes_held_back=0, quotes_unchecked=0)
    export.show_report(composed)
    export.resize(280, 700)
    export.show()
    place = export.pdf.y()
    assert "No number has to be left out" in said(export)
    with qtbot.waitSignal(export.destination_changed):
        export.destination.choose("public")
        export.destination.chosen.emit("public")
    assert said(export) == "Not checked yet for these readers."
    qtbot.wait(20)
    assert export.pdf.y() == place, "no button moves below the mouse"
    composed.masked = 3
    export.show_report(composed)
    assert "3 numbers not shown" in said(export)
    assert said(export).count("\n") == 2
    composed.quotes_unchecked = 4
    export.show_report(composed)
    assert "4 quotes wait" in said(export)
    assert "consent to quote was not given" not in said(export), "the reason is the check alone"
    composed.quotes_held_back = 2
    export.show_report(composed)
    assert not export.consents.isHidden(), "they are asked for on one page"
    assert "2 segments are left out because consent to quote was not given. 4 quotes wait" in said(export)


def said(export: ReportExport) -> str:
    """The checks in sight, a line each."""
    return "\n".join(label.text() for label in export._checks if not label.isHidden())
