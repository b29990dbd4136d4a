# SPDX-License-Identifier: MIT
"""Counts of the sample's codings against pandas on the stored rows; every count stays equal out and in again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import pandas as pd
import pytest

from analysis.analyses import run
from analysis.codings.study import CodingStudy
from analysis.declarations.records import AnalysisResult
from projects.exchange.exchange_content import gather_project
from projects.exchange.import_project import import_exchange
from projects.exchange.refi_writer import write_qdpx
from projects.findings.coded_frames import load_codings
from projects.interviews.codes import stored_codebook
from projects.readers.other_programs.refi_reader import read_qdpx
from projects.store import Project
from wording import NoProgress, render
from workbench.sample import PASSPHRASE, SampleStudy, new_project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The interviews of the sample, coded by its rules, with their cases."""
    with new_project(tmp_path_factory.mktemp("counted") / "Sample.pwb", "en") as project:
        study = SampleStudy(project)
        for step in (study.import_codebook, study.import_interviews, study.apply_rules, study.add_cases):
            step(NoProgress())
        yield project


@pytest.fixture(scope="module")
def rows(sample: Project) -> pd.DataFrame:
    """One row per segment and code that counts it: its own and those above. Nothing of `analysis` or `coding`."""
    found = [dict(zip(row.keys(), row, strict=True)) for row in sample.query(
        "SELECT segment.id AS segment, segment.code, start, stop, document.id AS document, document.name, language,"
        " document.case_name AS held, segment.coder FROM segment JOIN document ON document.id = segment.document"
    )]  # fmt: skip
    above = {row["id"]: row["parent"] for row in sample.query("SELECT id, parent FROM code")}
    rolled = []
    for row in found:
        code = row["code"]
        while code is not None:
            rolled.append({**row, "counted": str(code)})
            code = above[code]
    return pd.DataFrame(rolled)


def cells(result: AnalysisResult, table: int = 0) -> dict[tuple[str, str], float]:
    """(row, column's label) → number, zeros left out; "*" are the column of all and the row of any code."""
    made = result.tables[table]
    return {
        (row.id if row.id != "any" else "*", "*" if column.id == "total" else render(column.label, "en")): cell.estimate
        for row in made.rows
        for column, cell in zip(made.columns, row.cells, strict=True)
        if cell.estimate
    }


def by_hand(rows: pd.DataFrame, column: str, counted: str, *, any_code: bool) -> dict[tuple[str, str], float]:
    """The matrix with its column of all, and the row of those with any code where units are counted once."""
    known = {
        (str(code), str(value)): n for (code, value), n in rows.groupby(["counted", column])[counted].nunique().items()
    }
    known |= {(str(code), "*"): n for code, n in rows.groupby("counted")[counted].nunique().items()}
    if any_code:
        known |= {("*", str(value)): n for value, n in rows.groupby(column)[counted].nunique().items()}
        known["*", "*"] = rows[counted].nunique()
    return known


def test_frequencies_and_matrix(sample: Project, rows: pd.DataFrame) -> None:
    study = CodingStudy(load_codings(sample))
    assert len(rows["segment"].unique()) > 100
    table = run("code_frequencies", study, {}).tables[0]
    by_code = rows.groupby("counted")
    wanted = {
        code: (len(held["segment"].unique()), len(held["document"].unique()), len(held["held"].unique()))
        for code, held in by_code
    }
    assert {row.id: tuple(cell.estimate for cell in row.cells[:3]) for row in table.rows} == wanted
    for by, column in (("document", "name"), ("coder", "coder"), ("language", "language"), ("case", "held")):
        for unit, counted in (("segments", "segment"), ("documents", "document"), ("cases", "held")):
            found = cells(run("code_crosstab", study, {"by": by, "unit": unit}))
            assert found == by_hand(rows, column, counted, any_code=unit != "segments"), (by, unit)


def test_by_an_attribute_of_the_cases(sample: Project, rows: pd.DataFrame) -> None:
    attributes = pd.DataFrame(
        [tuple(row) for row in sample.query(
            "SELECT case_.name, attribute.name, value FROM attribute JOIN case_ ON case_.id = attribute.case_"
        )],
        columns=["held", "attribute", "value"],
    )  # fmt: skip
    study = CodingStudy(load_codings(sample))
    assert attributes["attribute"].nunique() >= 1
    for attribute, values in attributes.groupby("attribute"):
        joined = rows.merge(values[["held", "value"]], on="held")
        found = cells(run("code_crosstab", study, {"by": str(attribute), "unit": "cases"}))
        known = by_hand(joined, "value", "held", any_code=True)
        everybody = by_hand(rows, "held", "held", any_code=True)  # the column of all holds cases without a value too
        known |= {place: n for place, n in everybody.items() if place[1] == "*"}
        assert found == known


def test_overlaps_and_jaccard(sample: Project, rows: pd.DataFrame) -> None:
    """Pairs of segments of two codes that share a letter; cases where they do; cases with either; by every pair."""
    own = rows[rows["counted"] == rows["code"].astype(str)]
    chosen = sorted(own["counted"].value_counts().index[:8], key=int)
    matrix, pairs = run(
        "cooccurrence", CodingStudy(load_codings(sample)), {"variable": ";".join(chosen), "children": False}
    ).tables
    place = {row.id: at for at, row in enumerate(matrix.rows)}
    cells_of = {row.id: tuple(cell.estimate for cell in row.cells) for row in (*matrix.rows, *pairs.rows)}
    cases = sample.query("SELECT count(*) AS n FROM case_")[0]["n"]
    met = 0
    for one, other in combinations(chosen, 2):
        first, second = (list(own[own["counted"] == code].itertuples()) for code in (one, other))
        together = [
            (a.held, a.segment, b.segment)
            for a, b in product(first, second)
            if a.document == b.document and a.start < b.stop and b.start < a.stop
        ]
        assert cells_of[one][place[other]] == len(together)
        with_one, with_other = {a.held for a in first}, {b.held for b in second}
        both = {case for case, *_ in together}
        if together:
            met += 1
            row = cells_of.get(f"{one}-{other}") or cells_of[f"{other}-{one}"]
            assert row == (
                len(together), len(both), pytest.approx(len(both) / len(with_one | with_other)),
                pytest.approx(len(with_one) * len(with_other) / cases),
            )  # fmt: skip
    assert met > 3


def test_out_and_in_again_leaves_every_count_equal(sample: Project, tmp_path: Path) -> None:
    """Also by cases and their attributes, and pairs of codes; codes are compared by name."""
    stream = io.BytesIO()
    write_qdpx(gather_project(sample, [str(row["id"]) for row in sample.query("SELECT id FROM document")]), stream)
    with Project.create(tmp_path / "other.pwb", PASSPHRASE, name="Other", user="Reader") as other:
        other.do(import_exchange(read_qdpx(tmp_path / "x.qdpx", stream.getvalue()), user="Reader"))
        attributes = {str(row["name"]) for row in sample.query("SELECT DISTINCT name FROM attribute")}
        asked = [("code_frequencies", {}), ("cooccurrence", {}), ("saturation", {})]
        asked += [("code_crosstab", {"by": by, "unit": unit})
                  for by in ("document", "coder", "language", "case", *attributes)
                  for unit in ("segments", "documents", "cases", "words")]  # fmt: skip
        assert len(list(stored_codebook(other))) == len(list(stored_codebook(sample))) > 30
        theirs, ours = (CodingStudy(load_codings(one)) for one in (other, sample))
        for name, options in asked:
            assert _by_names(theirs, name, options) == _by_names(ours, name, options), (name, options)


def _by_names(study: CodingStudy, name: str, options: dict[str, str]) -> list[dict[tuple[str, str], float]]:
    """Every table of an analysis: (row's label, column's label) → number."""
    return [
        {
            (render(row.label, "en"), render(column.label, "en")): cell.estimate
            for row in table.rows
            for column, cell in zip(table.columns, row.cells, strict=True)
            if cell.estimate
        }
        for table in run(name, study, options).tables
    ]
