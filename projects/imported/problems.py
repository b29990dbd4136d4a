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


def unknown_kind(name: str) -> ImportProblem:
    """The problem of a file that no reader takes: one that is called a workbook is damaged, or was renamed."""
    return import_problem("no_workbook_inside" if called_workbook(name) else "unknown_kind", file=name)


def damaged(name: str) -> ImportProblem:
    """The problem of a file whose content breaks off or contradicts itself, with what to do."""
    return import_problem("damaged_workbook" if called_workbook(name) else "damaged", file=name)
