# SPDX-License-Identifier: MIT
"""The Report room shows the pages that will be printed: templates, thumbnails, blocks picked and dragged, clearing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.workbench.report.test_report_story import blocks, room, settled  # noqa: F401 - fixtures
from wording import msg, render
from workbench.clearance_form import ClearanceDialog
from workbench.report.panes.block_kinds import TEMPLATES, TemplateCard, in_column, new_content, what_in_column
from workbench.report.panes.box_settings import QuoteSettings, TileSettings, _notes
from workbench.report.panes.live_text import LiveTextBox, NumberChoice
from workbench.report.view import ReportWorkspace
from workbench.translation import language_of
from workbench.widgets import LinkButton


@pytest.fixture
def sheet(room: ReportWorkspace, qtbot: QtBot) -> ReportWorkspace:  # noqa: F811 - the fixture imported above
    """The room with the infosheet begun from its template."""
    room.templates.begin("infosheet")
    qtbot.wait(100)
    settled(room, qtbot)
    return room


def test_a_template_fills_pages_with_live_figures(sheet: ReportWorkspace, qtbot: QtBot) -> None:
    composed = sheet.state.composed
    assert composed is not None
    assert composed.layout == "infosheet"
    assert [block.kind for block in composed.blocks][:3] == ["masthead", "columns", "tiles"]
    assert 1 <= len(composed.pages) <= 2
    assert sheet.thumbnails.count() == len(composed.pages)
    assert isinstance(composed.pages[0], QImage), "decoded where it is composed: the window answers meanwhile"
    assert not composed.pages[0].isNull()
    assert {one.key for one in composed.figures} >= {"interviews.documents"}
    before = len(blocks(sheet, qtbot))
    sheet.session.undo()
    settled(sheet, qtbot)
    assert len(blocks(sheet, qtbot)) != before  # one undo brings the old report back


def test_blocks_of_a_sheet_are_picked_moved_and_filled(sheet: ReportWorkspace, qtbot: QtBot, tmp_path: Path) -> None:
    """One sheet for all of it: making one computes the figures of the whole study."""
    what_is_left_out_is_named_above_the_pages(sheet)
    a_press_on_the_page_picks_the_block_and_a_drop_moves_it(sheet, qtbot)
    the_text_beside_a_call_out_is_edited_where_it_stands(sheet, qtbot)
    columns_are_added_and_filled(sheet, qtbot)
    a_picture_that_is_none_is_refused_in_a_sentence(sheet, qtbot, tmp_path)


def what_is_left_out_is_named_above_the_pages(sheet: ReportWorkspace) -> None:
    assert sheet.state.composed is not None
    told = sheet.left_out
    assert [one.reason for one in sheet.state.composed.left_out] == [one.reason for one in told._shown]
    assert told.isVisibleTo(sheet)
    assert render(sheet.state.composed.left_out[0].what[0], "en") in told.summary.toolTip()
    assert not told._area.isVisibleTo(sheet)
    told.turner.click()
    assert told._area.isVisibleTo(sheet)
    asked: list[Any] = []
    sheet.asked.connect(asked.append)
    link = next(one for one in told._lines.findChildren(LinkButton) if one.text() == "Open Data")
    link.click()
    assert [one.room for one in asked] == ["data"]


def a_press_on_the_page_picks_the_block_and_a_drop_moves_it(sheet: ReportWorkspace, qtbot: QtBot) -> None:
    stored = blocks(sheet, qtbot)
    tiles = next(block for block in stored if block.kind == "tiles")
    page = sheet.page._sheets[0]
    area = page.area_of(tiles.id)
    assert area is not None
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(60, int(area.top()) + 20))
    assert sheet.list.picked_id() == tiles.id
    masthead = sheet.list.entries.index(0)
    draggable = sheet.list.entries.flags(masthead) & Qt.ItemFlag.ItemIsDragEnabled
    assert draggable, "else no drag ever begins under the mouse"
    sheet.list.drop_at(tiles.id, masthead, sheet.list.visualRect(masthead).top())
    settled(sheet, qtbot)
    assert blocks(sheet, qtbot)[0].id == tiles.id


def test_running_text_takes_a_live_number_and_tells_it_on_the_page(sheet: ReportWorkspace, qtbot: QtBot) -> None:
    sheet.acts.add("text")
    qtbot.wait(100)
    settled(sheet, qtbot)
    sheet.acts.change(sheet.state.picked, {"text": "We held **{interviews.documents}** interviews."})
    qtbot.wait(100)
    settled(sheet, qtbot)
    composed = sheet.state.composed
    assert composed is not None
    made = dict(zip((block.id for block in composed.blocks), composed.made, strict=True))[sheet.state.picked]
    numbers = [span.number for line in made.lines for span in line.spans if span.number is not None]
    assert [number.value for number in numbers] == [4.0]
    a_live_number_is_one_piece_of_the_text(sheet, qtbot)
    a_quote_box_shows_the_quote_that_is_chosen(sheet, qtbot)
    tiles_are_chosen_and_held_against_a_target(sheet, qtbot)


def a_live_number_is_one_piece_of_the_text(sheet: ReportWorkspace, qtbot: QtBot) -> None:
    box = sheet.side.form.findChild(LiveTextBox)
    numbers = sheet.side.form.findChild(NumberChoice)
    assert box is not None
    assert numbers is not None
    stored = "We held **{interviews.documents}** interviews."
    assert box.toPlainText() == stored
    assert "{" not in box.document().toPlainText(), "its value is shown, no braces"
    box.setPlainText(stored)
    assert box.toPlainText() == stored, "a draft comes back as it was"
    box.selectAll()
    copied = box.createMimeDataFromSelection()
    assert copied.text() == stored
    cursor = box.textCursor()
    cursor.setPosition(len("We held **") + 1)
    cursor.deletePreviousChar()
    assert box.toPlainText() == "We held **** interviews.", "a number goes as a whole"
    box.undo()
    assert box.toPlainText() == stored
    assert sheet.state.composed is not None
    share = next(one for one in sheet.state.composed.figures if one.key.startswith("analysis.") and one.unit == "share")
    numbers.number.choose(share.key)
    numbers.number.chosen.emit(share.key)
    forms = dict(numbers.form._choices)
    assert {"value", "n", "base"} <= set(forms)
    numbers.form.choose("n")
    box.moveCursor(QTextCursor.MoveOperation.End)
    numbers.button.click()
    qtbot.wait(100)
    settled(sheet, qtbot)
    content = next(block for block in blocks(sheet, qtbot) if block.id == sheet.state.picked).content
    assert content["text"] == f"{stored} {{{share.key}|n}}"


def a_quote_box_shows_the_quote_that_is_chosen(sheet: ReportWorkspace, qtbot: QtBot) -> None:
    def settings() -> QuoteSettings:
        qtbot.wait(100)
        settled(sheet, qtbot)
        found = sheet.side.form.findChild(QuoteSettings)
        assert found is not None
        return found

    sheet.acts.add("quotebox")
    ids = [entry.id for entry in settings().list.entries.entries]
    assert ids[0] == "", "whichever is short comes first"
    settings().list.pick(ids[-1])
    settings()
    assert sheet.state.composed is not None
    made = dict(zip((block.id for block in sheet.state.composed.blocks), sheet.state.composed.made, strict=True))
    quotes = sheet.state.composed.quotes
    assert quotes is not None
    chosen = quotes.chosen(str(ids[-1]))
    assert chosen is not None
    assert made[sheet.state.picked].quote.text == chosen.segment.quote
    sheet.acts.change(sheet.state.picked, {"segment": "0"})
    assert any(one.key == "view_report.quote_gone" for one in _notes(sheet.state.composed.quotes, "0"))
    settings()
    made = dict(zip((block.id for block in sheet.state.composed.blocks), sheet.state.composed.made, strict=True))
    assert made[sheet.state.picked] is None, "another quote never takes its place"
    sheet.session.undo()
    sheet.session.undo()
    sheet.session.undo()
    qtbot.wait(100)
    settled(sheet, qtbot)


def tiles_are_chosen_and_held_against_a_target(sheet: ReportWorkspace, qtbot: QtBot) -> None:
    def settings() -> TileSettings:
        qtbot.wait(100)
        settled(sheet, qtbot)
        found = sheet.side.form.findChild(TileSettings)
        assert found is not None
        return found

    def content() -> dict[str, Any]:
        return dict(next(block for block in blocks(sheet, qtbot) if block.id == tiles.id).content)

    tiles = next(block for block in blocks(sheet, qtbot) if block.kind == "tiles")
    sheet.list.pick(tiles.id)
    first, second, *rest = settings().keys
    settings().fields[0].chosen.emit(second)
    assert settings().keys == [second, first, *rest], "a number that stands in another tile changes places"
    assert content()["figures"] == [second, first, *rest]
    key, row = next(iter(settings().aims.items()))
    for written in ("many", "0"):
        row.field.setText(written)
        row.field.editingFinished.emit()
        assert row.problem.text()
    row.field.setText("1,200")
    row.field.editingFinished.emit()
    assert settings().targets == {key: 1200.0}
    assert content()["targets"] == {key: 1200.0}
    settings().chosen.emit(None)
    assert settings().keys[:2] == [first, second]
    assert "figures" not in content()


def test_pages_leave_as_pdf_and_what_the_public_gets_is_cleared_on_record(
    sheet: ReportWorkspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = sheet.report_export.destination
    assert readers.value() == "inside", "a report begins inside the team"
    readers.choose("public")
    readers.chosen.emit("public")
    settled(sheet, qtbot)
    sheet.session.undo()
    settled(sheet, qtbot)
    assert readers.value() == "inside"
    sheet.session.redo()
    settled(sheet, qtbot)
    sheet.return_to({"block": sheet.state.picked, "_days": "2024"})
    settled(sheet, qtbot)
    assert sheet.where() == {"block": sheet.state.picked, "_days": "2024"}, "as before a lock"
    sheet.return_to({"_days": ""})
    assert readers.value() == "public", "the project remembers it"
    qtbot.wait(100)
    settled(sheet, qtbot)
    target = tmp_path / "sheet.pdf"
    monkeypatch.setattr("workbench.report.panes.export.ask_new_file", lambda *_given: (target, ""))
    sheet.report_export.ask_pdf()
    qtbot.waitUntil(lambda: bool(sheet.report_export.findChildren(ClearanceDialog)), timeout=10_000)
    (dialog,) = sheet.report_export.findChildren(ClearanceDialog)
    dialog.by.setText("A. Keza")
    dialog.purpose.setText("donor report")
    dialog.audience.setText("donors")
    with qtbot.waitSignal(sheet.session.exported, timeout=60_000):
        dialog.go_on.click()
    assert target.read_bytes().startswith(b"%PDF")
    said: list[list[Any]] = []
    sheet.session.ask(lambda project: [render(line.message, "en") for line in project.history(3)], said.append)
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert any("cleared for the public by A. Keza; purpose: donor report; audience: donors" in line for line in said[0])


def a_picture_that_is_none_is_refused_in_a_sentence(sheet: ReportWorkspace, qtbot: QtBot, tmp_path: Path) -> None:
    sheet.acts.add("picture")
    qtbot.wait(100)
    settled(sheet, qtbot)
    (tmp_path / "photo.png").write_bytes(b"no picture")
    said: list[Any] = []
    sheet.side.form.refused.connect(said.append)
    sheet.side.form.take_picture(tmp_path / "photo.png")
    assert render(said[0], "en") == "photo.png is not a png or jpeg picture. Choose one that is."


def the_text_beside_a_call_out_is_edited_where_it_stands(sheet: ReportWorkspace, qtbot: QtBot) -> None:
    lead = next(block for block in blocks(sheet, qtbot) if block.kind == "columns")
    sheet.list.pick(lead.id)
    sheet.side.form._put_inside(0, 0, "text", "We trained **many**.")
    qtbot.wait(100)
    settled(sheet, qtbot)
    stored = next(block for block in blocks(sheet, qtbot) if block.id == lead.id)
    assert stored.content["columns"][0][0]["content"]["text"] == "We trained **many**."
    assert stored.content["columns"][0][0]["content"]["size"] == "lead"
    assert stored.content["columns"][1][0]["kind"] == "callout"


def columns_are_added_and_filled(sheet: ReportWorkspace, qtbot: QtBot) -> None:
    sheet.acts.add("columns_two")
    qtbot.wait(100)
    settled(sheet, qtbot)
    added = next(block for block in blocks(sheet, qtbot) if block.id == sheet.state.picked)
    assert (added.kind, len(added.content["columns"])) == ("columns", 2)
    sheet.side.form._fill_column(1, "callout")
    qtbot.wait(100)
    settled(sheet, qtbot)
    stored = next(block for block in blocks(sheet, qtbot) if block.id == added.id)
    assert [one[0]["kind"] for one in stored.content["columns"]] == ["text", "callout"]
    assert len(new_content("columns_three", None, "fr")["columns"]) == 3
    assert what_in_column(in_column("figure.place", "fr")) == "figure.place"


def test_the_office_style_is_chosen_once_and_worn_by_window_and_files(
    sheet: ReportWorkspace, qtbot: QtBot, tmp_path: Path
) -> None:
    row = sheet.report_export.style_row
    assert not row.plain.isVisibleTo(sheet)
    before = sheet.state.composed.pages[0] if sheet.state.composed is not None else QImage()
    (tmp_path / "bad.json").write_text('{"script": "alert(1)"}', encoding="utf-8")
    said: list[Any] = []
    sheet.session.problem.connect(said.append)
    row.use_style(tmp_path / "bad.json")
    assert "script" in render(said[0], "en")
    (tmp_path / "style.json").write_text(
        json.dumps({"office": "Office of Site A", "colours": {"accent": "#12284b"}}), encoding="utf-8"
    )
    row.use_style(tmp_path / "style.json")
    qtbot.wait(100)
    settled(sheet, qtbot)
    assert sheet.state.composed is not None
    assert sheet.state.composed.pages[0] != before
    assert "Office of Site A" in row.worn.text()
    target = tmp_path / "styled.pdf"
    with qtbot.waitSignal(sheet.session.exported, timeout=60_000):
        sheet.report_export.write_file(target, sheet.report_export._write_report)
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    assert "Office of Site A" in text
    row.plain.click()
    qtbot.wait(100)
    settled(sheet, qtbot)
    assert sheet.state.composed.pages[0] == before


def test_a_template_is_kept_written_to_a_file_and_begun_from(
    sheet: ReportWorkspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.report.template_actions.QInputDialog.getText", lambda *_: ("Ours", True))
    sheet.templates.ask_name()
    settled(sheet, qtbot)
    sheet._offer_templates()
    qtbot.waitUntil(lambda: "Ours" in str([one.accessibleName() for one in sheet.findChildren(TemplateCard)]))
    sheet.show_columns()
    target = tmp_path / "ours.json"
    monkeypatch.setattr("workbench.report.template_actions.ask_new_file", lambda *_: (target, ""))
    with qtbot.waitSignal(sheet.session.exported, timeout=30_000):
        sheet.templates.ask_target()
    assert [one["kind"] for one in json.loads(target.read_text("utf-8"))["blocks"]][:2] == ["masthead", "columns"]
    count = len(blocks(sheet, qtbot))
    sheet.session.undo()  # the template kept
    sheet.session.undo()  # the infosheet
    settled(sheet, qtbot)
    assert len(blocks(sheet, qtbot)) != count
    monkeypatch.setattr("workbench.report.template_actions.ask_file", lambda *_: target)
    sheet.templates.ask_file()
    qtbot.wait(100)
    settled(sheet, qtbot)
    assert len(blocks(sheet, qtbot)) == count

    target.write_text(json.dumps({"layout": "report", "blocks": [{"kind": "text", "content": {"size": 1, "x": 2}}]}))
    with qtbot.waitSignal(sheet.session.problem, timeout=10_000) as told:
        sheet.templates.ask_file()
    assert "ours.json" in render(told.args[0], "en")
    assert len(blocks(sheet, qtbot)) == count, "nothing half written"

    sheet.templates.open_menu(QPoint(0, 0))
    qtbot.waitUntil(lambda: sheet.templates.menu is not None, timeout=10_000)
    menu = sheet.templates.menu
    assert menu is not None
    offered = render(msg("view_report.from_file"), language_of(sheet))
    assert offered in [action.text() for action in menu.actions()]
    menu.close()

    next(one for one in sheet.commands() if one.id == "report.new_from").run()
    cards = sheet.findChildren(TemplateCard)
    assert [card.accessibleDescription() for card in cards] == [
        render(msg(f"template.about.{name}"), language_of(sheet)) for name in TEMPLATES
    ]
    small, large = (card.grab().toImage() for card in cards[:2])
    assert small != large, "each shows a page of its own"
    cards[0].setFocus()
    qtbot.keyClick(cards[0], Qt.Key.Key_Right)
    assert sheet.window().focusWidget() is cards[1]
    qtbot.keyClick(cards[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(blocks(sheet, qtbot)) != count, timeout=10_000)
    settled(sheet, qtbot)
    assert blocks(sheet, qtbot)[2].content["finding"] == "auto", "the factsheet"
