# SPDX-License-Identifier: MIT
"""Records of the readers of survey data: a file to be read, and what a format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from projects.readers.file_kinds import FileKind, detect_kind
from wording import Message, discovery, msg

HEAD = 4096  # bytes of the beginning of a file by which most formats are told


@dataclass(frozen=True)
class SurveyFile:
    """A file or folder of survey data, not yet read."""

    path: Path

    @cached_property
    def head(self) -> bytes:
        """Its first bytes; none of a folder or of a file that cannot be read."""
        try:
            with self.path.open("rb") as stream:
                return stream.read(HEAD)
        except OSError:
            return b""

    @cached_property
    def kind(self) -> FileKind:
        """Which kind of `projects/readers/file_kinds.py` it is. Raises ImportProblem for none of them."""
        return detect_kind(self.path)


@dataclass(frozen=True)
class SurveyReader:
    """One format of survey data. Its name in sentences is `reader.survey.<id>`.

    Attributes:
        id: the format: "workbook".
        suffixes: endings of names with the dot; none where a format is a folder.
        work: "module:function" of a function (path, form, options, progress) → Read or ImportedData. It runs in the
            throw-away process. Raises ImportProblem.
        claims: whether a file, by its content, is of this format. Asked in the order of `rank`.
        form_beside: whether the form that was asked with often lies beside such a file, as an XLSForm.
        rank: readers with a low rank are asked first; below 50 before the kinds told apart by `SurveyFile.kind`.
    """

    id: str
    suffixes: tuple[str, ...]
    work: str
    claims: Callable[[SurveyFile], bool]
    rank: int = 20
    form_beside: bool = False

    @property
    def label(self) -> Message:
        """What the format is called."""
        return msg(f"reader.survey.{self.id}")


def survey_readers() -> tuple[SurveyReader, ...]:
    """Every format of survey data that is read."""
    return discovery.records("projects.readers.surveys", SurveyReader)


def reader_of(path: Path) -> SurveyReader | None:
    """The reader that claims the file, or none. Raises ImportProblem for an empty, locked or unknown file."""
    source = SurveyFile(path)
    return next((reader for reader in survey_readers() if reader.claims(source)), None)


def survey_suffixes() -> tuple[str, ...]:
    """The endings of the names of survey data, with the dot, in the order of the readers."""
    return tuple(suffix for reader in survey_readers() for suffix in reader.suffixes)


def suffixes_with_form() -> tuple[str, ...]:
    """The endings of files whose form often lies beside them."""
    return tuple(suffix for reader in survey_readers() if reader.form_beside for suffix in reader.suffixes)


def suffixes_of(*formats: str) -> tuple[str, ...]:
    """The endings of some formats, by the ids of their readers: "workbook", "delimited"."""
    return tuple(suffix for reader in survey_readers() if reader.id in formats for suffix in reader.suffixes)


def survey_patterns(*formats: str) -> str:
    """The endings of some formats (of all where none is named) as a file dialog takes them: "*.xlsx *.csv …"."""
    return discovery.patterns(suffixes_of(*formats) if formats else survey_suffixes())
