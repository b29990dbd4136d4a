# SPDX-License-Identifier: MIT
"""Files that leave, read back with the libraries other programs use: openpyxl, csv, pyreadstat, pyarrow."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pyarrow.parquet as pq
import pyreadstat
import pytest

from analysis.masking import Destination
from analysis.records import Reason, Role
from analysis.writers.csv_tables import without_formula as of_tables
from projects import export_gate as gate
from projects.datasets.export.column_names import renamed, without_formula
from projects.datasets.export.data_writing import Order, export_data, gather, names_beside
from projects.datasets.export.export_content import export_table
from projects.datasets.export.withholding_limits import WithholdingLimits, set_limits
from projects.datasets.short_names import short_names
from projects.datasets.table.roles import set_role
from projects.exchange.codebook_files import without_formula as of_codebooks
from projects.file_writers import data_writer
from projects.identifiers.sensitivity_review import confirm_proposals
from projects.intake.file_intake import prepare_import
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import data_table
from tests.projects.cells import change_cell
from wording import Problem


def written(project: Project, kind: str, *tables: str, labels: bool = False, **how: bool) -> bytes:
    stream = io.BytesIO()
    exports = [export_table(project, table, **how) for table in tables or ("t1",)]
    export_data(exports, kind, stream, scratch=project.folder, labels=labels)
    return stream.getvalue()


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_codes_sets_and_missing(stored: Project) -> None:
    rows = csv_rows(written(stored, "csv"))
    assert [row["_row"] for row in rows] == ["1", "2", "3", "4", "6"], "no row without consent"
    assert "head_name" not in rows[0], "no identifier"
    assert rows[0]["concerns"] == "theft light"
    assert (rows[0]["concerns/theft"], rows[1]["concerns/theft"], rows[2]["concerns/theft"]) == ("1", "0", "")
    assert rows[2]["concerns"] == "refuse"
    assert (rows[2]["weight"], rows[0]["age"], rows[4]["age"]) == ("0.5", "34", "")
    assert rows[0]["day"] == "2026-03-01"
    labels = csv_rows(written(stored, "csv", labels=True))
    assert labels[0]["concerns"] == "Theft; No lighting"
    members = csv_rows(written(stored, "csv", "t2"))
    assert [row["_parent_row"] for row in members] == ["1", "1", "2", "3", "4", ""]


def test_formulas_are_disarmed(stored: Project) -> None:
    rows = csv_rows(written(stored, "csv", identifiers=True))
    assert rows[1]["head_name"] == "'=Bo"
    assert without_formula("+257 79 12") == "+257 79 12"
    assert without_formula("-2+3+cmd|' /C calc'!A0").startswith("'")
    assert without_formula(" @SUM(A1)").startswith("'")
    for guard in (without_formula, of_tables, of_codebooks):
        for sign in ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"):
            assert guard(f"{sign}SUM(A1)") == f"'{sign}SUM(A1)"
    book = openpyxl.load_workbook(io.BytesIO(written(stored, "xlsx", identifiers=True)))
    cells = [cell for row in book["hh"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}, "no cell is a formula"
    assert any(cell.value == "=Bo" for cell in cells)


def test_as_collected_or_as_edited(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 1, "v6", DatasetCell(35.0)))
    assert csv_rows(written(stored, "csv"))[0]["age"] == "35"
    assert csv_rows(written(stored, "csv", edited=False))[0]["age"] == "34"


def test_xlsx_has_all_tables_and_the_dictionary(stored: Project) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(stored, "xlsx", "t1", "t2")))
    assert book.sheetnames == ["hh", "members", "Data dictionary"]
    assert book["members"].max_row == 7
    lines = list(book["Data dictionary"].iter_rows(values_only=True))
    assert lines[0][-2:] == ("Wording (en)", "Wording (fr)")
    assert lines[2][1] == "site"
    assert lines[2][8] == "a = Site A; b = Site B"
    assert len(lines) == 1 + 7 + 2
    assert not book.properties.creator


def test_a_large_workbook_goes_through_a_private_folder(stored: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    small = written(stored, "xlsx", "t1", "t2")
    monkeypatch.setattr("projects.datasets.export.sheets.MOST_IN_MEMORY", 1)
    large = written(stored, "xlsx", "t1", "t2")
    one, other = (openpyxl.load_workbook(io.BytesIO(data)) for data in (small, large))
    for sheet in one.sheetnames:
        assert list(one[sheet].values) == list(other[sheet].values)
    assert not list(stored.folder.glob(".export-*")), "nothing stays in clear"


def test_sav_keeps_labels_and_missing_kinds(stored: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.sav"
    path.write_bytes(written(stored, "sav"))
    data, meta = pyreadstat.read_sav(path, user_missing=True)
    assert meta.column_names_to_labels["site"] == "Label of site"
    assert meta.variable_value_labels["site"] == {1: "Site A", 2: "Site B"}
    assert data["site"].tolist() == [1, 1, 1, 2, 2]
    assert data["concerns_theft"].tolist() == [1, 0, -992, 1, 0]
    assert meta.variable_value_labels["concerns_theft"][-992] == "Refused"
    assert data["age"].tolist() == [34, 51, 27, 45, -993]
    plain, _ = pyreadstat.read_sav(path)
    assert plain["age"].isna().tolist() == [False] * 4 + [True]
    assert str(data["day"].iloc[0])[:10] == "2026-03-01"
    assert not list(stored.folder.glob(".export-*")), "nothing stays in clear"


def test_dta_keeps_labels_and_missing_kinds(stored: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.dta"
    path.write_bytes(written(stored, "dta"))
    data, meta = pyreadstat.read_dta(path, user_missing=True)
    assert data["age"].tolist() == [34, 51, 27, 45, "a"]
    assert meta.variable_value_labels["age"]["a"] == "Don’t know"
    assert meta.variable_value_labels["site"] == {1: "Site A", 2: "Site B"}
    assert data["block"].tolist() == ["k1", "k1", "k2", "k1", "k2"]
    plain, _ = pyreadstat.read_dta(path)
    assert plain["concerns_theft"].isna().tolist() == [False, False, True, False, False]


def test_parquet_has_reasons_and_the_dictionary(stored: Project) -> None:
    table = pq.read_table(io.BytesIO(written(stored, "parquet")))
    assert table["site"].to_pylist() == ["a", "a", "a", "b", "b"]
    assert table["concerns/theft"].to_pylist() == [True, False, None, True, False]
    assert table["concerns__reason"].to_pylist() == [0, 0, Reason.REFUSED, 0, 0]
    described = json.loads(table.schema.metadata[b"data_dictionary"])
    assert described[1]["labels"]["fr"] == "Libellé de site"


def codebook_lines(project: Project, path: Path, minimum: int) -> list[tuple[Any, ...]]:
    project.do(set_limits(WithholdingLimits(0, 0, minimum, "so that a small table shows counts")))
    gate.export_codebook(project, path, language="en", destination=Destination.PARTNER)
    return list(openpyxl.load_workbook(path)["hh"].iter_rows(values_only=True))


def make_concerns_sensitive(project: Project) -> None:
    """Small counts of ordinary answers print; those of sensitive ones do not."""
    project.do(set_role("t1", data_table(project, "t1").named("concerns").id, Role.SENSITIVE))
    project.do(confirm_proposals())


def test_codebook_counts(stored: Project, tmp_path: Path) -> None:
    make_concerns_sensitive(stored)
    lines = codebook_lines(stored, tmp_path / "all.xlsx", 0)
    concerns = [line for line in lines if line[0] == "concerns"]
    assert concerns[0][2:4] == ("Label of concerns", "Libellé de concerns")
    assert concerns[0][-2:] == (4, 5), "4 answered of 5 asked"
    assert concerns[1][4:7] == ("theft", 2, 0.5)
    assert concerns[-1][1:4] == ("no answer", "Refused", "Refused (fr)")
    lines = codebook_lines(stored, tmp_path / "few.xlsx", 3)
    assert [line[5] for line in lines if line[0] == "concerns"][1] == "< 3"


def test_the_codebook_says_the_same_in_every_kind_of_file(stored: Project, tmp_path: Path) -> None:
    make_concerns_sensitive(stored)
    lines = codebook_lines(stored, tmp_path / "few.xlsx", 3)
    for kind in ("csv", "docx"):
        gate.export_codebook(stored, tmp_path / f"few.{kind}", language="en", destination=Destination.PARTNER)
    with (tmp_path / "few.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["Data table"] == "hh"]
    body = [line for line in lines[1:] if line[0]]
    assert [row["Variable"] for row in rows] == [line[0] for line in body]
    words = ["" if one is None else f"{one:g}" if isinstance(one, float | int) else one for one in body[3]]
    assert list(rows[3].values())[1 : 1 + len(words)] == words
    assert "< 3" in [row["Count"] for row in rows]
    printed = [[cell.text for cell in row.cells] for row in docx.Document(str(tmp_path / "few.docx")).tables[0].rows]
    assert len(printed) == len(lines) - sum(not line[0] for line in lines)
    at = next(at for at, row in enumerate(printed) if row[0] == "concerns")
    assert printed[at][1] == "Label of concerns\nLibellé de concerns"
    gate.export_codebook(stored, tmp_path / "peu.docx", language="fr", destination=Destination.PARTNER)
    french = [[cell.text for cell in row.cells] for row in docx.Document(str(tmp_path / "peu.docx")).tables[0].rows]
    assert french[at][1] == "Libellé de concerns\nLabel of concerns", "the language of the document first"
    assert printed[at][-2:] == [f"{one:g}" if isinstance(one, float | int) else one for one in body[at - 1][-2:]]
    assert printed[at + 1][:4] == ["answer", printed[at + 1][1], "theft", "< 3"]


def test_a_mean_tells_nobody_how_many_gave_no_answer(stored: Project, tmp_path: Path) -> None:
    """Times the right number of people it is whole: one of five gave no age."""
    table = data_table(stored, "t1")
    age = table.named("age").id
    stored.do(set_role("t1", age, Role.SENSITIVE))
    stored.do(confirm_proposals())
    lines = [line for line in codebook_lines(stored, tmp_path / "sensitive.xlsx", 2) if line[0] == "age"]
    assert not isinstance(lines[0][-2], int), "how many answered is withheld"
    assert {line[1] for line in lines} >= {"question", "median"}
    assert "mean" not in {line[1] for line in lines}


def test_what_cannot_leave_says_so(stored: Project) -> None:
    for kind, tables in (("doc", ("t1",)), ("csv", ("t1", "t2"))):
        with pytest.raises(Problem):
            written(stored, kind, *tables)
    with pytest.raises(Problem):
        export_data([], "csv", io.BytesIO(), scratch=stored.folder)


def test_short_names_are_unique_and_plain() -> None:
    assert short_names(["âge", "Age", "1st", "a b", "x" * 40, "x" * 40], 32) == [
        "age",
        "Age_2",
        "v_1st",
        "a_b",
        "x" * 32,
        "x" * 30 + "_2",
    ]


def test_names_that_came_with_the_data_win_over_made_ones() -> None:
    made, own = "concern_light", "concern_light"
    assert short_names([made, "row_id", own, "row_id", "a b", "a_b"], 64, own=[2, 3, 4, 5]) == [
        "concern_light_2",
        "row_id_2",
        "concern_light",
        "row_id",
        "a_b_2",
        "a_b",
    ]
    assert short_names(["sex_"], 32, own=[0]) == ["sex_"]


def test_names_of_spss_keep_their_points(tmp_path: Path) -> None:
    """A file of SPSS came back with `freres_soeurs` for `freres.soeurs`; Stata has no points in names."""
    import pandas as pd
    import pyreadstat

    wanted = ["freres.soeurs", "pop#1", "end.", "é.t"]
    signs = data_writer("sav").name_signs
    names = short_names(wanted, 64, own=range(4), signs=signs)
    assert names == ["freres.soeurs", "pop#1", "end", "e.t"]
    assert short_names(wanted, 32, signs=data_writer("dta").name_signs) == ["freres_soeurs", "pop_1", "end", "e_t"]
    pyreadstat.write_sav(pd.DataFrame({name: [1.0] for name in names}), str(tmp_path / "o.sav"))
    assert list(pyreadstat.read_sav(str(tmp_path / "o.sav"))[0].columns) == names


@pytest.mark.parametrize(("kind", "longest"), [("sav", 64), ("dta", 32)])
def test_words_of_the_other_program_are_no_names_of_columns(kind: str, longest: int, tmp_path: Path) -> None:
    """A column called "long", "if" or "WITH" made the whole table impossible to write."""
    import pandas as pd
    import pyreadstat

    words = ["long", "in", "if", "INT", "double", "byte", "float", "using", "strL", "str20", "with", "TO", "ALL", "By",
             "and", "OR", "NOT", "EQ", "ge", "longer", "into"]  # fmt: skip
    names = short_names(words, longest, own=range(len(words)), reserved=data_writer(kind).reserved)
    assert names[-2:] == words[-2:]
    write = {"sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta}[kind]
    write(pd.DataFrame({name: [1.0] for name in names}), str(tmp_path / f"out.{kind}"))


def test_renames_stand_in_a_file_beside(stored: Project, tmp_path: Path) -> None:
    """The names are listed in `out.names.csv`; the command line says one line, however many they are."""
    content = gather(stored, Order("sav", ["t1"]))
    assert ("concerns/theft", "concerns_theft") in content.renamed
    stream = io.BytesIO()
    content.write_names(stream)
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[0] == ["name", "name in the file"]
    assert [tuple(row) for row in rows[1:]] == content.renamed
    assert names_beside(tmp_path / "out.sav").name == "out.names.csv"


def test_an_infinite_number_is_a_word_in_a_sheet() -> None:
    import xlsxwriter

    from projects.datasets.export.sheets import write_cells

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        write_cells(book.add_worksheet(), 0, [1.5, float("inf"), None, float("-inf")])
    read = openpyxl.load_workbook(stream)
    assert next(read.active.iter_rows(values_only=True)) == (1.5, "inf", None, "-inf")


def test_headings_with_a_slash_are_kept_whole(tmp_path: Path) -> None:
    """Only the path of a form's question gives way to its last part; "present/absent" is part of a heading's words."""
    import pyreadstat

    heads = ["Nombre de filles et de garçons présents/absents", "Nombre de filles et de garçons inscrits/absents"]
    heads += ["H/F", "groupe_des_ménages/sous_groupe/question_numéro_un"]
    (tmp_path / "came.csv").write_text(",".join(heads) + "\n1,2,3,4\n2,3,4,5\n", "utf-8")
    with Project.create(tmp_path / "P.pwb", "lantern-harbour-maple-quiet", name="P", user="AB") as project:
        project.do(prepare_import(tmp_path / "came.csv").action)
        for kind, read in (("sav", pyreadstat.read_sav), ("dta", pyreadstat.read_dta)):
            out = tmp_path / f"out.{kind}"
            out.write_bytes(written(project, kind))
            labels = read(str(out))[1].column_names_to_labels
            assert [labels[name] for name in labels if name != "row_id"] == heads
            assert len({name.casefold() for name in labels}) == len(heads) + 1
            assert all(re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII) for name in labels)
            assert list(labels)[1].startswith("Nombre_de_filles_et_de_garcons"), "not only what follows the last /"
            pairs = dict(names_beside_pairs(project, kind))
            assert {head: pairs[head] for head in heads} == dict(zip(heads, list(labels)[1:], strict=True))
            assert list(labels)[4].endswith("question_numero_un"), "the path of a form is told by its last part"


def names_beside_pairs(project: Project, kind: str) -> list[tuple[str, str]]:
    return renamed(export_table(project, "t1"), kind)
