# SPDX-License-Identifier: MIT
"""The pictures of the Analysis room, taken in the sample study. It stores nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from analysis.codings.records import CODINGS
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.analysis.capabilities import AnalysisRoom


def tour_of(room: AnalysisRoom) -> list[TourStep]:
    """A set by sex with its chart, a cross-tab, the members' table, a model, the Python, a new analysis."""

    def saved(kind: str, table: int = 0, *, grouped: bool = False) -> Callable[[], None]:
        def show() -> None:
            room.centre.python.hide()
            tables = list(room.tables)
            for one in room.saved:
                here = one.declaration == kind and tables.index(one.data_table) == min(table, len(tables) - 1)
                if here and (not grouped or one.options.get("by")):
                    room.show_saved(one.id)
                    return

        return show

    def python() -> None:
        saved("set", grouped=True)()
        if room.centre.python.isHidden():
            room.show_python()
        room.centre.area.verticalScrollBar().setValue(room.centre.area.verticalScrollBar().maximum())

    def draft() -> None:
        room.centre.python.hide()
        room.begin("means")
        field = room.right.form.field("variable")
        turn = getattr(field, "turn", None)
        if callable(turn):
            turn()

    def precision() -> None:
        saved("set", grouped=True)()
        if not room.centre.blocks[0].precision.isVisible():
            room.centre.blocks[0].more.click()

    def ready() -> bool:
        return room.outcome is not None

    return [
        TourStep("analysis", saved("set", grouped=True), ready),
        TourStep("analysis_precision", precision, ready),
        TourStep("analysis_crosstab", saved("crosstab"), ready),
        TourStep("analysis_members", saved("proportions", 1), ready),
        TourStep("analysis_number", saved("describe"), ready),
        TourStep("analysis_errors", lambda: _errors(room), lambda: ready() and _scrolled(room)),
        TourStep("analysis_model", lambda: _model(room), ready),
        TourStep("analysis_codes", partial(_codings, room, "code_frequencies", {}), ready),
        TourStep("analysis_code_matrix", partial(_codings, room, "code_crosstab", {"by": "document"}), ready),
        TourStep("analysis_seen_as", partial(_seen_as, room), lambda: room.right.seen_as.value() == "partner"),
        TourStep("analysis_framework", partial(_codings, room, "framework", {}), ready),
        TourStep("analysis_joint_display", partial(_beside_survey, room), lambda: not room.computing),
        TourStep("analysis_cooccurrence", partial(_codings, room, "cooccurrence", {"relation": "turn"}), ready),
        TourStep("analysis_python", python, ready),
        TourStep("analysis_new", draft, lambda: room.present is not None and room.outcome is None),
    ]


def _codings(room: AnalysisRoom, kind: str, options: dict[str, str]) -> None:
    """An analysis of the codings, where there are interviews."""
    room.centre.python.hide()
    if CODINGS in room.tables:
        room.begin(kind, options, CODINGS)


def _seen_as(room: AnalysisRoom) -> None:
    """The result in front as a partner would have it."""
    room.right.seen_as.choose("partner")
    room.right.seen_as.chosen.emit("partner")


def _beside_survey(room: AnalysisRoom) -> None:
    """The shares of a question beside the quotes of its code, where there is a survey."""
    table = next((one for one in room.tables.values() if one.parent is None and one.id != CODINGS), None)
    if table is not None:
        room.begin("joint_display", {}, table.id)


def _model(room: AnalysisRoom) -> None:
    """What explains feeling very unsafe: a model of three variables."""
    room.centre.python.hide()
    table = next((one for one in room.tables.values() if one.parent is None), None)
    if table is None:
        return
    names = {variable.name.rpartition("/")[2]: variable.id for variable in table.variables}
    predictors = [names[name] for name in ("head_sex", "site", "head_age") if name in names]
    room.begin("regression", {"variable": names["safe_at_night"], "predictors": predictors}, table.id)


def _errors(room: AnalysisRoom) -> None:
    """How errors are estimated, being changed to a bootstrap."""
    room.centre.python.hide()
    held = next((one for one in room.saved if one.declaration == "proportions"), None)
    if held is not None:
        room.show_saved(held.id)
    room.right.errors.change.click()
    room.right.errors.form.choose_way("made-bootstrap")


def _scrolled(room: AnalysisRoom) -> bool:
    """Whether the card of the errors is in sight, after scrolling to it: it has its place only once it is laid out."""
    card = room.right.errors
    room.right.area.ensureWidgetVisible(card.use)
    return not card.use.visibleRegion().isEmpty()
