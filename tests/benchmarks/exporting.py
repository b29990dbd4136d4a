# SPDX-License-Identifier: MIT
"""100,000 rows × 400 variables leaving as each kind of file: time and memory, each in a process of its own.

A third of the values is absent for four reasons, so that missing kinds are written, too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.records import Choice, Kind, Level, Variable
from tests.benchmarks.rows import BenchRow
from wording import Labels

ROWS, VARIABLES = 100_000, 400
KINDS = ("csv", "parquet", "sav", "dta", "xlsx", "codebook")
_BARS = {"csv": 60, "parquet": 15, "sav": 60, "dta": 60, "xlsx": 300, "codebook": 30}
_PASSPHRASE = "bench words only"


def rows() -> list[BenchRow]:
    """Two rows a kind: seconds and the highest memory of all processes that took part."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-P", "-m", "tests.benchmarks.exporting", folder, "make"], check=True)
        for kind in KINDS:
            command = [sys.executable, "-P", "-m", "tests.benchmarks.exporting", folder, kind]
            told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
            name = f"{ROWS:,} × {VARIABLES} to {'the codebook' if kind == 'codebook' else f'.{kind}'}"
            found.append(BenchRow(name, f"< {_BARS[kind]} s", told["seconds"], "s"))
            found.append(BenchRow(f"{name}: memory", "< 1024 MB", told["memory"], "MB"))
    return found


def _make(folder: Path) -> None:
    from projects.datasets.add_dataset import import_action
    from projects.imported.records import ImportedData, ImportedTable
    from projects.store.project import Project

    rng = np.random.default_rng(11)
    variables, columns, reasons = [], {}, {}
    choices = tuple(Choice(f"c{n}", str(n), Labels({"en": f"Answer {n}", "fr": f"Réponse {n}"})) for n in range(1, 9))
    for number in range(1, VARIABLES + 1):
        kind = (Kind.ONE, Kind.INTEGER, Kind.NUMBER, Kind.TEXT)[number % 4]
        name = f"v{number}"
        variables.append(
            Variable(
                name, f"group_{number % 9}/question_{number}", Labels({"en": f"Question {number}"}), kind,
                Level.NOMINAL, choices=choices if kind is Kind.ONE else (),
            )
        )  # fmt: skip
        absent = np.where(rng.random(ROWS) < 0.33, rng.integers(1, 5, ROWS), 0).astype(np.int8)
        columns[name], reasons[name] = _column(kind, rng, absent > 0), absent
    table = ImportedTable("t1", "big", Labels({}), tuple(variables), columns, reasons, ROWS)
    with Project.create(folder, _PASSPHRASE, name="big") as project:
        project.do(import_action(ImportedData("csv", "big", (table,), ())))


def _column(kind: Kind, rng: np.random.Generator, absent: np.ndarray) -> Any:
    if kind is Kind.ONE:
        indices = pa.array(rng.integers(0, 8, ROWS).astype(np.int8), mask=absent)
        return pa.DictionaryArray.from_arrays(indices, pa.array([f"c{n}" for n in range(1, 9)]))
    if kind is Kind.TEXT:
        return pa.array([f"word {n}" for n in rng.integers(0, 5_000, ROWS)], mask=absent)
    values = rng.integers(0, 99, ROWS).astype(float) if kind is Kind.INTEGER else rng.normal(50, 20, ROWS).round(3)
    return pa.array(values, mask=absent)


def _one(folder: Path, kind: str) -> dict[str, float]:
    from projects import export_gate
    from projects.datasets.export.data_writing import Order, gather
    from projects.store.project import Project

    with Project.open(folder / "big.pwb", _PASSPHRASE) as project:
        start = time.perf_counter()
        if kind == "codebook":
            export_gate.export_codebook(project, folder / "codebook.xlsx", language="en", overwrite=True)
        else:
            content = gather(project, Order(kind, ["t1"]))
            export_gate.export_data(project, folder / f"out.{kind}", content.write, overwrite=True)
        seconds = time.perf_counter() - start
    import resource

    helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # holds what this process had when it began them
    return {
        "seconds": seconds,
        "memory": highest_memory() + helpers / (1 << 20 if sys.platform == "darwin" else 1 << 10),
    }


def highest_memory() -> float:
    """The highest memory of this process in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


if __name__ == "__main__" and sys.argv[2] == "make":
    _make(Path(sys.argv[1]) / "big.pwb")
elif __name__ == "__main__":
    print(json.dumps(_one(Path(sys.argv[1]), sys.argv[2])))
