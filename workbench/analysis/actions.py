# SPDX-License-Identifier: MIT
"""Actions of the Analysis room, one object each, with the columns they act on; commands and pictures run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.analysis_in_front import AnalysisInFront
from workbench.analysis.change_report import ChangeReport
from workbench.analysis.design_actions import DesignActions
from workbench.analysis.export_actions import ExportActions
from workbench.analysis.new_analysis import NewAnalysis
from workbench.analysis.plan_actions import PlanActions
from workbench.analysis.result_actions import ResultActions
from workbench.analysis.result_quotes import ResultQuotes
from workbench.analysis.tile_actions import TileActions
from workbench.analysis.withholding_actions import WithholdingActions
from workbench.results.computation import AnalysisRunner

if TYPE_CHECKING:
    from workbench.analysis.panes.centre_pane import ResultPane
    from workbench.analysis.panes.left_pane import LeftPane
    from workbench.analysis.panes.right_pane import OptionsPane
    from workbench.analysis.state import AnalysisState
    from workbench.session import Session


class AnalysisActions:
    """Each is given the state, the session, the panes it acts on and the actions before it."""

    def __init__(
        self, state: AnalysisState, session: Session, left: LeftPane, centre: ResultPane, right: OptionsPane
    ) -> None:
        self.centre, self.right = centre, right
        self.runner = AnalysisRunner()
        self.front = front = AnalysisInFront(state, session, self.runner, centre, right)
        left.chosen.connect(front.choose)
        self.results = ResultActions(state, session, front, centre)
        self.exports = ExportActions(state, session, centre, left)
        self.report = ChangeReport(state, centre)
        self.plan = PlanActions(state, session, self.runner, left, self.report)
        self.withholding = WithholdingActions(state, session, centre.withheld, right.warnings)
        self.design = DesignActions(state, session, self.runner, right)
        self.new_analysis = NewAnalysis(state, session, front, left, centre, right)
        self.tiles = TileActions(state, session, centre, right)
        self.result_quotes = ResultQuotes(state, session, front, self.runner, centre, right)
        front.computed.connect(lambda _outcome: self.report.show())
        front.computed.connect(self.withholding.show)
        front.computed.connect(lambda _outcome: self.design.show_figures())
        front.failed.connect(self.design.show_figures)
