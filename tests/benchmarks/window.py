# SPDX-License-Identifier: MIT
"""Time to the first paint of the window, its memory, and gaps of the event loop while science is imported."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.rows import BenchRow

_ROOT = Path(__file__).resolve().parents[2]
_REPEATS = 5

_WINDOW = """
import os, sys, time
begun = float(sys.argv[1])
from PySide6.QtCore import QObject, QEvent, QTimer
from workbench.app import Preloader, make_application
from workbench.session import Session
from workbench.settings import WindowSettings as Settings
from workbench.shell.window import MainWindow
from workbench.theme import ColourScheme as Look, apply_theme
application = make_application()
apply_theme(application, Look.LIGHT)
window = MainWindow(Session(), Settings())

class Painted(QObject):
    moment = 0.0
    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint and not self.moment:
            self.moment = time.time()
            QTimer.singleShot(0, after)
        return False

gaps, last = [], [time.perf_counter()]
heavy = {"pandas", "scipy", "statsmodels", "spacy", "matplotlib"}

def beat():
    now = time.perf_counter()
    gaps.append(now - last[0])
    last[0] = now

def memory():
    try:
        pages = int(open("/proc/self/statm").read().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

def after():
    early = len({name.partition(".")[0] for name in sys.modules} & heavy)
    print(painted.moment - begun, early, memory(), flush=True)
    if sys.argv[2] == "paint":
        window.close()
        return
    last[0] = time.perf_counter()
    heart.start()
    preloader.start()

def done():
    print(max(gaps[1:]), memory(), flush=True)
    window.close()

painted, heart, preloader = Painted(), QTimer(interval=2), Preloader(application)
heart.timeout.connect(beat)
preloader.finished.connect(done)
window.show()
window.home.widget().installEventFilter(painted)
application.exec()
"""


def rows() -> list[BenchRow]:
    """First paint from the start of the process, modules imported too early, memory, longest gap while importing."""
    _run("paint")
    paints = [_run("paint") for _ in range(_REPEATS)]
    first, loading = _run("import")[0:3], _run("import")[3:]
    return [
        BenchRow("first paint, from the start of the process, median of 5", "< 0.6 s", sorted(paints)[2][0], "s"),
        BenchRow("science packages imported before it", "0", first[1], ""),
        BenchRow("memory at first paint", "< 1200 MB", first[2], "MB"),
        BenchRow("longest gap in the event loop while science is imported", "< 100 ms", loading[0] * 1000, "ms"),
        BenchRow("memory with science imported", "< 1200 MB", loading[1], "MB"),
    ]


def _run(what: str) -> list[float]:
    import time

    with tempfile.TemporaryDirectory() as home:
        private = {name: home for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
        done = subprocess.run(
            [sys.executable, "-P", "-c", _WINDOW, str(time.time()), what],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
            cwd=_ROOT,
            env={"QT_QPA_PLATFORM": "offscreen", **os.environ, **private, "PYTHONPATH": str(_ROOT)},
        )
    return [float(part) for part in done.stdout.split()]
