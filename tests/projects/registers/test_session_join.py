# SPDX-License-Identifier: MIT
"""Participants joined to sessions by key: unique people by the kind, place, month and audience of the session."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from analysis.analyses import run
from analysis.exported import read_frame, write_frame
from analysis.result_tables import TableSpec
from projects.datasets.registers.headings import proposed_register
from projects.datasets.table.frames import load_frame
from projects.registers.checks import check_stored
from projects.store import Project
from tests.workbench.cli.test_commands import environment, folder
from wording import render
from workbench.cli import main

__all__ = ["environment", "folder"]

_SESSIONS = """Code séance,Date,Commune,Activité,Public,Femmes,Hommes
S1,2024-01-15,Ville A,Sensibilisation,Déplacés,3,0
S2,2024-02-11,Ville B,Formation,Personnel,2,1
S3,2024-02-20,Ville B,Formation,Personnel,1,0
S3,2024-03-20,Ville B,Formation,Personnel,1,0
"""
# P1 came to S1 and S2, P2 to S1 twice over (S1 and s1), P3 to S2, P4 to both days of S3, P5 to a session nobody wrote
_PEOPLE = """Code séance,Code participant,Sexe,Date
S1,P1,F,
S2,P1,F,
S1,P2,F,
s1,P2,F,
S2,P3,M,
S3,P4,F,2024-02-20
S3,P4,F,2024-03-20
S9,P5,F,2024-01-31
"""


@pytest.fixture
def joined(folder: Path, tmp_path: Path) -> Path:
    for name, text, kind in (("sessions", _SESSIONS, "activities"), ("people", _PEOPLE, "participants")):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        assert main(["import", str(folder), str(tmp_path / f"{name}.csv")]) == 0
        assert main(["variables", str(folder), "--table", name, "--register", kind]) == 0
    return folder


def _lines(table: TableSpec, *heads: str) -> dict[str, tuple[float | None, ...]]:
    places = [[one.id for one in table.columns].index(head) for head in heads]
    return {render(row.label, "fr"): tuple(row.cells[at].estimate for at in places) for row in table.rows}


def test_people_are_counted_by_what_their_session_is(joined: Path) -> None:
    with Project.open(joined, "lantern-harbour-maple-quiet") as project:
        frame = load_frame(project, "t2")
        assert frame.sessions is not None
        assert frame.sessions.linked.tolist() == [True] * 7 + [False]
        why = {"purpose": "the yearly sheet"}
        kinds = _lines(run("unique_people", frame, {"by": "kind", **why}).tables[0], "attendances", "people")
        assert kinds["Sensibilisation"] == (3, 2)  # P1, P2
        assert kinds["Formation"] == (4, 3)  # P1, P3, P4
        assert kinds["Non précisé"] == (1, 1)  # P5: no session says what it was
        places = _lines(run("unique_people", frame, {"by": "place", **why}).tables[0], "people")
        assert (places["Ville A"], places["Ville B"]) == ((2,), (3,))
        # S3 was held twice under one key: each row keeps its own day; P5's session is unknown, its own date stands
        months = _lines(run("unique_people", frame, {"by": "month", **why}).tables[0], "people")
        assert months == {"janvier 2024": (3,), "février 2024": (3,), "mars 2024": (1,)} | {
            name: months[name] for name in months if "2024" not in name
        }
        public = run("unique_people", frame, {"by": "audience", **why}).tables[0]
        assert _lines(public, "people")["Déplacés"] == (2,)
        assert "7 attendances of 8" in " ".join(render(note, "en") for note in public.notes)
        stream = io.BytesIO()
        write_frame(frame, stream)
        again = read_frame(io.BytesIO(stream.getvalue()))
        assert run("unique_people", again, {"by": "audience", **why}).tables[0] == public
        found = {one.check: one.rows for one in check_stored(project, "t2")}
        assert found["unjoined"] == (8,)
        assert {one.check: one.rows for one in check_stored(project, "t1")}["shared_key"] == (3, 4)


def test_reach_shows_people_beside_contacts(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unique", str(joined), "--purpose", "the yearly sheet"]) == 0
    with Project.open(joined, "lantern-harbour-maple-quiet") as project:
        frame = load_frame(project, "t1")
        table = run("reach", frame, {"by": "kind"}).tables[0]
        assert _lines(table, "contacts", "people")["Formation"] == (5, 3)
        assert _lines(run("reach", frame, {"by": "audience"}).tables[0], "people")["Personnel"] == (3,)
        year = run("reach", frame, {"by": "place", "period": "2024-02-01..2024-02-29"}).tables[0]
        assert _lines(year, "people")["Ville B"] == (3,)
        assert "7 présences sur 8" in " ".join(render(note, "fr") for note in table.notes).replace("\u202f", " ")
    capsys.readouterr()
    part = ["variables", str(joined), "--table", "people", "--part", "Code séance", "none"]
    assert main(part) == 0
    assert main([*part[:-1], "session"]) == 0
    with Project.open(joined, "lantern-harbour-maple-quiet") as project:
        table = load_frame(project, "t2").table
        assert table.register is not None
        proposed = proposed_register(table.variables)  # the key is known by its heading, too
        assert proposed is not None
        assert dict(proposed.parts) == dict(table.register.parts)
