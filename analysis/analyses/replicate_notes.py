# SPDX-License-Identifier: MIT
"""Notes on replicate weights under a table: number, source, method, degrees of freedom."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from analysis.analyses.number_words import number
from analysis.replicate_columns import ReplicateRule
from wording import Message, msg

if TYPE_CHECKING:
    from analysis.analyses.shared_options import Settings
    from analysis.declarations.study import Study
    from analysis.records import ReplicateSettings


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
