# SPDX-License-Identifier: MIT
"""Notes under a table and its facts: design, interval, df, who is not in the base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.analyses.adjustment_notes import adjusted_facts, adjusted_notes
from analysis.analyses.design_figures import design_parts, sample_facts, weight_facts
from analysis.analyses.number_words import number
from analysis.analyses.replicate_notes import left_out_note, replicate_facts, replicate_notes
from analysis.analyses.row_wording import counted_text, nobody_interviewed
from analysis.analyses.shared_options import Settings
from analysis.declarations.study import Study
from analysis.records import Kind, RowOrigin, Variable
from analysis.tables.layout import missing_text
from wording import Message, Text, msg
from wording.texts import Labels

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey import Estimates


WIDE_WEIGHTS = 10.0  # a weight ten times another: few rows decide


def beside_base(settings: Settings, *variables: Variable) -> dict[int, int]:
    """Reason → unweighted rows of the domain without an answer to one of `variables` (the first that lacks it)."""
    import numpy as np  # numpy, 80 ms: not at start

    counts: dict[int, int] = {}
    left = settings.inside & (settings.study.design.weights != 0)  # rows without weight have a note of their own
    for variable in variables:
        settings.step()
        reasons = settings.study.reasons(variable.id)
        for reason, count in enumerate(np.bincount(reasons[left], minlength=1)[1:].tolist(), start=1):
            if count:
                counts[reason] = counts.get(reason, 0) + count
        left = left & (reasons == 0)
    return counts


def shared_facts(settings: Settings, n: int) -> dict[str, Any]:
    """The facts of the rows and of their design that any analysis has, as JSON values."""
    study = settings.study
    facts: dict[str, Any] = {
        "n": n,
        "rows": study.rows,
        "how": study.table.how.value,
        "recorded": _recorded(study),
        "inference": settings.infers,
        "inference_reason": settings.reason,
        "weighted": study.weighted,
        "weights_one": study.weights_one,
        "dropped": study.design.dropped,
        "weightless": study.once(("weightless",), lambda: _weightless(study)),
        "level": settings.level,
    }
    settings.step()
    if study.weighted:
        facts.update(adjusted_facts(study, settings.progress))
        settings.step()
        facts.update(weight_facts(study))
    facts["oddities"] = ["one_cluster"] if settings.infers and study.design.variance_unknown else []
    if settings.infers:
        facts.update(sample_facts(study))
        facts["replicates"] = study.once(("replicates",), lambda: replicate_facts(study))
    return facts


def design_facts(settings: Settings, total: Estimates) -> dict[str, Any]:
    """The facts of the design and of the estimates of the whole domain, as JSON values."""
    import numpy as np  # numpy, 80 ms: not at start

    settings.step()
    facts = shared_facts(settings, int(total.n.max(initial=0)))
    facts["oddities"] = [*_oddities(total), *facts["oddities"]]
    facts["weighted_base"] = float(total.weighted_base.max(initial=0.0))
    if settings.infers:
        facts["df"] = float(np.nanmax(total.df)) if np.isfinite(total.df).any() else None
        facts["df_rule"] = total.df_rule
        facts["interval"] = total.interval
        deff = total.deff_replace[np.isfinite(total.deff_replace) & (total.df > 0)]
        facts["deff"] = float(np.median(deff)) if len(deff) else None
        facts["lonely"] = int(total.lonely.max(initial=0))
    return facts


def _weightless(study: Study) -> int:
    """Rows of the design whose weight is zero."""
    return int((study.design.weights == 0).sum()) - study.design.dropped


def _oddities(total: Estimates) -> list[str]:
    """What keeps the estimates from being believed, as the names of notes `note.<name>`."""
    import numpy as np  # numpy, 80 ms: not at start

    if not total.n.max(initial=0):
        return ["nobody"]
    known = np.isfinite(total.se)
    # a design effect against a simple sample that has no variance either: all values are the same
    same = known.any() and (total.n[known] > 1).all() and np.isnan(total.deff_replace[known]).all()
    return ["constant"] if same else []


def notes(settings: Settings, facts: dict[str, Any], missing: dict[int, int], *more: Text | None) -> tuple[Text, ...]:
    """The notes of a table: design, interval, tests (`more`), beside the base, domain, what is not inferred."""
    lines: list[Text] = [msg(f"note.{name}") for name in facts.get("oddities", ())]
    if settings.infers:
        lines.append(msg("note.design", parts=design_parts(facts, clusters_of=settings.study.frame.design.clusters_of)))
        if facts.get("replicates"):
            lines.extend(replicate_notes(facts["replicates"]))
            lines.extend(filter(None, [left_out_note(settings)]))
        if facts.get("df"):
            method = msg(f"interval.{facts['interval']}")
            key = "note.interval" if settings.group is None else "note.interval_groups"
            key = f"{key}_replicates" if facts.get("replicates") else key
            lines.append(msg(key, method=method, df=facts["df"]))
        if facts.get("weights_ratio", 1.0) >= WIDE_WEIGHTS:
            lines.append(msg("note.weights_ratio", k=number(facts["weights_ratio"], 0)))
        if settings.reason:
            lines.append(msg("note.inference_on", reason=settings.reason))
    else:
        weights: Message | str = msg("note.weighted") if facts["weighted"] else msg("note.unweighted")
        lines.append(_no_inference(settings, facts["how"], weights))
    lines.extend(line for line in more if line is not None)
    if any(missing.values()):
        lines.append(msg("note.missing", parts=list(missing_text(missing))))
    if settings.study.eligible is not None:
        lines.append(msg("note.within_household", variable=settings.study.eligible))
    lines.extend(adjusted_notes(settings.study, facts, settings.infers))
    if facts["dropped"]:
        lines.append(msg("note.dropped", n=facts["dropped"]))
    if facts["weightless"]:
        lines.append(msg("note.weightless", n=facts["weightless"]))
    if settings.where:
        lines.append(msg("note.where", conditions=list(settings.where)))
    return tuple(lines)


def _recorded(study: Study) -> bool:
    return nobody_interviewed(study.table)


def _no_inference(settings: Settings, how: str, weights: Message | str) -> Message:
    """What the figures describe where no population is inferred."""
    if how == RowOrigin.KEY_INFORMANTS.value:
        return msg("note.no_inference_informants", how=msg(f"how.{how}"), weights=weights)
    if nobody_interviewed(settings.study.table):
        counted = counted_text(settings)
        return msg("note.no_inference_recorded", how=msg(f"how.{how}"), counted=counted, weights=weights)
    return msg("note.no_inference", how=msg(f"how.{how}"), weights=weights)


def group_missing(settings: Settings, answered: np.ndarray) -> Text | None:
    """A note on rows that are in no group, and so not in the total beside the groups."""
    if settings.group is None or settings.without_group is None:
        return None
    count = int((answered & settings.without_group).sum())
    return msg("note.no_group", n=count, group=settings.group_name) if count else None


def default_title(settings: Settings, variable: Labels, key: str = "title.variable") -> Text:
    """The question as title, with its groups; the user's own title where there is one."""
    if settings.title:
        return settings.title
    if settings.by is None:
        return msg(key, variable=variable)
    return msg(f"{key}_by", variable=variable, group=settings.group_name)


def is_number(variable: Variable) -> bool:
    """Whether the variable holds numbers."""
    return variable.kind in (Kind.INTEGER, Kind.NUMBER)
