# SPDX-License-Identifier: MIT
"""Sample designs and registers are proposed from what a file says, and never against its form."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from analysis.survey.calibration.frame_sheet import is_bare
from projects.datasets.registers.headings import first_register, is_survey
from projects.imported.records import ImportedData
from projects.intake.survey_import import import_survey
from projects.sampling.sheet_files import frame_headings, read_sheet_file

ROWS = 120


def _sample(folder: Path, **columns: list[object]) -> ImportedData:
    own = {"stratum": ["urban", "rural"] * (ROWS // 2), "weight": [1 + n % 3 / 2 for n in range(ROWS)], **columns}
    path = folder / "sample.csv"
    lines = [",".join(own), *(",".join(str(own[name][n]) for name in own) for n in range(ROWS))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_survey(path)


def _said(data: ImportedData, key: str) -> list[object]:
    return [line.message.args.get("names") for line in data.findings if line.message.key.endswith(f".{key}")]


def test_a_cluster_column_beside_strata_is_taken(tmp_path: Path) -> None:
    (table,) = _sample(tmp_path, unidcluster=[n // 12 + 1 for n in range(ROWS)]).tables
    names = {one.id: one.name for one in table.variables}
    assert [names[one] for one in table.design.clusters] == ["unidcluster"]


def test_two_columns_that_may_be_the_clusters_are_asked(tmp_path: Path) -> None:
    data = _sample(tmp_path, unid_ea=[n // 12 for n in range(ROWS)], num_grappe2=[n // 6 for n in range(ROWS)])
    assert data.tables[0].design.clusters == ()
    assert _said(data, "clusters_asked") == [["unid_ea", "num_grappe2"]]


def test_strata_without_clusters_say_so(tmp_path: Path) -> None:
    data = _sample(tmp_path, unid=[n + 1 for n in range(ROWS)])  # numbers of rows are no clusters
    assert data.tables[0].design.clusters == ()
    assert len(_said(data, "no_clusters")) == 1


def test_a_form_is_no_register_unless_its_words_say_so(tmp_path: Path, small: ModuleType) -> None:
    survey = "name,sex,status,service\n" + "".join(f"a{n},F,IDP,x{n % 3}\n" for n in range(30))
    plain = tmp_path / "plain.csv"
    plain.write_text(survey, encoding="utf-8")
    assert first_register(import_survey(plain).tables) is not None
    rows = [["type", "name", "label"], *(["text", one, one] for one in ("name", "sex", "status", "service"))]
    for title, wanted in (("Household needs", False), ("Case register", True)):
        form = small.write_form(tmp_path / "form.xlsx", rows)
        sheet = {title: [line.split(",") for line in survey.split()]}
        data = import_survey(small.write_workbook(tmp_path / "data.xlsx", sheet), form)
        assert [is_survey(one) for one in data.tables] == [not wanted], title
        assert (first_register(data.tables) is not None) is wanted, title


def test_a_frame_with_headings_of_its_own_is_matched(tmp_path: Path) -> None:
    frame = tmp_path / "frame.csv"
    frame.write_text("Zone du plan,Effectif total\nnorth,1000\nsouth,2000\n", encoding="utf-8")
    found = frame_headings(frame)
    assert found is not None
    assert (found.stratum, found.population) == ("Zone du plan", "Effectif total")
    sheet = read_sheet_file(frame, (found.stratum, found.population))
    assert [(row.stratum, row.households_in_frame) for row in sheet.strata] == [("north", 1000), ("south", 2000)]
    assert is_bare(sheet)
    frame.write_text("Stratum,Households,Households selected\nnorth,1000,10\n", encoding="utf-8")
    assert frame_headings(frame) is None
