# SPDX-License-Identifier: MIT
"""A small household survey with members, made by hand so that every expected number can be counted on fingers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from analysis.records import Choice, DesignRoles, Kind, Level, Role, RowOrigin, Variable
from projects.imported.records import Finding, ImportedData, ImportedTable, Severity
from projects.store.project import Project
from wording import Labels, msg

PASSPHRASE = "seven fictitious rivers"


def variable(number: int, name: str, kind: Kind, *choices: tuple[str, str, int], **more: object) -> Variable:
    """A variable "v<number>"; choices are (code, English label, reason)."""
    made = tuple(
        Choice(f"c{place}", code, Labels({"en": label, "fr": f"{label} (fr)"}), reason)
        for place, (code, label, reason) in enumerate(choices, 1)
    )
    level = {Kind.SET: Level.SET, Kind.ONE: Level.NOMINAL}.get(kind, Level.INTERVAL)
    labels = Labels({"en": f"Label of {name}", "fr": f"Libellé de {name}"})
    asked = "text" if kind is Kind.TEXT else ""
    return Variable(f"v{number}", name, labels, kind, level, choices=made, form_type=asked, **more)  # type: ignore[arg-type]


def one(values: list[str | None]) -> pa.Array:
    return pa.array(values, pa.string()).dictionary_encode()


HOUSEHOLD_VARIABLES = (
    variable(1, "consent", Kind.ONE, ("yes", "Yes", 0), ("no", "No", 0), role=Role.CONSENT),
    variable(2, "site", Kind.ONE, ("a", "Site A", 0), ("b", "Site B", 0), role=Role.STRATUM),
    variable(3, "block", Kind.TEXT, role=Role.CLUSTER),
    variable(4, "weight", Kind.NUMBER, role=Role.WEIGHT),
    variable(
        5,
        "concerns",
        Kind.SET,
        ("theft", "Theft", 0),
        ("light", "No lighting", 0),
        ("refuse", "Refused", 2),
        relevant="${consent} = 'yes'",
    ),
    variable(6, "age", Kind.INTEGER),
    variable(7, "head_name", Kind.TEXT, role=Role.IDENTIFIER),
    variable(8, "day", Kind.DATE),
)
MEMBER_VARIABLES = (
    variable(1, "sex", Kind.ONE, ("f", "Woman", 0), ("m", "Man", 0)),
    variable(2, "years", Kind.INTEGER),
)


def households() -> ImportedTable:
    """Six households; the fifth refused consent; the third refused the concerns, the last has no age."""
    day = np.array(["2026-03-01"] * 6, dtype="datetime64[ns]")
    return ImportedTable(
        id="t1",
        name="hh",
        labels=Labels({"en": "Households", "fr": "Ménages"}),
        variables=HOUSEHOLD_VARIABLES,
        columns={
            "v1": one(["c1", "c1", "c1", "c1", "c2", "c1"]),
            "v2": one(["c1", "c1", "c1", "c2", "c2", "c2"]),
            "v3": pa.array(["k1", "k1", "k2", "k1", "k2", "k2"]),
            "v4": pa.array([1.0, 2.0, 0.5, 1.5, 1.0, 1.0]),
            "v5.c1": pa.array([True, False, None, True, None, False]),
            "v5.c2": pa.array([True, True, None, False, None, False]),
            "v5.c3": pa.array([False, False, None, False, None, False]),
            "v6": pa.array([34.0, 51.0, 27.0, 45.0, 38.0, None]),
            "v7": pa.array(["Ada", "=Bo", "Cy", "Di", "Ed", "Flo"]),
            "v8": pa.array(day),
        },
        reasons={
            "v5": np.array([0, 0, 2, 0, 1, 0], np.int8),
            "v6": np.array([0, 0, 0, 0, 0, 3], np.int8),
        },
        rows=6,
        row_keys={"uuid": pa.array([f"uuid:{letter}" for letter in "abcdef"])},
        unit="household",
        how=RowOrigin.PROBABILITY,
        design=DesignRoles(weight="v4", strata="v2", clusters=("v3",)),
        consent="v1",
        consent_given=("c1",),
    )


def members() -> ImportedTable:
    """Eight members; two live in the household without consent, one has lost its household."""
    return ImportedTable(
        id="t2",
        name="members",
        labels=Labels({"en": "Members", "fr": "Membres"}),
        variables=MEMBER_VARIABLES,
        columns={
            "v1": one(["c1", "c2", "c1", "c1", "c2", "c1", "c2", "c1"]),
            "v2": pa.array([34.0, 40.0, 51.0, 3.0, 45.0, 38.0, 9.0, 20.0]),
        },
        reasons={},
        rows=8,
        parent="t1",
        parent_rows=np.array([0, 0, 1, 2, 3, 4, 4, -1]),
        unit="person",
        how=RowOrigin.PROBABILITY,
    )


def study() -> ImportedData:
    """The two tables and one finding."""
    finding = Finding(Severity.NOTE, msg("data.reason.1"), table="t1", variable="v5", rows=(2,), count=1)
    return ImportedData("kobo", "Fictitious study", (households(), members()), (finding,), ("en", "fr"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty project."""
    with Project.create(tmp_path / "study.pwb", PASSPHRASE, name="Study", user="Analyst") as made:
        yield made


@pytest.fixture
def stored(project: Project) -> Project:
    """A project with the study in it: households "t1", members "t2"."""
    from projects.datasets.add_dataset import import_action

    project.do(import_action(study(), b"the file", file_name="hh.xlsx", user="Analyst"))
    return project
