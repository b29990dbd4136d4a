# SPDX-License-Identifier: MIT
"""Names are shortened in the middle everywhere, by one function; only running text is cut at its end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

import workbench
from analysis.records import Kind, Level, Variable
from projects.search.index import SearchHit
from wording import Labels
from workbench.app import make_application
from workbench.data.panes.filter_bar import FilterBar
from workbench.history.panes.history_table import HistoryModel
from workbench.safety.text_search import _found
from workbench.shell.statusbar import StatusBar
from workbench.variable_words import listed_as
from workbench.widgets import ElidedLink, LinkButton, TwoLineLabel
from workbench.widgets.elision import (
    around_hit,
    distinct_short_names,
    first_words,
    hit_in_context,
    shortened,
    whole_facts,
)
from workbench.widgets.lists import Entry, _wrapped

ROOT = Path(workbench.__file__).parent
_OWN = re.compile(r"ElideRight|ElideMiddle|ElideLeft|\.elidedText\(")
_LIST = re.compile(r"= QListWidget\(|\((?:\w+, )?Q(?:List|Tree|Table)Widget\)")


def _sources() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.py"))}


def test_one_place_says_how_words_are_cut() -> None:
    own = {"widgets/elision.py", "collapsed_columns.py", "variable_picker/rows.py"}  # in the middle, with marks behind
    found = {name for name, text in _sources().items() if _OWN.search(text)}
    assert found <= own, found - own
    assert not any("ElideRight" in _sources()[name] for name in own - {"widgets/elision.py"})


def test_lists_that_qt_paints_shorten_names_in_the_middle() -> None:
    """Qt's own lists cut at the end, where "of the household" and "of the site" differ."""
    lists = {name: text for name, text in _sources().items() if _LIST.search(text)}
    assert len(lists) > 5
    shared = {"widgets/no_copy.py"}  # its users say which
    assert not [name for name, text in lists.items() if "shorten_names(" not in text and name not in shared]
    quiet = {name: text for name, text in _sources().items() if re.search(r"= QuietList\(", text)}
    assert not [name for name, text in quiet.items() if "cut_passages(" not in text and "shorten_names(" not in text]


def test_what_tells_two_names_apart_stays(qtbot: QtBot) -> None:
    del qtbot
    metrics = QFontMetrics(QApplication.font())
    names = ["Number of litres of water of the household", "Number of litres of water of the site"]
    short = [shortened(name, metrics, 160) for name in names]
    assert len(set(short)) == 2
    assert all("…" in name and name.endswith(("old", "ite")) for name in short)
    assert first_words(names[0], metrics, 160).endswith("…")
    variable = Variable("v1", "q12_water", Labels({"en": names[0], "fr": "Litres"}), Kind.NUMBER, Level.INTERVAL)
    assert listed_as(variable, "fr") == "Litres · q12_water"
    assert shortened(listed_as(variable, "en"), metrics, 220).endswith("q12_water")


def test_a_hit_stands_whole_and_its_surroundings_are_cut(qtbot: QtBot) -> None:
    del qtbot
    metrics = QFontMetrics(QApplication.font())
    before, hit, after = "When we came to the town she said that the ", "broker kept our papers", " and the tickets too"
    for width in range(metrics.horizontalAdvance(hit), metrics.horizontalAdvance(before + hit + after) + 9, 7):
        shown = around_hit(before, hit, after, metrics, width)
        assert hit in shown
        assert "".join(parts := hit_in_context(before, hit, after, metrics, width)) == shown
        assert parts[1] == hit, "what is underlined"
        assert metrics.horizontalAdvance(shown) <= width + 1
    assert shown == before + hit + after, "where there is room nothing is cut"
    narrow = around_hit(before, hit, after, metrics, metrics.horizontalAdvance(hit) + 60)
    assert narrow.startswith("…")
    assert narrow.endswith("…")
    assert around_hit("", hit, after, metrics, metrics.horizontalAdvance(hit + after)) == hit + after
    assert around_hit(before, hit, after, metrics, 40).endswith("…")


def test_a_passage_that_is_found_keeps_the_words_looked_for_in_sight(qtbot: QtBot) -> None:
    """Shortened in the middle it showed all but the words looked for, which stand there."""
    snippet = "on the  road to the town, as she\n said, the broker kept our papers and the tickets of all too"
    start = snippet.index("broker")
    hit = SearchHit("document", "d1", "", start, start + 6, snippet, ((start, start + 6),))
    found = _found(lambda _request: None, hit, "Interview 2")
    assert isinstance(found.text, str)
    assert found.hit is not None
    assert found.text[slice(*found.hit)] == "broker"
    assert "  " not in found.text
    metrics = QFontMetrics(QApplication.font())
    room = metrics.horizontalAdvance("the broker kept our papers")
    (shown,) = _wrapped(Entry("e", found.text, hit=found.hit), metrics, room, "en")
    assert "broker" in shown
    (blind,) = _wrapped(Entry("e", found.text), metrics, room, "en")
    assert "broker" not in blind


def test_sentences_of_a_table_are_cut_at_their_end(qtbot: QtBot) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    assert [column.running for column in HistoryModel(view).columns] == [False, True, False, False]


def test_a_link_to_a_passage_shows_its_beginning(qtbot: QtBot) -> None:
    words = "They took my passport away and said that I owed them the ticket"
    link = ElidedLink(words)
    qtbot.addWidget(link)
    link.resize(140, 30)
    whole = LinkButton(words)
    qtbot.addWidget(whole)
    whole.resize(140, 30)
    assert link.toolTip() == link.text() == words
    assert link.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored, "it takes the room there is"
    assert link.grab().toImage() != whole.grab().toImage(), "cut with its sign, not in a word"


def test_a_long_sentence_takes_two_lines_and_is_whole_in_its_tooltip(qtbot: QtBot) -> None:
    words = "Omis faute de données : " + ", ".join(f"De l’identification à l’assistance {at}" for at in range(9)) + "."
    label = TwoLineLabel(words)
    qtbot.addWidget(label)
    for width, lines in ((330, 2), (4000, 1)):
        label.resize(width, 60)
        label.show()
        shown = label.text().split("\n")
        assert len(shown) == lines
        assert all(label.fontMetrics().horizontalAdvance(line) <= width for line in shown)
        assert label.text().endswith(" 8.")
        assert (label.toolTip(), label.accessibleName()) == (words, words)
    said = TwoLineLabel(words, running=True)
    qtbot.addWidget(said)
    said.resize(330, 60)
    assert words.startswith(said.text().replace("\n", " ").removesuffix("…"))  # a quote is shortened at its end alone


def test_speakers_are_cut_at_their_end_and_told_apart(qtbot: QtBot) -> None:
    del qtbot
    metrics = QFontMetrics(QApplication.font())
    alike = ["Participant of the group of Gitega 1", "Participant of the group of Gitega 2"]
    shown = distinct_short_names(["P1", "Enquêteuse principale du site", *alike], metrics, 100)
    assert shown["P1"] == "P1"
    assert shown["Enquêteuse principale du site"].endswith("…")
    assert "Enquêteuse principale du site".startswith(shown["Enquêteuse principale du site"][:-1])
    assert [shown[name][-2:] for name in alike] == [" 1", " 2"]
    assert distinct_short_names(alike[:1], metrics, 100)[alike[0]].endswith("…")  # alone nothing is mistaken for it


def test_facts_are_left_out_whole(qtbot: QtBot) -> None:
    """A number cut in its middle would read as another: “1 1…ts”."""
    del qtbot
    from PySide6.QtWidgets import QApplication

    metrics, said = QFontMetrics(QApplication.font()), "français · 1 116 mots · 12 segments"
    room = metrics.horizontalAdvance
    assert whole_facts(said, metrics, room(said)) == said
    assert whole_facts(said, metrics, room(said) - 1) == "français · 12 segments"
    assert whole_facts(said, metrics, room("français · 12 segments") - 1) == "français"


@pytest.mark.parametrize("part", [FilterBar, StatusBar])
def test_bars_leave_out_facts_rather_than_cut_a_number(qtbot: QtBot, part: type[FilterBar | StatusBar]) -> None:
    """“social wor…3 · 00:07:02” read as paragraph 3 where it was 63."""
    make_application()
    bar = part()
    qtbot.addWidget(bar)
    label, facts = (
        bar.line if isinstance(bar, FilterBar) else bar.room,
        ["Interview 4", "¶ 63", "00:07:02", "12 segments"],
    )
    whole, room = " · ".join(facts), label.fontMetrics().horizontalAdvance
    for width in range(room(facts[0]) + 1, room(whole), 7):
        assert set(label.fitted(whole, width).split(" · ")) <= set(facts)
