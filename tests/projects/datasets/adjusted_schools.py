# SPDX-License-Identifier: MIT
"""The sample of schools of R's survey package as a project, and known totals to adjust its weights to."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.analyses import run
from analysis.records import Choice, DesignRoles, Kind, Level, Role, RowOrigin, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_known_totals
from projects.imported.records import ImportedData, ImportedTable
from projects.sampling.known_total_weights import AdjustmentPlan, AdjustmentRequest, plan_adjustment, read_totals_file
from projects.store.project import Project
from wording import Labels, render

EXPECTED = Path(__file__).resolve().parents[2] / "expected" / "adjusting"
FIGURES: dict[str, dict[str, Any]] = json.loads((EXPECTED / "figures.json").read_text(encoding="utf-8"))

ANSWERS = {
    "stype": (("E", "Elementary", "Primaire"), ("H", "High", "Lycée"), ("M", "Middle", "Collège")),
    "sch_wide": (("No", "No", "Non"), ("Yes", "Yes", "Oui")),
    "awards": (("No", "No", "Non"), ("Yes", "Yes", "Oui")),
    "group": (("lo", "Low", "Bas"), ("mid", "Middling", "Moyen"), ("hi", "High", "Haut")),
    "both": (("No", "No", "Non"), ("Yes", "Yes", "Oui")),
}
IDS = {"dnum": "v1", "pw": "v2", "stype": "v3", "sch_wide": "v4", "awards": "v5", "group": "v6", "both": "v7",
       "api00": "v8", "api99": "v9", "enroll": "v10", "meals": "v11"}  # fmt: skip
STYPE = "variable,category,total\nstype,E,4421\nstype,H,755\nstype,M,1018\n"
MARGINS = STYPE + "sch_wide,No,1072\nsch_wide,Yes,5122\n"
CROSS = "variable,category,total\n" + "".join(
    f"stype × sch_wide,{one},{total}\n"
    for one, total in (("E × No", 472), ("H × No", 334), ("M × No", 266), ("Primaire × Oui", 3949),
                       ("High × yes", 421), ("M × Yes", 752))
)  # fmt: skip
NUMBERS = MARGINS + "api99,,3914069\n"
DESIGNS = {
    "post": (STYPE, AdjustmentRequest()),
    "cross": (CROSS, AdjustmentRequest()),
    "rake": (MARGINS, AdjustmentRequest()),
    "linear": (NUMBERS, AdjustmentRequest()),
    "raking": (NUMBERS, AdjustmentRequest(distance="raking")),
    "logit": (NUMBERS, AdjustmentRequest(distance="logit", bounds=(0.2, 3))),
    "bounded": (NUMBERS, AdjustmentRequest(bounds=(0.4, 2.2))),
    "trimmed": (MARGINS, AdjustmentRequest(trim=(20, 45))),
    "strict": (MARGINS, AdjustmentRequest(trim=(20, 40), strict=True)),
    "posttrim": (STYPE, AdjustmentRequest(trim=(31, 45))),
    "lineartrim": (NUMBERS, AdjustmentRequest(trim=(20, 60))),
}


def columns() -> dict[str, list[str]]:
    with (EXPECTED / "apiclus1.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {name: [row[name] for row in rows] for name in IDS}


def variable(name: str) -> Variable:
    labels = Labels({"en": name, "fr": f"fr {name}"})
    if name in ANSWERS:
        choices = tuple(Choice(f"c{at}", code, Labels({"en": en, "fr": fr}))
                        for at, (code, en, fr) in enumerate(ANSWERS[name]))  # fmt: skip
        return Variable(IDS[name], name, labels, Kind.ONE, Level.NOMINAL, choices=choices)
    return Variable(IDS[name], name, labels, Kind.NUMBER, Level.INTERVAL,
                    Role.WEIGHT if name == "pw" else Role.ORDINARY)  # fmt: skip


def values(name: str, found: list[str]) -> Any:
    if name in ANSWERS:
        places = {code: f"c{at}" for at, (code, _, _) in enumerate(ANSWERS[name])}
        return pa.array([places[one] for one in found]).dictionary_encode()
    return pa.array([float(one) for one in found])


@contextmanager
def sample_of_schools(tmp_path: Path) -> Iterator[Project]:
    """The sample of schools, and a pupil of each, drawn of one to three."""
    found = columns()
    parents = np.arange(183)
    table = ImportedTable(
        id="t1", name="schools", labels=Labels({"en": "Schools", "fr": "Écoles"}), unit="school",
        how=RowOrigin.PROBABILITY, variables=tuple(variable(name) for name in IDS), rows=183, reasons={},
        columns={IDS[name]: values(name, column) for name, column in found.items()},
        design=DesignRoles("v2", None, ("v1",)),
    )  # fmt: skip
    score = Variable("v1", "score", Labels({"en": "score"}), Kind.NUMBER, Level.INTERVAL)
    eligible = Variable("v2", "eligible", Labels({"en": "eligible"}), Kind.NUMBER, Level.INTERVAL)
    pupils = ImportedTable(
        id="t2", name="pupils", labels=Labels({"en": "Pupils"}), unit="person", how=RowOrigin.PROBABILITY,
        variables=(score, eligible), rows=183, reasons={}, parent="t1", parent_rows=parents,
        columns={"v1": pa.array(np.arange(183) % 7 + 0.5), "v2": pa.array(np.arange(183) % 3 + 1.0)},
    )  # fmt: skip
    with Project.create(tmp_path / "study.pwb", "seven fictitious rivers", name="Study", user="Analyst") as project:
        data = ImportedData("csv", "Schools", (table, pupils), (), ("en", "fr"))
        project.do(import_action(data, b"the file", file_name="schools.csv", user="Analyst"))
        yield project


def planned(project: Project, tmp_path: Path, text: str, wish: AdjustmentRequest | None = None) -> AdjustmentPlan:
    path = tmp_path / "totals.csv"
    path.write_text(text, encoding="utf-8")
    return plan_adjustment(project, "t1", read_totals_file(path), wish or AdjustmentRequest())


def adjust(project: Project, tmp_path: Path, text: str, wish: AdjustmentRequest | None = None) -> AdjustmentPlan:
    plan = planned(project, tmp_path, text, wish)
    assert plan.known is not None, [render(one, "en") for one in plan.problems]
    project.do(set_known_totals("t1", plan.known))
    return plan


def close(found: Any, wanted: Any) -> None:
    np.testing.assert_allclose(np.ravel(found), np.ravel(wanted), rtol=1e-7)


def notes_of(project: Project, language: str, table: str = "t1", variable: str = "v8") -> str:
    found = run("describe", load_frame(project, table), {"variable": variable})
    return " ".join(render(note, language) for note in found.tables[0].notes)
