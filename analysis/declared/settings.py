# SPDX-License-Identifier: MIT
"""The options that analyses share, and what they mean for one run: who is in, which groups, what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.declared.records import CATEGORIES, AnalysisProblem, Option, OptionKind
from analysis.declared.study import Study
from analysis.records import DataTable, How, Role, Variable
from wording import Labels, Text, msg

if TYPE_CHECKING:
    import numpy as np

INTERVALS = ("logit", "wald", "beta", "arcsine")
BY = Option("by", OptionKind.VARIABLE, kinds=CATEGORIES)
WHERE = Option("where", OptionKind.WHERE, default=())
LEVEL = Option("level", OptionKind.NUMBER, default=0.95)
DECIMALS = Option("decimals", OptionKind.NUMBER, stales=())
INTERVAL = Option("interval", OptionKind.CHOICE, default="logit", choices=INTERVALS)
COMPARE = Option("compare", OptionKind.CHOICE, default="test", choices=("test", "none"), stales=("table",))
INFERENCE = Option("inference", OptionKind.CHOICE, default="auto", choices=("auto", "on", "off"))
REASON = Option("inference_reason", OptionKind.TEXT, default="")
TITLE = Option("title", OptionKind.TEXT, default="", stales=())  # or {"en": …, "fr": …}
CHART = Option(
    "chart", OptionKind.CHOICE, default="auto", choices=("auto", "dots", "bars", "stacked"), stales=("figure",)
)
COMMON = (WHERE, LEVEL, DECIMALS, INFERENCE, REASON, TITLE, CHART)
MODELLED = (WHERE, LEVEL, DECIMALS, INFERENCE, REASON, TITLE)  # their chart is the forest plot


def without_inference(table: DataTable, options: Mapping[str, Any]) -> frozenset[str]:
    """The options about inference that mean nothing: of a probability sample, or while it is not switched on."""
    if table.how is How.PROBABILITY and (options.get("inference") or "auto") == "auto":
        return frozenset({"inference", "inference_reason"})
    return frozenset() if options.get("inference") == "on" else frozenset({"inference_reason"})


@dataclass(frozen=True)
class Settings:
    """One run: `inside` (rows,) who is in the domain; `group` (rows,) codes of the groups, −1 = none, or None.

    The domain never filters rows: the design stays whole.
    """

    study: Study
    inside: np.ndarray
    group: np.ndarray | None
    by: Variable | None
    group_labels: tuple[Text, ...]
    level: float
    decimals: int | None
    infers: bool
    reason: str
    where: tuple[Text, ...]
    title: Text
    key: tuple[Any, ...]  # tells apart what the shared options change in an estimate

    @cached_property
    def total_domain(self) -> np.ndarray:
        """int64 (rows,): 0 for rows in the domain, −1 for others."""
        import numpy as np

        return np.where(self.inside, 0, -1)

    @property
    def show(self) -> tuple[str, ...]:
        """What is printed of an estimate: with its interval, or with its n where nothing is inferred."""
        return ("estimate", "interval") if self.infers else ("estimate", "n")


def settings(study: Study, options: Mapping[str, Any]) -> Settings:
    """Read the shared options. Raises AnalysisProblem, also when inference is switched on without a reason."""
    import numpy as np

    level = float(options["level"])
    if not 0.5 <= level < 1:
        raise AnalysisProblem(msg("problem.level"))
    chosen = options["inference"]
    reason = str(options["inference_reason"] or "").strip()
    infers = study.infers if chosen == "auto" else chosen == "on"
    if infers and not study.infers and not reason:
        raise AnalysisProblem(msg("problem.inference_reason"))
    inside = study.where(options["where"])
    by = study.variable(options["by"], CATEGORIES) if options.get("by") else None
    if by is not None and by.id == options.get("variable"):
        raise AnalysisProblem(msg("problem.same_variable", variable=by.labels))
    group = None if by is None else np.where(inside, study.codes(by), -1)
    labels: tuple[Text, ...] = () if by is None else tuple(choice.labels for choice in study.choices(by))
    decimals = None if options["decimals"] is None else int(options["decimals"])
    reason = reason if infers != study.infers else ""
    where = tuple(_condition(study, condition) for condition in options["where"] or ())
    title = options["title"] or ""
    if isinstance(title, Mapping):
        title = Labels(dict(title))
    key = (str(options["where"] or ""), level, decimals, infers)
    return Settings(study, inside, group, by, labels, level, decimals, infers, reason, where, title, key)


def is_sensitive(*variables: Variable | None) -> bool:
    """Whether any of the variables is marked sensitive."""
    return any(variable is not None and variable.role is Role.SENSITIVE for variable in variables)


def _condition(study: Study, condition: Mapping[str, Any]) -> Text:
    variable = study.variable(condition["variable"])
    known = {choice.id: choice.labels for choice in variable.choices}
    values = [known.get(value, str(value)) for value in condition["is"]]
    return msg("note.condition", variable=variable.labels, values=values)
