# SPDX-License-Identifier: MIT
"""`./run` sets up from a folder of wheels and mends what was deleted, on a small stand-in of the program."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="run.bat is the one of Windows")


def wheel(folder: Path, name: str) -> Path:
    """A package of one module, as a wheel."""
    files = {
        f"{name}/__init__.py": b"WORD = 'here'\n",
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{name}-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={_digest(content)},{len(content)}\n" for path, content in files.items())
    files[f"{name}-1.0.dist-info/RECORD"] = (record + f"{name}-1.0.dist-info/RECORD,,\n").encode()
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as package:
        for inside, content in files.items():
            package.writestr(inside, content)
    return path


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that needs two packages, which lie in `wheels/`; there is no network."""
    here = tmp_path / "The program"
    for package in ("wording", "analysis", "coding", "projects", "workbench"):
        (here / package).mkdir(parents=True)
    shutil.copy(ROOT / "run", here / "run")
    shutil.copy(ROOT / "workbench" / "environment.py", here / "workbench" / "environment.py")
    (here / "workbench" / "__init__.py").touch()
    (here / "workbench" / "__main__.py").write_text(
        "import sys\nimport tidepool, driftwood\nprint('started', *sys.argv[1:], tidepool.WORD)\n", "utf-8"
    )
    lines = []
    for name in ("tidepool", "driftwood"):
        path = wheel(here / "wheels", name)
        lines.append(f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n")
    (here / "requirements.lock").write_text("".join(lines), "utf-8")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_RETRIES", "0")
    for name in ("PIP_FIND_LINKS", "PYTHONPATH"):
        monkeypatch.delenv(name, raising=False)
    return here


def run(tree: Path, *words: str, **spoken: str) -> subprocess.CompletedProcess[str]:
    """`./run` with these words, in English or where `spoken` (LANG=…) says."""
    settings = ("WORKBENCH_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
    kept = {name: value for name, value in os.environ.items() if name not in settings}
    said = {**kept, **(spoken or {"LANG": "C"})}
    command = ["sh", str(tree / "run"), *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, env=said)


def site(tree: Path) -> Path:
    (found,) = (tree / ".venv" / "lib").glob("python3*/site-packages")
    return found


@pytest.mark.parametrize("command", ["repair", "test", "lint"])
def test_help_of_what_the_script_does_itself_needs_no_set_up(tree: Path, command: str) -> None:
    told = run(tree, command, "--help")
    usage, *_, heading, example = told.stdout.splitlines()
    assert (told.returncode, told.stderr) == (0, "")
    assert usage.startswith(f"./run {command}")
    assert heading == "Example:"
    assert example.strip().startswith(f"./run {command}")
    assert not (tree / ".venv").exists()


@pytest.mark.parametrize("spoken", [{"LANG": "fr_FR.UTF-8"}, {"LC_ALL": "C", "LANGUAGE": "fr"}, {"LC_ALL": "fr_BI"}])
@pytest.mark.parametrize("command", ["repair", "test", "lint"])
def test_that_help_speaks_french_where_the_terminal_does(tree: Path, command: str, spoken: dict[str, str]) -> None:
    french = run(tree, command, "--help", **spoken).stdout
    assert "Exemple\u00a0:" in french
    assert "Example" not in french
    assert "Example:" in run(tree, command, "--help", **{**spoken, "WORKBENCH_LANGUAGE": "en"}).stdout


@pytest.mark.slow
def test_the_program_is_set_up_without_a_network_and_mended(tree: Path) -> None:
    first = run(tree, "info")
    assert first.returncode == 0, first.stderr
    assert first.stdout == "started info here\n"
    again = run(tree)
    assert (again.stdout, again.stderr) == ("started here\n", ""), "set up once"

    shutil.rmtree(site(tree) / "tidepool")  # its record stays: pip alone would take it as installed
    mended = run(tree)
    assert mended.stdout == "started here\n", mended.stderr
    assert "tidepool" in mended.stderr

    shutil.rmtree(site(tree) / "pip")
    for record in site(tree).glob("pip-*"):
        shutil.rmtree(record)
    shutil.rmtree(site(tree) / "driftwood")
    mended = run(tree)
    assert mended.stdout == "started here\n", mended.stderr

    (site(tree) / "driftwood" / "__init__.py").unlink()  # deep inside: only `repair` looks there
    (site(tree) / "tidepool" / "__init__.py").write_text("WORD = 'h\x00re'\n", "utf-8")  # as long as it was
    repaired = run(tree, "repair")
    assert repaired.returncode == 0, repaired.stderr
    assert "driftwood" in repaired.stderr
    assert "tidepool" in repaired.stderr
    assert run(tree).stdout == "started here\n"

    (tree / ".venv" / "bin" / "python").unlink()
    assert run(tree).stdout == "started here\n"


@pytest.mark.slow
def test_without_network_and_wheels_it_is_said_what_to_do(tree: Path) -> None:
    shutil.rmtree(tree / "wheels")
    told = run(tree)
    assert told.returncode == 2
    assert "wheels" in told.stderr.splitlines()[-1]
    assert "Traceback" not in told.stderr
