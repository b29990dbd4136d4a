# SPDX-License-Identifier: MIT
"""A query that finds more than a page holds, on the page of the list: every segment once, and none beyond the last."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from analysis.codings.records import codings_table
from analysis.codings.study import CodingStudy
from coding.frames import segment_frame
from coding.records import Segment
from tests.analysis.codings.counted import DEBT, THREATS, codings, documents
from workbench.codings.background_analysis import CodingsReader
from workbench.codings.list_page import SegmentListPage
from workbench.session import ChangesFirst

_ALL = 450  # two pages of 200 and one of 50


class _ReaderOfMany(CodingsReader):
    def __init__(self) -> None:
        super().__init__()
        held = documents()
        made = [
            Segment(str(at), held[at % 3].id, THREATS if at % 5 else DEBT, at % 350, at % 350 + 9, f"words {at}", "IN")
            for at in range(1, _ALL + 1)
        ]
        many = replace(
            codings(), segments=segment_frame(held, made), table=codings_table(_ALL),
            quotes=lambda ids: {one: f"words {one}" for one in ids},
        )  # fmt: skip
        self._many = CodingStudy(many)

    def _study(self, session: object, _stop: object = None) -> tuple[CodingStudy, Any]:
        del session
        return self._many, self._many.table


def _compute(work: Any, done: Any, failed: Any, owner: object) -> Any:
    del failed, owner
    done(work(SimpleNamespace(check=lambda: None, stop_requested=lambda: False)))
    return SimpleNamespace(cancel=lambda: None)


def test_a_query_that_finds_everything_comes_page_by_page(qtbot: QtBot) -> None:
    page = SegmentListPage(_ReaderOfMany(), "application/x-code")
    qtbot.addWidget(page)
    page.read(cast("Any", SimpleNamespace(compute=_compute, changes_first=ChangesFirst())))
    seen: list[str] = []
    for shown, first, last in ((200, 1, 200), (200, 201, 400), (50, 401, 450)):
        assert len(page.list.lines()) == shown
        assert f"segments {first} to {last} of {_ALL}" in page.subtitle.text()
        assert page.earlier.isEnabled() is (first > 1)
        assert page.later.isEnabled() is (last < _ALL)
        seen += [line.segment for line in page.list.lines()]
        page.later.click()
    assert sorted(map(int, seen)) == list(range(1, _ALL + 1))
    page.fields["variable"].changed.emit(DEBT)  # another query begins at its first page: 90 of 450
    assert (page.options["page"], len(page.list.lines())) == (1, _ALL // 5)
    assert not page.earlier.isEnabled()
    assert not page.later.isEnabled()


def test_a_list_is_shown_once_a_code_is_stored_and_never_behind_a_later_one(qtbot: QtBot) -> None:
    changes, shown = ChangesFirst(), list[object]()
    session = cast("Any", SimpleNamespace(compute=_compute, changes_first=changes))
    reader, owner = _ReaderOfMany(), QObject()
    changes.wait = lambda *_: changes.begin()  # type: ignore[method-assign] # somebody codes when it has been read
    reader.run(session, "segments", {"page": 1}, lambda _ran: shown.append("earlier"), shown.append, owner)
    changes.wait = lambda *_: None  # type: ignore[method-assign]
    reader.run(session, "segments", {"page": 2}, lambda ran: shown.append(len(ran.lines)), shown.append, owner)
    assert shown == []
    with changes.storing():
        pass
    qtbot.waitUntil(lambda: bool(shown))
    qtbot.wait(60)
    assert shown == [200]
