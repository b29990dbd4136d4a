# SPDX-License-Identifier: MIT
"""The report of a plan, where the project's own is still empty: each line's table and figure, then the methods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.report.blocks import Report
from projects.pages.lead_sentences import project_title
from projects.pages.report_composition import blocks_of
from projects.pages.template_filling import TemplateContent
from projects.results.saved_results import ReportBlock, SavedAnalysis
from wording import text_to_json

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from projects.pages.page_options import PageOptions
    from projects.results.plan_run import PlannedAnalysis
    from projects.store import Project


def plan_report(
    project: Project, planned: Sequence[PlannedAnalysis], results: Sequence[AnalysisResult], options: PageOptions
) -> Report:
    """Compose it of results that were run already; nothing is stored in the project.

    A line that could not be done keeps the sentence that says why in place of its table.
    """
    saved = [
        SavedAnalysis(f"line-{number}", one.declaration, one.table, one.options)
        for number, one in enumerate(planned, start=1)
    ]
    found = dict(zip((one.id for one in saved), results, strict=True))
    blocks = [ReportBlock("title", "title", {"text": text_to_json(project_title(project))})]
    for one in saved:
        blocks.append(ReportBlock(f"{one.id}-table", "table", {"analysis": one.id}))
        if found[one.id].figures:
            blocks.append(ReportBlock(f"{one.id}-figure", "figure", {"analysis": one.id}))
    blocks.append(ReportBlock("methods", "methods", {}))
    understood = [one for one, line in zip(saved, planned, strict=True) if line.problem is None]
    made = blocks_of(project, blocks, found, understood, TemplateContent(project, found, understood, options))
    kept = [(block.id, one) for block, one in zip(blocks, made, strict=True) if one is not None]
    layout = project.setting("page_layout", "report")
    return Report(
        project_title(project),
        tuple(one for _, one in kept),
        options={"layout": layout},
        keys=tuple(key for key, _ in kept),
    )
