# SPDX-License-Identifier: MIT
"""Speed of importing large survey files.

100,000 × 400 KoboToolbox CSV and SPSS, in the throw-away process and in all of the program, with its memory.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from projects.intake.import_process import import_survey_in_worker
from tests.benchmarks.import_memory import sums
from tests.benchmarks.rows import BenchRow
from wording import NoProgress, Stopped, Text

_ROWS, _GROUPS = 100_000, 10
_CODES = (
    "food",
    "water",
    "shelter",
    "health",
    "cash",
    "none",
    "other",
    "dnk",
    "pnta",
    "school",
    "safety",
    "tools",
    "land",
    "docs",
)


def rows() -> list[BenchRow]:
    """All measurements of importing."""
    with tempfile.TemporaryDirectory() as folder:
        kobo, spss = Path(folder) / "kobo.csv", Path(folder) / "spss.sav"
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.importing", folder], check=True
        )  # in a process of its own
        csv_seconds, csv_memory = _measured(kobo)
        sav_seconds, sav_memory = _measured(spss)
        return [
            BenchRow("KoboToolbox CSV, 100,000 × 400, imported", "< 12 s", csv_seconds, "s"),
            BenchRow("… memory of the import process at its highest", "< 1000 MB", csv_memory, "MB"),
            BenchRow("SPSS .sav, 100,000 × 400, imported", "< 8 s", sav_seconds, "s"),
            BenchRow("… memory of the import process at its highest", "< 1000 MB", sav_memory, "MB"),
            BenchRow("cancel of that import answered", "< 0.2 s", _cancelled(kobo), "s"),
            BenchRow(
                "KoboToolbox CSV, 100,000 × 400, from the file to the open data view", "< 15 s", _opened(kobo), "s"
            ),
            BenchRow("SPSS .sav, 100,000 × 400, from the file to the open data view", "< 10 s", _opened(spss), "s"),
            *sums({"KoboToolbox CSV": kobo, "SPSS .sav": spss}),
        ]


class _Watch:
    """Looks at the memory of the processes this one started while it waits for them (Linux; elsewhere it stays 0)."""

    def __init__(self) -> None:
        self.highest = 0.0

    def stop_requested(self) -> bool:
        for task in Path("/proc/self/task").glob("*/children"):
            for child in task.read_text().split():
                try:
                    status = Path(f"/proc/{child}/status").read_text()
                except OSError:
                    continue  # it has ended
                found = [line for line in status.splitlines() if line.startswith("VmHWM")]
                if found:
                    self.highest = max(self.highest, int(found[0].split()[1]) / 1_000)
        return False

    def report(self, fraction: float, text: Text | None = None) -> None:
        """Nothing is shown."""


def _measured(path: Path) -> tuple[float, float]:
    """Seconds, and megabytes of the import process at its highest."""
    watch = _Watch()
    start = time.perf_counter()
    import_survey_in_worker(path, progress=watch)
    return time.perf_counter() - start, watch.highest


def _opened(path: Path) -> float:
    """Seconds from a file chosen in the window to the first page of its table: read, looked at, stored, shown."""
    from projects.datasets.table.table_view import TableView
    from projects.importing.options import ImportOptions
    from projects.store.project import Project
    from workbench.data.preview.file_reading import ConfirmedGuesses, import_of, read_file
    from workbench.table_labels import shown_at_first

    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "big.pwb", "bench words only", name="big") as project,
    ):
        start = time.perf_counter()
        read = read_file(path, None, ImportOptions(), NoProgress())
        shown = shown_at_first(read.imported.tables[0].variables)[:12]
        project.do(import_of(read, ConfirmedGuesses(), project))
        TableView(project, "t1").page(0, 40, shown)
        return time.perf_counter() - start


class _Button:
    """A cancel button pressed after a while."""

    def __init__(self, after: float) -> None:
        self._pressed = threading.Event()
        self.at = 0.0
        threading.Timer(after, self._press).start()

    def _press(self) -> None:
        self.at = time.perf_counter()
        self._pressed.set()

    def stop_requested(self) -> bool:
        return self._pressed.is_set()

    def report(self, fraction: float, text: Text | None = None) -> None:
        """Nothing is shown."""


def _cancelled(path: Path) -> float:
    button = _Button(2.0)
    try:
        import_survey_in_worker(path, progress=button)
    except Stopped:
        return time.perf_counter() - button.at
    return float("nan")


def _columns() -> dict[str, np.ndarray]:
    chance = np.random.default_rng(11)

    def pick(size: int) -> np.ndarray:
        return chance.integers(0, size, _ROWS)

    columns: dict[str, np.ndarray] = {}
    hours = np.datetime64("2024-07-01T07:00:00") + pick(900_000).astype("timedelta64[s]")
    columns["start"] = np.char.add(hours.astype(str), ".000+02:00")
    for group in range(_GROUPS):
        for number in range(20):
            columns[f"group{group}/one{number}"] = np.array(["yes", "no", "dnk", "pnta", ""])[pick(5)]
        for number in range(3):
            columns[f"group{group}/whole{number}"] = pick(120).astype(str)
        columns[f"group{group}/words"] = np.char.add("answer number ", pick(1_000_000).astype(str))
        ticks = chance.random((_ROWS, len(_CODES))) < 0.2
        patterns, places = np.unique(np.packbits(ticks, axis=1), axis=0, return_inverse=True)
        bits = np.unpackbits(patterns, axis=1)[:, : len(_CODES)].astype(bool)
        joined = np.array([" ".join(np.array(_CODES)[row]) for row in bits])
        columns[f"group{group}/set"] = joined[places.reshape(-1)]
        for number, code in enumerate(_CODES):
            columns[f"group{group}/set/{code}"] = ticks[:, number].astype(int).astype(str)
    columns["weight"] = np.char.mod("%.6f", chance.random(_ROWS) + 0.5)
    columns["stratum"] = np.array(["a", "b", "c"])[pick(3)]
    columns["cluster_id"] = np.char.mod("cluster_%d", pick(40))
    columns["_id"] = (np.arange(_ROWS) + 100_000_000).astype(str)
    columns["_uuid"] = np.array([f"{number:032x}" for number in range(_ROWS)])
    columns["_submission_time"] = hours.astype(str)
    columns["_index"] = np.arange(1, _ROWS + 1).astype(str)
    return columns


def _write_kobo(path: Path) -> None:
    import pyarrow as pa
    from pyarrow import csv

    columns: dict[str, Any] = {name: pa.array(values) for name, values in _columns().items()}
    csv.write_csv(pa.table(columns), path, csv.WriteOptions(delimiter=";", quoting_style="all_valid"))


def _write_spss(path: Path) -> None:
    import pandas as pd
    import pyreadstat

    chance = np.random.default_rng(12)
    labels = {1.0: "Yes", 2.0: "No", 3.0: "Not sure", 98.0: "Don't know", 99.0: "Refused"}
    answers = np.array([1.0, 2.0, 3.0, 98.0, 99.0])
    columns = {f"q{number}": answers[chance.integers(0, 5, _ROWS)] for number in range(300)}
    columns |= {f"m{number}": chance.integers(0, 10_000, _ROWS).astype(float) for number in range(90)}
    columns |= {f"t{number}": np.char.mod("text %d", chance.integers(0, 100_000, _ROWS)) for number in range(10)}
    named = {name: labels for name in columns if name.startswith("q")}
    missing = {name: [98.0, 99.0] for name in named}
    pyreadstat.write_sav(pd.DataFrame(columns), str(path), variable_value_labels=named, missing_ranges=missing)


if __name__ == "__main__":
    _write_kobo(Path(sys.argv[1]) / "kobo.csv")
    _write_spss(Path(sys.argv[1]) / "spss.sav")
