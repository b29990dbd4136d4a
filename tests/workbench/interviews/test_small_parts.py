# SPDX-License-Identifier: MIT
"""Parts of the Interviews room that need no window: marks, margin labels, search, word steps, the digit row."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coding.codebook import OKABE_ITO, Codebook
from coding.in_vivo_names import name_in_vivo
from coding.parsing import find_turns
from coding.records import Code, Segment
from coding.selection_extension import stepped
from wording import Labels, msg, render
from workbench.codings.list_page import _in_the_window
from workbench.colours_and_sizes import DARK, LIGHT, contrast
from workbench.interviews.cases.page_rows import CaseDetails, CaseSection
from workbench.interviews.codebook.codebook_tree import CodebookTree, digit_of
from workbench.interviews.coding.code_picker import CodePicker
from workbench.interviews.coding_painter import Mark, Marks
from workbench.interviews.coding_position import Place
from workbench.interviews.foldable_pane import FoldablePane, FoldButton
from workbench.interviews.page_parts import CodeLooks, line_colour
from workbench.interviews.reading.code_margin import spread
from workbench.interviews.reading.find_bar import find_all, fold_text
from workbench.interviews.reading.quotes_pane import QuotesPane, place_kept
from workbench.interviews.reading.speakers import _beginning
from workbench.interviews.retrieval.retrieval_pane import RetrievalPane
from workbench.interviews.suggestions.rule_cards import in_order, with_mark
from workbench.translation import respeak
from workbench.widgets.reading_list import ROW
from workbench.widgets.tab_order import keep_own_order


def test_what_did_not_happen_is_grey() -> None:
    debt = Code("1", None, 0, Labels({"en": "Debt"}), Labels({}), "#d55e00", {})
    looks = CodeLooks(Codebook([debt]), LIGHT)
    assert looks.line("1").name() == "#d55e00"
    assert looks.line("1", grey=True).name() == LIGHT.muted.lower()


def test_marks_of_rules_are_compared_in_one_order() -> None:
    assert in_order(frozenset({"negated", "hit"})) == in_order(["hit", "negated"]) == ("hit", "negated")
    assert with_mark(("hit", "reported"), "asked", True) == ("hit", "asked", "reported")
    assert with_mark(("hit", "reported"), "hit", False) == ("reported",)


def test_overlapping_marks_are_on_different_levels() -> None:
    marks = Marks(
        [
            Mark(0, 10, "a", "1", False),
            Mark(5, 20, "b", "2", False),
            Mark(8, 9, "c", "3", True),
            Mark(10, 12, "a", "4", False),
            Mark(30, 40, "a", "5", False),
        ]
    )
    level = {mark.id: marks.levels[place] for place, mark in enumerate(marks.all)}
    assert len({level["1"], level["2"], level["3"]}) == 3
    assert level["4"] != level["2"]
    assert level["5"] == 0
    assert [mark.id for mark in marks.at(8)] == ["2", "1", "3"] or [mark.id for mark in marks.at(8)] == ["1", "2", "3"]
    assert [mark.id for mark in marks.at(8)][-1] == "3"
    assert marks.is_coded(31, 32)
    assert not marks.is_coded(25, 30)
    assert marks.suggestion("3") is not None
    assert marks.segment("3") is None


@pytest.mark.parametrize("wanted", [[10.0], [10.0, 10.0, 10.0], [0.0, 95.0, 96.0], [float(n) for n in range(30)]])
def test_labels_never_cover_one_another(wanted: list[float]) -> None:
    places = spread(wanted, 0.0, 100.0, 18.0)
    assert places == sorted(places)
    assert all(second - first >= 18.0 for first, second in zip(places, places[1:], strict=False))
    assert len(places) == min(len(wanted), 5)
    assert places[0] >= 0
    assert places[-1] <= 82.0


def test_a_label_stands_even_where_there_is_no_room() -> None:
    assert spread([5.0, 6.0], 5.0, 10.0, 18.0) == [5.0]


def test_search_does_not_mind_case_and_accents() -> None:
    text = "Il a mangé.\nDéjà MANGE 😀 mange, œuvre.\n"
    found = find_all(fold_text(text), "mange")
    assert [text[start:end] for start, end in found] == ["mangé", "MANGE", "mange"]
    assert [text[start:end] for start, end in find_all(fold_text(text), "OEUVRE")] == ["œuvre"]
    assert find_all(fold_text(text), "  ") == []


def test_a_stretch_grows_and_shrinks_by_words_within_its_turn() -> None:
    text = "P1: one two three four.\n\nP2: five six."
    turns = find_turns(text)
    start = text.index("two")
    end = start + len("two three")

    def quote(at_end: bool, forwards: bool) -> str | None:
        span = stepped(text, turns, start, end, at_end, forwards)
        return None if span is None else text[slice(*span)]

    assert quote(False, False) == "one two three"
    assert quote(False, True) == "three"
    assert quote(True, True) == "two three four."
    assert quote(True, False) == "two"
    first, last = text.index("one"), text.index("four.") + 5
    assert stepped(text, turns, first, last, False, False) is None
    assert stepped(text, turns, first, last, True, True) is None
    assert stepped(text, turns, start, start + 3, True, False) is None


@pytest.mark.parametrize(
    ("text", "scan", "wanted"),
    [("1", 0, 1), ("9", 0, 9), ("&", 0, 1), ("ç", 0, 9), ("a", 0, 0), ("0", 0, 0), ("é", 11, 2), ("x", 18, 9)],
)
def test_favourites_follow_the_digit_row(text: str, scan: int, wanted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, scan, 0, 0, text)
    assert digit_of(event) == wanted


def test_a_digit_with_ctrl_is_no_favourite() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier, "1")
    assert digit_of(event) == 0


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("colour", OKABE_ITO)
def test_every_code_colour_is_seen_on_the_surface(colour: str, colours: object) -> None:
    assert contrast(line_colour(colour, colours), colours.surface) >= 1.9  # type: ignore[arg-type, attr-defined]


def test_many_words_name_a_code_by_the_first_whole_ones() -> None:
    words = "La dette grandissait chaque semaine, même quand je travaillais deux fois plus. J’avais peur."
    assert name_in_vivo("  il a pris\nnos cartes ") == "il a pris nos cartes"
    assert name_in_vivo(words) == "La dette grandissait chaque semaine, même quand je travaillais deux fois plus…"
    assert len(name_in_vivo("a" * 200)) == 80


def test_the_quote_after_the_one_looked_at_is_at_hand() -> None:
    assert place_kept(1, "abc", "ac") == 1, "c follows b"
    assert place_kept(2, "abc", "ab") == 1
    assert place_kept(1, "abc", "xbc") == 1
    assert place_kept(2, "abc", "bc") == 1, "another one went: c stays at hand"
    assert place_kept(None, "abc", "abc") == place_kept(0, "a", "") == 0


def test_a_key_pressed_twice_releases_no_quote_that_nobody_read(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    done: list[object] = []
    session = SimpleNamespace(do=done.append)
    state = SimpleNamespace(touched=SimpleNamespace(connect=lambda _call: None))
    pane = QuotesPane(state, session)  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    quotes = [waiting_quote(number) for number in "123"]
    pane._take(quotes)
    assert render(pane.list.entries.entries[1].note, "en") == "IDI 01, p.\u00a03, ¶\u00a038"
    pane.look()
    pane.look()
    assert len(done) == 1, "its answer is still to come"
    pane._take(quotes[1:])
    assert pane.whole.text() == "quote 2"
    pane.look()
    assert len(done) == 1, "the next one has only just come"
    pane.list.pick(1)
    pane.look()
    assert len(done) == 2, "somebody chose this one"
    pane._take(quotes[1:2])
    monkeypatch.setattr("workbench.interviews.reading.quotes_pane.UNREAD_MS", 0)
    pane.look()
    assert len(done) == 3, "it was there long enough"
    opened: list[tuple[str, int]] = []
    pane.place_requested.connect(lambda document, start: opened.append((document, start)))
    pane.list.opened.emit(0)
    assert opened == [("d", 0)], "Enter leads to the text"


def test_the_picker_leaves_the_words_in_sight_in_a_low_window(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(600, 420)
    state = FakeState()
    made = [Code(f"{n}", None, n, Labels({"en": f"code {n}"}), Labels({}), "#d55e00", {}) for n in range(20)]
    state.codebook = Codebook(made)
    state.codes_for = lambda _typed, most: made[:most]  # type: ignore[attr-defined]
    picker = CodePicker(state, over)  # type: ignore[arg-type]
    for bottom, high in ((60, 40), (190, 60), (230, 60), (400, 60)):
        picker.ask(over.mapToGlobal(QPoint(100, bottom)), print, clear=high)
        words = QRect(0, bottom - high, 600, high)
        assert not picker.geometry().intersects(words), (bottom, picker.geometry())
        assert over.rect().contains(picker.geometry()), (bottom, picker.geometry())
        picker.leave()


def test_tab_goes_through_rows_made_later_as_they_stand(qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    name, delete = QLineEdit(), QPushButton("delete")
    column.addWidget(name)
    column.addWidget(delete)
    row = QPushButton("row")
    column.insertWidget(1, row)
    keep_own_order(form)
    assert name.nextInFocusChain() is row
    assert row.nextInFocusChain() is delete


def test_words_typed_on_the_button_that_deletes_go_to_the_memo(qtbot: QtBot) -> None:
    side = CaseDetails()
    qtbot.addWidget(side)
    side.inside.show()
    pressed: list[bool] = []
    side.delete_requested.connect(lambda: pressed.append(True))
    with qtbot.waitExposed(side):
        side.show()
    side.activateWindow()
    side.delete.setFocus()
    QTest.keyClicks(side.delete, "C")
    QTest.keyClicks(side.fresh, "as clair de dette.")
    assert side.fresh.toPlainText() == "Cas clair de dette."
    assert not pressed


def test_the_keys_stay_on_the_page_of_a_code_without_segments(qtbot: QtBot) -> None:
    """Its list went, and Qt gave the keys to a tab of another column."""
    asked: list[Any] = []
    state = FakeState()
    state.documents = []  # type: ignore[attr-defined]
    state.codebook = Codebook([Code("c", None, 0, Labels({"en": "Debt"}), Labels({}), "#d55e00", {})])
    session = SimpleNamespace(ask=lambda _read, take, **_how: asked.append(take))
    pane = RetrievalPane(state, session)  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.show_code("c")
    pane.take_focus()
    asked.pop()(([], [], {}))
    assert pane.below.hasFocus()
    pane.show_code("c")
    pane.take_focus()
    asked.pop()(([Segment("1", "d", "c", 0, 4, "debt", "me")], [], {("d", 0): "IDI 01, ¶ 38"}))
    assert pane.list.hasFocus()
    assert pane.list.model().index(0, 0).data(ROW)[1] == "IDI 01, ¶ 38"


def test_a_note_says_in_the_window_that_words_are_read_there() -> None:
    said = render(_in_the_window(msg("note.words_left_out", n=1)), "en")
    assert "read here" in said
    assert _in_the_window("as it is") == "as it is"


def waiting_quote(number: str) -> Any:
    segment = SimpleNamespace(id=number, document="d", start=0)
    quote = SimpleNamespace(segment=segment, document_name="IDI 01", place=(38, 3))
    return SimpleNamespace(quote=quote, marks=(), marked=lambda: f"quote {number}")


class FakeState(QObject):
    """A codebook and no project."""

    codebook_changed, counted, listed = Signal(), Signal(), Signal()
    codebook, user = Codebook(()), ""
    counts: ClassVar[dict[str, int]] = {}
    favourites: ClassVar[dict[str, int]] = {}
    by_coder: ClassVar[dict[str, int]] = {}


def test_a_code_with_the_keys_stays_in_sight_under_a_filter(qtbot: QtBot) -> None:
    """A new code was hidden by the words typed above, and its name went to the text."""

    def made(*parts: tuple[str, str | None]) -> Codebook:
        return Codebook([Code(one, above, 0, Labels({"en": one}), Labels({}), "#d55e00", {}) for one, above in parts])

    def hidden(code: str) -> bool:
        index = tree.codes.index_of(code)
        return tree.isRowHidden(index.row(), index.parent())

    state = FakeState()
    tree = CodebookTree(state)  # type: ignore[arg-type]
    qtbot.addWidget(tree)
    state.codebook = made(("fines", None), ("other", None), ("below", "other"))
    state.codebook_changed.emit()
    tree.keep_only({"fines"})
    assert hidden("below")
    tree.pick("below")
    assert not hidden("below")
    assert not hidden("other"), "it stands below this one"
    assert tree.current().id == "below"  # type: ignore[union-attr]


def test_keys_act_on_no_coding_away_from_what_is_selected() -> None:
    """After S the segment before stood in the column still, and Del took it away."""
    place = Place.__new__(Place)
    marks = Marks([Mark(0, 10, "a", "1", False), Mark(20, 30, "a", "2", True)])
    place._state = SimpleNamespace(marks=marks)  # type: ignore[assignment]  # all that is asked of it
    place.segment, place.suggestion = "1", None
    assert place._touches((5, 15))
    assert not place._touches((10, 15))
    place.segment, place.suggestion = None, "2"
    assert place._touches((20, 21))


def test_the_first_words_of_a_turn_end_in_an_ellipsis_where_it_goes_on() -> None:
    assert _beginning("Never.\nNot one coin.") == "Never. Not one coin."
    long = _beginning("At first it was good. They gave food and a telephone card. After that they asked for money.")
    assert long == "At first it was good. They gave food and a telephone card. After that…"
    assert _beginning(f"{'They gave food and a telephone card. ' * 2}Then") == (
        "They gave food and a telephone card. They gave food and a telephone…"
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_answers_of_a_case_leave_room_for_its_attributes(qtbot: QtBot, language: str) -> None:
    """Beside the list of cases the page is some 500 pixels wide in a window of 910: the title takes a second line."""
    answers = CaseSection(msg("casepage.view.answers"), msg("casepage.view.all_answers"))
    qtbot.addWidget(answers)
    respeak(answers, language)
    assert answers.link is not None
    whole = answers.title.fontMetrics().horizontalAdvance(answers.title.text())
    assert answers.minimumSizeHint().width() < whole + answers.link.sizeHint().width()


def test_a_column_of_folded_panes_stays_as_high_as_the_room(qtbot: QtBot) -> None:
    head = FoldButton(msg("panes.documents"))
    pane = FoldablePane(head, head, 110)
    qtbot.addWidget(pane)
    pane.fold(True)
    assert pane.maximumHeight() < 60  # another pane takes the room
    pane.fill(True)
    pane.resize(200, 500)
    pane.layout().activate()
    assert pane.height() == 500
    assert head.y() == 0
    pane.fill(False)
    assert pane.maximumHeight() < 60
