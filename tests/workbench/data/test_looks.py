# SPDX-License-Identifier: MIT
"""The filled room in both languages: nothing clipped, everything named; words of conditions, filters and kinds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from analysis.records import Choice, Kind, Level, Variable
from projects.datasets.table.filters import Edited, HasText, InAnalysis, InRange, IsMissing, IsPresent
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import data_tables
from tests.workbench.conftest import PASSPHRASE
from wording import Labels, render
from workbench.data.panes.edit_preview import written_cell
from workbench.data.panes.filter_bar import FilterBar, filter_words
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow
from workbench.table_labels import condition_words
from workbench.widgets import ElidedLabel

Calm = Callable[[], None]


def settle() -> None:
    """Lay out what was shown, as the event loop would."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def pages(room: DataWorkspace, calm: Calm, qtbot: QtBot) -> Iterator[str]:
    """Every face of the room, one after the other."""
    table = room.state.table()
    assert table is not None
    yield "table"
    for name in ("protection_concerns", "head_age", "respondent_code"):
        room.acts.inspector_actions.pick(table.named(name).id)
        calm()
        yield name
    room.acts.sort_and_filter.open_form(table.named("head_age").id)
    yield "filter"
    room.acts.sort_and_filter.close_form()
    room.acts.cell_search.open()
    yield "find"
    room.acts.cell_search.close()
    room.acts.column_layout.choose_columns()
    yield "columns"
    room.right.ask_export()
    yield "export"
    room.acts.cell_editing.propose(0, table.named("consent").id, DatasetCell("c2"))
    calm()
    yield "change"
    room.acts.cell_editing.leave()
    for kind in ("recode", "bands", "calculate", "elapsed", "count"):
        room.acts.deriving.open(table.named("site").id)
        calm()
        room.right.derive_panel.kind.choose(kind)
        room.right.derive_panel._use(kind)
        qtbot.wait(300)
        calm()
        yield f"derive {kind}"
    room.acts.deriving.leave()
    room.middle.show_log()
    calm()
    yield "log"
    room.acts.imports.begin(room.tour()[-1].act.__globals__["_SAMPLE"])
    qtbot.waitUntil(room.import_page.is_read, timeout=60000)
    yield "import"
    room.import_page.leave()
    calm()


def seen(room: DataWorkspace, *kinds: type[QWidget]) -> Iterator[QWidget]:
    for widget in room.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, kinds):
            yield widget


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_clipped_and_every_input_is_named_in_any_face(
    room: DataWorkspace, window: MainWindow, calm: Calm, qtbot: QtBot, language: str
) -> None:
    window.set_setting("language", language)
    calm()
    clipped: list[tuple[object, ...]] = []
    nameless = []
    for page in pages(room, calm, qtbot):
        settle()
        for widget in seen(room, QLabel, QAbstractButton):
            assert isinstance(widget, (QLabel, QAbstractButton))
            elides = isinstance(widget, ElidedLabel) or (isinstance(widget, QLabel) and widget.wordWrap())
            if elides or not widget.text() or isinstance(widget.parentWidget(), (QComboBox, QLineEdit)):
                continue
            if widget.sizeHint().width() > widget.width() or widget.sizeHint().height() > widget.height() + 1:
                clipped.append((page, type(widget).__name__, widget.text(), widget.sizeHint(), widget.size()))
        for widget in seen(room, QLineEdit, QComboBox, QAbstractItemView, QAbstractButton):
            spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            own = not isinstance(widget.parentWidget(), (QComboBox, QLineEdit, QAbstractItemView))
            if not spoken.strip() and own and not widget.objectName().startswith("qt_"):
                nameless.append((page, type(widget).__name__))
    assert not clipped
    assert not nameless


def a_variable(kind: Kind, choices: tuple[Choice, ...] = (), name: str = "age") -> Variable:
    return Variable("v1", name, Labels({"en": "Age", "fr": "Âge"}), kind, Level.NOMINAL, choices=choices)


def test_filters_are_said_in_both_languages() -> None:
    known = {"v1": a_variable(Kind.NUMBER)}

    def said(wanted: object, language: str = "en") -> str:
        return render(filter_words(wanted, known, language), language)  # type: ignore[arg-type]

    assert said(InRange("v1", 18.0, 59.0)) == "Age: 18 to 59"
    assert said(InRange("v1", 18.0)) == "Age ≥ 18"
    assert said(InRange("v1", None, 1.5), "fr") == "Âge ≤ 1,50"
    assert said(HasText("v1", "debt")) == "Age contains “debt”"
    assert said(IsMissing("v1", frozenset((2,)))) == "Age = Refused"
    assert said(IsMissing("v1")) == "Age: no answer"
    assert said(IsPresent("v1")) == "Age: answered"
    assert said(InAnalysis()) == "In analysis"
    assert said(Edited()) == "With changed cells"


def test_conditions_are_put_into_words(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "Three sites.pwb")
    with Project.open(tmp_path / "Three sites.pwb", PASSPHRASE) as project:
        tables = data_tables(project)
    words = condition_words("(${site} = 'site_a') and (${head_age} >= 18)", tables, "en")
    assert words == "(Site = Site A (Lakeside)) and (Age of the head of household (years) ≥ 18)"
    words = condition_words("selected(${protection_concerns}, 'theft') or ${nowhere} != ''", tables, "fr")
    assert words == "Quels problèmes de protection les perso… comprend Vol ou nowhere ≠ (sans réponse)"
    for language, said in (("en", "except (a = (no answer) and b > 1)"), ("fr", "sauf (a = (sans réponse) et b > 1)")):
        assert condition_words("not(${a} = '' and ${b} > 1)", tables, language) == said


def test_the_dot_of_a_form_is_the_answer_itself() -> None:
    words = condition_words(".>= 18 and .<= 120 or . = 0.5", (), "fr", "age")
    assert words == "la réponse ≥ 18 et la réponse ≤ 120 ou la réponse = 0.5"
    words = condition_words("selected(., 'dnk') or count-selected(.)<4", (), "en", "concerns")
    assert words == "the answer includes dnk or number of choices in the answer < 4"
    assert condition_words("regex(., '^.*$')", (), "en", "name") == "regex(the answer, '^.*$')", (
        "not the dots of a pattern"
    )


def test_a_cell_of_the_log_is_written_as_in_the_table() -> None:
    choices = (
        Choice("c1", "yes", Labels({"en": "Yes", "fr": "Oui"})),
        Choice("c2", "ref", Labels({"en": "No word"}), 2),
    )
    one = a_variable(Kind.ONE, choices)
    assert written_cell(one, DatasetCell("c1"), "fr") == "Oui"
    assert written_cell(one, DatasetCell("c1"), "fr", codes=True) == "yes"
    assert written_cell(one, DatasetCell(None, 2), "en") == "No word"
    assert written_cell(one, DatasetCell(None, 4), "fr") == "Manquant"
    assert written_cell(one, None, "en") == "Locked"
    assert written_cell(a_variable(Kind.SET, choices), DatasetCell(("c1",)), "en") == "Yes"
    assert written_cell(a_variable(Kind.NUMBER), DatasetCell(1234.5), "fr") == "1\u202f234,5"


def test_the_facts_of_the_design_have_the_room_that_no_filter_takes(qtbot: QtBot) -> None:
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.line.say("200 of 200 rows · 3 strata · 12 villages or sites (clusters) · weights 0.4–1.7")
    bar.resize(716, 40)
    bar.show_filters((), (), {})
    layout = bar.layout()
    assert layout is not None
    layout.activate()
    assert bar.line.width() > 0.7 * bar.width()
