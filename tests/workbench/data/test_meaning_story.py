# SPDX-License-Identifier: MIT
"""Stories of what columns hold: marks, texts and kinds in the import preview; kind and order in the inspector."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from analysis.records import Kind, Level, Variable
from projects.imported.findings import finding
from projects.imported.records import Severity
from projects.importing.finding_causes import by_cause
from workbench.data.imports.findings_pane import FindingLine
from workbench.data.panes.measurement_form import MeaningForm
from workbench.data.preview.column_settings import FoldedColumns, mark_of
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow
from workbench.translation import use_language
from workbench.widgets import Button, ChoiceField

Calm = Callable[[], None]
WEALTH = ("tier1", "tier2", "tier3", "tier4", "tier5")


def survey(folder: Path) -> Path:
    file = folder / "survey.csv"
    lines = ["debt,wealth,word,remark"]
    lines += [f"{('3e3', 'NA', '-99')[n % 3]},{WEALTH[n % 5]},{n % 7 or 'x'},said {n} and more" for n in range(60)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def read(room: DataWorkspace, file: Path, qtbot: QtBot) -> None:
    room.acts.imports.begin(file)
    qtbot.waitUntil(room.import_page.is_read, timeout=60000)


def lines(room: DataWorkspace) -> dict[str, FoldedColumns]:
    found = room.import_page.findings.findChildren(FoldedColumns)
    return {mark: one for one in found if (mark := mark_of(one.finding)) is not None}


def press(room: DataWorkspace, text: str) -> None:
    next(one for one in room.findChildren(Button) if text in one.text() and one.isVisibleTo(room)).click()


def test_marks_and_texts_are_settled_before_the_import(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    room = empty_room
    read(room, survey(tmp_path), qtbot)
    page = room.import_page
    assert set(lines(room)) == {"NA", "-99"}
    lines(room)["NA"].toggle()
    assert any("debt 20" in one.text() for one in lines(room)["NA"].findChildren(Button))
    field = lines(room)["-99"].field
    assert field is not None
    assert field.value() == 0, "it stays an answer until somebody says so"
    lines(room)["-99"].marked.emit("-99", "", 2)
    qtbot.waitUntil(
        lambda: page.is_read() and page.read is not None and bool(page.read.options.mark_reasons), timeout=60000
    )
    assert page.read is not None
    assert page.read.imported.tables[0].reasons["v1"][:3].tolist() == [0, 4, 2]
    page.guesses.said.kinds["t1", "v3"] = "number"
    page._take()
    calm()
    table = room.state.table()
    assert table is not None
    named = {one.name: one for one in table.variables}
    assert not named["wealth"].content_unconfirmed
    assert named["remark"].content_unconfirmed
    assert named["word"].kind is Kind.INTEGER


def test_kind_and_order_in_the_inspector(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    room = empty_room
    read(room, survey(tmp_path), qtbot)
    room.import_page._take()
    calm()

    def variable(name: str) -> Variable:
        table = room.state.table()
        assert table is not None
        return table.named(name)

    room.acts.inspector_actions.pick(variable("word").id)
    calm()
    assert room.right.inspector.meaning is not None
    room.right.inspector.meaning.kind_requested.emit(variable("word").id, "number", "")
    calm()
    assert variable("word").kind is not Kind.INTEGER, "only looked at"
    press(room, "Make it number")
    calm()
    assert variable("word").kind is Kind.INTEGER
    room.acts.inspector_actions.pick(variable("wealth").id)
    calm()
    room.acts.inspector_actions.set_level(variable("wealth").id, Level.ORDINAL)
    calm()
    form = room.right.inspector.meaning
    assert form is not None
    assert variable("wealth").order_unconfirmed
    assert form.confirm.isVisibleTo(room)
    form.order.setCurrentRow(2)
    form.order.shift(-1)
    scroll = room.right.inspector.scrolled.verticalScrollBar()
    scroll.setRange(0, 300)
    scroll.setValue(120)
    press(room, "Confirm this order")
    calm()
    form = room.right.inspector.meaning
    assert form is not None
    assert any("Confirmed order" in one.text() for one in form.findChildren(QLabel))
    assert not form.confirm.isVisibleTo(room), "there is nothing to confirm"
    assert scroll.value() == min(120, scroll.maximum()) > 0, "what was just confirmed stays in sight"
    form.order.shift(1)
    assert form.confirm.isVisibleTo(room), "another order is to be confirmed"
    form.order.shift(-1)
    form.order.setCurrentRow(0)
    assert not variable("wealth").order_unconfirmed
    assert [choice.code for choice in variable("wealth").choices] == [
        "tier1",
        "tier3",
        "tier2",
        "tier4",
        "tier5",
    ]
    use_language("fr")
    asked = MeaningForm(variable("wealth"), derived=False)
    qtbot.addWidget(asked)
    wide = asked.minimumSizeHint().width()
    use_language("en")
    assert wide <= 268, "no button reaches beyond the inspector, in French either"
    room.acts.inspector_actions.pick(variable("remark").id)
    calm()
    press(room, "Names nobody")
    calm()
    assert not variable("remark").content_unconfirmed
    room.acts.meaning.read_marks(variable("debt").id, "-99=refused")
    qtbot.waitUntil(lambda: _refused(room) == 20, timeout=60000)


def _refused(room: DataWorkspace) -> int:
    facts = room.right.inspector.facts
    if facts is None or facts.variable.name != "debt":
        room.acts.inspector_actions.show("t1", "v1")
        return 0
    return facts.missing.get(2, 0)


def test_a_question_and_its_answers_are_worded_in_both_languages(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    room = empty_room
    read(room, survey(tmp_path), qtbot)
    press(room, "Yes, all")
    qtbot.waitUntil(lambda: room.state.table() is not None, timeout=60000)
    calm()
    table = room.state.table()
    assert table is not None
    wealth = table.named("wealth")
    room.acts.inspector_actions.pick(wealth.id)
    calm()
    room.right.inspector.wording_requested.emit(wealth.id)
    form = room.right.label_form
    assert room.right.currentWidget() is form
    assert form.question is not None
    form.question.setPlainText("Wealth of\nthe household ")
    tier1 = next(choice for choice in wealth.choices if choice.code == "tier1")
    form.answers[tier1.id].setText("Tier1 fifth")
    form._turn("fr")
    assert form.question.placeholderText() == "EN · “Wealth of the household”", "who translates sees the other language"
    assert form.answers[tier1.id].placeholderText() == "EN · “Tier1 fifth”"
    form.question.setPlainText("Richesse du ménage")
    form.grab()
    form._turn("en")
    assert form.question.text() == "Wealth of the household"
    form.keep.click()
    calm()
    table = room.state.table()
    assert table is not None
    said = table.variable(wealth.id)
    assert said.labels.in_language("fr") == "Richesse du ménage"
    assert said.labels.in_language("en") == "Wealth of the household"
    assert said.choice(tier1.id).labels.in_language("en") == "Tier1 fifth"
    assert room.right.currentWidget() is room.right.inspector
    window.session.undo()
    calm()
    table = room.state.table()
    assert table is not None
    assert table.variable(wealth.id).labels.in_language("fr") == wealth.labels.in_language("fr")


def test_marks_in_one_line_are_each_answered_there(qtbot: QtBot) -> None:
    asked = [
        finding(Severity.WARNING, "marks_asked", mark=mark, n=1, cells="6", names=[name], details=[(name, 6)])
        for mark, name in (("-99", "debt"), ("NSP", "back"), (".", "remark"))
    ]
    (joined,) = by_cause(asked)
    whole, line = FindingLine(joined.severity, joined.message), FoldedColumns(joined)
    qtbot.addWidget(whole)
    whole.add_below(line)
    assert line.field is None, "the line stands for three marks"
    line.toggle()
    fields = line.findChildren(ChoiceField)
    assert [one.value() for one in fields] == [0, 0, 0]
    with qtbot.waitSignal(line.marked) as said:
        fields[1].chosen.emit(3)
    assert said.args == ["NSP", "", 3]
