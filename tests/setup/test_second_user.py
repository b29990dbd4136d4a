# SPDX-License-Identifier: MIT
"""Another user of one installation works with it, and nothing is written into the program's own folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from wording.compile_catalogues import COMPILED, compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench", "third_party")
NOBODY = 65534


@pytest.fixture(scope="module")
def installed() -> Iterator[Path]:
    """A copy of the program, all of it compiled, that everybody may read and only its owner may write."""
    place = Path(tempfile.mkdtemp(prefix="installed"))
    place.chmod(0o755)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("*.mo", COMPILED))
    shutil.copy(ROOT / "pyproject.toml", place)
    compile_catalogues(place / "wording" / "languages")
    yield place
    shutil.rmtree(place)


def content(folder: Path) -> dict[str, tuple[int, int]]:
    held = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in held}


def work(installed: Path, home: Path, **options: object) -> None:
    """Make a project and look at it, as another user does."""
    before = content(installed)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(installed), "WORKBENCH_LANGUAGE": "fr",
        "WORKBENCH_PASSWORD": "lantern-harbour-maple-quiet", "XDG_STATE_HOME": str(home / "state"),
        "XDG_RUNTIME_DIR": str(home / "run"), "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(home),
    }  # fmt: skip
    (home / "run").mkdir(mode=0o700, exist_ok=True)
    if "user" in options:
        os.chown(home, NOBODY, NOBODY)
        os.chown(home / "run", NOBODY, NOBODY)
    for words in (["--version"], ["new", str(home / "P.pwb")], ["info", str(home / "P.pwb")], ["keys", "--help"]):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "workbench", *words], env=environment, cwd=home, capture_output=True,
            text=True, timeout=120, **options,  # type: ignore[call-overload]
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    assert content(installed) == before


@pytest.fixture
def home() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="home"))
    yield place
    shutil.rmtree(place)


@pytest.mark.slow
def test_nothing_is_written_into_the_program(installed: Path, home: Path) -> None:
    work(installed, home)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be another user")
def test_another_user_works_with_it(installed: Path, home: Path) -> None:
    reachable = subprocess.run([sys.executable, "-c", ""], user=NOBODY, group=NOBODY, cwd="/", capture_output=True)
    if reachable.returncode:
        pytest.skip("the interpreter cannot be reached by another user")
    work(installed, home, user=NOBODY, group=NOBODY, extra_groups=[])


def test_a_catalogue_that_cannot_be_read_or_does_not_fit_is_compiled_in_memory(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wording import catalogue

    shutil.copytree(installed / "wording" / "languages", tmp_path / "languages")
    monkeypatch.setattr(catalogue, "FOLDERS", tmp_path / "languages")
    whole = catalogue._catalogue.__wrapped__("fr").gettext("cli.help")
    target = tmp_path / "languages" / "fr" / COMPILED
    for held in (b"", b"x" * 100, target.read_bytes()[:-1]):
        target.write_bytes(held)
        if held[:32] != (installed / "wording" / "languages" / "fr" / COMPILED).read_bytes()[:32]:
            assert catalogue._catalogue.__wrapped__("fr").gettext("cli.help") == whole
            assert target.read_bytes() == held, "the running program compiles in memory only"
    target.unlink()
    assert catalogue._catalogue.__wrapped__("fr").gettext("cli.help") == whole
    assert not target.exists()
