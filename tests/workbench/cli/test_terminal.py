# SPDX-License-Identifier: MIT
"""The language of the terminal, also where only Windows knows it, and letters that arrive in a file as they were."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.cli.terminal import Terminal, terminal_language, windows_language

ROOT = Path(__file__).resolve().parents[3]


class Kernel:
    """Stands in for kernel32 of a Windows in one language."""

    def __init__(self, language: int) -> None:
        self.language = language

    def GetUserDefaultUILanguage(self) -> int:
        return self.language


@pytest.mark.parametrize(
    ("number", "language"),
    [(0x040C, "fr"), (0x080C, "fr"), (0x0C0C, "fr"), (0x300C, "fr"), (0x0409, "en"), (0x0809, "en"), (0x0401, "en")],
)
def test_the_display_language_of_windows(number: int, language: str) -> None:
    """Numbers of Microsoft's list of languages: French of France, Belgium, Canada, Haiti; English; Arabic."""
    assert windows_language(Kernel(number)) == language


def test_what_was_asked_for_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "fr")
    assert terminal_language() == "fr"


def test_letters_in_a_file_stay_as_they_were(tmp_path: Path) -> None:
    said = "Étude – عربي ŵ …"
    code = f"from workbench.cli.terminal import Terminal; Terminal('fr').line({ascii(said)})"
    with (tmp_path / "out.txt").open("wb") as out:
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=out, check=True, env={**os.environ, "LC_ALL": ""})
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").rstrip() == said


def test_a_passphrase_written_with_notepad(tmp_path: Path) -> None:
    """Notepad may begin a file with EF BB BF and ends lines with CR LF."""
    file = tmp_path / "passphrase.txt"
    file.write_bytes(b"\xef\xbb\xbfcl\xc3\xa9 de sol\r\n")
    assert Terminal("en").passphrase(str(file)) == "clé de sol"


@pytest.mark.slow
def test_a_reader_that_leaves_is_no_failure_of_the_program(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    cases = tmp_path / "cases"
    cases.mkdir()
    shutil.copy(ROOT / "tests" / "expected" / "base" / "power.json", cases)  # one case, quickly answered
    words = [sys.executable, "-P", "-m", "workbench", "goldens", str(cases)]
    asked = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=ROOT)
    assert asked.stdout is not None
    assert asked.stderr is not None
    asked.stdout.close()
    complaint = asked.stderr.read()
    asked.stderr.close()
    assert (asked.wait(), complaint) == (1, b"")
    assert not list(tmp_path.rglob("report-*"))


def test_the_passphrase_leaves_the_environment_at_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command line as the program starts it; what it starts then inherits nothing."""
    from workbench.cli import entry, terminal

    monkeypatch.setattr(terminal, "_taken", {})
    monkeypatch.setattr("sys.argv", ["run", "--version"])
    monkeypatch.setenv("WORKBENCH_PASSWORD", "four plain words")
    monkeypatch.setenv("WORKBENCH_NEW_PASSWORD", "five other plain words")
    assert entry.main() == 0
    assert not {"WORKBENCH_PASSWORD", "WORKBENCH_NEW_PASSWORD"} & set(os.environ)
    assert terminal.Terminal("en").passphrase(None) == "four plain words"
    assert "Protection Workbench 0." in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the block a process was started with")
def test_a_passphrase_stands_neither_in_the_environment_nor_in_proc() -> None:
    code = (
        "import os; from pathlib import Path; from workbench.cli.terminal import passphrase_in_environment as given\n"
        "from workbench.cli.terminal import take_passphrases; take_passphrases()\n"
        "print(given(), 'WORKBENCH_PASSWORD' in os.environ, Path('/proc/self/environ').read_bytes())"
    )
    held = {"WORKBENCH_PASSWORD": "lantern-harbour", "AFTER": "kept", "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=held, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("True False b'")
    assert "lantern-harbour" not in done.stdout
    assert "AFTER=kept" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a desktop is always there")
@pytest.mark.parametrize(
    ("language", "screen", "said"),
    [("en_GB.UTF-8", "", "finds no screen here: start"), ("fr_FR.UTF-8", ":977", "désigne (:977)\u00a0: lancez")],
)
def test_without_a_screen_one_sentence_says_what_to_do(language: str, screen: str, said: str) -> None:
    spoken = {"WORKBENCH_LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": language, "PYTHONIOENCODING": "utf-8"}
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("DISPLAY", "_PLATFORM"))}
    call = [sys.executable, "-P", "-m", "workbench"]
    here = {**kept, **spoken, **({"DISPLAY": screen} if screen else {})}
    done = subprocess.run(call, cwd=ROOT, env=here, capture_output=True, check=False)
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert said in line
