# SPDX-License-Identifier: MIT
"""Runs saved analyses, each table read once; one that cannot run leaves the sentence that says why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.analyses import AnalysisProblem, declaration, failed_result, run, study_of
from analysis.codings.records import CODINGS
from projects.results.saved_results import SavedAnalysis
from wording import NoProgress, Progress, Stopped

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.codings.records import Codings
    from analysis.records import Frame
    from projects.store import Project


def run_saved(
    project: Project, saved: Sequence[SavedAnalysis], progress: Progress | None = None
) -> dict[str, AnalysisResult]:
    """The results of saved analyses by their ids, each table read once; as `run_on`. Raises Stopped."""
    return run_on(frames_for(project, saved), saved, progress)


@dataclass(frozen=True)
class KeptRuns:
    """Runs as `run_saved`, each question once; whoever holds it lets go of it when data change."""

    held: dict[str, AnalysisResult] = field(default_factory=dict)

    def __call__(self, project: Project, saved: Sequence[SavedAnalysis]) -> dict[str, AnalysisResult]:
        """The results by their ids; tables are read only for those that were not asked before."""
        asked = {one.id: json.dumps([one.declaration, one.data_table, one.options], sort_keys=True) for one in saved}
        missing = [one for one in saved if asked[one.id] not in self.held]
        for name, result in (run_saved(project, missing) if missing else {}).items():
            self.held[asked[name]] = result
        return {name: self.held[question] for name, question in asked.items()}


def frames_for(project: Project, saved: Sequence[SavedAnalysis]) -> dict[str, Frame | Codings]:
    """What saved analyses read, by table: frames with the columns they need, the codings."""
    from analysis.analyses.joint_display import variables_beside  # numpy, 80 ms: not at start
    from analysis.codings.options import asks_lemmas  # numpy, 80 ms: not at start
    from projects.datasets.table.frames import load_frame  # numpy, 80 ms: not at start
    from projects.findings.coded_frames import load_codings  # numpy, 80 ms: not at start
    from projects.findings.lemmas import with_lemmas  # numpy, 80 ms: not at start
    from projects.results.plan_run import variables_of  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import data_table  # numpy, 80 ms: not at start

    needed: dict[str, set[str]] = {}
    for one in saved:
        if one.data_table == CODINGS:
            continue
        table = data_table(project, one.data_table)
        needed.setdefault(one.data_table, set()).update(variables_of(one.declaration, one.options, table))
    found: dict[str, Frame | Codings] = {
        table: load_frame(project, table, sorted(names, key=lambda name: int(name[1:])))
        for table, names in needed.items()
    }
    beside = [one for one in saved if declaration(one.declaration).with_codings]
    if beside or any(one.data_table == CODINGS for one in saved):
        codings = load_codings(project)
        asked = any(asks_lemmas(one.options) for one in saved)
        found[CODINGS] = with_lemmas(project, codings) if asked else codings
        for one in beside:
            table = data_table(project, one.data_table)
            wanted = needed[one.data_table] | variables_beside(codings, table, one.options)
            found[one.data_table] = load_frame(project, table.id, sorted(wanted, key=lambda name: int(name[1:])))
            needed[one.data_table] = wanted
    return found


def run_on(
    frames: Mapping[str, Frame | Codings], saved: Sequence[SavedAnalysis], progress: Progress | None = None
) -> dict[str, AnalysisResult]:
    """The results of saved analyses on frames already read; it needs no project. Raises Stopped.

    Where the data do not allow one, the sentence that says why stands in place of its table.
    """
    from analysis.codings.study import CodingStudy  # more of the program: not at start
    from projects.results.plan_run import PartialProgress  # numpy, 80 ms: not at start

    progress = progress or NoProgress()
    studies = {table: study_of(frame) for table, frame in frames.items()}
    for study in studies.values():
        if not isinstance(study, CodingStudy):
            study.codings = studies.get(CODINGS)
    results: dict[str, AnalysisResult] = {}
    for number, one in enumerate(saved, start=1):
        if progress.stop_requested():
            raise Stopped
        study = studies[one.data_table]
        try:
            results[one.id] = run(one.declaration, study, one.options, PartialProgress(progress))
        except AnalysisProblem as hindered:
            results[one.id] = failed_result(one.declaration, study, one.options, hindered)
        progress.report(number / len(saved))
    return results
