# SPDX-License-Identifier: MIT
"""Each released file remembers its cells, with its line in the log, for the next file to the same readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.declared import run
from analysis.masking import Destination
from projects.datasets.frames import load_frame
from projects.datasets.kind_actions import confirm_content
from projects.export_gate import export_tables
from projects.intake import bring
from projects.results.release_queries import readers_of
from projects.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    lines = ["site,safe"] + [f"{'AB'[n % 2]},{'yes' if n % 7 else 'no'}" for n in range(60)]
    (tmp_path / "data.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with Project.create(tmp_path / "P.pwb", "lantern-harbour-maple-quiet", name="P", user="AB") as opened:
        opened.do(bring(tmp_path / "data.csv").action)
        opened.do(confirm_content("t1", ["v1", "v2"]))
        yield opened


def test_a_released_file_is_remembered_for_its_readers(project: Project, tmp_path: Path) -> None:
    frame = load_frame(project, "t1")
    table = run("proportions", frame, {"variable": "v2", "by": "v1"}).tables[0]
    export_tables(project, [table], tmp_path / "inside.csv", language="en", destination=Destination.INSIDE)
    assert project.query("SELECT 1 FROM release") == []
    export_tables(project, [table], tmp_path / "one.csv", language="en", destination=Destination.PUBLIC)
    rows = project.query("SELECT seq, destination, cells FROM release")
    assert [row["destination"] for row in rows] == ["public"]
    assert rows[0]["cells"] >= 4
    assert project.history(limit=1)[0].seq == rows[0]["seq"], "it stands with its line in the log"
    assert len(readers_of(project, Destination.PUBLIC).earlier) == 1
    assert readers_of(project, Destination.PARTNER).earlier == ()
    assert readers_of(project, Destination.INSIDE).earlier == ()
    export_tables(project, [table], tmp_path / "two.csv", language="en", destination=Destination.PUBLIC)
    assert len(project.query("SELECT 1 FROM release")) == 2
    first, second = ((tmp_path / name).read_text("utf-8-sig") for name in ("one.csv", "two.csv"))
    assert first.splitlines()[:4] == second.splitlines()[:4], "the same file again withholds the same"
