# SPDX-License-Identifier: MIT
"""The form of an import: found, named, unfit, refused, kept by the project. No window."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import workbench.sample_files
from wording import Text, render
from workbench.data.imports.form_files import ImportForm
from workbench.data.preview.file_reading import KeptForm

KEPT = KeptForm("kept.xlsx", b"")


def in_words(text: Text) -> str:
    return render(text, "en")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data file with a form beside it."""
    sample = Path(workbench.sample_files.__file__).parent
    shutil.copy(sample / "protection_assessment_form.xlsx", tmp_path / "visits_form.xlsx")
    (tmp_path / "visits.csv").write_text("height,width\n1,2\n")
    return tmp_path / "visits.csv"


def test_the_form_beside_is_guessed_and_one_that_is_named_is_not(data: Path) -> None:
    found, named = ImportForm(data), ImportForm(data, data.with_name("other.xlsx"))
    for form in (found, named):
        form.look_beside()
    assert (found.file, found.is_guessed()) == (data.with_name("visits_form.xlsx"), True)
    assert (named.file, named.is_guessed(), named.note()) == (data.with_name("other.xlsx"), False, "")
    assert found.note() != ""


def test_a_form_of_other_data_is_named_and_never_proposed_again(data: Path) -> None:
    form = ImportForm(data)
    form.look_beside()
    form.drop_unfit()
    assert form.file is None
    assert "visits_form.xlsx" in in_words(form.note())
    assert not form.take_kept(KEPT)


def test_the_kept_form_is_taken_where_none_is_at_hand_and_none_was_refused(data: Path) -> None:
    none, refused, beside = ImportForm(data), ImportForm(data), ImportForm(data)
    refused.refuse()
    beside.look_beside()
    assert [form.take_kept(KEPT) for form in (none, refused, beside)] == [True, False, False]
    assert (none.file, none.take_kept(None)) == (KEPT, False)
    assert none.note() != beside.note()
