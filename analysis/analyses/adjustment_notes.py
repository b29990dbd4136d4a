# SPDX-License-Identifier: MIT
"""Notes on weights adjusted to known totals: the totals, how far weights moved, the change in standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.analyses.number_words import interval, number
from analysis.known_totals import adjusted_text
from wording import Message, Progress, Text, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.declarations.study import Study
    from analysis.known_totals import AdjustedTo, Adjustment


def adjusted_facts(study: Study, progress: Progress | None = None) -> dict[str, Any]:
    """`adjusted`: method, source, ratios new to old, range of new weights, Kish's effects; of a table above, less.

    References
    ----------
    Kish (1965), Survey Sampling (effect of unequal weights).
    """
    adjust = study.frame.design.adjust
    if adjust is None:
        return {}
    facts = {
        "method": adjust.to.method,
        "variables": [[dict(label.by_language) for label in names] for names in adjust.to.variables],
        "source": adjust.to.source,
        "trimmed": adjust.to.trimmed,
        "given": adjust.given,
    }
    if not adjust.given:
        facts |= study.once(("adjusted",), lambda: _effect(study, progress))
    return {"adjusted": facts}


def _effect(study: Study, progress: Progress | None) -> dict[str, float]:
    from analysis.survey.calibration.weight_adjustment import (  # numpy, 80 ms: not at start
        adjusted,
        base_design,
        effect,
    )
    from analysis.survey.cancellation import step  # numpy, 80 ms: not at start

    columns = study.frame.design
    assert columns.adjust is not None
    before = base_design(columns, study.rows, study.lonely, study.frame.refused, progress)
    after = study.design if study.times is None else adjusted(before, columns.adjust, progress)
    step(progress)
    found = effect(before, after, columns.adjust)
    step(progress)
    return {
        "ratio_low": found.ratio_low, "ratio_high": found.ratio_high, "weight_low": found.low,
        "weight_high": found.high, "kish_before": found.kish_before, "kish": found.kish, "scale": found.scale,
        "bounded": found.bounded, "trimmed": found.trimmed, "outside": found.outside,
    }  # fmt: skip


def adjusted_notes(study: Study, facts: dict[str, Any], infers: bool) -> list[Text]:
    """The sentences under a table; none where nothing was adjusted."""
    adjust = study.frame.design.adjust
    if adjust is None or "adjusted" not in facts:
        return []
    by_replicates = bool(facts.get("replicates"))
    said: list[Text] = [_line(adjust, infers, by_replicates)]
    one = facts["adjusted"]
    if "kish" in one:
        said.append(
            msg(
                "note.adjusted_effect", ratio=interval(one["ratio_low"], one["ratio_high"], 2),
                weights=interval(one["weight_low"], one["weight_high"], 2), kish=number(one["kish"], 2),
            )
        )  # fmt: skip
        if adjust.bounds is not None or adjust.trim is not None:
            said += limit_note(one)
    if adjust.over is not None:
        said.append(_line(adjust.over, infers, by_replicates))
    return said


def limit_note(effect: Mapping[str, float]) -> list[Text]:
    """Say how far bounds or limits let single weights move.

    Beside the factor common to all; and how many rows they hold.
    """
    scale = effect["scale"]
    moved = interval(effect["ratio_low"] / scale, effect["ratio_high"] / scale, 2)
    said: list[Text] = [msg("adjusting.moved", ratio=moved, scale=number(scale, 2))]
    for name in ("bounded", "trimmed", "outside"):
        if effect[name]:
            said.append(msg(f"adjusting.{name}", n=int(effect[name])))
    return said


def _line(adjust: Adjustment, infers: bool, by_replicates: bool) -> Message:
    return adjusted_line(adjust.to, adjust.of_table if adjust.given else None, infers, by_replicates)


def adjusted_line(to: AdjustedTo, of_table: Text | None, infers: bool, by_replicates: bool) -> Message:
    """How the weights are adjusted, and what errors make of it; `of_table`: in that table above, for rows below."""
    if of_table is not None:
        key = "note.adjusted_given" if infers else "note.adjusted_given_plain"
        return msg(key, how=adjusted_text(to), table=of_table)
    if not infers:
        return msg("note.adjusted_plain", how=adjusted_text(to))
    return msg("note.adjusted_replicates" if by_replicates else "note.adjusted", how=adjusted_text(to))
