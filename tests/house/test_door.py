# SPDX-License-Identifier: MIT
"""The door for a newcomer: guides that name files that exist, licences of everything used, one version."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = tuple(f"docs/{file.name}" for file in sorted((ROOT / "docs").glob("*.md")))
GUIDES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "THIRD_PARTY.md", *DOCS)


@pytest.mark.parametrize("guide", GUIDES)
def test_each_link_of_a_guide_leads_to_a_file(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
    lost = [link for link in links if not ((ROOT / guide).parent / link).exists()]
    assert not lost


def test_the_guide_for_contributors_names_folders_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = [
        name for name in re.findall(r"`([^` ]+)`", text) if "/" in name and not re.search(r"[<*]|^\./|^\.ci", name)
    ]
    assert len(named) > 8
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_licence_of_each_package_that_is_installed_is_told() -> None:
    locked = set(re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    told = dict(
        re.findall(r"^\| ([A-Za-z0-9_.-]+) \| ([^|]+) \|$", (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8"), re.M)
    )
    assert not locked - set(told)
    assert not set(told) - locked - {"package"}
    assert not [name for name in locked if not told[name].strip(" ?")]


def test_the_licence_of_each_shipped_folder_is_told() -> None:
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    folders = [
        folder for folder in (ROOT / "third_party").iterdir() if folder.is_dir() and folder.name != "__pycache__"
    ]
    assert folders
    assert not [folder.name for folder in folders if f"third_party/{folder.name}/" not in text]
    assert "`workbench/starter_codebooks/`" in text


def test_each_code_of_a_starter_codebook_names_its_source() -> None:
    for path in sorted((ROOT / "workbench" / "starter_codebooks").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            assert not [row["code_id"] for row in csv.DictReader(stream) if not row["source"].strip()], path.name


def test_the_citation_names_the_version_of_the_program() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    (released,) = re.findall(r"^date-released: (\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    assert f"\n## [{version}] - {released}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_change_log_keeps_the_form_of_keep_a_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.split(r"^## ", text, flags=re.M)[1:]
    assert versions[0].startswith("[Unreleased]\n")
    for version in versions:
        heading, *lines = [line for line in version.splitlines() if line.strip()]
        assert re.fullmatch(r"\[Unreleased\]|\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading)
        kinds = [line for line in lines if not line.startswith("- ")]
        assert all(re.fullmatch("### (Added|Changed|Deprecated|Removed|Fixed|Security)", kind) for kind in kinds)
        assert len(kinds) == len(set(kinds))
        assert not lines or lines[0] in kinds, f"{heading}: a line stands above the first kind of change"
        assert not [line for line in lines if len(line) > 120]
    (first,) = [version for version in versions if version.startswith("[0.1.0]")]
    assert 0 < len(re.findall(r"^- ", first, re.M)) <= 25


def test_the_workflow_calls_what_continuous_integration_calls() -> None:
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    assert ".ci/run" in workflow
    others = (ROOT / ".github/workflows/other-systems.yml").read_text(encoding="utf-8")
    assert others.count("not yet run") >= 3
    systems = set(re.findall(r"\b(?:windows|macos)-\d+\b", others))
    assert systems == {"windows-2022", "windows-2025", "macos-15", "macos-26"}, (
        "macos-14 was withdrawn in November 2026"
    )
