# SPDX-License-Identifier: MIT
"""One member drawn in each household: the household's weight times the number eligible, by hand.

Weights 5, 5, 8, 8; eligible 1, 3, 2, 4; yes, no, yes, yes: (5·1 + 8·2 + 8·4) / (5 + 15 + 16 + 32) = 53 / 68.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.exported import read_frame
from analysis.records import Choice, DesignRoles, Kind, Level, Role, RowOrigin, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.table.frames import load_frame
from projects.design.sample_design import describe_design
from projects.design.within_household_selection import set_within_household_selection
from projects.export_gate import export_frame
from projects.imported.records import ImportedData, ImportedTable
from projects.results.plan_run import run_plan
from projects.results.plans import read_plan
from projects.store.project import Project
from projects.stored_tables.stored_table import data_table
from wording import Labels, Problem, render

YES = 53 / 68
ANSWERS = tuple(Choice(name, name, Labels({"en": name})) for name in ("yes", "no"))


def number(place: int, name: str, role: Role = Role.ORDINARY) -> Variable:
    return Variable(f"v{place}", name, Labels({"en": name}), Kind.NUMBER, Level.INTERVAL, role)


def table(name: str, number_of: int, variables: tuple[Variable, ...], columns: dict, **more: object) -> ImportedTable:
    return ImportedTable(
        id=f"t{number_of}", name=name, labels=Labels({"en": name}), variables=variables, columns=columns, reasons={},
        rows=len(next(iter(columns.values()))), how=RowOrigin.PROBABILITY, **more,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def drawn(tmp_path: Path) -> Iterator[Project]:
    """Four households, one person drawn in each, and all their rooms."""
    asked = Variable("v1", "safe", Labels({"en": "Safe"}), Kind.ONE, Level.NOMINAL, choices=ANSWERS)
    households = table(
        "hh", 1, (number(1, "weight", Role.WEIGHT), number(2, "adults")),
        {"v1": pa.array([5.0, 5, 8, 8]), "v2": pa.array([1.0, 3, 2, 4])},
        unit="household", design=DesignRoles(weight="v1"),
    )  # fmt: skip
    persons = table(
        "person", 2, (asked, number(2, "eligible")),
        {"v1": pa.array(["yes", "no", "yes", "yes"]).dictionary_encode(), "v2": pa.array([1.0, 3, 2, 4])},
        unit="person", parent="t1", parent_rows=np.arange(4),
    )  # fmt: skip
    rooms = table(
        "rooms", 3, (number(1, "beds"),), {"v1": pa.array([1.0, 2, 3])}, unit="record", parent="t1",
        parent_rows=np.array([0, 0, 3]),
    )  # fmt: skip
    with Project.create(tmp_path / "study.pwb", "seven fictitious rivers", name="Study", user="Analyst") as project:
        data = ImportedData("csv", "Fictitious study", (households, persons, rooms), (), ("en",))
        project.do(import_action(data, b"the file", file_name="hh.csv", user="Analyst"))
        yield project


def share(project: Project, options: dict) -> float:
    table = run("proportions", load_frame(project, "t2"), {"variable": "v1", **options}).tables[0]
    found = table.rows[0].cells[0].estimate
    assert found is not None
    return found


@pytest.mark.parametrize(("of_table", "name"), [("t1", "v2"), ("t2", "v2")])
def test_the_weight_of_a_household_is_multiplied(drawn: Project, of_table: str, name: str) -> None:
    assert share(drawn, {}) == pytest.approx((5 + 8 + 8) / 26)
    drawn.do(set_within_household_selection("t2", of_table, name))
    frame = load_frame(drawn, "t2")
    assert frame.design.weight.tolist() == [5, 15, 16, 32]
    assert share(drawn, {}) == pytest.approx(YES)
    notes = " ".join(render(note, "en") for note in run("proportions", frame, {"variable": "v1"}).tables[0].notes)
    assert "multiplied by the number eligible" in notes
    assert describe_design(drawn, "t2").weight_high == 32
    assert load_frame(drawn, "t1").design.weight.tolist() == [5, 5, 8, 8]  # households stay as they are
    drawn.undo()
    assert data_table(drawn, "t2").within_household is None
    assert share(drawn, {}) == pytest.approx(21 / 26)


def test_an_analysis_and_a_plan_multiply_by_themselves(drawn: Project, tmp_path: Path) -> None:
    assert share(drawn, {"eligible": "v2"}) == pytest.approx(YES)
    assert share(drawn, {}) == pytest.approx(21 / 26)
    path = tmp_path / "plan.csv"
    path.write_text("analysis,table,variable,eligible\nproportions,person,safe,eligible\n", encoding="utf-8")
    (result,) = run_plan(drawn, read_plan(path))
    assert result.tables[0].rows[0].cells[0].estimate == pytest.approx(YES)
    drawn.do(set_within_household_selection("t2", "t2", "v2"))
    with pytest.raises(AnalysisProblem):
        share(drawn, {"eligible": "v2"})


def test_the_variance_follows_the_multiplied_weights(drawn: Project) -> None:
    """One stage, four persons: the linearised variance of a weighted share by its formula."""
    weight, yes = np.array([5.0, 15, 16, 32]), np.array([1.0, 0, 1, 1])
    z = weight * (yes - YES) / weight.sum()
    expected = np.sqrt(4 / 3 * ((z - z.mean()) ** 2).sum())
    table = run("proportions", load_frame(drawn, "t2"), {"variable": "v1", "eligible": "v2"}).tables[0]
    assert table.rows[0].cells[0].se == pytest.approx(expected)


def test_members_who_are_listed_are_not_drawn(drawn: Project) -> None:
    before = drawn.head
    for wrong in (("t3", "t1", "v2"), ("t2", "t2", "v1"), ("t2", "t3", "v1"), ("t2", "t1", "v9")):
        with pytest.raises(Problem) as raised:
            drawn.do(set_within_household_selection(*wrong))
        assert render(raised.value.message, "fr")
    assert drawn.head == before


def weight_note(path: Path) -> dict[str, str]:
    """The note on the weights, as any Arrow reader finds it in the file."""
    with pa.ipc.open_file(path) as file:
        stored = json.loads(file.schema.metadata[b"protection-workbench"])
    found: dict[str, str] = stored.get("weight_note", {})
    return found


def test_an_exported_table_says_whether_its_weights_are_multiplied(drawn: Project, tmp_path: Path) -> None:
    plain, asked, multiplied = (tmp_path / f"{name}.pwtable" for name in ("plain", "asked", "multiplied"))
    eligible = data_table(drawn, "t2").variable("v2").labels
    export_frame(drawn, load_frame(drawn, "t2"), plain)
    export_frame(drawn, load_frame(drawn, "t2"), asked, eligible=eligible)
    drawn.do(set_within_household_selection("t2", "t1", "v2"))
    export_frame(drawn, load_frame(drawn, "t2"), multiplied)
    assert weight_note(plain) == {}
    assert "NOT yet multiplied by the number eligible (eligible)" in weight_note(asked)["en"]
    assert "PAS encore multipliés" in weight_note(asked)["fr"]
    assert "weight is multiplied by the number eligible (adults)" in weight_note(multiplied)["en"]
    assert "est multiplié par le nombre de personnes éligibles" in weight_note(multiplied)["fr"]
    weights = [read_frame(io.BytesIO(path.read_bytes())).design.weight.tolist() for path in (asked, multiplied)]
    assert weights == [[5, 5, 8, 8], [5, 15, 16, 32]]


def test_weights_multiplied_already_are_not_multiplied_again_after_export(drawn: Project, tmp_path: Path) -> None:
    drawn.do(set_within_household_selection("t2", "t1", "v2"))
    path = tmp_path / "table.pwtable"
    export_frame(drawn, load_frame(drawn, "t2"), path)
    back = read_frame(io.BytesIO(path.read_bytes()))
    table = run("proportions", back, {"variable": "v1"}).tables[0]
    assert table.rows[0].cells[0].estimate == pytest.approx(YES)
    assert any(getattr(note, "key", "") == "note.within_household" for note in table.notes)
    with pytest.raises(AnalysisProblem):
        run("proportions", back, {"variable": "v1", "eligible": "v2"})
