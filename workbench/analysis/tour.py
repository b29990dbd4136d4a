# SPDX-License-Identifier: MIT
"""The pictures of the Analysis room, taken in the sample study."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from analysis.codings.records import CODINGS
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.analysis.actions import AnalysisActions
    from workbench.analysis.state import AnalysisState


def tour_of(state: AnalysisState, on: AnalysisActions) -> list[TourStep]:
    """A set by sex with its chart, a cross-tab, the members' table, a model, the Python, a new analysis."""

    def saved(kind: str, table: int = 0, *, grouped: bool = False) -> Callable[[], None]:
        def show() -> None:
            on.centre.python.hide()
            tables = list(state.tables)
            for one in state.saved:
                here = one.declaration == kind and tables.index(one.data_table) == min(table, len(tables) - 1)
                if here and (not grouped or one.options.get("by")):
                    on.front.show_saved(one.id)
                    return

        return show

    def python() -> None:
        saved("set", grouped=True)()
        if on.centre.python.isHidden():
            on.front.show_python()
        on.centre.area.verticalScrollBar().setValue(on.centre.area.verticalScrollBar().maximum())

    def draft() -> None:
        on.centre.python.hide()
        on.front.begin("means")
        field = on.right.form.field("variable")
        turn = getattr(field, "turn", None)
        if callable(turn):
            turn()

    def precision() -> None:
        saved("set", grouped=True)()
        on.centre.blocks[0].fold.fold(False)

    def ready() -> bool:
        return state.outcome is not None

    return [
        TourStep("analysis", saved("set", grouped=True), ready),
        TourStep("analysis_precision", precision, lambda: ready() and _in_sight(on)),
        TourStep("analysis_crosstab", saved("crosstab"), ready),
        TourStep("analysis_members", saved("proportions", 1), ready),
        TourStep("analysis_number", saved("describe"), ready),
        TourStep("analysis_errors", lambda: _errors(state, on), lambda: ready() and _scrolled(on)),
        TourStep("analysis_model", lambda: _model(state, on), ready),
        TourStep("analysis_codes", partial(_codings, state, on, "code_frequencies", {}), ready),
        TourStep("analysis_code_matrix", partial(_codings, state, on, "code_crosstab", {"by": "document"}), ready),
        TourStep("analysis_seen_as", partial(_seen_as, on), lambda: on.right.seen_as.value() == "partner"),
        TourStep("analysis_framework", partial(_codings, state, on, "framework", {}), ready),
        TourStep("analysis_joint_display", partial(_beside_survey, state, on), lambda: not state.computing),
        TourStep("analysis_cooccurrence", partial(_codings, state, on, "cooccurrence", {"relation": "turn"}), ready),
        TourStep("analysis_python", python, ready),
        TourStep("analysis_new", draft, lambda: state.current is not None and state.outcome is None),
    ]


def _in_sight(on: AnalysisActions) -> bool:
    """Whether the table of precision is in sight: it has its place only once it is laid out."""
    area, fold = on.centre.area, on.centre.blocks[0].fold
    sheet = area.widget()
    if sheet is None:
        return False
    top = fold.mapTo(sheet, fold.rect().topLeft()).y()
    area.verticalScrollBar().setValue(top)
    return 0 < top < area.verticalScrollBar().value() + area.height() // 2


def _codings(state: AnalysisState, on: AnalysisActions, kind: str, options: dict[str, str]) -> None:
    """An analysis of the codings, where there are interviews."""
    on.centre.python.hide()
    if CODINGS in state.tables:
        on.front.begin(kind, options, CODINGS)


def _seen_as(on: AnalysisActions) -> None:
    """The result in front as a partner would have it."""
    on.right.seen_as.choose("partner")
    on.right.seen_as.chosen.emit("partner")


def _beside_survey(state: AnalysisState, on: AnalysisActions) -> None:
    """The shares of a question beside the quotes of its code, where there is a survey."""
    table = next((one for one in state.tables.values() if one.parent is None and one.id != CODINGS), None)
    if table is not None:
        on.front.begin("joint_display", {}, table.id)


def _model(state: AnalysisState, on: AnalysisActions) -> None:
    """What explains feeling very unsafe: a model of three variables."""
    on.centre.python.hide()
    if on.right.form.is_open:
        on.right.form.turn_more()
    table = next((one for one in state.tables.values() if one.parent is None), None)
    if table is None:
        return
    names = {variable.name.rpartition("/")[2]: variable.id for variable in table.variables}
    predictors = [names[name] for name in ("head_sex", "site", "head_age") if name in names]
    on.front.begin("regression", {"variable": names["safe_at_night"], "predictors": predictors}, table.id)


def _errors(state: AnalysisState, on: AnalysisActions) -> None:
    """How errors are estimated, being changed to a bootstrap."""
    on.centre.python.hide()
    held = next((one for one in state.saved if one.declaration == "proportions"), None)
    if held is not None:
        on.front.show_saved(held.id)
    if not on.right.form.is_open:
        on.right.form.turn_more()
    on.right.errors.change.click()
    on.right.errors.form.choose_way("made-bootstrap")


def _scrolled(on: AnalysisActions) -> bool:
    """Whether the card of the errors is in sight, after scrolling to it: it has its place only once it is laid out."""
    card = on.right.errors
    on.right.area.ensureWidgetVisible(card.use)
    return not card.use.visibleRegion().isEmpty()
