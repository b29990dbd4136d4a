# SPDX-License-Identifier: MIT
"""The data that the shown Python of an analysis reads: the rows of its variables, or its codings with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.analyses import Study, declaration, run
from analysis.codings.study import CodingStudy
from analysis.exported import counted_only
from analysis.exported_codings import of_documents, watched
from analysis.masking import Destination
from analysis.records import Frame
from projects.exchange.whole_text_consent import shareable_documents
from projects.results.plan_run import read_study, variables_of
from projects.stored_tables.stored_table import data_table
from wording import Message, Text, msg

if TYPE_CHECKING:
    from analysis.analyses import Declaration
    from analysis.codings.records import Codings
    from analysis.declarations.records import Options
    from analysis.exported_codings import WordsRead
    from projects.export_gate import Exported
    from projects.store.ports import Releasing
    from projects.store.project import Project


@dataclass(frozen=True)
class ProgramData:
    """What one program reads. `messages`: interviews left out; `eligible`: the variable that multiplies weights."""

    frame: Frame | None = None
    codings: Codings | None = None
    words: WordsRead | None = None
    messages: Sequence[Message] = ()
    eligible: Text | None = None


def program_data(project: Project, name: str, table_id: str, options: Options) -> ProgramData:
    """What the program of an analysis reads, for the team. Raises Problem where nothing may leave."""
    declared = declaration(name)
    if declared.of_codings or declared.with_codings:
        return _coded(project, declared, table_id, options)
    from projects.datasets.table.frames import load_frame  # numpy, 80 ms: not at start

    names = variables_of(name, options, data_table(project, table_id))
    frame = load_frame(project, table_id, sorted(names, key=_number), visits=declared.visits)
    if declared.visits:
        frame = counted_only(frame, str(options["variable"]))
    eligible = frame.table.variable(options["eligible"]) if options.get("eligible") else None
    return ProgramData(frame, eligible=None if eligible is None else eligible.labels or eligible.name)


def export_program_data(gate: Releasing, data: ProgramData, path: Path, *, overwrite: bool = False) -> Exported:
    """Write what a program reads, inside the team only. Raises ExportProblem."""
    from projects.export_gate import export_codings, export_frame  # cryptography, 10 ms: not at start

    if data.codings is None:
        assert data.frame is not None
        return export_frame(gate, data.frame, path, overwrite=overwrite, eligible=data.eligible)
    assert data.words is not None
    return export_codings(gate, data.codings, data.words, path, beside=data.frame, overwrite=overwrite)


def _coded(project: Project, declared: Declaration, table_id: str, options: Options) -> ProgramData:
    """The codings of the interviews that may leave, with the words that the analysis reads of them, no others."""
    shareable = shareable_documents(project, Destination.INSIDE)
    names: set[str] = set()
    if declared.with_codings:
        names = variables_of(declared.id, options, data_table(project, table_id))
    study = read_study(project, table_id, sorted(names, key=_number), beside=[options])
    coded = study.codings if isinstance(study, Study) else study
    if coded is None:
        return ProgramData(messages=(msg("problem.no_interviews"),))
    codings = of_documents(coded.codings, frozenset(shareable.allowed))
    seen, words = watched(codings)
    if isinstance(study, Study):
        study.codings = CodingStudy(seen)
        run(declared, study, options)
        return ProgramData(study.frame, codings, words, shareable.messages())
    run(declared, CodingStudy(seen), options)
    return ProgramData(None, codings, words, shareable.messages())


def _number(variable: str) -> int:
    return int(variable[1:])
