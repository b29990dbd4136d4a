# SPDX-License-Identifier: MIT
"""The registers of the sample: equal to a sum in pandas, people counted by their code, an infosheet of two pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest

from projects.datasets.table.provenance import OwnFiles, own_files
from projects.registers.checks import check_stored
from projects.registers.unique_people import review
from projects.results.saved_results import SavedAnalysis, run_saved
from projects.store import Project
from tests.sample_study.registers import AWARENESS, STAFF, STAKEHOLDERS
from wording import NoProgress, render
from wording.numbers import format_number
from workbench import sample_files
from workbench.cli import main
from workbench.sample import PASSPHRASE, SampleStudy, new_project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registers") / "Sample.pwb"
    with new_project(folder, "en") as project:
        SampleStudy(project).import_registers(NoProgress())
    return folder


@pytest.fixture(scope="module")
def totals() -> dict[str, float]:
    """Contacts of awareness, and people of each training, counted in pandas from the shipped files."""
    sessions = pd.read_excel(sample_files.REGISTERS["activities"])
    people = pd.read_excel(sample_files.REGISTERS["participants"])
    aware = sessions[sessions["Activity"] == AWARENESS]
    parts = ["Women", "Girls", "Men", "Boys", "Sex or age unknown"]
    assert (sessions[parts].sum(axis=1) == sessions["Total"]).all()
    unique = people.groupby("Activity")["Participant code"].nunique()
    return {"aware": aware[parts].to_numpy().sum(), "stakeholders": unique[STAKEHOLDERS], "staff": unique[STAFF]}


def test_nothing_in_the_registers_is_to_be_looked_at(sample: Path) -> None:
    with Project.open(sample, PASSPHRASE) as project:
        assert (
            len(project.setting("fictitious")["files"])
            == len(project.query("SELECT id FROM data_import UNION ALL SELECT id FROM document"))
            > 1
        )
        assert [one.check for one in check_stored(project, "t1", period=("2024-01-01", "2026-01-31"))] == []
        found = review(project, "t2")
        assert found.fewest == found.most
        assert found.rows > 2 * found.most, "many came again"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_infosheet_shows_what_pandas_counts(
    sample: Path, totals: dict[str, float], tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    out = tmp_path / "sheet.pdf"
    asked = ["--template", "infosheet", "--language", language, "--period", "2024-01-01..2026-01-31"]
    assert main(["export", str(sample), str(out), *asked]) == 0
    document = pypdfium2.PdfDocument(out)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) == 2
    plain = text.replace("\u202f", "").replace("\u00a0", "")
    for value in totals.values():
        assert format_number(float(value), language).replace("\u202f", "") in plain
    assert ("people interviewed" if language == "en" else "personnes interrog") not in text, "attendances are no people"
    assert ("fictitious" if language == "en" else "fictives") in text.casefold()


def test_who_came_to_a_training_is_joined_to_it_by_the_key_of_the_session(sample: Path) -> None:
    sessions, people = (pd.read_excel(sample_files.REGISTERS[one]) for one in ("activities", "participants"))
    joined = people.merge(sessions, on="Session code", how="left", validate="many_to_one", suffixes=("", " held"))
    assert (joined["Activity"] == joined["Activity held"]).all()
    assert (joined["Date"] == joined["Date held"]).all()
    courses = joined.groupby(["Activity", "Topic"])[
        "Participant code"
    ].nunique()  # the topic stands in the session only
    with Project.open(sample, PASSPHRASE) as project:
        result = run_saved(project, [SavedAnalysis("x", "reach", "t1", {"by": "topic"})])["x"]
    shown: list[tuple[str, float]] = []
    for table in result.tables:  # one for each kind of activity
        at = next((at for at, column in enumerate(table.columns) if column.id == "people"), None)
        told = [] if at is None else [(row.label, row.cells[at].estimate) for row in table.rows if not row.total]
        shown += [(render(label, "en"), n) for label, n in told if n is not None]
    assert sorted(shown) == sorted((topic, n) for (_, topic), n in courses.items())


def test_a_study_made_before_its_files_were_kept_knows_them_by_name(sample: Path, tmp_path: Path) -> None:
    older = shutil.copytree(sample, tmp_path / "older.pwb")
    with Project.open(older, PASSPHRASE) as project:
        project.set_setting("fictitious", True)
        assert own_files(project) == OwnFiles()
