# SPDX-License-Identifier: MIT
"""Default sheets of small projects, one of all sites and one for each: a reader with a linear programme gets nothing.

The reader knows how many people were asked at each site; those without an answer are people of a kind of their own.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from analysis.analyses import declaration
from analysis.masking import Destination, MaskedOnce
from analysis.records import Choice, Kind, Level, Role, RowOrigin, Variable
from projects.datasets.add_dataset import import_action
from projects.imported.records import ImportedData, ImportedTable
from projects.pages.page_options import PageOptions
from projects.pages.report_composition import compose_report
from projects.pages.site_sheets import filled, places, sheets
from projects.pages.templates import template
from projects.results.saved_results import ReportBlock, add_analysis, saved_analyses
from projects.store.project import Project
from projects.withheld_content import mask_once
from tests.reader_inference import inferred
from wording import Labels, render

SITES, CODES = 3, (None, "c1", "c2", "c3", "c4")
KINDS = [(f"c{site}", code) for site in range(1, SITES + 1) for code in CODES]
SILENT = [code is None for _, code in KINDS]
Person = tuple[str, str | None, str | None]


def people(seed: int) -> list[Person]:
    """Some 100 persons at three sites; the two questions have rare answers, and a few gave none."""
    chance = random.Random(seed)

    def answer() -> str | None:
        return None if chance.random() < 0.03 else chance.choices(CODES[1:], [50, 30, 12, 5])[0]

    return [
        (f"c{site}", answer(), answer()) for site in range(1, SITES + 1) for _ in range(chance.choice([12, 25, 45]))
    ]


def fill(project: Project, persons: list[Person]) -> None:
    """An ordinary question, and a sensitive one of which an analysis by site is kept."""

    def asked(at: int, name: str, codes: int, role: Role = Role.ORDINARY) -> Variable:
        choices = tuple(
            Choice(f"c{one}", f"{name}{one}", Labels({"en": f"{name}{one}"})) for one in range(1, codes + 1)
        )
        labels = Labels({"en": name})
        return Variable(
            f"v{at}", name, labels, Kind.ONE, Level.NOMINAL, choices=choices, form_type="select_one", role=role
        )

    variables = (asked(1, "site", SITES), asked(2, "water", 4), asked(3, "harm", 4, Role.SENSITIVE))
    columns = {f"v{at + 1}": pa.array([one[at] for one in persons], pa.string()).dictionary_encode() for at in range(3)}
    reasons = {f"v{at + 1}": np.array([4 * (one[at] is None) for one in persons], np.int8) for at in (1, 2)}
    table = ImportedTable(
        "t1", "people", Labels({"en": "People"}), variables, columns, reasons, len(persons), unit="person",
        how=RowOrigin.CENSUS, row_keys={"uuid": pa.array([str(at) for at in range(len(persons))])},
    )  # fmt: skip
    data = ImportedData("kobo", "People", (table,), (), ("en",))
    project.do(import_action(data, b"x", file_name="x.xlsx", user="A"))
    for name in ("v2", "v3"):
        project.do(add_analysis("proportions", "t1", {"variable": name, "by": "v1", "chart": "bars"}))


def withhold_in_sheets(project: Project, name: str, destination: Destination) -> MaskedOnce:
    """The sheet of all sites and those of each, masked together as they leave."""
    chosen, options = template(project, name), PageOptions("", destination=destination)
    each = [report for report, _ in sheets(project, chosen, options, places(project, "site"), Path("x.pdf"))]
    return mask_once(project, (), destination, reports=[*each, filled(project, chosen, options)])


def test_what_takes_no_rows_is_left_out_of_a_sheet_of_one_site_and_told(tmp_path: Path) -> None:
    """The interviews achieved are asked of all rows: the 12, 25 or 45 of another site are no figure of this one."""
    with Project.create(tmp_path / "s.pwb", "seven fictitious rivers", name="S", user="A") as project:
        fill(project, people(4))
        project.do(add_analysis("achieved", "t1", {"variable": "v1", "target_each": 40}))
        saved = saved_analyses(project)
        blocks = [ReportBlock(f"b{at}", "table", {"analysis": one.id}) for at, one in enumerate(saved)]
        place = places(project, "site")[0]
        sheet = PageOptions(where=place.where, name=place.name, one_site=True)
        drawn = [ReportBlock("t", "tiles", {"most": 3})]  # shows drawn analyses: no list of segments
        project.do(add_analysis("segments", "codings", {}))
        free = compose_report(project, blocks=drawn, options=sheet)
        one, whole = (compose_report(project, blocks=blocks, options=options) for options in (sheet, PageOptions()))
    assert len(whole.blocks) == len(saved)
    assert len(one.blocks) == len(saved) - 1
    (told,) = one.options["left_out"]
    assert free.options["left_out"] == (told,)
    assert told.reason == "sites"
    assert [render(what, "en") for what in told.what] == [render(declaration("achieved").label, "en")]


def found_out(run: MaskedOnce, persons: list[Person], question: int, *, sensitive: bool) -> tuple[int, tuple[int, int]]:
    """How many numbers of a question are withheld, and how many a reader tells exactly and to within two."""
    truth = np.array([float(sum((one[0], one[question]) == kind for one in persons)) for kind in KINDS])

    def members(site: str, code: str) -> np.ndarray:
        return np.array([
            (not site or kind[0] == site) and (code == "*" or (kind[1] == code if code else kind[1] is None))
            for kind in KINDS
        ]).astype(float)  # fmt: skip

    known = [members(f"c{site}", "*") for site in range(1, SITES + 1)]  # how many were asked
    sizes = [one @ truth for one in known]
    withheld = []
    for cell in (cell for table in run.shown for row in table.rows for cell in row.cells):
        told = dict(part.split("=") for part in cell.key.partition(":")[2].split("|") if "=" in part)
        if f"v{question + 1}" not in told:
            continue
        code, site = told[f"v{question + 1}"], told.get("v1", "")
        counted = members(site, code if code in CODES else "")
        if cell.n is None:
            withheld.append(counted)
            continue
        assert counted @ truth == cell.n
        known.append(counted)
        sizes.append(cell.n)
        everyone = members(site, "*")
        if cell.base is not None and cell.base != everyone @ truth:  # of those who answered
            known.append(everyone * ~np.array(SILENT))
            sizes.append(cell.base)
    for site in ("", *(f"c{at}" for at in range(1, SITES + 1))):
        silent = members(site, "")
        if sensitive and 0 < silent @ truth < 5:
            withheld.append(silent)
    return len(withheld), inferred(known, sizes, withheld, [one @ truth for one in withheld])


@pytest.mark.parametrize(("seed", "name"), [(4, "factsheet"), (7, "infosheet")])
def test_no_withheld_number_comes_back_from_the_sheets_of_one_run(tmp_path: Path, seed: int, name: str) -> None:
    persons = people(seed)
    with Project.create(tmp_path / "s.pwb", "seven fictitious rivers", name="S", user="A") as project:
        fill(project, persons)
        for destination in (Destination.PARTNER, Destination.PUBLIC):
            run = withhold_in_sheets(project, name, destination)
            for question, sensitive in ((1, False), (2, True)):
                withheld, told = found_out(run, persons, question, sensitive=sensitive)
                assert withheld > 1
                assert told == (0, 0)
