# SPDX-License-Identifier: MIT
"""Counts of codings against an independent count in pandas, on projects of other programs; random projects."""

from __future__ import annotations

import random
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from defusedxml import ElementTree

from analysis.analyses import run
from analysis.codings.crosstab import ANY
from analysis.codings.records import CODINGS, Codings
from analysis.codings.study import CodingStudy
from coding.frames import segment_frame
from coding.records import Segment
from projects.exchange.codebook_files import exchange_kind, read_exchange
from projects.exchange.exchange_content import gather_project
from projects.exchange.import_project import import_exchange
from projects.interviews.codes import add_code, stored_codebook
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.queries import load_documents
from projects.interviews.segments import add_segment
from projects.results.plan_run import read_study
from projects.store import Project
from projects.stored_interviews.parsed_document import parse_text
from tests.analysis.codings.counted import DEBT, ESCAPE, SHAME, THREATS, codings, documents
from tests.conftest import rarely
from wording import Labels

PASSPHRASE = "lantern-harbour-maple-quiet"


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[str], Project]]:
    """Makes empty projects, closed at the end."""
    made: list[Project] = []

    def new(name: str) -> Project:
        made.append(Project.create(tmp_path / f"{name}.pwb", PASSPHRASE, name=name, user="IN"))
        return made[-1]

    yield new
    for project in made:
        project.close()


def ours(project: Project, *, children: bool, unit: str = "segments") -> dict[tuple[str, str], int]:
    """(code, interview) → how many, as the code matrix has them; codes of one name together, zeros left out."""
    options = {"by": "document", "unit": unit, "children": children}
    table = run("code_crosstab", read_study(project, CODINGS, ()), options).tables[0]
    names = {code.id: next(iter(code.name.by_language.values())) for code in stored_codebook(project)}
    found: dict[tuple[str, str], int] = {}
    for row in table.rows:
        for column, cell in zip(table.columns[:-1], row.cells, strict=False):  # the last is of all
            if cell.estimate and row.id != ANY:
                place = (names[row.id], str(column.label))
                found[place] = found.get(place, 0) + int(cell.estimate)
    return found


def taken_in(project: Project, path: Path) -> Project:
    data = path.read_bytes()
    parts = frozenset(zipfile.ZipFile(path).namelist()) if data.startswith(b"PK") else frozenset()
    project.do(import_exchange(read_exchange(path, data, exchange_kind(path, data[:4096], parts)), user="Reader"))
    return project


def counted(frame: pd.DataFrame) -> dict[tuple[str, str], int]:
    return {(str(code), str(name)): int(n) for (code, name), n in frame.groupby(["code", "interview"]).size().items()}


def test_a_project_of_qualcoder_counts_as_pandas_counts_it(shared: Path, make: Callable[[str], Project]) -> None:
    path = shared / "qda" / "invented_v14.qda" / "data.qda"
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
        coded = pd.read_sql(
            "SELECT code_name.name AS code, source.name AS interview, pos0, pos1, code_text.owner FROM code_text"
            " JOIN code_name ON code_name.cid = code_text.cid JOIN source ON source.id = code_text.fid",
            database,
        )
        tops = pd.read_sql("SELECT catid, name, supercatid FROM code_cat", database).set_index("catid")
        of = pd.read_sql("SELECT name, catid FROM code_name", database).set_index("name")["catid"]
    project = taken_in(make("Theirs"), path)
    coded["interview"] = coded["interview"].map(lambda name: Path(name).stem)  # files are called without their kind
    known = counted(coded)
    assert sum(known.values()) == 48
    assert ours(project, children=False) == known
    below = ours(project, children=True)
    for number, category in tops.iterrows():
        inside = {number}
        while grown := {one for one in tops.index[tops["supercatid"].isin(inside)] if one not in inside}:
            inside |= grown
        codes = set(of.index[of.isin(inside)])
        rolled = counted(coded[coded["code"].isin(codes)].assign(code=category["name"]))
        assert {place: n for place, n in below.items() if place[0] == category["name"]} == rolled


def test_a_real_project_counts_as_its_file_says(shared: Path, make: Callable[[str], Project]) -> None:
    path = shared / "qda" / "qc_demo.qdpx"
    with zipfile.ZipFile(path) as packed:
        root = ElementTree.fromstring(packed.read(next(name for name in packed.namelist() if name.endswith(".qde"))))
    space = root.tag.partition("}")[0] + "}"
    names = {code.get("guid"): code.get("name") for code in root.iter(f"{space}Code")}

    def called(source: Any) -> str:
        """Sources without a name are called as their file."""
        return str(source.get("name") or Path(source.get("plainTextPath").rpartition("/")[2]).stem)

    lines = [
        (names[ref.get("targetGUID")], called(source), coding.get("creatingUser"),
         selection.get("startPosition"), selection.get("endPosition"), ref.get("targetGUID"))
        for source in root.iter(f"{space}TextSource")
        for selection in source.iter(f"{space}PlainTextSelection")
        for coding in selection.iter(f"{space}Coding")
        for ref in coding.iter(f"{space}CodeRef")
    ]  # fmt: skip
    coded = pd.DataFrame(lines, columns=["code", "interview", "who", "start", "stop", "guid"]).drop_duplicates()
    assert len(coded) > 150
    assert ours(taken_in(make("Theirs"), path), children=False) == counted(coded)


def random_codings(seed: int) -> Codings:
    """The four interviews of the page, coded at random."""
    chance, held = random.Random(seed), documents()
    segments = []
    for number in range(chance.randrange(1, 120)):
        start = chance.randrange(0, 390)
        stop = chance.randrange(start + 1, 401)
        code, one = chance.choice((THREATS, DEBT, ESCAPE, SHAME)), chance.choice(held)
        segments.append(
            Segment(str(number), one.id, code, start, stop, "x" * (stop - start), chance.choice(("IN", "MA")))
        )
    quotes = {segment.id: segment.quote for segment in segments}
    return replace(
        codings(), segments=segment_frame(held, segments), quotes=lambda ids: {one: quotes[one] for one in ids}
    )


@pytest.mark.parametrize("seed", rarely(range(25), range(6)))
def test_margins_of_the_matrix_are_the_lengths_of_the_lists(seed: int) -> None:
    study = CodingStudy(random_codings(seed))
    for by in ("document", "coder", "speaker"):
        matrix = run("code_crosstab", study, {"by": by, "unit": "segments"}).tables[0]
        for row in matrix.rows:
            listed = run("segments", study, {"variable": row.id, "page": 0}).tables[0]
            *groups, all_ = (int(cell.estimate or 0) for cell in row.cells)
            assert sum(groups) == all_ == len(listed.rows)
            for relation in ("overlap", "turn", "inside"):
                asked = {"variable": row.id, "with_codes": "Threats", "relation": relation, "page": 0}
                both = len(run("segments", study, asked).tables[0].rows)
                without = {**asked, "with_codes": "", "without_codes": "Threats"}
                assert both + len(run("segments", study, without).tables[0].rows) == len(listed.rows)


@pytest.mark.parametrize("seed", rarely(range(3), [0]))
def test_out_and_in_again_leaves_every_count_equal(seed: int, make: Callable[[str], Project]) -> None:
    chance, project = random.Random(seed), make("Ours")
    said = [f"P{at % 2}: They said word{at} and went on.\n" for at in range(30)]
    texts = [f"P0: Talk {at}.\n{''.join(said)}" for at in range(4)]
    made = [NewDocument(f"Talk {at}", "en", parse_text(text)) for at, text in enumerate(texts)]
    project.do(import_documents(made))
    text = texts[0]
    top = str(project.do(add_code(Labels({"en": "Top"}))).result)
    codes = [
        str(project.do(add_code(Labels({"en": f"Code {at}"}), parent=top if at % 2 else None)).result)
        for at in range(6)
    ]
    loaded = [one.document for one in load_documents(project)]
    for _ in range(60):
        start = chance.randrange(0, len(text) - 40)
        place = (start, start + chance.randrange(1, 39))
        project.do(add_segment(chance.choice(codes), chance.choice(loaded), *place, coder=chance.choice(("IN", "MA"))))
    other = make("Theirs")
    other.do(import_exchange(gather_project(project, [one.id for one in loaded]), user="Reader"))
    for unit in ("segments", "documents", "words"):
        for children in (True, False):
            assert ours(other, children=children, unit=unit) == ours(project, children=children, unit=unit)
