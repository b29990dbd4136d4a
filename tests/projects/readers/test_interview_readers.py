# SPDX-License-Identifier: MIT
"""Readers of interviews are found by their folder, bring no science with them, and a frozen program knows them too."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from projects.intake import file_intake
from projects.readers import transcripts
from projects.readers.transcripts import InterviewReader, SourceFile, TranscriptText, interview_readers
from wording import LANGUAGES, discovery
from wording.catalogue import has_message

FOLDER = Path(transcripts.__file__).parent / "interviews"
HEAVY = {"numpy", "pandas", "scipy", "PySide6", "lxml", "pyarrow", "matplotlib", "spacy"}


def test_each_file_of_the_folder_is_a_reader() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert len(interview_readers()) == len(files)
    for reader in interview_readers():
        assert callable(discovery.resolve(reader.work))
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)
        assert all(has_message(reader.label.key, language) for language in LANGUAGES)
    assert interview_readers()[-1].id == "txt"  # what no other claims


def test_records_bring_no_science_and_no_window() -> None:
    code = (
        "import sys; from projects.readers.transcripts import interview_readers as f; f(); print(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & {name.split(".")[0] for name in done.stdout.split()}


def test_a_frozen_program_reads_the_written_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = discovery.modules("projects.readers.interviews")
    listed = tmp_path / "extensions.json"
    listed.write_text(discovery.listed(), encoding="utf-8")
    assert tuple(json.loads(listed.read_text(encoding="utf-8"))["projects.readers.interviews"]) == found
    monkeypatch.setattr(discovery, "_LISTED", listed)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(discovery.pkgutil, "iter_modules", lambda _path: pytest.fail("folders are listed"))
    discovery.modules.cache_clear()
    try:
        assert discovery.modules("projects.readers.interviews") == found
    finally:
        discovery.modules.cache_clear()


def test_a_new_reader_is_known_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its ending reaches the dialog, its opening the intake, its text the transcript."""
    mark = re.compile(rb"%%TALK")
    new = InterviewReader(
        "talk", (".talk",), f"{__name__}:read_talk", lambda source: source.data[:6] == b"%%TALK", mark
    )
    readers = (new, *interview_readers())
    for module in (
        "projects.readers.transcripts",
        "projects.interviews.transcript_reading",
        "projects.intake.file_intake",
    ):
        monkeypatch.setattr(f"{module}.interview_readers", lambda: readers)
    monkeypatch.setattr("projects.interviews.transcript_reading.resolve", lambda _work: read_talk)
    path = tmp_path / "a.bin"
    path.write_bytes(b"%%TALK\nP1: Good morning.\n")
    from projects.interviews.transcript_reading import read_transcript

    assert "*.talk" in transcripts.interview_patterns()
    assert file_intake.kind_of(path) is file_intake.Intake.INTERVIEW
    read = read_transcript(path)
    assert (read.kind, read.text, read.turns[0].speaker) == ("talk", "P1: Good morning.\n", "P1")


def read_talk(source: SourceFile) -> TranscriptText:
    return TranscriptText(source.data.decode().removeprefix("%%TALK\n"))
