# SPDX-License-Identifier: MIT
"""`run.bat` says each sentence in English and in French; the words alone are checked, for it runs on Windows only."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BATCH = (
    (ROOT / "run.bat").read_bytes().decode("ascii").replace("\r\n", "\n")
)  # cmd reads it in the code page of the console
FRENCH = (ROOT / "wording" / "languages" / "fr" / "run_bat.txt").read_text(encoding="utf-8")
LINES = [line.partition("=") for line in FRENCH.splitlines()]


def test_each_sentence_has_its_french() -> None:
    said = set(re.findall(r"call :say (\w+) \"", BATCH)) | set(re.findall(r"call :in_french (\w+) &&", BATCH))
    assert said == {name for name, _, _ in LINES}
    assert len(said) == 10


def test_nothing_is_said_in_english_alone() -> None:
    """What is echoed stands in a help, which is French too, or is what `:say` was given."""
    outside = re.sub(r"(?ms)^:help_\w+\ncall :in_french.*?exit /b 0\n.*?exit /b 0$", "", BATCH)
    echoed = [line.strip() for line in outside.splitlines() if re.match(r"\s*echo(?! off)\b", line)]
    assert echoed == ["echo %~2 1>&2"]


def test_a_help_has_as_many_lines_in_french() -> None:
    for name in ("repair", "test", "lint"):
        english = re.search(rf"(?ms)^:help_{name}\n(.*?)^exit /b 0", BATCH)
        assert english is not None
        lines = [line for line in english[1].splitlines() if line.startswith("echo")]
        assert len(lines) == sum(key == f"help_{name}" for key, _, _ in LINES)


def test_french_signs_have_their_spaces() -> None:
    assert not re.search(r"[^\u00a0]:(?=\s|$)|[^\u202f][;!?]", "\n".join(words for _, _, words in LINES))
    assert "'" not in FRENCH
