# SPDX-License-Identifier: MIT
"""The process that reads a survey file leaves pandas out, and reads the same as one that has it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from projects.importing.process_messages import plain
from projects.intake.import_process import import_survey_in_worker
from projects.intake.survey_import import import_survey

ROOT = Path(__file__).resolve().parents[3]


KINDS = ("csv", "sav", "parquet")


def written(folder: Path, kind: str) -> Path:
    """The same people in a file of a kind."""
    path = folder / f"people.{kind}"
    columns = {
        "age": [31.0, None, 18.0, 44.0],
        "town": ["Nairobi", "", "Kisumu", "Nairobi"],
        "seen": [date(2026, 1, 4), date(2025, 12, 31), None, date(2026, 2, 2)],
        "began": [datetime(2026, 1, 4, 12, 30, tzinfo=UTC), None, None, datetime(2025, 7, 1, 6, 0, 1, tzinfo=UTC)],
    }
    if kind == "parquet":
        pq.write_table(pa.table(columns), path)
        return path
    frame = pd.DataFrame(
        {**columns, "began": [None if at is None else at.replace(tzinfo=None) for at in columns["began"]]}
    )
    if kind == "csv":
        frame.to_csv(path, index=False)
    else:
        pyreadstat.write_sav(frame, str(path))
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_it_reads_the_same(tmp_path: Path, kind: str) -> None:
    file = written(tmp_path, kind)
    apart, here = import_survey_in_worker(file), import_survey(file)
    assert plain(apart) == plain(here)
    for one, other in zip(apart.tables, here.tables, strict=True):
        assert {name: column.to_pylist() for name, column in one.columns.items()} == {
            name: column.to_pylist() for name, column in other.columns.items()
        }
        assert {name: list(reasons) for name, reasons in one.reasons.items()} == {
            name: list(reasons) for name, reasons in other.reasons.items()
        }


def test_pandas_is_never_loaded(tmp_path: Path) -> None:
    """One process reads all: what one of them brought in would still be there at the end."""
    code = (
        "import sys; from projects.importing.options import ImportOptions\n"
        "from projects.intake.import_process import *\n"
        "from projects.importing.process_messages import plain; from wording import NoProgress\n"
        "for path in sys.argv[1:]:\n"
        "    told = {'path': path, 'form': None, 'options': plain(ImportOptions())}\n"
        "    value, parts = job_import(told, NoProgress()); list(parts); job_preview(told, NoProgress())\n"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] == 'pandas'))"
    )
    words = [sys.executable, "-P", "-c", code, *(str(written(tmp_path, kind)) for kind in KINDS)]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)})
    assert told.stdout.strip() == "[]"
