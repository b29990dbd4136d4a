# SPDX-License-Identifier: MIT
"""Members of one household are not independent: where no clusters are declared, each household is one.

R 4.5.0, survey 4.4-2: `svydesign(ids = ~hh, strata = ~s, weights = ~w, fpc = ~N, data = d)`, parts left out as named,
then `SE(svymean(~y, des))`, `SE(svytotal(~y, des))`, `degf(des)`. With `ids = ~1` the SE of the mean is 0.754.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.exported import read_frame
from analysis.records import DesignRoles, Kind, Level, RowOrigin, Variable
from analysis.replicate_columns import ReplicateRule
from projects.datasets.add_dataset import import_action
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_design
from projects.design.replicate_weights import set_replicates
from projects.design.sample_design import describe_design, sample_columns
from projects.export_gate import export_frame
from projects.imported.records import ImportedData, ImportedTable
from projects.store.project import Project
from wording import Labels, render

HOUSEHOLD = np.array([1, 1, 1, 2, 3, 3, 4, 5, 5, 5, 5, 6, 6]) - 1
WEIGHT, STRATUM, IN_ALL = [5.0, 5, 8, 8, 3, 4], [1.0, 1, 1, 2, 2, 2], [40.0, 40, 40, 60, 60, 60]
Y = np.array([1.0, 2, 2, 5, 7, 6, 3, 9, 8, 9, 8, 2, 3])
DESIGNS = {  # parts of the households' design: SE of the mean, SE of the total, df
    "weights": (DesignRoles("v1"), 1.266865891968, 100.673730436495, 5),
    "strata": (DesignRoles("v1", "v2"), 1.397523037579, 112.485554628139, 4),
    "fpc": (DesignRoles("v1", "v2", (), ("v3",)), 1.352612769807, 108.923482316716, 4),
    "nothing": (DesignRoles(), 1.539999231538, 29.082640870457, 5),
}


def number(place: int, name: str) -> Variable:
    return Variable(f"v{place}", name, Labels({"en": name}), Kind.NUMBER, Level.INTERVAL)


def table(place: int, name: str, named: tuple[str, ...], columns: list[list[float]], **more: object) -> ImportedTable:
    return ImportedTable(
        id=f"t{place}", name=name, labels=Labels({"en": name.title()}), reasons={}, rows=len(columns[0]),
        variables=tuple(number(at, one) for at, one in enumerate(named, start=1)), how=RowOrigin.PROBABILITY,
        columns={f"v{at}": pa.array(column) for at, column in enumerate(columns, start=1)}, **more,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Six households, their thirteen members, and two visits to each member."""
    households = table(1, "households", ("weight", "site", "in_all"), [WEIGHT, STRATUM, IN_ALL], unit="household")
    members = table(2, "members", ("y",), [Y.tolist()], unit="person", parent="t1", parent_rows=HOUSEHOLD)
    visits = table(3, "visits", ("y",), [np.repeat(Y, 2).tolist()], unit="record", parent="t2",
                   parent_rows=np.repeat(np.arange(13), 2))  # fmt: skip
    with Project.create(tmp_path / "m.pwb", "seven fictitious rivers", name="Study", user="Analyst") as made:
        data = ImportedData("csv", "Study", (households, members, visits), (), ("en",))
        made.do(import_action(data, b"the file", file_name="m.csv", user="Analyst"))
        yield made


def mean(project: Project, statistic: str = "mean", of: str = "t2") -> tuple[float, float, str]:
    """The SE, its df, and what stands below."""
    found = run("means", load_frame(project, of), {"variable": "v1", "statistic": statistic}).tables[0]
    (cell,) = [cell for row in found.rows for cell in row.cells if cell.se]
    return cell.se, cell.df, " ".join(render(note, "en") for note in found.notes)  # type: ignore[return-value]


@pytest.mark.parametrize("name", DESIGNS)
def test_errors_of_members_are_those_of_their_households(project: Project, name: str) -> None:
    design, se, total_se, df = DESIGNS[name]
    project.do(set_design("t1", design))
    found = mean(project)
    assert found[0] == pytest.approx(se, rel=1e-9)
    assert found[1] == df
    assert "6 units drawn first (clusters: the rows of Households above)" in found[2]
    assert mean(project, of="t3")[:2] == pytest.approx((se, df)), "two equal visits tell no more than one"
    if design.weight is None:  # the rows of a sample without weights are no population
        with pytest.raises(AnalysisProblem, match="no_weights"):
            mean(project, "total")
    else:
        assert mean(project, "total")[0] == pytest.approx(total_se, rel=1e-9)


def test_by_hand(project: Project) -> None:
    """Sums by household of the linearised values of the weighted mean, spread about their mean of zero."""
    project.do(set_design("t1", DesignRoles("v1")))
    weight = np.array(WEIGHT)[HOUSEHOLD]
    z = weight * (Y - (weight @ Y) / weight.sum()) / weight.sum()
    sums = np.bincount(HOUSEHOLD, weights=z)
    assert mean(project)[0] == pytest.approx(np.sqrt(6 / 5 * (sums**2).sum()), rel=1e-12)


def test_clusters_that_are_declared_stay(project: Project) -> None:
    project.do(set_design("t1", DesignRoles("v1", None, ("v2",))))
    assert sample_columns(project, "t2").clusters_of == ""
    assert describe_design(project, "t2").clusters == 2
    project.do(set_design("t2", DesignRoles(None, None, ("v1",))))
    assert describe_design(project, "t2").clusters == len(set(Y))


def test_replicates_made_of_members_leave_a_household_out_at_a_time(project: Project) -> None:
    project.do(set_design("t1", DesignRoles("v1")))
    project.do(set_replicates("t2", ReplicateRule("jackknife")))
    assert "Standard errors from 6 replicate weights made from the design" in mean(project)[2]


def test_the_design_is_said_and_goes_along_with_an_exported_table(project: Project, tmp_path: Path) -> None:
    project.do(set_design("t1", DesignRoles("v1")))
    assert render(describe_design(project, "t2").clusters_of, "en") == "Households"
    export_frame(project, load_frame(project, "t2"), tmp_path / "members.pwtable")
    back = read_frame(io.BytesIO((tmp_path / "members.pwtable").read_bytes()))
    assert back.design.clusters_of == Labels({"en": "Households"})
    (cell,) = [cell for row in run("means", back, {"variable": "v1"}).tables[0].rows for cell in row.cells if cell.se]
    assert cell.se == pytest.approx(DESIGNS["weights"][1], rel=1e-9)
