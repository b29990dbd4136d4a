# SPDX-License-Identifier: MIT
"""SPSS and Stata files through a project and out again, both ends read with pyreadstat alone."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pyreadstat
import pytest

from projects.datasets.add_dataset import import_action
from projects.datasets.export.data_writing import Order, gather
from projects.intake.survey_import import import_survey
from projects.store.project import Project
from wording import Problem

READ = {".sav": pyreadstat.read_sav, ".dta": pyreadstat.read_dta}
LARGEST, MOST_FILES = 60_000, 8


@pytest.mark.parametrize("suffix", [".sav", ".dta"])
def test_numbers_and_texts_come_out_as_they_went_in(
    shared: Path, project: Project, tmp_path: Path, suffix: str
) -> None:
    files = sorted(path for path in (shared / "stat_files").rglob(f"*{suffix}") if path.stat().st_size < LARGEST)
    compared = columns = 0
    for path in files:
        try:
            imported = import_survey(path)
            before, _ = READ[suffix](path)
        except (Problem, pyreadstat.ReadstatError, ValueError, OverflowError):
            continue  # damaged on purpose; the importer's own tests are about those
        added = project.do(import_action(imported)).result
        stream = io.BytesIO()
        table = next(iter(added.tables.values()))
        gather(project, Order(suffix[1:], [table], consent_only=False, identifiers=True)).write(stream)
        out = tmp_path / f"out{suffix}"
        out.write_bytes(stream.getvalue())
        after, _ = READ[suffix](out)
        assert len(after) == len(before), path.name
        for name in before.columns.intersection(after.columns):
            one, two = before[name], after[name]
            if one.dtype.kind in "fi" and two.dtype.kind in "fi":
                assert np.allclose(one.astype(float), two.astype(float), equal_nan=True), f"{path.name}: {name}"
                columns += 1
        compared += 1
        if compared == MOST_FILES:
            break
    assert compared >= 4
    assert columns >= 10
