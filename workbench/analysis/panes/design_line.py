# SPDX-License-Identifier: MIT
"""The line of the Design card that counts: strata, clusters, range of the weights, design effect. It stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from wording import Message, msg
from workbench.widgets import Label

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.records import DataTable
    from workbench.jobs import Job
    from workbench.results.computation import Computer
    from workbench.session import Session


class DesignLine(Label):
    """Empty until it is known; counted in the background, once for each table as its data are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", wrap=True, parent=parent)
        self._arguments: object = None
        self._asked = 0
        self.hide()

    def of(self, *arguments: object) -> None:
        """It stands beside the design of something else: what was counted of another one goes."""
        if arguments != self._arguments:
            self._arguments = arguments
            self._asked += 1
            self.hide()

    def renew(self, session: Session, computer: Computer, table: DataTable, result: AnalysisResult | None) -> None:
        """Count anew where the data changed, and say it with the design effect of the result, where it has one."""
        self._asked += 1
        number, deff = self._asked, result.facts.get("deff") if result is not None else None

        def work(job: Job) -> dict[str, Any]:
            return computer.design_figures(session, table)

        def done(facts: dict[str, Any]) -> None:
            if number == self._asked:
                said = figures_text(facts, deff)
                self.say(said or "")
                self.setVisible(said is not None)

        session.compute(work, done, lambda _problem: self.hide(), owner=self)


def figures_text(facts: dict[str, Any], deff: float | None) -> Message | None:
    """ "In figures: 3 strata, 40 clusters, weights 0.4–2.9 (mean 1), design effect of this result 1.8."

    Without a result the effect of unequal weights stands there; None where there is no design.
    """
    from analysis.analyses.design_figures import design_parts  # more of the program: not at start

    if not facts:  # codings have no sample design
        return None
    if not (facts["strata"] or facts["clusters"] or facts.get("weights")):
        return None
    effect, facts = "analysis.view.design.deff", {**facts, "fpc": False, "deff": deff}  # of fpc the sentence tells
    if deff is None and facts["infers"] and not facts["weights_one"]:
        effect, facts["deff"] = "analysis.view.design.kish", facts.get("kish")
    parts = design_parts(facts, effect=effect, clusters_of=facts["clusters_of"])
    return msg("analysis.view.design.figures", parts=parts)
