# SPDX-License-Identifier: MIT
"""A wheel built from the tree holds what the program needs, the lists made at building, and nothing of its tests."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from wording import LANGUAGES, discovery
from wording.compile_catalogues import DIGEST, digest_of, sources_of

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench", "third_party")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built from a copy, so that nothing is written beside the sources; without a network."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("out")
    for package in PACKAGES:
        made = shutil.ignore_patterns("__pycache__", "*.compiled", "extensions.json")
        shutil.copytree(ROOT / package, tree / package, ignore=made)
    for name in ("pyproject.toml", "README.md", "LICENSE", "THIRD_PARTY.md"):
        shutil.copy(ROOT / name, tree)
    words = [
        sys.executable,
        "-P",
        "-c",
        "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])",
    ]
    built = subprocess.run([*words, str(out)], cwd=tree, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = out.glob("*.whl")
    return zipfile.ZipFile(path)


def test_every_file_of_the_product_is_in_it(wheel: zipfile.ZipFile) -> None:
    held = set(wheel.namelist())
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and "__pycache__" not in name and path.suffix not in (".pyc", ".compiled"):
                assert name in held, name
    for kind in ("third_party/fonts/", "third_party/icons/", "workbench/sample_files/", "workbench/starter_codebooks/"):
        assert any(name.startswith(kind) and not name.endswith(".py") for name in held), kind
    assert not [name for name in held if name.startswith(("tests/", "docs/", "build/"))]


def test_its_sentences_are_compiled_of_what_it_holds(wheel: zipfile.ZipFile) -> None:
    for language in LANGUAGES:
        made = wheel.read(f"wording/languages/{language}/catalogue.compiled")
        assert made[:DIGEST] == digest_of(sources_of(ROOT / "wording" / "languages" / language))


def test_it_lists_the_kinds_found_in_the_tree(wheel: zipfile.ZipFile) -> None:
    listed = json.loads(wheel.read("wording/extensions.json"))
    assert listed == {
        point: list(discovery.modules(point)) for point in (*discovery.POINTS, discovery.LANGUAGES, discovery.GRAMMARS)
    }
    assert "projects.readers.interviews.rtf" in listed["projects.readers.interviews"]


def test_its_command_starts_the_program(wheel: zipfile.ZipFile) -> None:
    (points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert b"protection-workbench = workbench.cli:main" in wheel.read(points)
