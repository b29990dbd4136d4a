# SPDX-License-Identifier: MIT
"""Imports and previews in a throw-away process, so that a hostile or huge file cannot harm the program."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

from projects.imported.records import ImportedData
from projects.importing.options import ImportOptions
from projects.importing.process_messages import findings_from, options_from, pieces, plain, rebuilt
from projects.worker import run_job
from wording import Progress

if TYPE_CHECKING:
    from projects.intake.survey_preview import Preview

SECONDS = 60.0
MEMORY = 1 << 30


def import_survey_in_worker(
    path: Path, form: Path | None = None, options: ImportOptions | None = None, progress: Progress | None = None
) -> ImportedData:
    """`import_survey` in a process of its own: 1 GiB, 60 s of processor time, no network, cancelled within 200 ms.

    Raises ImportProblem's sentence as Problem, WorkerProblem when a limit was reached, Stopped when cancelled.
    """
    arguments = {
        "path": str(Path(path).absolute()),
        "form": None if form is None else str(Path(form).absolute()),
        "options": plain(options or ImportOptions()),
    }
    answer = run_job("import_survey", arguments, progress, SECONDS, MEMORY, processor_time=True)
    return rebuilt(answer.value, answer.parts)


def preview_in_worker(path: Path, options: ImportOptions | None = None, progress: Progress | None = None) -> Preview:
    """`preview` in a process of its own, under the same limits."""
    from projects.intake.survey_preview import Preview  # numpy, 80 ms: not at start

    arguments = {"path": str(Path(path).absolute()), "options": plain(options or ImportOptions())}
    value = run_job("preview", arguments, progress, SECONDS, MEMORY, processor_time=True).value
    lists = {name: tuple(value[name]) for name in ("sheets", "headers", "groups")}
    rows = tuple(tuple(row) for row in value["rows"])
    return Preview(**{**value, **lists, "rows": rows, "findings": findings_from(value["findings"])})


def job_preview(arguments: dict[str, Any], progress: Progress) -> Any:
    """The job behind `preview_in_worker`."""
    without_pandas()
    from projects.intake.survey_preview import preview  # numpy, 80 ms: not at start

    del progress
    return plain(preview(Path(arguments["path"]), options_from(arguments["options"])))


def job_import(arguments: dict[str, Any], progress: Progress) -> tuple[Any, Iterator[memoryview]]:
    """The job behind `import_survey_in_worker`."""
    without_pandas()
    from projects.intake.survey_import import import_survey  # numpy, 80 ms: not at start

    form = arguments["form"]
    data = import_survey(
        Path(arguments["path"]), None if form is None else Path(form), options_from(arguments["options"]), progress
    )
    return plain(data), pieces(data)


class _NoPandas(MetaPathFinder):
    """Says that pandas is not there: Arrow would load it, no reader uses it, and it is half of a small file's time."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Refuse pandas and leave every other module to the finders behind."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)


def without_pandas() -> None:
    """Keep pandas out of this process (0.3 of 0.6 s)."""
    sys.meta_path.insert(0, _NoPandas())
