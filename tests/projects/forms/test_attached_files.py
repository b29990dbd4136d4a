# SPDX-License-Identifier: MIT
"""A form is kept with the files it reads beside it, and reads the same when it is laid out elsewhere."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from projects.forms.xlsform import form_with_files, read_xlsform, taken_apart, without_lookups

SURVEY = [
    ["type", "name", "label", "calculation"],
    ["select_one_from_file sites.csv", "site", "Site", ""],
    ["calculate", "town", "", "instance('sites')/root/item[name = ${site}]/town"],
    ["calculate", "weight", "", "pulldata('weights', 'weight', 'site', ${site})"],
]


def written(folder: Path, survey: list[list[str]] = SURVEY) -> Path:
    """A form with three CSV files beside it, one of which it does not name."""
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in survey:
        book.active.append(row)
    book.save(folder / "form.xlsx")
    (folder / "sites.csv").write_text("name,label,town\ns1,Old mill,A\ns2,River,B\n", "utf-8")
    (folder / "weights.csv").write_text("site,weight\ns1,1.5\n", "utf-8")
    (folder / "answers.csv").write_text("site\ns1\n", "utf-8")
    return folder / "form.xlsx"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def laid_out(kept: bytes, folder: Path, *, lookups: bool = True) -> Path:
    for name, content in taken_apart("../form.xlsx", kept, lookups=lookups).items():
        (folder / name).write_bytes(content)
    return folder / "form.xlsx"


def test_only_files_the_form_reads_are_kept_with_it(tmp_path: Path, elsewhere: Path) -> None:
    form = written(tmp_path)
    read = read_xlsform(form)
    assert read.beside == ("choices/sites.csv", "lookups/weights.csv")
    kept = form_with_files(form, read.beside)
    again = laid_out(kept, elsewhere)
    assert sorted(path.name for path in elsewhere.iterdir()) == ["form.xlsx", "sites.csv", "weights.csv"]
    assert all((elsewhere / n).read_bytes() == (tmp_path / n).read_bytes() for n in ("form.xlsx", "weights.csv"))
    assert read_xlsform(again) == read
    assert form_with_files(form, read.beside) == kept


def test_lists_of_people_can_stay_behind(tmp_path: Path, elsewhere: Path) -> None:
    form = written(tmp_path)
    kept = form_with_files(form, read_xlsform(form).beside)
    laid_out(kept, elsewhere, lookups=False)
    assert sorted(path.name for path in elsewhere.iterdir()) == ["form.xlsx", "sites.csv"]
    less = without_lookups(kept)
    assert len(less) < len(kept)
    assert without_lookups(less) == less


def test_a_form_without_files_is_kept_as_it_came(tmp_path: Path, elsewhere: Path) -> None:
    form = written(tmp_path, [["type", "name"], ["integer", "age"]])
    assert read_xlsform(form).beside == ()
    kept = form_with_files(form, ())
    assert kept == form.read_bytes() == without_lookups(kept)
    assert laid_out(kept, elsewhere).read_bytes() == kept
    assert [path.name for path in elsewhere.iterdir()] == ["form.xlsx"]
