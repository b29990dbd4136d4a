# SPDX-License-Identifier: MIT
"""What is said of replicate weights under a table: how many, whose, by which method, and the degrees of freedom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.declared.words import number
from analysis.replicate_columns import ReplicateRule
from wording import Message, msg

if TYPE_CHECKING:
    from analysis.declared.study import Study


def replicate_facts(study: Study) -> dict[str, Any] | None:
    """The facts of the replicate weights of the rows, as JSON values; None where variances are linearised."""
    columns, made = study.frame.design.replicates, study.design.replicates
    if columns is None or made is None:
        return None
    return {
        "n": made.count, "kind": columns.rule.kind, "rho": columns.rule.rho, "made": columns.rule.made,
        "seed": columns.rule.seed, "mse": columns.rule.mse, "df": made.degrees,
    }  # fmt: skip


def replicate_note(facts: dict[str, Any]) -> Message:
    """ "Errors from 80 replicate weights of the file (balanced half-samples, Fay 0.3) …" """
    method = method_text(ReplicateRule(facts["kind"], facts["rho"], seed=facts["seed"]))
    centre = msg("replicates.centre_full" if facts["mse"] else "replicates.centre_mean")
    key = "note.replicates_made" if facts["made"] else "note.replicates_file"
    return msg(key, n=facts["n"], method=method, centre=centre, df=facts["df"])


def method_text(rule: ReplicateRule) -> Message:
    """ "balanced half-samples, Fay 0.3" """
    kind = "Fay" if rule.kind == "half-samples" and rule.rho else rule.kind
    decimals = len(f"{rule.rho:g}".partition(".")[2])
    return msg(f"replicates.method.{kind}", rho=number(rule.rho, decimals), seed=str(rule.seed))
