# SPDX-License-Identifier: MIT
"""A form's choices and lookups from files beside it: kept with the project, so that later exports need them no more."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from analysis.records import Role
from projects.datasets.table.provenance import kept_form
from projects.store import Project
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.stored_tables.stored_table import data_table
from workbench.cli import main

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"
SURVEY = [
    ["type", "name", "label", "calculation"],
    ["select_one_from_file sites.csv", "site", "Site", ""],
    ["integer", "age", "Age", ""],
    ["calculate", "weight", "", "pulldata('weights', 'weight', 'site', ${site})"],
]
HEAD = "site,age,weight,_id,_uuid,_submission_time\n"
FIRST = HEAD + "s1,30,1.5,1,u-1,2026-03-01T10:00:00\ns2,41,0.5,2,u-2,2026-03-01T11:00:00\n"
SECOND = FIRST + "s3,50,9,3,u-3,2026-03-02T11:00:00\n"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """An empty project, a form with two files beside it, an export and a newer one in which one weight is wrong."""
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in SURVEY:
        book.active.append(row)
    book.save(tmp_path / "form.xlsx")
    (tmp_path / "sites.csv").write_text("name,label\ns1,Old mill\ns2,River\ns3,Station\n", "utf-8")
    (tmp_path / "weights.csv").write_text(
        "site,weight,guard\ns1,1.5,0791234567\ns2,0.5,0792345678\ns3,2,0793456789\n", "utf-8"
    )
    (tmp_path / "first.csv").write_text(FIRST, "utf-8")
    (tmp_path / "second.csv").write_text(SECOND, "utf-8")
    Project.create(tmp_path / "Study.pwb", PASSPHRASE, name="Study", user="AB").close()
    return tmp_path / "Study.pwb"


def sites(folder: Path) -> list[str]:
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        return [choice.labels.in_language("en") for choice in data_table(project, "t1").named("site").choices]


@pytest.mark.parametrize("later", [False, True], ids=["form at once", "form attached later"])
def test_a_newer_export_needs_the_files_no_more(study: Path, capsys: pytest.CaptureFixture[str], later: bool) -> None:
    home = study.parent
    form = str(home / "form.xlsx")
    with_form = [] if later else ["--form", form]
    assert main(["import", str(study), str(home / "first.csv"), *with_form]) == 0
    if later:
        assert main(["import", str(study), "--attach-form", form]) == 0
    assert sites(study) == ["Old mill", "River", "Station"]
    for name in ("form.xlsx", "sites.csv", "weights.csv"):
        (home / name).unlink()
    capsys.readouterr()
    assert main(["import", str(study), str(home / "second.csv"), "--newer"]) == 0
    told = capsys.readouterr().out
    assert "sites.csv" not in told  # not named as absent
    assert "“weight”: in 1 row the value in the file differs from the one the form calculates" in told  # 2, not 9
    assert "pulldata()" not in told
    assert sites(study) == ["Old mill", "River", "Station"]


def test_erasing_a_row_takes_the_lists_of_people_along(study: Path) -> None:
    home = study.parent
    assert main(["import", str(study), str(home / "first.csv"), "--form", str(home / "form.xlsx")]) == 0
    with Project.open(study, PASSPHRASE, user="AB") as project:
        kept = kept_form(project, "d1")
        assert kept is not None
        (home / "kept.zip").write_bytes(kept[1])
        before = {path.name for path in (study / "objects").rglob("o-*")}
        erase(project, [Subject("row", ("t1", [1]))], EraseReason("withdrawn"))
        less = kept_form(project, "d1")
        assert less is not None
        (home / "less.zip").write_bytes(less[1])
    with zipfile.ZipFile(home / "kept.zip") as whole, zipfile.ZipFile(home / "less.zip") as left:
        assert whole.namelist() == ["form/form.xlsx", "choices/sites.csv", "lookups/weights.csv"]
        assert left.namelist() == ["form/form.xlsx", "choices/sites.csv"]
    assert len(before - {path.name for path in (study / "objects").rglob("o-*")}) >= 2  # the original and the form


def test_they_lie_under_the_link_key_where_the_form_says_something_of_identifiers(study: Path) -> None:
    home = study.parent
    book = openpyxl.load_workbook(home / "form.xlsx")
    book["survey"].append(["calculate", "guard_phone", "", "pulldata('weights', 'guard', 'site', ${site})"])
    book.save(home / "form.xlsx")
    (home / "named.csv").write_text(
        "site,age,weight,guard_phone,_uuid\ns1,30,1.5,0791234567,u-1\ns2,41,0.5,0792345678,u-2\n", "utf-8"
    )
    assert main(["import", str(study), str(home / "named.csv"), "--form", str(home / "form.xlsx")]) == 0
    with Project.open(study, PASSPHRASE, user="AB") as project:
        assert data_table(project, "t1").named("guard_phone").role is Role.IDENTIFIER
        assert project.query("SELECT form_ref FROM data_import")[0]["form_ref"].startswith("l-")
        kept = kept_form(project, "d1")
        assert kept is not None
        (home / "kept.zip").write_bytes(kept[1])
    with zipfile.ZipFile(home / "kept.zip") as whole:
        assert whole.read("lookups/weights.csv") == (home / "weights.csv").read_bytes()
