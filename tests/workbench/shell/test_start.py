# SPDX-License-Identifier: MIT
"""Rules before the first paint, and what the window must never do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

import workbench
from workbench.app import show_whole
from workbench.shell.window import SIZE, MainWindow

ROOT = Path(workbench.__file__).resolve().parent
HEAVY = ("pandas", "scipy", "statsmodels", "spacy", "matplotlib", "sklearn", "pyarrow", "numpy")

START = """
import sys
from PySide6.QtCore import QTimer
from workbench.app import make_application
from workbench.session import Session
from workbench.settings import WindowSettings as Settings
from workbench.shell.window import MainWindow
from workbench.theme import ColourScheme as Look, apply_theme
import workbench.app
application = make_application()
apply_theme(application, Look.LIGHT)
window = MainWindow(Session(), Settings())
window.show()
window.grab()
print(",".join(sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1].split(",")))))
QTimer.singleShot(0, window.close)
application.exec()
"""


def test_no_science_is_imported_before_the_first_paint() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", START, ",".join(HEAVY)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=ROOT.parent,
        env={**__import__("os").environ, "PYTHONPATH": str(ROOT.parent)},
    )
    assert done.stdout.strip() == ""


def test_setting_text_does_not_use_up_none(qapp: object) -> None:
    """PySide6 6.12.0 on Python 3.11 lowers the count of None at each call, until the interpreter aborts."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.setText("a")
    after = sys.getrefcount(None)
    label.deleteLater()
    assert abs(after - before) < 200


def sources() -> list[tuple[str, str]]:
    return [(str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")) for file in sorted(ROOT.rglob("*.py"))]


def test_no_network_no_process_events_no_other_settings() -> None:
    wrong = re.compile(r"\b(QtNetwork|QtWebEngine\w*|processEvents|QSettings|QSortFilterProxyModel|import pickle)\b")
    found = [(name, match.group()) for name, text in sources() for match in wrong.finditer(text)]
    assert not found


def test_every_icon_named_in_the_sources_is_shipped() -> None:
    from workbench.icons import FOLDER

    shipped = {file.stem for file in FOLDER.glob("*.svg")}
    called = {
        name
        for _file, text in sources()
        for name in re.findall(r'(?:icon=|pixmap\(|IconButton\(\s*|give_icon\([\w.]+,\s*)"([a-z0-9-]+)"', text)
    }
    assert called
    assert called <= shipped, sorted(called - shipped)


@pytest.mark.parametrize("package", ["projects.store", "analysis.analyses"])
def test_a_package_can_be_imported_by_two_threads_at_once(package: str) -> None:
    """A package that imports its parts is imported under the lock of whichever part was asked for first: a deadlock.

    At the start of the window copies were swept in one thread while another asked for the passphrase.
    """
    root = package.partition(".")[0]  # what it imports itself is there before any part of it is
    look = (
        f"import sys, {root}; before = set(sys.modules); import {package};"
        f"print([name for name in sys.modules if name.startswith('{package}.') and name not in before])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", look], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("screen", "whole"),
    [((1366, 768), True), ((1366, 728), True), ((1280, 800), True), ((1920, 1080), False), ((800, 600), False)],
)
def test_on_a_small_laptop_the_window_takes_the_whole_screen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, screen: tuple[int, int], whole: bool
) -> None:
    """With a frame around 1366 × 768 the bar below lay outside. A screen below the least size stays as it is."""

    class Screen:
        def availableGeometry(self) -> QRect:
            return QRect(0, 0, *screen)

    shown: list[str] = []
    monkeypatch.setattr(window, "screen", Screen)
    monkeypatch.setattr(window, "showMaximized", lambda: shown.append("whole"))
    monkeypatch.setattr(window, "show", lambda: shown.append("as it is"))
    window.resize(*SIZE)
    show_whole(window)
    assert shown == ["whole" if whole else "as it is"]
    assert not whole or (window.width(), window.height()) == screen


THREADS = """
import contextlib, io, os, sys
from workbench.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    assert main(["help"]) == 0
import numpy, scipy.linalg
print(os.environ["OPENBLAS_NUM_THREADS"], len(os.listdir("/proc/self/task")))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
@pytest.mark.parametrize("given", [None, "2"])
def test_matrices_take_one_thread_unless_the_user_says_otherwise(given: str | None) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    if given is not None:
        environment["OPENBLAS_NUM_THREADS"] = given
    done = subprocess.run(
        [sys.executable, "-P", "-c", THREADS], capture_output=True, text=True, check=True, env=environment
    )
    threads, running = done.stdout.split()
    assert threads == (given or "1")
    assert given is not None or running == "1"
