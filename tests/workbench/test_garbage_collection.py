# SPDX-License-Identifier: MIT
"""Cycles that hold widgets are freed in the thread of the window, however much another thread makes."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.app import GarbageCollection, Preloader


@pytest.fixture
def collection(qtbot: QtBot) -> Iterator[GarbageCollection]:
    """Collection as the window has it, Python's own switched on before, as in the program."""
    gc.enable()
    owner = QObject()
    made = GarbageCollection(owner)
    made.start()
    yield made
    made.stop()
    gc.disable()


class _Holder(QWidget):
    """A widget in a cycle; it says which thread deleted it."""

    def __init__(self, freed: list[str]) -> None:
        super().__init__()
        self.itself = self
        self._freed = freed

    def __del__(self) -> None:
        self._freed.append(threading.current_thread().name)


def test_a_widget_is_freed_by_the_window_not_by_a_thread_that_works(collection: GarbageCollection) -> None:
    freed: list[str] = []
    _Holder(freed)
    thread = threading.Thread(target=lambda: [[] for _ in range(200_000)], name="database")
    thread.start()
    thread.join()
    assert not freed
    kept = [[] for _ in range(10_000)]
    collection.collect()
    assert freed == [threading.main_thread().name]
    assert kept


def test_python_collects_again_afterwards(collection: GarbageCollection) -> None:
    assert not gc.isenabled()
    collection.stop()
    assert gc.isenabled()


def test_what_is_loaded_is_looked_at_no_more(collection: GarbageCollection) -> None:
    kept = [[]]
    collection.keep_what_is_loaded()
    assert all(one is not kept for one in gc.get_objects())


def test_what_is_loaded_is_kept_module_by_module(qtbot: QtBot) -> None:
    preloader, told = Preloader(owner := QObject(), ("this_is_no_module", "colorsys", "sndhdr_is_gone", "bisect")), []
    preloader.imported.connect(lambda: told.append(len(told)))
    with qtbot.waitSignal(preloader.finished, timeout=5000):
        preloader.start()
    assert told == [0, 1], "one look after each module: a look through all at once stops the window for 200 ms"
    owner.deleteLater()


def test_rooms_are_looked_at_no_more_until_their_project_is_closed(
    collection: GarbageCollection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("collect", "freeze", "unfreeze"):
        monkeypatch.setattr(gc, name, lambda *_, name=name: done.append(name))
    collection._soon.setInterval(1)
    collection._closed.setInterval(1)
    collection.keep_rooms_soon()
    qtbot.waitUntil(lambda: done == ["collect", "freeze"], timeout=2000)
    collection.keep_rooms_soon()
    collection.look_at_all_soon()
    qtbot.waitUntil(lambda: done[2:] == ["unfreeze", "collect", "freeze"], timeout=2000)
