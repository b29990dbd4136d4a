# SPDX-License-Identifier: MIT
"""Frequent actions of an analyst, counted in clicks; drafts beside saved results; what left the page is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from projects.results.saved_results import report_blocks, saved_analyses
from tests.workbench.analysis.user_actions import Ask, Calm, choose, named
from tests.workbench.frequent_actions import Hands
from wording import render
from workbench.analysis.view import AnalysisWorkspace
from workbench.shell.window import MainWindow


@pytest.fixture
def hands(calm: Calm) -> Hands:
    return Hands(calm)


def _menu_of(button: QWidget) -> QMenu:
    return next(menu for menu in button.findChildren(QMenu) if menu.isVisible())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names proposed for files instead of the dialogs."""
    names: list[str] = []

    def ask(_parent: object, _title: object, _kinds: object, name: str, _done: Callable[..., Any]) -> None:
        names.append(name)

    monkeypatch.setattr("workbench.analysis.actions.export.ask_file", ask)
    return names


def test_a_result_is_copied_exported_and_put_in_the_report(
    room: AnalysisWorkspace, hands: Hands, asked: list[str], ask: Ask
) -> None:
    buttons, blocks = room.centre.buttons, len(ask(report_blocks))
    hands.click(buttons["copy"])
    assert hands.took("copy a result")
    assert QApplication.clipboard().mimeData().hasHtml()
    hands.click(buttons["report"])
    assert hands.took("put a result in the report")
    assert len(ask(report_blocks)) > blocks
    for line, suffix in (("Table · Inside", ".docx"), ("Figure · Inside", ".png")):
        hands.click(buttons["table"])
        hands.take(_menu_of(buttons["table"]), line)
        assert asked.pop().endswith(suffix)
        assert hands.took("export a result"), "as many as when the figure had a button of its own"
    assert room.centre.charts[0].mapTo(room.centre, QPoint(0, 0)).y() < room.centre.blocks[0].mapTo(
        room.centre, QPoint(0, 0)
    ).y()  # fmt: skip


def test_conditions_groups_and_charts_are_at_hand(room: AnalysisWorkspace, hands: Hands, calm: Calm) -> None:
    room.acts.front.begin("proportions", {"variable": named(room, "safe_at_night").id})
    calm()
    form = room.right.form
    for name in ("variable", "by", "where"):
        assert form.field(name).isVisible()
        assert not form.field(name).visibleRegion().isEmpty()
    assert not form.field("base").isVisible()
    hands.click(form.more)
    assert form.field("chart").isVisible()
    assert form.field("base").isVisible()
    assert room.right.design.isVisible()  # weights, strata, clusters
    assert hands.took("see every option of an analysis")
    hands.click(form.more)
    assert not room.right.design.isVisible()
    hands.click(room.centre.blocks[0].fold.head)  # the test, the design, all that is known of each estimate
    assert room.centre.blocks[0].precision.isVisible()
    assert hands.took("see the tests and the design behind a result")


def test_another_variable_is_a_draft_beside_the_saved_result(
    room: AnalysisWorkspace, hands: Hands, calm: Calm, ask: Ask
) -> None:
    saved = next(one for one in ask(saved_analyses) if one.declaration == "proportions" and one.options.get("title"))
    room.acts.front.show_saved(saved.id)
    calm()
    buttons, many = room.centre.buttons, len(room.state.saved)
    assert not buttons["keep"].isVisible()
    assert not buttons["replace"].isVisible()
    choose(room, "by", "head_sex")
    calm()
    draft = room.state.current
    assert draft is not None
    assert draft.saved is None
    assert draft.options["by"] == named(room, "head_sex").id
    assert "title" not in draft.options
    assert saved in ask(saved_analyses)  # as it was
    assert (buttons["keep"].text(), buttons["replace"].text()) == ("Keep as new", "Replace")
    hands.click(buttons["keep"])
    assert len(room.state.saved) == many + 1
    assert saved in ask(saved_analyses)
    assert not buttons["replace"].isVisible()
    room.session.undo()
    calm()
    assert len(room.state.saved) == many

    room.acts.results.delete()  # the draft that it is again
    room.acts.front.show_saved(saved.id)
    calm()
    choose(room, "by", "head_sex")
    calm()
    hands.click(buttons["replace"])
    now = next(one for one in ask(saved_analyses) if one.id == saved.id)
    assert now.options["by"] == named(room, "head_sex").id
    assert now.options["title"] == saved.options["title"], "no title goes by itself"
    assert len(room.state.saved) == many
    assert room.state.draft is None
    room.session.undo()
    calm()
    assert next(one for one in ask(saved_analyses) if one.id == saved.id) == saved
    assert room.state.current is not None
    assert room.state.current.options["by"] == saved.options["by"]


def test_a_draft_of_another_kind_replaces_the_saved_result(
    room: AnalysisWorkspace, hands: Hands, calm: Calm, ask: Ask
) -> None:
    saved = next(one for one in ask(saved_analyses) if one.declaration == "proportions" and one.options.get("title"))
    many = len(room.state.saved)
    room.acts.front.show_saved(saved.id)
    calm()
    room.acts.front.set_kind("crosstab")
    choose(room, "column", "head_sex")
    calm()
    assert saved in ask(saved_analyses), "it stays until it is replaced"
    hands.click(room.centre.buttons["replace"])
    now = next(one for one in ask(saved_analyses) if one.id == saved.id)
    assert (now.declaration, now.options["column"]) == ("crosstab", named(room, "head_sex").id)
    assert now.options["title"] == saved.options["title"]
    assert (len(room.state.saved), room.state.draft) == (many, None)
    room.session.undo()
    calm()
    assert next(one for one in ask(saved_analyses) if one.id == saved.id) == saved
    assert room.state.current is not None
    assert room.state.current.declaration == "proportions"


def test_a_draft_is_not_lost_for_another_one(room: AnalysisWorkspace, calm: Calm) -> None:
    first, second = [one.id for one in room.state.saved if one.declaration == "proportions"][:2]
    room.acts.front.show_saved(first)
    calm()
    choose(room, "by", "head_sex")
    calm()
    draft = room.state.draft
    room.acts.front.show_saved(second)
    calm()
    shown = room.right.form.field("by").value()  # type: ignore[attr-defined]
    room.acts.front.set_option("by", named(room, "head_sex").id if shown != named(room, "head_sex").id else None)
    calm()
    assert room.acts.new_analysis.question.isVisible()
    assert room.state.draft is draft
    assert room.right.form.field("by").value() == shown  # type: ignore[attr-defined]
    room.acts.new_analysis.question.buttons[1].click()  # dropped
    calm()
    assert room.state.draft is not None
    assert room.state.draft is not draft
    assert room.state.replaces == second


def test_what_left_the_page_is_found_by_the_palette(window: MainWindow, room: AnalysisWorkspace, calm: Calm) -> None:
    room.acts.front.begin(
        "proportions", {"variable": named(room, "safe_at_night").id, "by": named(room, "head_sex").id}
    )
    calm()
    find = {command.id: render(command.named(), "en") for command in room.commands() if command.in_palette}
    for name in ("keep.plan", "take.figure", "take.python", "take.why", "one.rename", "plan.import", "keep.keep"):
        window.top.field.setText(find[f"analysis.{name}"])
        window.palette_list.open()
        shown = [entry.id[1] for entry in window.palette_list.list.entries.entries if entry.id[0] == "command"]
        assert f"analysis.{name}" in shown[:3], name
        window.palette_list.leave()
