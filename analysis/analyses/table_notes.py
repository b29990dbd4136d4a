# SPDX-License-Identifier: MIT
"""Notes under a table and its facts: design, interval, df, who is not in the base."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypedDict

from analysis.analyses.number_words import interval, number
from analysis.analyses.row_wording import counted_text, nobody_interviewed
from analysis.analyses.shared_options import Settings
from analysis.declarations.study import Study
from analysis.known_totals import adjusted_text
from analysis.problems import AnalysisProblem
from analysis.records import Kind, RowOrigin, Variable
from analysis.replicate_columns import ReplicateRule
from analysis.tables.layout import missing_text
from wording import Message, Progress, Text, msg
from wording.texts import Labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from analysis.known_totals import AdjustedTo, Adjustment
    from analysis.records import ReplicateSettings
    from analysis.survey import Estimates


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


def sample_facts(study: Study) -> dict[str, Any]:
    """Strata, clusters and population counts as JSON values; none where given replicate weights stand for them."""
    columns = study.frame.design
    given = columns.replicates is not None and columns.replicates.matrix is not None
    return {
        "strata": study.design.strata_count if columns.strata is not None and not given else None,
        "clusters": study.design.psu_count if columns.clusters is not None and not given else None,
        "fpc": columns.fpc is not None and (columns.replicates is None or columns.replicates.rule.takes_fpc),
    }


def weight_facts(study: Study) -> dict[str, Any]:
    """Lowest and highest weight, their mean being 1, and highest over lowest, as JSON values."""
    return {
        "weights": study.once(("weights",), lambda: _span(study.design.weights)),
        "weights_ratio": study.once(("weights_ratio",), lambda: study.design.weight_ratio),
    }


def refuse_relative_weights(study: Study) -> None:
    """Refuse a total where weights name no population.

    They may be scaled to the rows, or to fewer: no population is smaller than the sample of it. A probability sample
    without weights, or with weights that are all 1, names none either; a census, a register or sites are counted as
    they are.
    """
    if study.weights_one:
        if study.table.how is RowOrigin.PROBABILITY:
            raise AnalysisProblem(msg("problem.no_weights", n=study.rows))
        return
    if not study.design.names_population:
        weights = study.design.weights
        raise AnalysisProblem(
            msg("problem.relative_weights", n=int((weights > 0).sum()), sum=round(float(weights.sum())))
        )


def design_figures(study: Study) -> dict[str, Any]:
    """The facts of the sample without any estimate, with Kish's design effect of its weights.

    References
    ----------
    Kish (1965), Survey Sampling.
    """
    facts = {**sample_facts(study), "weights_one": study.weights_one, "infers": study.infers}
    facts["clusters_of"] = study.frame.design.clusters_of
    if study.weighted:
        facts |= weight_facts(study)
        facts["kish"] = study.once(("kish",), lambda: _kish(study.design.weights))
    return facts


def design_parts(facts: dict[str, Any], *, effect: str = "design.deff", clusters_of: Text = "") -> list[Text]:
    """The facts in a few words each; `effect` is how the design effect is called, `clusters_of` whose rows cluster."""
    parts: list[Text] = []
    if facts["strata"]:
        parts.append(msg("design.strata", n=facts["strata"]))
    if facts["clusters"] and clusters_of:
        parts.append(msg("design.clusters_of", n=facts["clusters"], table=clusters_of))
    elif facts["clusters"]:
        parts.append(msg("design.clusters", n=facts["clusters"]))
    weights = facts.get("weights")
    if weights and weights[1] - weights[0] > 1e-9:
        parts.append(msg("design.weights", low=number(weights[0]), high=number(weights[1])))
    elif not weights or facts.get("weights_one"):
        parts.append(msg("design.no_weights"))
    if facts["fpc"]:
        parts.append(msg("design.fpc"))
    if facts.get("deff") is not None and math.isfinite(facts["deff"]):
        parts.append(msg(effect, deff=number(facts["deff"])))
    return parts


def _span(weights: np.ndarray) -> list[float]:
    used = weights[weights > 0]
    return [float(used.min() / used.mean()), float(used.max() / used.mean())] if len(used) else []


def _kish(weights: np.ndarray) -> float | None:
    from analysis.survey import kish_effect  # numpy, 80 ms: not at start

    used = weights[weights > 0]
    return kish_effect(used) if len(used) else None


class ReplicateFacts(TypedDict):
    """The replicate weights of some rows, as JSON values; `df` are their degrees of freedom."""

    n: int
    kind: str
    rho: float
    made: bool
    seed: int
    mse: bool
    df: float
    fpc_left: bool


def replicate_facts(study: Study) -> ReplicateFacts | None:
    """The facts of the replicate weights of the rows, as JSON values; None where variances are linearised."""
    columns, made = study.frame.design.replicates, study.design.replicates
    if columns is None or made is None:
        return None
    return {
        "n": made.count, "kind": columns.rule.kind, "rho": columns.rule.rho, "made": columns.rule.made,
        "seed": columns.rule.seed, "mse": columns.rule.mse, "df": made.degrees,
        "fpc_left": study.frame.design.fpc is not None and not columns.rule.takes_fpc,
    }  # fmt: skip


def replicate_error_note(held: ReplicateSettings) -> Message:
    """ "Errors come from 80 replicate weights of the file: balanced half-samples, Fay 0.3." """
    if held.rule.made:
        return msg("replicates.said_made", method=method_text(held.rule))
    return msg("replicates.said_file", n=len(held.variables), method=method_text(held.rule))


def method_of(facts: ReplicateFacts) -> Message:
    """The method of `replicate_facts`."""
    return method_text(ReplicateRule(facts["kind"], facts["rho"], seed=facts["seed"]))


def replicate_notes(facts: ReplicateFacts) -> list[Message]:
    """ "Errors from 80 replicate weights of the file (balanced half-samples, Fay 0.3) …", and that they take no fpc."""
    method = method_of(facts)
    centre = msg("replicates.centre_full" if facts["mse"] else "replicates.centre_mean")
    key = "note.replicates_made" if facts["made"] else "note.replicates_file"
    said = [msg(key, n=facts["n"], method=method, centre=centre, df=facts["df"])]
    if facts["df"] <= 0:
        said.append(msg("note.replicates_alike"))
    return [*said, msg("note.replicates_no_fpc")] if facts["fpc_left"] else said


def left_out_note(settings: Settings) -> Message | None:
    """How many replicates leave some group (or the domain) without rows; None where none does."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.design.unit_domain_cells import Cells  # numpy, 80 ms: not at start
    from analysis.survey.replicates.replicate_variance import sums_by_replicate  # numpy, 80 ms: not at start

    design = settings.study.design
    replicates = design.replicates
    if replicates is None:
        return None
    group = np.zeros(len(settings.inside), dtype=np.int64) if settings.group is None else settings.group
    cells = Cells.of(
        design, np.where(settings.inside, group, -1), max(len(settings.group_labels), 1), settings.progress
    )
    settings.step()
    full = np.bincount(cells.row_domain, weights=design.weights, minlength=cells.domains + 1)[: cells.domains]
    by_replicate = sums_by_replicate(cells, [np.ones(len(group))])[..., 0]
    n = int(((by_replicate == 0) & (full > 0)).any(axis=1).sum())
    return msg("note.replicates_left_out", n=n, count=replicates.count) if n else None


def method_text(rule: ReplicateRule) -> Message:
    """ "balanced half-samples, Fay 0.3"

    Examples
    --------
    >>> from wording import render
    >>> render(method_text(ReplicateRule("half-samples", 0.3)), "en")
    'balanced half-samples, Fay 0.3'
    """
    kind = "Fay" if rule.kind == "half-samples" and rule.rho else rule.kind
    decimals = len(f"{rule.rho:g}".partition(".")[2])
    return msg(f"replicates.method.{kind}", rho=number(rule.rho, decimals), seed=str(rule.seed))


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
