# SPDX-License-Identifier: MIT
"""A plan run on the command line for a sample without weights: its files say that every row weighs 1."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document

from analysis.records import RowOrigin
from projects.datasets.table.roles import set_how
from projects.store import Project
from projects.stored_tables.stored_table import data_tables
from workbench.cli import main

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"
SAID = {
    "en": "Every row has the weight 1: that is right only where everyone had the same chance of being selected.",
    "fr": "Chaque ligne a le poids 1\u00a0: ce n’est juste que si chacun avait la même chance d’être tiré.",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_sample_without_weights_is_told_in_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", language)
    project, data, plan = tmp_path / "p.pwb", tmp_path / "export.csv", tmp_path / "plan.csv"
    answers = "".join(f"{at},u-{at},{'yes' if at % 3 else 'no'}\n" for at in range(1, 61))
    data.write_text("_id,_uuid,water\n" + answers, encoding="utf-8")
    plan.write_text("analysis,variable\nproportions,water\n", encoding="utf-8")
    assert main(["new", str(project)]) == 0
    assert main(["import", str(project), str(data)]) == 0

    def lines(out: Path) -> tuple[list[str], list[str]]:
        # nobody has said what the column of text is: its table has figures only inside the team
        assert main(["analyse", str(project), str(plan), "--out", str(out), "--destination", "inside"]) == 0
        words = [paragraph.text for paragraph in Document(str(out / "tables.docx")).paragraphs]
        book = openpyxl.load_workbook(out / "tables.xlsx")
        cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
        return words, cells

    with Project.open(project, PASSPHRASE) as opened:
        table = data_tables(opened)[0]
        opened.do(set_how(table.id, RowOrigin.PROBABILITY))
    for told in lines(tmp_path / "sample"):
        assert sum(SAID[language] in line for line in told) == 1
    with Project.open(project, PASSPHRASE) as opened:
        opened.do(set_how(table.id, RowOrigin.PURPOSIVE))
    for told in lines(tmp_path / "interviewed"):  # nothing is inferred from it, so nothing rests on the weights
        assert not any(SAID[language] in line for line in told)
