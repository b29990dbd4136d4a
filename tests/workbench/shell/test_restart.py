# SPDX-License-Identifier: MIT
"""After a lock the program begins anew; the covered window stays on the screen until the new one shows."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from workbench.shell import restart
from workbench.shell.window import MainWindow

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays behind a Unix socket")


@pytest.fixture
def display(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A connection to a server that listens where an X display would; beside it one to another server."""
    monkeypatch.chdir(tmp_path)  # a socket's path holds 107 bytes
    (tmp_path / ".X11-unix").mkdir()
    with (
        socket.socket(socket.AF_UNIX) as server,
        socket.socket(socket.AF_UNIX) as other_server,
        socket.socket(socket.AF_UNIX) as client,
        socket.socket(socket.AF_UNIX) as other,
    ):
        server.bind("./.X11-unix/X7")
        other_server.bind("./bus")
        for one in (server, other_server):
            one.listen(1)
        client.connect("./.X11-unix/X7")
        other.connect("./bus")
        yield client


def test_only_the_connection_to_the_display_goes_over_into_the_fresh_process(
    display: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(os, "execv", lambda _program, command: started.extend(command))
    monkeypatch.setattr("subprocess.Popen", lambda *_: None)
    before = set(restart.display_connections())
    assert display.fileno() in before
    assert not display.get_inheritable()
    restart.start_again(Path("Three sites.pwb"))
    assert started[-1] == "Three sites.pwb"
    assert display.get_inheritable()
    assert {int(word) for word in os.environ[restart.KEPT].split(",")} == before
    assert set(restart.take_kept()) == before
    assert not display.get_inheritable()
    assert restart.KEPT not in os.environ


def test_a_number_that_leads_to_no_display_is_left_alone(
    display: socket.socket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "data").open("wb") as stream:
        monkeypatch.setenv(restart.KEPT, f"0,x,,{stream.fileno()},{display.fileno()},99999")
        assert restart.take_kept() == [display.fileno()]


def test_the_old_connection_closes_once_the_new_window_is_painted(qtbot: QtBot) -> None:
    ours, theirs = socket.socketpair()
    label = QLabel("unlock")
    qtbot.addWidget(label)
    cover = restart.CoverUntilShown(label, [ours.detach()])
    theirs.setblocking(False)
    with pytest.raises(BlockingIOError):
        theirs.recv(1)
    label.show()
    qtbot.waitUntil(lambda: not cover.holds, timeout=5000)
    assert theirs.recv(1) == b""
    theirs.close()


def test_what_is_put_away_for_a_restart_stays_on_the_screen_covered(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.session, "shutdown", lambda: None)  # the fixture closes it
    cover = window.project.locking.cover
    cover.lay()
    window.put_away()
    assert window.isVisible()
    assert cover.isVisible()
    assert cover.geometry() == window.rect()


@pytest.mark.parametrize("says", ["import os, time; os.write(1, b'x'); time.sleep(60)", "pass"], ids=["shown", "ended"])
def test_where_a_window_ends_with_its_process_the_old_one_waits_behind_its_cover(qtbot: QtBot, says: str) -> None:
    owner = QLabel("covered")
    qtbot.addWidget(owner)
    start = restart.CoveredStart([sys.executable, "-S", "-c", says], owner)
    with qtbot.waitSignal(start.shown, timeout=30_000):
        pass
    start._process.kill()
    start._process.wait()
    assert start._process.stdout is not None
    start._process.stdout.close()


def test_the_fresh_process_tells_once_that_its_window_is_painted(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(restart.TELLS, "1")
    teller = restart.take_teller()
    assert teller is not None
    assert restart.take_teller() is None
    heard, told = os.pipe()
    label = QLabel("unlock")
    qtbot.addWidget(label)
    cover = restart.CoverUntilShown(label, [], told)
    os.set_blocking(heard, False)
    with pytest.raises(BlockingIOError):
        os.read(heard, 1)
    label.show()
    qtbot.waitUntil(lambda: not cover.holds, timeout=5000)
    assert os.read(heard, 9) == b"\n"
    for number in (heard, told):
        os.close(number)
