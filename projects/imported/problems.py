# SPDX-License-Identifier: MIT
"""Problems that stop an import: one sentence with file, place and remedy. No value of the data in it."""

from __future__ import annotations

from pathlib import PurePath

from wording import Problem, msg


class ImportProblem(Problem):
    """A file that cannot be imported. Nothing was changed."""


def import_problem(key: str, **args: object) -> ImportProblem:
    """The problem whose sentence is `importing.problem.<key>`."""
    return ImportProblem(msg(f"importing.problem.{key}", **args))


def called_workbook(name: str) -> bool:
    """Whether the ending of a file's name is that of a workbook.

    Examples
    --------
    >>> called_workbook("Answers.XLSX"), called_workbook("answers.csv")
    (True, False)
    """
    suffix = PurePath(name).suffix.lower()
    return suffix.startswith(".xls") or suffix == ".ods"


_OTHER_KINDS = {
    "recording": (
        ".mp3",
        ".wav",
        ".m4a",
        ".ogg",
        ".oga",
        ".opus",
        ".flac",
        ".amr",
        ".wma",
        ".mp4",
        ".mov",
        ".avi",
        ".mkv",
    ),
    "picture": (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".webp", ".svg"),
    "slides": (".ppt", ".pptx", ".odp", ".key"),
}


def unknown_kind(name: str) -> ImportProblem:
    """The problem of a file that no reader takes, in the words of its kind: a workbook is damaged, or was renamed."""
    suffix = f".{name.rpartition('.')[2].lower()}"
    told = next((key for key, suffixes in _OTHER_KINDS.items() if suffix in suffixes), "unknown_kind")
    return import_problem("no_workbook_inside" if called_workbook(name) else told, file=name)


def damaged(name: str) -> ImportProblem:
    """The problem of a file whose content breaks off or contradicts itself, with what to do."""
    return import_problem("damaged_workbook" if called_workbook(name) else "damaged", file=name)
