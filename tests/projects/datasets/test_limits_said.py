# SPDX-License-Identifier: MIT
"""With bounds or trimming, the Sampling room and each result say how far weights moved and how many are held.

Counted here from the adjusted weights themselves, whose estimates are those of R (`test_known_totals`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.declarations.study import Study
from projects.datasets.table.frames import load_frame
from projects.store.project import Project
from tests.projects.datasets import test_known_totals as known
from wording import render

schools = known.schools


def weights(project: Project) -> tuple[np.ndarray, np.ndarray, float]:
    """The new weights, the old ones, and the ratio of their sums."""
    new, old = Study(load_frame(project, "t1")).design.weights, np.array([float(one) for one in known.columns()["pw"]])
    return new, old, new.sum() / old.sum()


def interval(low: float, high: float) -> str:
    return f"{low:.2f}–{high:.2f}"


@pytest.mark.parametrize("name", ["bounded", "trimmed", "strict", "posttrim"])
def test_findings_and_notes_say_how_far_weights_moved(schools: Project, tmp_path: Path, name: str) -> None:
    plan = known.adjust(schools, tmp_path, *known.DESIGNS[name])
    new, old, scale = weights(schools)
    moved = interval((new / old).min() / scale, (new / old).max() / scale)
    wish = known.DESIGNS[name][1]
    held, one, many = new / old, "1 row has its weight at a bound.", "{} rows have their weights at a bound."
    low, high = wish.bounds or wish.trim or (0.0, 0.0)
    if wish.trim is not None:
        held, one, many = new, "1 weight was trimmed to the limits.", "{} weights were trimmed to the limits."
    n = int((np.isclose(held, low, rtol=1e-6) | np.isclose(held, high, rtol=1e-6)).sum())
    assert n
    beyond = int(((held < low * (1 - 1e-6)) | (held > high * (1 + 1e-6))).sum())
    for said in (" ".join(render(text, "en") for text in plan.findings), known.notes_of(schools, "en")):
        assert f"Besides the factor {scale:.2f} common to all, single weights were multiplied by {moved}." in said
        assert (one if n == 1 else many.format(n)) in said
        assert ("outside the limits" in said) == bool(beyond)
        assert not beyond or f"{beyond} weight" in said
    assert "Outre le facteur" in known.notes_of(schools, "fr")


def test_without_limits_nothing_is_said_of_them(schools: Project, tmp_path: Path) -> None:
    plan = known.adjust(schools, tmp_path, *known.DESIGNS["linear"])
    assert not any("Besides the factor" in render(one, "en") for one in plan.findings)
    assert "Besides the factor" not in known.notes_of(schools, "en")
