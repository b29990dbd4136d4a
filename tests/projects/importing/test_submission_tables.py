# SPDX-License-Identifier: MIT
"""Submissions copied from phones, and KoboToolbox' JSON. All of them are invented."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from projects.imported.problems import ImportProblem
from projects.importing.process_messages import plain, rebuilt
from projects.intake.survey_import import import_survey
from projects.store.cleartext_sources import cleartext_files

BODY = """<?xml version='1.0' ?><small id="small" version="3" xmlns:orx="http://openrosa.org/xforms">
<start>2024-07-30T09:00:00.000+02:00</start><consent>{consent}</consent><main><age>{age}</age><needs>{needs}</needs>
<phone>{phone}</phone>{members}</main><end>{end}</end>
<orx:meta><orx:instanceID>uuid:{uuid}</orx:instanceID>{deprecated}</orx:meta></small>"""
MEMBER = "<member><m_age>{0}</m_age><school>{1}</school></member>"


def submission(uuid: str, **given: str) -> str:
    values = {
        "consent": "yes",
        "age": "34",
        "needs": "food",
        "phone": "0791",
        "members": "",
        "end": "2024-07-30T10:00:00",
    }
    return BODY.format(**{**values, "deprecated": "", **given, "uuid": uuid})


def instances(folder: Path, contents: dict[str, str]) -> Path:
    for name, content in contents.items():
        place = folder / "instances" / name
        place.mkdir(parents=True)
        (place / f"{name}.xml").write_text(content, "utf-8")
    return folder


def test_a_folder_of_submissions(tmp_path: Path, small: ModuleType, column: Any, keys: Any) -> None:
    two = MEMBER.format("7", "yes") + MEMBER.format("40", "")
    folder = instances(
        tmp_path / "phone",
        {
            "a": submission("1", members=two),
            "b": submission("2", members=MEMBER.format("3", "no"), phone="0792"),
            "b_again": submission("2", members=MEMBER.format("3", "no"), phone="0792"),
            "draft": submission("3", end=""),
            "edited": submission("4", deprecated="<orx:deprecatedID>uuid:1</orx:deprecatedID>", age="35", members=two),
            "cut": submission("5")[:80],
        },
    )
    data = import_survey(folder, small.write_form(tmp_path / "form.xlsx"))
    main, members = data.tables
    assert (data.kind, main.rows, members.rows) == ("odk_folder", 2, 3)
    assert column(main, "age") == [34, 35]
    assert column(main, "phone") == ["0792", "0791"]
    assert column(members, "m_age") == [3, 7, 40]
    assert members.parent_rows is not None
    assert members.parent_rows.tolist() == [0, 1, 1]
    assert main.row_keys["uuid"].to_pylist() == ["uuid:2", "uuid:4"]
    assert main.row_keys["deprecated"].to_pylist() == [None, "uuid:1"]
    assert {"drafts", "duplicates", "submission_damaged"} <= set(keys(data))
    came_in = [source.path.name for source in cleartext_files(data.files_of(folder))]
    assert came_in == ["a.xml", "b.xml", "b_again.xml", "edited.xml"]  # never what is nowhere else: cut, draft
    assert rebuilt(plain(replace(data, tables=())), []).left_out == data.left_out  # through the process that read it


def test_the_same_as_a_zip_without_the_form(tmp_path: Path, column: Any, keys: Any) -> None:
    path = tmp_path / "phone.zip"
    with zipfile.ZipFile(path, "w") as container:
        for uuid in ("1", "2"):
            members = MEMBER.format("7", "yes") + MEMBER.format("40", "")
            container.writestr(f"instances/{uuid}/{uuid}.xml", submission(uuid, members=members))
    data = import_survey(path)
    assert [(table.rows, table.parent) for table in data.tables] == [(2, None), (4, "t1")]
    assert column(data.tables[1], "m_age") == [7, 40, 7, 40]
    assert data.files_of(path) == [path]
    assert "zip_not_whole" not in keys(data)


def test_a_zip_with_a_photo_is_not_offered_for_deletion(tmp_path: Path, keys: Any) -> None:
    path = tmp_path / "phone.zip"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("instances/1/1.xml", submission("1"))
        container.writestr("instances/1/photo.jpg", b"\xff\xd8")
    data = import_survey(path)
    assert cleartext_files(data.files_of(path)) == []  # the project does not hold the photo
    assert "zip_not_whole" in keys(data)


def test_a_zip_with_a_damaged_file_is_not_offered_for_deletion(tmp_path: Path, keys: Any) -> None:
    path = tmp_path / "phone.zip"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("instances/1/1.xml", submission("1"))
        container.writestr("instances/2/2.xml", submission("2")[:80])
    data = import_survey(path)
    assert "submission_damaged" in keys(data)
    assert "zip_not_whole" in keys(data)  # says why nothing is offered, and that the zip stays in clear
    assert data.left_out == ("instances/2/2.xml",)
    assert cleartext_files(data.files_of(path)) == []  # the damaged file is nowhere else


def test_encrypted_submissions_are_refused(tmp_path: Path) -> None:
    content = '<data id="small" encrypted="yes" xmlns="http://www.opendatakit.org/xforms/encrypted"><key>x</key></data>'
    with pytest.raises(ImportProblem) as problem:
        import_survey(instances(tmp_path / "phone", {"a": content}))
    assert problem.value.message.key == "importing.problem.encrypted_form"


def test_a_dtd_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    bad = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><small id="s"><a>&e;</a></small>'
    with pytest.raises(ImportProblem) as problem:
        import_survey(instances(tmp_path / "phone", {"a": bad}))
    assert problem.value.message.key == "importing.problem.dtd"
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportProblem) as problem:
        import_survey(tmp_path / "empty")
    assert problem.value.message.key == "importing.problem.no_submissions"


def test_json_of_the_api(tmp_path: Path, small: ModuleType, column: Any) -> None:
    record = {
        "_id": 12345678901234567890,
        "_uuid": "u1",
        "consent": "yes",
        "main/age": "34",
        "main/needs": "food safe_place",
        "main/phone": "0791",
        "main/member": [{"main/member/m_age": "7", "main/member/school": "yes"}, {"main/member/m_age": "40"}],
        "_attachments": [{"filename": "x.jpg"}],
        "_validation_status": {},
    }
    path = tmp_path / "data.json"
    path.write_text(json.dumps({"count": 1, "results": [record]}), "utf-8")
    data = import_survey(path, small.write_form(tmp_path / "form.xlsx"))
    main, members = data.tables
    assert column(main, "_id") == ["12345678901234567890"]
    assert column(main, "needs") == [("food", "safe_place")]
    assert column(members, "m_age") == [7, 40]
    assert members.parent_rows is not None
    assert members.parent_rows.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("content", "key"), [("[" * 500 + "]" * 500, "too_deep"), ("[1, 2]", "not_json"), ('{"a": ', "not_json")]
)
def test_json_that_is_no_list_of_submissions(tmp_path: Path, content: str, key: str) -> None:
    path = tmp_path / "data.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ImportProblem) as problem:
        import_survey(path)
    assert problem.value.message.key == f"importing.problem.{key}"


def test_several_versions_of_a_form(tmp_path: Path, small: ModuleType, column: Any, keys: Any) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    old = [["type", "name", "label"], ["select_one yn", "consent", "Agree?"], ["text", "dropped", "Asked before"]]
    new = [
        ["type", "name", "label"],
        ["select_one yn", "consent", "Do you agree?"],
        ["integer", "added", "Asked since"],
    ]
    small.write_form(
        forms / "b.xlsx", old, [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "later", "Later"]]
    )
    small.SETTINGS[1][1] = "10"
    try:
        small.write_form(
            forms / "a.xlsx", new, [["list_name", "name", "label"], ["yn", "yes", "Yes!"], ["yn", "no", "No"]]
        )
    finally:
        small.SETTINGS[1][1] = "3"
    (forms / "notes.xlsx").write_bytes(b"no form")
    rows = [
        ["consent", "dropped", "added", "__version__", "_uuid"],
        ["later", "x", "", "3", "u1"],
        ["yes", "", "7", "10", "u2"],
    ]
    data = import_survey(small.write_workbook(tmp_path / "data.xlsx", {"Sheet": rows}), forms)
    table = data.tables[0]
    assert data.form_version == "10"
    assert column(table, "consent") == ["later", "yes"]
    assert column(table, "dropped") == ["x", None]
    assert column(table, "added") == [None, 7]
    consent = table.variables[0]
    assert [(c.code, c.labels.in_language("en")) for c in consent.choices] == [
        ("yes", "Yes!"),
        ("no", "No"),
        ("later", "Later"),
    ]
    assert {"form_versions", "several_versions"} <= set(keys(data))
    assert "outside_choices" not in keys(data)


def test_a_form_as_json(tmp_path: Path, small: ModuleType, column: Any) -> None:
    survey = [{"type": "select_one yn", "name": "consent", "label": ["Agree?", "D'accord ?"]}]
    choices = [{"list_name": "yn", "name": "yes", "label": ["Yes", "Oui"]}]
    content = {"survey": survey, "choices": choices, "translations": ["English (en)", "French (fr)"]}
    form = tmp_path / "form.json"
    form.write_text(json.dumps({"content": content}), "utf-8")
    data = import_survey(small.write_workbook(tmp_path / "data.xlsx", {"Sheet": [["consent"], ["Oui"], ["yes"]]}), form)
    assert data.languages == ("en", "fr")
    assert column(data.tables[0], "consent") == ["yes", "yes"]
