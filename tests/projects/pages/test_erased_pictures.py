# SPDX-License-Identifier: MIT
"""A picture of the report can be erased: it is in no row, no image of the log, no kept template afterwards."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from projects.pages.erasable import pictures
from projects.pages.office_style import keep_style, office_style
from projects.pages.templates import keep_template
from projects.results.saved_results import add_block, change_block, report_blocks
from projects.store import Project
from projects.store.erase_request import EraseReason
from projects.store.erasure.erase_preview import erase_preview
from projects.store.erasure.erase_transaction import erase
from wording import Problem, render
from workbench.cli import main

PASSPHRASE = "lantern-harbour-maple-quiet"


def face() -> str:
    stream = io.BytesIO()
    Image.new("RGB", (9, 7), (200, 30, 40)).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode("ascii")


def held(project: Project, data: str) -> int:
    """How many rows and images of rows hold the picture."""
    count = 0
    for table in [row["name"] for row in project.query("SELECT name FROM sqlite_master WHERE type = 'table'")]:
        for row in project.query(f'SELECT * FROM "{table}"'):
            count += any(data in (value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value))
                         for value in tuple(row))  # fmt: skip
    return count


def test_a_picture_goes_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = face()
    with Project.create(tmp_path / "P.pwb", PASSPHRASE, name="P", user="AB") as project:
        project.do(add_block("heading", {"text": "Sites", "level": 1}))
        project.do(add_block("picture", {"data": data, "kind": "png", "alt": "A woman at the well"}))
        block = report_blocks(project)[-1]
        project.do(change_block(block.id, {**block.content, "credit": "Office"}))
        project.do(keep_template("Ours"))
        assert data not in str(project.setting("pages.templates", "")), "a template holds no picture"
        assert held(project, data) >= 2
        [found] = pictures(project)
        told = [render(item.label, "en") for item in erase_preview(project, [found.subject]).items]
        assert told[0] == "A woman at the well"
        erase(project, [found.subject], EraseReason("asked"))
        assert held(project, data) == 0
        assert [one.kind for one in report_blocks(project)] == ["heading"]
        assert project.check().findings == []
        project.do(add_block("picture", {"data": data, "kind": "png", "alt": ""}))
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    folder = str(tmp_path / "P.pwb")
    assert main(["erase", folder, "picture:2", "--reason", "asked", "--yes"]) == 2
    assert main(["erase", folder, "picture:1", "--reason", "asked", "--yes"]) == 0
    assert "Picture 1" in capsys.readouterr().out
    with Project.open(tmp_path / "P.pwb", PASSPHRASE) as project:
        assert held(project, data) == 0


def test_a_style_is_kept_with_its_logo_and_taken_off(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(base64.b64decode(face()))
    path = tmp_path / "style.json"
    path.write_text('{"office": "Office", "logo": "logo.png", "margin_mm": 12}', encoding="utf-8")
    with Project.create(tmp_path / "P.pwb", PASSPHRASE, name="P", user="AB") as project:
        project.do(keep_style(path))
        kept = office_style(project)
        assert (kept.office, kept.margin_mm, kept.logo_kind) == ("Office", 12, "png")
        assert kept.logo == (tmp_path / "logo.png").read_bytes()
        path.write_text('{"logo": "../logo.png"}', encoding="utf-8")
        with pytest.raises(Problem):
            keep_style(path)
        assert office_style(project) == kept
        project.do(keep_style(None))
        assert office_style(project).office == ""
        project.undo()
        assert office_style(project) == kept


def test_pictures_in_columns_and_the_logo_are_listed_and_go_everywhere(tmp_path: Path) -> None:
    data, other = face(), base64.b64encode(b"another picture").decode("ascii")
    (tmp_path / "logo.png").write_bytes(base64.b64decode(face()))
    (tmp_path / "style.json").write_text('{"office": "Office", "logo": "logo.png"}', encoding="utf-8")
    beside = [
        [{"kind": "text", "content": {"text": "They came early."}}],
        [
            {"kind": "picture", "content": {"data": data, "kind": "png", "alt": "A queue", "credit": "Keza"}},
            {"kind": "picture", "content": {"data": other, "kind": "png", "alt": "Tents"}},
        ],
    ]
    with Project.create(tmp_path / "P.pwb", PASSPHRASE, name="P", user="AB") as project:
        project.do(add_block("columns", {"widths": [1, 1], "columns": beside}))
        listed = pictures(project)
        assert [render(one.title, "en") for one in listed] == ["A queue", "Tents"]
        erase(project, [listed[0].subject], EraseReason("asked"))
        assert held(project, data) == held(project, "A queue") == held(project, "Keza") == 0
        [block] = report_blocks(project)
        assert "They came early." in str(block.content)
        assert [render(one.title, "en") for one in pictures(project)] == ["Tents"]
        assert held(project, other)
        project.do(keep_style(tmp_path / "style.json"))
        logo = pictures(project)[-1]
        told = [render(item.label, "en") for item in erase_preview(project, [logo.subject]).items]
        assert (logo.id, told[0]) == ("logo", "The office’s logo")
        erase(project, [logo.subject], EraseReason("asked"))
        assert held(project, data) == 0
        assert (office_style(project).office, office_style(project).logo) == ("Office", b"")
        assert [one.id for one in pictures(project)] == [listed[1].id]
        assert project.check().findings == []


def test_two_pictures_of_one_block_go_together(tmp_path: Path) -> None:
    beside = [[{"kind": "picture", "content": {"data": face(), "kind": "png", "alt": f"P{at}"}} for at in range(2)]]
    with Project.create(tmp_path / "P.pwb", PASSPHRASE, name="P", user="AB") as project:
        project.do(add_block("columns", {"columns": beside}))
        erase(project, [one.subject for one in pictures(project)], EraseReason("asked"))
        assert pictures(project) == []
        assert held(project, face()) == 0
