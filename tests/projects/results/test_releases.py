# SPDX-License-Identifier: MIT
"""Each released file remembers its cells, with its line in the log, for the next file to the same readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.analyses import run
from analysis.masking import Destination, Readers, mask_all
from analysis.records import Role
from analysis.result_tables import Cell, Column, Origin, Row, TableSpec, Unit
from analysis.withholding.earlier_releases import Released, released_of, released_to_json
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_role
from projects.export_gate import export_tables
from projects.identifiers.sensitivity_review import confirm_proposals
from projects.intake.file_intake import prepare_import
from projects.release_queries import readers_of, releases
from projects.results.release_withdrawal import record_never_shared, record_passed_on
from projects.store import Project
from projects.withheld_content import withhold_in_tables
from wording import Labels, Problem, render


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    lines = ["site,safe"] + [f"{'AB'[n % 2]},{'yes' if n % 7 else 'no'}" for n in range(60)]
    (tmp_path / "data.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with Project.create(tmp_path / "P.pwb", "lantern-harbour-maple-quiet", name="P", user="AB") as opened:
        opened.do(prepare_import(tmp_path / "data.csv").action)
        opened.do(set_role("t1", "v2", Role.SENSITIVE))
        opened.do(confirm_proposals())
        yield opened


def test_a_released_file_is_remembered_for_its_readers(project: Project, tmp_path: Path) -> None:
    frame = load_frame(project, "t1")
    table = run("proportions", frame, {"variable": "v2", "by": "v1"}).tables[0]
    export_tables(project, [table], tmp_path / "inside.csv", language="en", destination=Destination.INSIDE)
    assert [one.destination for one in releases(project)] == [Destination.INSIDE]
    assert readers_of(project, Destination.PARTNER).earlier == (), "until it is passed on"
    export_tables(project, [table], tmp_path / "one.csv", language="en", destination=Destination.PUBLIC)
    rows = project.query("SELECT seq, destination, cells FROM release")
    assert [row["destination"] for row in rows] == ["inside", "public"]
    assert rows[1]["cells"] >= 4
    assert project.history(limit=1)[0].seq == rows[1]["seq"], "it stands with its line in the log"
    assert len(readers_of(project, Destination.PUBLIC).earlier) == 1
    assert len(readers_of(project, Destination.PARTNER).earlier) == 1, "partners read what is public"
    assert readers_of(project, Destination.INSIDE).earlier == ()
    export_tables(project, [table], tmp_path / "two.csv", language="en", destination=Destination.PUBLIC)
    assert len(project.query("SELECT 1 FROM release")) == 3
    first, second = ((tmp_path / name).read_text("utf-8-sig") for name in ("one.csv", "two.csv"))
    assert first.splitlines()[:4] == second.splitlines()[:4], "the same file again withholds the same"
    export_tables(project, [table], tmp_path / "three.csv", language="en", destination=Destination.PARTNER)
    assert len(readers_of(project, Destination.PARTNER).earlier) == 2
    assert len(readers_of(project, Destination.PUBLIC).earlier) == 1, "the public does not read what partners get"


def test_a_file_of_the_team_passed_on_is_an_earlier_file_of_those_readers(project: Project, tmp_path: Path) -> None:
    table = run("proportions", load_frame(project, "t1"), {"variable": "v2", "by": "v1"}).tables[0]
    export_tables(project, [table], tmp_path / "inside.csv", language="en", destination=Destination.INSIDE)
    (team,) = releases(project)
    project.do(record_passed_on(project, team.number, Destination.PARTNER))
    (known,) = readers_of(project, Destination.PARTNER).earlier
    assert set(known.size.values()) >= {60, 51, 9}
    assert known.hidden == frozenset()
    assert [one.name for one in readers_of(project, Destination.PARTNER).files] == ["inside.csv"]
    assert readers_of(project, Destination.PUBLIC).earlier == ()
    with pytest.raises(Problem):
        record_passed_on(project, team.number, Destination.PARTNER)
    export_tables(project, [table], tmp_path / "two.csv", language="en", destination=Destination.PARTNER)
    assert len(readers_of(project, Destination.PARTNER).earlier) == 2, "beside what was made for them"
    passed = next(one for one in releases(project) if one.number == team.number + 1)
    project.do(record_never_shared(project, passed.number, "sent to nobody"))
    told = [one for known in readers_of(project, Destination.PARTNER).earlier for one in known.answers]
    assert told, "the file made for them stays"
    with pytest.raises(Problem):
        record_passed_on(project, passed.number, Destination.PUBLIC)


def test_the_public_is_told_no_secret_of_partners_who_read_both(project: Project, tmp_path: Path) -> None:
    """Partners have 51 yes and 9 no of all; 5 no at the first site would leave 4 at the other."""
    frame = load_frame(project, "t1")
    first = frame.table.variable("v1").choices[0].id
    whole = run("proportions", frame, {"variable": "v2"}).tables[0]
    site = run("proportions", frame, {"variable": "v2", "where": [{"variable": "v1", "is": [first]}]}).tables[0]

    def numbers() -> set[int | None]:
        (shown,), _ = withhold_in_tables(project, [site], Destination.PUBLIC)
        return {cell.n for row in shown.rows for cell in row.cells}

    assert numbers() == {5, 25}
    export_tables(project, [whole], tmp_path / "whole.csv", language="en", destination=Destination.PARTNER)
    assert not numbers() & {5, 25}
    export_tables(project, [site], tmp_path / "site.csv", language="en", destination=Destination.PUBLIC)
    said = (tmp_path / "site.csv").read_text("utf-8-sig")
    assert "whole.csv" not in said, "the public is not told of a partner's file"
    project.do(record_never_shared(project, 1, "The meeting was called off."))
    assert readers_of(project, Destination.PUBLIC).beside is not None


def test_the_note_below_a_table_names_the_file_it_was_checked_against(project: Project, tmp_path: Path) -> None:
    table = run("proportions", load_frame(project, "t1"), {"variable": "v2", "by": "v1"}).tables[0]
    for name in ("one.csv", "two.csv"):
        export_tables(project, [table], tmp_path / name, language="en", destination=Destination.PARTNER)
    day = dt.datetime.now(dt.UTC).astimezone().date().year
    second = (tmp_path / "two.csv").read_text("utf-8-sig")
    assert "last “one.csv” (to a partner, " in second
    assert str(day) in second.partition("one.csv")[2].partition(")")[0]
    assert "one.csv" not in (tmp_path / "one.csv").read_text("utf-8-sig")
    project.do(record_never_shared(project, 1, "The meeting was called off."))
    assert [one.name for one in readers_of(project, Destination.PARTNER).files] == ["two.csv"]


def test_a_file_that_never_left_binds_no_later_one(project: Project, tmp_path: Path) -> None:
    """Who said so and why stands in the log; it can be undone; a file that went out beside it still counts."""
    frame = load_frame(project, "t1")
    table = run("proportions", frame, {"variable": "v2", "by": "v1"}).tables[0]

    def left(name: str) -> None:
        export_tables(project, [table], tmp_path / name, language="en", destination=Destination.PARTNER)

    left("one.csv")
    assert [one.never_left for one in releases(project)] == [0]
    with pytest.raises(Problem, match="needs_reason"):
        record_never_shared(project, 1, " ")
    with pytest.raises(Problem, match="unknown"):
        record_never_shared(project, 7, "no such file")
    known = readers_of(project, Destination.PARTNER).earlier[0]
    assert known.answers
    project.do(record_never_shared(project, 1, "The meeting was called off."))
    line = project.history(limit=1)[0]
    assert (line.seq, line.user) == (releases(project)[0].never_left, "AB")
    assert render(line.message, "en") == "“one.csv” (to a partner) was never shared: The meeting was called off."
    forgotten = readers_of(project, Destination.PARTNER).earlier[0]
    assert not forgotten.answers, "nobody has seen any of it"
    with pytest.raises(Problem, match="said_already"):
        record_never_shared(project, 1, "again")
    project.undo()
    assert readers_of(project, Destination.PARTNER).earlier[0].answers == known.answers
    project.redo()
    left("two.csv")
    still = readers_of(project, Destination.PARTNER).earlier[0]
    told, again = ({(one.table, one.key) for one in each.answers} for each in (known, still))
    assert told == again, "the same figures went out with the second file"


def test_what_only_the_public_must_not_see_reaches_partners() -> None:
    """A base of 20: the public sees none under 30 of a sensitive table, partners none under 10."""
    table = people([("a", 8, 12), ("b", 20, 40)], sensitive=True)
    readers = Readers()
    shown, told = mask_all([table], 30, 10, 5, Destination.PUBLIC, readers=readers)
    assert told[0].bases
    read = Readers((round_trip(readers.known),))
    after, told = mask_all([table], 30, 10, 5, Destination.PARTNER, readers=read)
    assert told[0].total == 0, "nothing of it is a secret to partners"
    assert [cell.n for cell in after[0].rows[0].cells] == [8, 20, 28]


def test_a_lowered_limit_counts_for_what_was_withheld_before() -> None:
    table = people([("a", 3, 40), ("b", 20, 40)])
    readers = Readers()
    _, told = mask_all([table], 30, 10, 5, Destination.PARTNER, readers=readers)
    assert (told[0].cells, told[0].complements) == (1, 3)
    again = Readers((round_trip(readers.known),))
    assert mask_all([table], 30, 10, 5, Destination.PARTNER, readers=again)[1][0].total == told[0].total
    lowered = Readers((round_trip(readers.known),))
    assert mask_all([table], 30, 10, 3, Destination.PARTNER, readers=lowered)[1][0].total == 0


def test_a_complement_shown_to_others_gives_no_secret_back() -> None:
    """Partners got one of two neighbours; the public gets the other file, which must not show what is left."""
    whole = people([("a", 3, 40), ("b", 20, 40)])
    readers = Readers()
    mask_all([whole], 30, 10, 5, Destination.PUBLIC, readers=readers)
    partner = Readers((round_trip(readers.known),))
    shown, _ = mask_all([whole], 30, 10, 5, Destination.PARTNER, readers=partner)
    assert shown[0].rows[0].cells[0].n is None
    assert shown[0].rows[0].cells[1].n is None, "the neighbour: with the total it would give the three back"


def people(sites: list[tuple[str, int, int]], sensitive: bool = False) -> TableSpec:
    """Yes and no in each site, and all of them, as a table whose bases print."""
    every = [*sites, ("total", sum(yes for _, yes, _ in sites), sum(no for _, _, no in sites))]
    columns = tuple(
        Column(name, Labels({}), base=yes + no, key=f"answered:{where(name)}v2=*") for name, yes, no in every
    )
    rows = tuple(
        Row(answer, Labels({}), tuple(
            Cell(n / (yes + no), n=n, base=yes + no, unit=Unit.SHARE, key=f"answered:{where(name)}v2={answer}")
            for name, yes, no in every for n in [yes if answer == "yes" else no]
        ))
        for answer in ("yes", "no")
    )  # fmt: skip
    return TableSpec(
        "one", "t", None, None, columns, rows, exclusive_rows=True, exclusive_columns=True, sensitive=sensitive,
        base=columns[-1].base, origin=Origin("t1"),
    )  # fmt: skip


def where(site: str) -> str:
    return "" if site == "total" else f"v1={site}|"


def round_trip(known: Released | None) -> Released:
    """As the project keeps it."""
    assert known is not None
    return released_of(released_to_json(known))
