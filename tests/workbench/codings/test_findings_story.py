# SPDX-License-Identifier: MIT
"""From codings to findings in the window: a cell and its words, a summary written, codes joined, pages of the texts."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import docx
import openpyxl
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from analysis.analyses import declarations, run
from analysis.codings.cell_segments import QuoteLine
from analysis.exported_codings import read_codings
from analysis.masking import HIDDEN
from coding.agreement import Agreement
from coding.records import ORDINARY
from projects.assistance.coder_agreement import coder_agreement
from projects.findings.coded_frames import saved_queries
from projects.findings.framework_cells import summaries
from projects.identifiers.sensitivity_review import confirm_proposals
from projects.interviews.codebook_editing import set_retired
from projects.interviews.coders import set_blind
from projects.interviews.codes import redefine_code
from projects.interviews.documents import set_consents
from projects.interviews.queries import load_document, segment
from projects.interviews.segments import add_segment
from projects.transcripts.corrections import correct_text
from workbench.analysis.view import AnalysisWorkspace
from workbench.codings.fields import attribute_candidates, code_candidates
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow
from workbench.variable_picker import VariableField, dragged_variable

Ask = Callable[[Callable[[Any], Any]], Any]
_NARROW = 810  # pixels that a page has in a window of 910
Calm = Callable[[], None]


def begin(room: AnalysisWorkspace, qtbot: QtBot, name: str, table: str = "codings", **options: Any) -> None:
    room.acts.front.begin(name, options, table)
    # lists of stop words load slowly on a busy machine
    qtbot.waitUntil(lambda: not room.state.computing, timeout=120000)
    assert room.state.outcome is not None, name


def code_id(project: Any, name: str) -> str:
    return str(project.query("SELECT id FROM code WHERE name LIKE ?", (f"%{name}%",))[0]["id"])


def make_codes_ordinary(project: Any) -> None:
    """Somebody says of every code that it tells nothing that could hurt: unset ones count as sensitive."""
    for row in project.query("SELECT id FROM code"):
        project.do(redefine_code(str(row["id"]), sensitivity=ORDINARY))


def code(ask: Ask, name: str) -> str:
    return str(ask(lambda project: code_id(project, name)))


def shot(window: MainWindow, name: str) -> None:
    """A picture for a person to look at, where somebody asked for it."""
    if os.environ.get("SHOTS"):
        window.grab().save(f"{os.environ['SHOTS']}/{name}.png")


def test_from_a_cell_to_its_words_in_the_text_and_back(
    window: MainWindow, analysis: AnalysisWorkspace, qtbot: QtBot, ask: Ask, calm: Calm
) -> None:
    begin(analysis, qtbot, "code_crosstab", by="Site")
    table = analysis.centre.blocks[0].table
    with qtbot.waitSignal(table.cell_chosen):
        table.sheet._go((1, 2))  # Threats × Lakeside: a count and its share are one cell
    quotes = analysis.right.quotes
    qtbot.waitUntil(lambda: len(quotes.list.lines()) == 2, timeout=20000)
    assert [line.text for line in quotes.list.lines()] == ["threatened", "threatened"]
    ids = table.sheet.ids(1, 2)
    chart = next(one for one in analysis.centre.charts if one.isVisibleTo(analysis))
    assert chart._chosen == ids  # outlined in both
    table.turn_order(column=ids[1])
    assert table.sheet.ids(*table.sheet.current or (0, 0)) == ids  # sorted, the same cell stays chosen
    chart.cell_chosen.emit(*ids)
    qtbot.waitUntil(lambda: len(quotes.list.lines()) == 2, timeout=20000)
    qtbot.keyClick(table.sheet, Qt.Key.Key_Return)
    interviews = window.rooms["interviews"]
    assert isinstance(interviews, InterviewsWorkspace)
    qtbot.waitUntil(lambda: interviews.acts.place.segment == quotes.list.lines()[0].segment, timeout=20000)
    assert window.front is interviews
    window.places.back()
    calm()
    assert window.front is analysis
    assert analysis.state.current is not None
    assert analysis.state.current.declaration == "code_crosstab"


def test_from_a_word_to_each_of_its_places_in_the_texts(
    window: MainWindow, analysis: AnalysisWorkspace, qtbot: QtBot, calm: Calm
) -> None:
    begin(analysis, qtbot, "word_frequencies")
    sheet = analysis.centre.blocks[0].table.sheet
    at = next(at for at, row in enumerate(sheet.table.rows if sheet.table else ()) if row.label == "threatened")
    sheet._go((at, 0))
    down = analysis.centre.area.verticalScrollBar()
    down.setRange(0, 100)
    down.setValue(50)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert down.value() == 0  # another analysis is read from its top
    qtbot.waitUntil(lambda: not analysis.state.computing, timeout=20000)
    assert analysis.state.current is not None
    assert dict(analysis.state.current.options)["query"] == "threatened"
    calm()
    sheet._go((0, 0))
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    interviews = window.rooms["interviews"]
    assert isinstance(interviews, InterviewsWorkspace)
    qtbot.waitUntil(lambda: interviews.centre.transcript.textCursor().selectedText() == "threatened", timeout=20000)


def test_seen_as_a_partner_table_chart_and_quotes_change_at_once(
    window: MainWindow, analysis: AnalysisWorkspace, qtbot: QtBot, ask: Ask, calm: Calm
) -> None:
    ask(lambda project: project.do(redefine_code(code_id(project, "Threats"), sensitivity="high")) and None)
    begin(analysis, qtbot, "code_crosstab", by="Site")
    window.resize(1366, 768)
    sheet, right = analysis.centre.blocks[0].table.sheet, analysis.right
    assert right.seen_as_row.isHidden()
    right.form.more.click()
    assert not right.seen_as_row.isHidden()
    sheet._go((1, 3))
    assert sheet.current == (1, 2)
    qtbot.waitUntil(lambda: len(right.quotes.list.lines()) == 2, timeout=20000)
    shot(window, "seen_inside")

    def hidden(table: Any) -> int:
        return sum(bool(cell.flags & HIDDEN) for row in table.rows for cell in row.cells)

    assert hidden(sheet.table) == 0
    right.seen_as.choose("partner")
    right.seen_as.chosen.emit("partner")
    qtbot.waitUntil(lambda: hidden(sheet.table) > 0, timeout=20000)
    charts = [chart._figure for chart in analysis.centre.charts if not chart.isHidden()]
    assert all(hidden(figure.table) for figure in charts if figure is not None)
    assert "any" not in [row.id for row in sheet.table.rows]  # it would bound the sensitive code
    assert charts
    assert right.quotes.list.lines() == []
    assert not right.quotes.table.isEnabled()
    shot(window, "seen_partner")
    window.set_language("fr")
    calm()
    shot(window, "seen_partner_fr")
    window.set_language("en")
    begin(analysis, qtbot, "framework")  # words: only the sentence, no grid
    right.seen_as.chosen.emit(right.seen_as.value())
    assert right.seen_as.value() == "inside"  # another analysis begins inside
    right.seen_as.choose("public")
    right.seen_as.chosen.emit("public")
    qtbot.waitUntil(lambda: not analysis.centre.grid.isVisible(), timeout=20000)
    right.seen_as.choose("inside")
    right.seen_as.chosen.emit("inside")
    assert analysis.centre.grid.isVisible()


def test_one_quote_of_each_case_first_and_the_others_behind_it(interviews: InterviewsWorkspace, qtbot: QtBot) -> None:
    quotes = interviews.acts.findings.matrix.quotes
    lines = [QuoteLine(str(n), "d", "D", case, "", n, "c", "IN", f"w{n}") for n, case in enumerate("AABAC")]
    quotes.show_lines("Threats", lines)
    assert [line.segment for line in quotes.list.lines()] == ["0", "2", "4"]
    assert quotes.list.model_.more == {"0": 2}
    assert "2 more" in quotes.list.model_.spoken(lines[0])
    qtbot.keyClick(quotes.list, Qt.Key.Key_Right)
    assert [line.segment for line in quotes.list.lines()] == ["0", "1", "3", "2", "4"]
    qtbot.keyClick(quotes.list, Qt.Key.Key_Left)
    assert len(quotes.list.lines()) == 3
    with qtbot.waitSignal(quotes.quotes_requested) as wanted:
        quotes._want_quotes()
    assert len(wanted.args[0]) == 5
    quotes.show_lines("One", lines[:2])
    assert len(quotes.list.lines()) == 2


def test_what_is_dropped_or_picked_is_the_option(analysis: AnalysisWorkspace, qtbot: QtBot, ask: Ask) -> None:
    survey = next(name for name in analysis.state.tables if name != "codings")
    for kind, table in (("describe", survey), ("code_frequencies", "codings"), ("describe", survey)):
        analysis.state.draft = None
        analysis.left.new_requested.emit(kind)  # "New" takes the table that the kind is made of, whatever is in front
        assert analysis.state.current is not None
        assert (analysis.state.current.declaration, analysis.state.current.table) == (kind, table)
    begin(analysis, qtbot, "code_frequencies")
    table = analysis.state.tables["codings"]  # no answers are read of what is no question: there is no such table
    assert [one.source for one in (*attribute_candidates(table), *code_candidates(table)) if one.source] == []
    threats = code(ask, "Threats")
    analysis.left.turn_to("variables")
    offered = {str(entry.id) for entry in analysis.left.variables.list.entries.entries if not entry.section}
    assert {threats, "Site", "document", "coder"} <= offered
    data: QMimeData = dragged_variable("codings", threats)
    field = analysis.right.form.field("variable")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(2, 2), copy, data, left, Qt.KeyboardModifier.NoModifier)
    field.dropEvent(event)
    qtbot.waitUntil(lambda: not analysis.state.computing, timeout=20000)
    assert analysis.state.current is not None
    assert analysis.state.current.options["variable"] == threats
    assert analysis.state.outcome is not None
    assert len(analysis.state.outcome.tables[0].rows) == 1
    analysis.acts.front.analyse_variable("codings", "Site")
    assert analysis.state.current.declaration == "code_crosstab"
    assert analysis.state.current.options == {"by": "Site"}


def test_a_summary_is_typed_in_its_cell(analysis: AnalysisWorkspace, qtbot: QtBot, ask: Ask, calm: Calm) -> None:
    begin(analysis, qtbot, "framework")
    grid, card = analysis.centre.grid, analysis.right.summary
    assert grid.isVisible()
    grid.setCurrentIndex(grid.model_.index(0, 0))
    qtbot.waitUntil(lambda: len(analysis.right.quotes.list.lines()) == 2, timeout=20000)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.keyClicks(card.text, "Threatened twice")
    analysis.right.quotes.list.model_.setData(
        analysis.right.quotes.list.model_.index(0, 0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole
    )
    qtbot.keyClick(card.text, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(card.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(ask(summaries)), timeout=20000)
    ((place, versions),) = ask(summaries).items()
    assert place == ("P01", code(ask, "Means"))
    assert versions[0].text == "Threatened twice [¶ 2]"
    assert versions[0].coder == "IN"
    qtbot.waitUntil(lambda: "Threatened" in str(grid.model_.index(0, 0).data()), timeout=20000)
    assert analysis.centre.changed.isHidden()  # whoever wrote it knows


def test_a_framework_is_filtered_sorted_and_gets_a_theme_above_the_grid(
    analysis: AnalysisWorkspace, qtbot: QtBot, ask: Ask, calm: Calm
) -> None:
    begin(analysis, qtbot, "framework")
    grid, bar = analysis.centre.grid, analysis.centre.grid_bar

    def settled() -> None:
        qtbot.waitUntil(lambda: not analysis.state.computing, timeout=20000)

    def shows(*cases: str) -> None:  # a change of options is computed a turn of the event loop later
        calm()
        qtbot.waitUntil(lambda: [row["case"] for row in grid.model_.rows] == list(cases), timeout=20000)
        settled()

    assert bar.isVisible()
    assert bar.chips == []
    threats, means = code(ask, "Threats"), code(ask, "Means")
    assert grid.model_.headerData(0, Qt.Orientation.Horizontal) == "Means  1"
    bar._offer_conditions()
    inner = bar._menu.actions()[0].menu()
    assert isinstance(inner, QMenu)
    assert [action.text() for action in inner.actions()] == ["Hill", "Lakeside"]
    inner.actions()[1].trigger()
    shows("P01")
    (chip,) = bar.chips
    assert chip.text() == "Site = Lakeside"
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(grid.model_.rows) == 2 and not analysis.state.computing, timeout=20000)
    bar._offer_orders()
    bar._menu.actions()[1].trigger()
    shows("P02", "P01")  # Hill, Lakeside
    grid.verticalHeader().moveSection(1, 0)  # a case is dragged above the other
    shows("P01", "P02")
    assert analysis.state.current is not None
    assert analysis.state.current.options["order"] == "P01; P02"
    bar._sorted_by("Site")
    shows("P02", "P01")
    assert bar.order.text() == "Sorted by Site"
    bar.theme.click()
    assert analysis.state.current is not None
    assert analysis.state.current.options["variable"] == means
    analysis.acts.front.set_option("variable", f"{means}; {threats}")
    qtbot.waitUntil(lambda: [one for one, _ in grid.model_.themes] == [means, threats], timeout=20000)
    settled()
    grid.horizontalHeader().moveSection(1, 0)
    qtbot.waitUntil(lambda: [one for one, _ in grid.model_.themes] == [threats, means], timeout=20000)
    settled()
    assert [grid.horizontalHeader().visualIndex(at) for at in (0, 1)] == [0, 1]
    grid.go_to("P01", threats)
    qtbot.waitUntil(lambda: len(analysis.right.quotes.list.lines()) == 2, timeout=20000)
    analysis.right.summary.written.emit("P01", threats, "Twice")
    qtbot.waitUntil(lambda: bool(ask(summaries)), timeout=20000)
    calm()
    qtbot.waitUntil(lambda: len(analysis.right.quotes.list.lines()) == 2, timeout=20000)
    segment_id = analysis.right.quotes.list.lines()[0].segment
    held = ask(lambda project: segment(project, segment_id))
    loaded = ask(lambda project: load_document(project, held.document).document)
    (made,) = ask(lambda project: project.do(add_segment(threats, loaded, 0, 4, coder="IN")).result)
    qtbot.waitUntil(lambda: analysis.right.quotes.list.model_.new == {str(made)}, timeout=20000)
    place = grid.model_.index(1, 0)
    qtbot.waitUntil(lambda: grid.model_.new(place) == 1, timeout=20000)
    grid.go_to("P02", threats)  # looked at and left: no longer new
    assert grid.model_.new(place) == 0
    grid.go_to("P01", threats)
    right = analysis.right
    qtbot.waitUntil(
        lambda: right.summary.text.toPlainText() == "Twice" and bool(right.quotes.list.lines()), timeout=20000
    )
    ask(lambda project: project.do(set_consents(held.document, {"interview": False})) and None)
    qtbot.waitUntil(lambda: not right.quotes.list.lines() and right.summary.isHidden(), timeout=20000)
    assert (right.summary.text.toPlainText(), right.quotes.isHidden()) == ("", True)
    calm()


def test_codes_join_the_survey_with_one_button(
    window: MainWindow, analysis: AnalysisWorkspace, qtbot: QtBot, ask: Ask, tmp_path: Path
) -> None:
    begin(analysis, qtbot, "code_frequencies")
    grouped = analysis.right.form.field("by")
    assert isinstance(grouped, VariableField)
    assert grouped.button.whole().startswith("Attribute, speaker")  # its own words, where nothing is proposed
    begin(analysis, qtbot, "codes_as_variables")
    join = analysis.right.join
    assert not join.isHidden()
    assert join.key.value() is not None
    join.use.click()
    made = "SELECT 1 FROM variable WHERE name = 'code_threats'"
    qtbot.waitUntil(lambda: bool(ask(lambda project: project.query(made))), timeout=20000)
    begin(analysis, qtbot, "joint_display", next(name for name in analysis.state.tables if name != "codings"))
    taken = analysis.right.form.field("variable")
    assert isinstance(taken, VariableField)
    assert taken.value() is None
    assert taken.button.whole() == "Proposed: Interview speaks of: Means"
    form = analysis.right.form
    form.show_proposed({})
    assert taken.button.whole() == "Choose a variable"
    with qtbot.waitSignal(window.session.exported, timeout=20000):
        analysis.acts.exports.write_table(tmp_path / "joint.docx")
    said = [cell.text for row in docx.Document(str(tmp_path / "joint.docx")).tables[0].rows for cell in row.cells]
    assert "In their words" in said


def written(window: MainWindow, qtbot: QtBot, write: Callable[[Path], object], path: Path) -> list[str]:
    """The texts of all cells of the file that is written."""
    with qtbot.waitSignal(window.session.exported, timeout=20000):
        write(path)
    return [str(cell) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)
            for cell in row if cell is not None]  # fmt: skip


def _withheld(cells: list[str]) -> int:
    return cells.count("‡") + sum("the numbers are not shown" in cell for cell in cells)


def test_the_matrix_and_the_list_are_pages_of_the_interviews(
    window: MainWindow, interviews: InterviewsWorkspace, qtbot: QtBot, ask: Ask, calm: Calm, tmp_path: Path
) -> None:
    window.table.run("interviews.find.matrix")
    matrix = interviews.acts.findings.matrix
    qtbot.waitUntil(lambda: matrix.table.sheet.table is not None, timeout=20000)
    assert matrix.excel.readers == ("inside", "partner", "public")
    ask(lambda project: project.do(redefine_code(code_id(project, "Threats"), sensitivity="high")) and None)
    ask(lambda project: project.do(confirm_proposals()) and None)
    hidden = {
        to: _withheld(written(window, qtbot, partial(matrix.excel.write, to), tmp_path / f"{to}.xlsx"))
        for to in ("inside", "partner")
    }
    assert hidden["inside"] == 0 < hidden["partner"]
    matrix.table.sheet._go((1, 0))
    qtbot.waitUntil(lambda: len(matrix.quotes.list.lines()) == 2, timeout=20000)
    matrix.quotes.open_first()
    qtbot.waitUntil(lambda: interviews.acts.place.segment is not None, timeout=20000)
    assert interviews.centre.currentWidget() is interviews.centre.reading
    window.places.back()
    assert interviews.centre.currentWidget() is matrix
    window.table.run("interviews.find.segments")
    listed = interviews.acts.findings.list
    qtbot.waitUntil(lambda: len(listed.list.lines()) == 2, timeout=20000)
    assert listed.excel.readers == ("inside",)
    listed.options = {**listed.options, "page": 2}  # a file holds every page
    said = written(window, qtbot, partial(listed.excel.write, "inside"), tmp_path / "list.xlsx")
    assert "threatened" in said
    listed.options = {**listed.options, "page": 1}
    assert all(listed.list.model_.spoken(line).startswith("Threats · ") for line in listed.list.lines())
    threats = code(ask, "Threats")
    listed.fields["without_codes"].changed.emit(threats)
    qtbot.waitUntil(lambda: not listed.list.lines(), timeout=20000)
    listed.fields["without_codes"].changed.emit("")
    listed.fields["variable"].changed.emit(threats)
    qtbot.waitUntil(lambda: len(listed.list.lines()) == 2, timeout=20000)
    assert listed.query.isHidden()  # what is not asked is one click away
    listed.change.click()
    assert not listed.also_row.isVisible()
    listed.fields["also_codes"].changed.emit(code(ask, "Means"))
    qtbot.waitUntil(lambda: listed.also_row.isVisible() and len(listed.list.lines()) == 2, timeout=20000)
    listed.also_relation.chosen.emit("words")
    qtbot.waitUntil(lambda: listed.also_within_row.isVisible(), timeout=20000)
    window.resize(1366, 768)
    for language in ("fr", "en"):
        window.set_language(language)
        calm()
        bar = listed.query.verticalScrollBar()
        qtbot.waitUntil(lambda bar=bar: not bar.isVisible(), timeout=20000)  # all fields stand in sight
        assert listed.bar.heightForWidth(_NARROW) == listed.bar.sizeHint().height()  # one line of buttons
        shot(window, f"segment_list_{language}")
    listed.also_relation.chosen.emit("")
    listed.fields["also_codes"].changed.emit("")
    qtbot.waitUntil(lambda: not listed.also_row.isVisible(), timeout=20000)
    listed.name.setText("Threatened")
    listed.keep.click()
    qtbot.waitUntil(lambda: bool(ask(saved_queries)), timeout=20000)
    (kept,) = ask(saved_queries)
    assert (kept.name, kept.options) == ("Threatened", {"variable": threats})
    listed.name.setText("threatened")
    listed.remove.click()
    qtbot.waitUntil(lambda: not ask(saved_queries), timeout=20000)
    window.table.run("edit.undo")
    qtbot.waitUntil(lambda: bool(ask(saved_queries)), timeout=20000)
    listed.show_query(window.session, {"saved": "Threatened"})
    qtbot.waitUntil(lambda: len(listed.list.lines()) == 2, timeout=20000)
    ticked = listed.list.lines()[0].segment  # recoded from the list: the saved query follows, and its undo
    box = listed.list.visualRect(listed.list.model_.index(0, 0)).topLeft() + QPoint(17, 14)
    qtbot.mouseClick(listed.list.viewport(), Qt.MouseButton.LeftButton, pos=box)  # on the box as it is painted
    assert [one.segment for one in listed.list.ticked()] == [ticked]
    listed.recode.click()
    qtbot.keyClicks(interviews.picker.field, "Means")
    qtbot.keyClick(interviews.picker.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ticked not in [line.segment for line in listed.list.lines()], timeout=20000)
    assert ask(lambda project: segment(project, ticked).code) == code(ask, "Means")
    window.table.run("edit.undo")
    qtbot.waitUntil(lambda: len(listed.list.lines()) == 2, timeout=20000)
    line = listed.list.lines()[0]
    before = ask(lambda project: load_document(project, line.document).document)
    ask(lambda project: project.do(correct_text(before, f"[At noon] {before.text}")) and None)
    listed.show_query(window.session, {"saved": "Threatened"})  # corrected since: the right words, at their place
    qtbot.waitUntil(lambda: len(listed.list.lines()) == 2, timeout=20000)
    assert [one.text for one in listed.list.lines()] == ["threatened", "threatened"]
    after = ask(lambda project: load_document(project, line.document).document.text)
    held = ask(lambda project: segment(project, line.segment))
    assert after[held.start : held.end] == "threatened"

    def longer(project: Any) -> None:
        document = load_document(project, line.document).document
        start = document.text.rindex("threatened me again")
        project.do(add_segment(code_id(project, "Means"), document, start, start + 19, coder="IN"))

    ask(longer)
    listed.show_query(window.session, {"sort": "words"})  # in the order asked for, not that of the text
    qtbot.waitUntil(lambda: len(listed.list.lines()) == 3, timeout=20000)
    assert [one.text for one in listed.list.lines()] == ["threatened me again", "threatened", "threatened"]
    assert listed.list.currentIndex().row() == 0
    gone = after.replace("threatened", "shouted at")
    ask(lambda project: project.do(correct_text(load_document(project, line.document).document, gone)) and None)
    listed.show_query(window.session, {"saved": "Threatened"})
    qtbot.waitUntil(lambda: "threatened" not in [one.text for one in listed.list.lines()], timeout=20000)
    for one in listed.list.lines():  # what stands there now, never the words of the version before
        assert ask(lambda project, one=one: segment(project, one.segment).quote) == one.text
        assert one.text in gone
    ask(lambda project: project.undo() and None)
    ask(lambda project: project.undo() and None)
    ask(lambda project: project.do(set_retired(threats, True)) and None)  # it keeps its name in the list
    listed.show_query(window.session, {})
    qtbot.waitUntil(lambda: len(listed.list.lines()) == 2, timeout=20000)
    assert listed.excel.readers == ("inside",)
    listed.options = {**listed.options, "page": 2}  # a file holds every page
    said = written(window, qtbot, partial(listed.excel.write, "inside"), tmp_path / "list.xlsx")
    assert "threatened" in said
    listed.options = {**listed.options, "page": 1}
    assert all(listed.list.model_.spoken(line).startswith("Threats · ") for line in listed.list.lines())
    window.set_language("fr")  # every sentence of the pages is said again
    assert "Segments" in listed.header.title.text()
    window.set_language("en")
    calm()


def test_each_analysis_of_codings_ends_in_a_file_and_a_program(
    window: MainWindow, analysis: AnalysisWorkspace, qtbot: QtBot, ask: Ask, calm: Calm, tmp_path: Path
) -> None:
    needed = {"kwic": {"query": "threatened"}, "code_crosstab": {"by": "Site"}}
    inside = {"segments", "kwic", "framework", "document_portrait", "word_frequencies", "codes_as_variables"}
    ask(lambda project: project.do(confirm_proposals()) and None)
    ask(make_codes_ordinary)
    for one in declarations():
        if not one.of_codings:
            continue  # a joint display ends in a file where codes are joined
        begin(analysis, qtbot, one.id, **needed.get(one.id, {}))
        assert analysis.state.outcome is not None
        path, team = tmp_path / f"{one.id}.xlsx", one.id in inside
        button = analysis.centre.buttons["table"]
        assert button.text() == ("Export for the team…" if team else "Export…"), one.id
        if one.id == "code_frequencies":  # who will read it is asked first
            window.table.run("analysis.take.table")
            (asked,) = button.findChildren(QMenu)
            readers = ["Inside the team", "For a partner", "For the public"]
            assert [action.text().partition(":")[0] for action in asked.actions() if action.text()] == [
                *(f"Table · {one}" for one in readers), *(f"Figure · {one}" for one in readers)]  # fmt: skip
            asked.close()
        with qtbot.waitSignal(window.session.exported, timeout=20000):
            analysis.acts.exports.write_table(path, to="public")
        calm()
        said = [cell for row in openpyxl.load_workbook(path).worksheets[-1].values for cell in row]
        assert len(said) > 6, one.id
        assert not any("stays inside the team" in str(cell) for cell in said), one.id
        window.table.run("analysis.take.python")
        program = analysis.centre.python.code.toPlainText()
        assert f"run('{one.id}', codings, options)" in program
        assert "codings.zip" in program
        window.table.run("analysis.take.python")
    analysis.acts.exports.write_frame(tmp_path / "codings.zip")
    calm()
    assert analysis.state.outcome is not None
    assert analysis.state.current is not None
    with (tmp_path / "codings.zip").open("rb") as stream:
        again = run(analysis.state.current.declaration, read_codings(stream), analysis.state.current.options)
    assert [row.cells for row in again.tables[0].rows] == [
        row.cells for row in analysis.state.outcome.result.tables[0].rows
    ]
    assert ask(lambda project: project.history(1))[0].kind == "export.codings"


def test_the_matrix_seen_as_a_partner_and_the_agreement_of_coders(
    window: MainWindow, interviews: InterviewsWorkspace, qtbot: QtBot, ask: Ask, calm: Calm
) -> None:
    ask(lambda project: project.do(redefine_code(code_id(project, "Threats"), sensitivity="high")) and None)
    window.resize(1366, 768)
    pages = interviews.acts.findings
    window.table.run("interviews.find.matrix")
    sheet = pages.matrix.table.sheet
    qtbot.waitUntil(lambda: sheet.table is not None, timeout=20000)

    def hidden() -> int:
        return sum(bool(cell.flags & HIDDEN) for row in sheet.table.rows for cell in row.cells) if sheet.table else 0

    assert hidden() == 0
    calm()
    for reader in ("partner", "public"):
        pages.matrix.seen_as.choose(reader)
        pages.matrix.seen_as.chosen.emit(reader)
        qtbot.waitUntil(lambda: hidden() > 0, timeout=20000)
    shot(window, "matrix_public")
    pages.matrix.seen_as.choose("inside")
    pages.matrix.seen_as.chosen.emit("inside")
    assert hidden() == 0

    window.table.run("interviews.reading.agreement")
    page = pages.agreement
    qtbot.waitUntil(lambda: "two coders" in page.problem.text(), timeout=20000)
    assert (page.second.isEnabled(), page.second.currentText()) == (False, "No second coder yet")
    assert page.first.hasFocus(), "disabled, it sent the keys into the search field"

    def second_coder(project: Any) -> None:
        code = code_id(project, "Threats")
        document = load_document(project, str(project.query("SELECT document FROM segment LIMIT 1")[0]["document"]))
        made = project.do(add_segment(code, document.document, 0, 5, coder="Zoé"))
        project.do(add_segment(code, document.document, *document.sentences[0], coder="Zoé"))
        assert made.result

    ask(second_coder)
    calm()
    qtbot.waitUntil(lambda: page.rows.rowCount() > 0, timeout=20000)
    assert page.problem.isHidden()
    told = ask(lambda project: coder_agreement(project))
    row = page.rows.rows[-1]
    assert row.name == ""
    assert (row.whole, row.by_hand) == tuple(
        sum(one.values(), Agreement(0, 0, 0, 0)) for one in (told.whole, told.by_hand)
    )
    assert page.rows.index(page.rows.rowCount() - 1, 3).data() == str(row.whole.units)
    assert {page.first.value(), page.second.value()} == set(told.coders)
    shot(window, "agreement")
    window.set_language("fr")
    calm()
    shot(window, "agreement_fr")
    assert "phrase par phrase" in page.facts.text()
    window.set_language("en")
    page.second.choose(page.first.value())
    page.second.chosen.emit(page.first.value())
    qtbot.waitUntil(lambda: "different coders" in page.problem.text(), timeout=20000)
    ask(lambda project: project.do(set_blind(True)) and None)
    calm()
    qtbot.waitUntil(lambda: "blind" in page.problem.text(), timeout=20000)
    assert page.table.isHidden()
    assert page.rows.rowCount() == 0
    shot(window, "agreement_blind")
