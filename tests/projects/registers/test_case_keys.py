# SPDX-License-Identifier: MIT
"""Random keys of cases: rows of one code are one case, however the code is written, while it stays sealed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from analysis.analyses import run
from analysis.exported import read_frame, write_frame
from analysis.records import Frame, Role
from analysis.register_columns import Part, RegisterKind
from projects.datasets.registers.case_keys import CASE_KEYS, are_codes, codes_of, compare_codes, compared_code
from projects.datasets.registers.headings import proposed_register
from projects.datasets.table.frames import load_frame, rows_behind
from projects.importing.options import ImportOptions
from projects.registers.checks import check_stored
from projects.registers.register_settings import likely_code
from projects.store import Project
from projects.store.problems import LinkLocked
from projects.store.schema import stored_setting
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import data_tables
from tests.projects.cells import change_cell
from tests.workbench.cli.test_commands import environment, folder
from wording import NoProgress, render
from workbench.cli import main
from workbench.data.preview.file_reading import (
    ConfirmedGuesses,
    import_of,
    read_file,
)

__all__ = ["environment", "folder"]
_PASSPHRASE = "lantern-harbour-maple-quiet"
_REST = ("2024-01-05,displaced,shelter,", "2024-01-09,displaced,legal aid,closed", "2024-02-05,displaced,shelter,")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("K-01", "k 01 ", True),
        ("K-01", "K01", True),
        ("1043", "1043.0", True),
        ("Été-7", "ete 7", True),
        ("1-23", "12-3", False),
        ("1234567", "1234568", False),
    ],
)
def test_signs_and_case_are_no_part_of_a_code(one: str, other: str, same: bool) -> None:
    assert (compared_code(one) == compared_code(other)) is same


def test_names_are_no_codes() -> None:
    assert are_codes(["BI KIR 7", "101"])
    assert not are_codes(["K-01", "Aline N."])
    assert not are_codes(["Amina 1", "Amina 2"])


def _told(folder: Path, tmp_path: Path, name: str, head: str, codes: tuple[str, str, str], *part: str) -> None:
    lines = [f"{head},Date asked,Status,Service,Outcome", *(f"{c},{r}" for c, r in zip(codes, _REST, strict=True))]
    (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / f"{name}.csv"), "--as-new"]) == 0
    assert main(["variables", str(folder), "--table", name, "--register", "cases", *part]) == 0


def _groups(frame: Frame) -> list[int] | None:
    if frame.cases is None:
        return None
    numbers = list(frame.cases)
    return [numbers.index(one) for one in numbers]


def test_rows_of_one_case_join_whatever_its_code_looks_like(folder: Path, tmp_path: Path) -> None:
    _told(folder, tmp_path, "numbers", "Numéro de dossier", ("101", "101", "102"))
    _told(folder, tmp_path, "long", "Fiche", ("1234567", "1234568", "1234567"), "--part", "Fiche", "person")
    _told(folder, tmp_path, "mixed", "Case code", ("K-01", "k 01 ", "K-02"))
    _told(folder, tmp_path, "names", "Code du cas", ("Aline N.", "aline n", "Beata K."))
    with Project.open(folder, _PASSPHRASE) as project:
        tables = {one.name: one.id for one in data_tables(project)}
        found = {name: _groups(load_frame(project, tables[name])) for name in ("numbers", "long", "mixed", "names")}
        assert found == {"numbers": [0, 0, 2], "long": [0, 1, 0], "mixed": [0, 0, 2], "names": None}
        assert "sealed_key" in {one.check for one in check_stored(project, tables["names"])}
        kept = stored_setting(project, CASE_KEYS, {})
        assert set(kept) == {tables["numbers"], tables["long"], tables["mixed"]}
        assert len({key for one in kept.values() for key in one["keys"]}) == 6, "by chance, none of two tables alike"

        names = next(one for one in data_tables(project) if one.name == "names")
        assert names.register is not None
        project.do(compare_codes(names.id, names.name, names.register))  # as the form does
        assert _groups(load_frame(project, names.id)) == [0, 0, 2]
        before = load_frame(project, names.id).cases
        code = names.named("Code du cas").id
        assert names.named("Code du cas").role is Role.IDENTIFIER, "a register of cases holds no code in the open"
        project.do(change_cell(project, names.id, 2, code, DatasetCell("Beata K."), why="misread"))
        after = load_frame(project, names.id).cases
        assert before is not None
        assert after is not None
        assert after.tolist() == [before[0], before[2], before[2]], "keys follow a corrected code"


def test_the_key_holds_while_the_link_key_is_closed(folder: Path, tmp_path: Path) -> None:
    _told(folder, tmp_path, "mixed", "Case code", ("K-01", "k 01 ", "K-02"))
    with Project.open(folder, _PASSPHRASE) as project:
        table = data_tables(project)[-1].id
        project.close_link()
        assert _groups(load_frame(project, table)) == [0, 0, 2]


def test_a_register_told_at_import_never_holds_a_code_in_the_open(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "fiches.csv"
    file.write_text("Fiche,Aide,Le\nQX-771,abri,2024-01-05\nqx 771,avocat,2024-01-09\nQX-772,abri,2024-02-05\n")
    told = ["--part", "Fiche", "person", "--part", "Aide", "service", "--part", "Le", "given"]
    before = len(list((folder / "objects").iterdir()))
    wrong = [*told, "--part", "Nom", "name"]
    assert main(["import", str(folder), str(file), "--as-new", "--register", "cases", *wrong]) == 2
    assert main(["import", str(folder), str(file), "--as-new", *told]) == 2, "parts of no register"
    assert main(["import", str(folder), str(file), "--newer", "--register", "cases"]) == 2
    assert len(list((folder / "objects").iterdir())) == before, "nothing was imported"
    assert main(["import", str(folder), str(file), "--as-new", "--register", "cases", *told]) == 0
    with Project.open(folder, _PASSPHRASE) as project:
        table = data_tables(project)[-1]
        assert table.register is not None
        assert {part for _, part in table.register.parts} >= {Part.PERSON, Part.SERVICE, Part.GIVEN}
        assert table.named("Fiche").role is Role.IDENTIFIER
        assert _groups(load_frame(project, table.id)) == [0, 0, 2]
        project.close_link()
        assert codes_of(project, table.id, table.named("Fiche")) == ["", "", ""]
    with Project.open(folder, _PASSPHRASE) as project:
        project.undo()
        assert table.id not in {one.id for one in data_tables(project)}, "one step takes all of it back"


@pytest.mark.parametrize("told", [("--key", "Dossier"), ()])
def test_a_key_of_cases_is_sealed_and_rows_that_come_later_follow_it(
    folder: Path, tmp_path: Path, told: tuple[str, ...]
) -> None:
    head, rows = "Dossier,Date identified,Status,Service,Outcome", [f"{at},{_REST[at % 3]}" for at in (101, 102, 103)]
    first, later = (tmp_path / f"{name}.csv" for name in ("first", "later"))
    first.write_text("\n".join([head, *rows]))
    later.write_text("\n".join([head, "102,2024-03-05,displaced,legal aid,", "107,2024-03-05,displaced,shelter,"]))
    assert main(["import", str(folder), str(first), "--as-new", *told]) == 0
    part = ["--part", "Dossier", "person"]
    assert main(["variables", str(folder), "--table", "first", "--register", "cases", *part]) == 0
    with Project.open(folder, _PASSPHRASE) as project:
        table = data_tables(project)[-1]
        assert table.named("Dossier").role is Role.IDENTIFIER
        before = load_frame(project, table.id).cases
    assert before is not None
    assert main(["import", str(folder), str(later), "--append", "first"]) == 0
    with Project.open(folder, _PASSPHRASE) as project:
        after = load_frame(project, table.id).cases
        assert after is not None
        assert after[:3].tolist() == before.tolist(), "the keys that are there stay"
        assert after[3] == before[1], "another service of case 102"
        assert after[4] not in before, "a case of its own"
        project.undo()
        assert load_frame(project, table.id).cases.tolist() == before.tolist()  # type: ignore[union-attr]


_CASE_ROWS = """Case code,Date identified,Status,Referred to,Outcome
K-01,2024-01-01,displaced,NGO,closed
K-02,2024-01-02,returnee,NGO,
K-03,2024-01-03,displaced,,
"""
_SERVICE_ROWS = """Case code,Service,Date given
k 01,shelter,2024-01-11
K-01,legal aid,2024-01-15
K-02,shelter,2024-01-12
K-09,shelter,2024-01-12
"""


def test_services_of_another_table_are_joined_to_their_cases(folder: Path, tmp_path: Path) -> None:
    for name, text in (("cases", _CASE_ROWS), ("services", _SERVICE_ROWS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        assert main(["import", str(folder), str(tmp_path / f"{name}.csv"), "--as-new"]) == 0
        assert main(["variables", str(folder), "--table", name, "--register", "cases"]) == 0
    with Project.open(folder, _PASSPHRASE) as project:
        cases, services = data_tables(project)[-2:]
        assert all(proposed_register(one.variables) is not None for one in (cases, services)), "recognised, too"
        project.close_link()
        frame = load_frame(project, cases.id)
        found = run("case_pathway", frame, {}).tables
        steps = {row.id: [cell.estimate for cell in row.cells] for row in found[0].rows}
        assert steps == {"referred": [2, 1, 3], "assisted": [2, 0, 2], "outcome": [1, 1, 2]}  # K-01, K-02; K-01
        counts = {render(row.label, "en").lower(): row.cells[0].estimate for row in found[1].rows}
        assert counts == {"shelter": 2, "legal aid": 1}  # K-09 is no case
        assert "services" in " ".join(render(one, "en") for one in found[0].notes)
        days = next(one for one in found if one.id.startswith("cases-days"))
        assert days.rows[1].cells[0].estimate == 10  # from 1 to 11, from 2 to 12 January
        status = cases.named("Status")
        where = [{"variable": status.id, "is": [status.choices[0].id if status.choices else "displaced"]}]
        for asked in ({}, {"where": where, "period": "2024"}):
            cells = [row.cells[0] for one in run("case_pathway", frame, asked).tables[:2] for row in one.rows]
            again = rows_behind(project, (), more=[(cases.id, cell.key) for cell in cells])
            assert [(again.rows(cases.id, one.key) or 0).bit_count() for one in cells] == [one.n for one in cells]
        stream = io.BytesIO()
        write_frame(frame, stream)
        assert run("case_pathway", read_frame(io.BytesIO(stream.getvalue())), {}).tables == found, "in Python as well"
        assert {one.check: one.rows for one in check_stored(project, services.id)}["without_case"] == (4,)
        assert len(frame.data) == 3, "other analyses read cases only"


def test_codes_of_a_register_told_in_the_preview_are_never_stored_open(tmp_path: Path) -> None:
    """Headings unlike ours: the column of codes is proposed by what is written in it, and sealed as it comes."""
    file = tmp_path / "fiches.csv"
    file.write_text("Remarque,Fiche,Le\nvu,QX-771,2024-01-05\nvu,qx 771,2024-01-09\nlu,QX-772,2024-02-05\n")
    found = read_file(file, None, ImportOptions(), NoProgress())
    (read,) = found.imported.tables
    code = likely_code(read)
    assert code == next(one.id for one in read.variables if one.name == "Fiche")
    said = ConfirmedGuesses(registers={read.id: (RegisterKind.CASES, code)})
    assert ConfirmedGuesses.from_json(json.loads(json.dumps(said.to_json()))) == said, "kept over a lock"
    with Project.create(tmp_path / "P.pwb", _PASSPHRASE, name="P", user="AB") as project:
        project.do(import_of(found, said, project))
        (table,) = data_tables(project)
        assert table.register is not None
        assert table.register.column(Part.PERSON) == table.named("Fiche").id
        assert _groups(load_frame(project, table.id)) == [0, 0, 2]
        images = project.query("SELECT before, after FROM journal")
        assert not any("qx" in f"{row['before']} {row['after']}".lower() for row in images)
        opened = project.query("SELECT ref FROM column_chunk WHERE column_id = ?", (table.named("Fiche").id,))
        project.close_link()
        with pytest.raises(LinkLocked):
            project.read_object(opened[0]["ref"])


def test_no_other_role_or_register_opens_the_codes_of_cases(folder: Path, tmp_path: Path) -> None:
    _told(folder, tmp_path, "mixed", "Case code", ("K-01", "k 01 ", "K-02"))
    assert main(["variables", str(folder), "--table", "mixed", "--role", "Case code", "key"]) == 2
    assert main(["variables", str(folder), "--table", "mixed", "--register", "participants"]) == 0
    with Project.open(folder, _PASSPHRASE) as project:
        assert data_tables(project)[-1].named("Case code").role is Role.IDENTIFIER
