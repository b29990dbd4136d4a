# SPDX-License-Identifier: MIT
"""The options that analyses share, and what they mean for one run: who is in, which groups, what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.analyses.condition_words import words_of
from analysis.declarations.conditions import key_of
from analysis.declarations.records import CATEGORIES, NUMBERS, Option, OptionKind, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem, check
from analysis.records import DataTable, Role, RowOrigin, Variable
from analysis.withholding.network_of_sums import ANY
from wording import Labels, Message, Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey.design.sample_design import Lonely

INTERVALS = ("logit", "wald", "beta", "arcsine")
LONELY_RULES = ("adjust", "average", "certainty", "remove", "fail")
BY = Option("by", OptionKind.VARIABLE, kinds=CATEGORIES)
WHERE = Option("where", OptionKind.WHERE, default=())
LEVEL = Option("level", OptionKind.NUMBER, default=0.95, fine=True)
DECIMALS = Option("decimals", OptionKind.NUMBER, fine=True)
INTERVAL = Option("interval", OptionKind.CHOICE, default="logit", choices=INTERVALS)
ALSO = Option("also_by", OptionKind.VARIABLES, kinds=CATEGORIES, default=())
MISSING_GROUPS = Option("missing_groups", OptionKind.FLAG, default=False, fine=True)
TABLE_TESTS = ("test", "chisq", "wald", "adjusted_wald", "none")
MEAN_TESTS = ("test", "rank", "median", "normal_scores", "none")
COMPARE = Option("compare", OptionKind.CHOICE, default="test", choices=TABLE_TESTS, invalidates=("table",))
COMPARE_MEANS = Option("compare", OptionKind.CHOICE, default="test", choices=MEAN_TESTS, invalidates=("table",))
CONTRASTS = Option("contrasts", OptionKind.CHOICE, default="none", choices=("none", "first", "pairs"))
ADJUST = Option("adjust", OptionKind.CHOICE, default="holm", choices=("holm", "benjamini_hochberg", "none"))
LONELY = Option("lonely", OptionKind.CHOICE, default="adjust", choices=LONELY_RULES, fine=True)
ELIGIBLE = Option("eligible", OptionKind.VARIABLE, kinds=NUMBERS, fine=True)
GROUPS = (BY, ALSO, MISSING_GROUPS)
MOST_GROUPS = 60
MOST_DECIMALS = 10
INFERENCE = Option("inference", OptionKind.CHOICE, default="auto", choices=("auto", "on", "off"), fine=True)
REASON = Option("inference_reason", OptionKind.TEXT, default="")
TITLE = Option("title", OptionKind.TEXT, default="", invalidates=())  # or {"en": …, "fr": …}
CHART = Option(
    "chart", OptionKind.CHOICE, default="auto", choices=("auto", "dots", "bars", "stacked"), invalidates=("figure",),
    fine=True,
)  # fmt: skip
COMMON = (WHERE, LEVEL, DECIMALS, INFERENCE, REASON, LONELY, ELIGIBLE, TITLE, CHART)
MODELLED = (WHERE, LEVEL, DECIMALS, INFERENCE, REASON, LONELY, ELIGIBLE, TITLE)  # their chart is the forest plot
_UNITS = ("household", "person", "site", "session", "case", "record", "key_informant", "submission")


def irrelevant_options(table: DataTable, options: Options) -> frozenset[str]:
    """The shared options that mean nothing now: about inference of a sample, about groups where there are none."""
    irrelevant = set()
    wanted = options.get("inference") or "auto"
    if table.how is RowOrigin.PROBABILITY and wanted == "auto":
        irrelevant.add("inference")
    if table.how is RowOrigin.PROBABILITY or wanted == "off":
        irrelevant.add("inference_reason")
    if not options.get("by"):
        irrelevant |= {"also_by", "missing_groups", "compare", "contrasts"}
    if not options.get("by") or (options.get("contrasts") or "none") == "none":
        irrelevant.add("adjust")
    if not table.design.clusters and not table.design.strata and table.parent is None:
        irrelevant.add("lonely")
    if table.within_household is not None:
        irrelevant.add("eligible")
    return frozenset(irrelevant)


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
    also: tuple[Variable, ...] = ()  # further variables that the groups are crossed with
    group_keys: tuple[str, ...] = ()  # the answers that make each group: "v1=c1|v2=c3"
    where_keys: tuple[str, ...] = ()  # the conditions on who is in: "v3=c1+c2"
    progress: Progress | None = None
    without_group: np.ndarray | None = None  # bool (rows,): in the domain but for having no group; not in "All" either

    @property
    def group_heads(self) -> tuple[tuple[Text | None, Text], ...]:
        """For each group what stands over its column, and its own words: crossed groups share a heading."""
        return tuple(
            (label.args["first"], label.args["second"])
            if isinstance(label, Message) and label.key == "group.pair"
            else (None, label)
            for label in self.group_labels
        )

    @property
    def groupers(self) -> tuple[Variable, ...]:
        """The variables whose answers make the groups."""
        return () if self.by is None else (self.by, *self.also)

    @property
    def group_name(self) -> Text | None:
        """What the groups are called: "Sex", "Sex × Site"; None without groups."""
        named: Text | None = None
        for variable in self.groupers:
            named = variable.labels if named is None else msg("row.pair", first=named, second=variable.labels)
        return named

    @property
    def group_id(self) -> str:
        """ "-v1-v2", or nothing: what tells apart the tables of one variable."""
        return "".join(f"-{variable.id}" for variable in self.groupers)

    @cached_property
    def total_domain(self) -> np.ndarray:
        """int64 (rows,): 0 for rows in the domain, −1 for others."""
        import numpy as np  # numpy, 80 ms: not at start

        return np.where(self.inside, 0, -1)

    def cell_key(self, base: str, what: str, group: int | None) -> str:
        """What `Cell.key` of a quantity is: alike in every table that shows it."""
        of_group = () if group is None else self.group_keys[group].split("|")
        named = {one.partition("=")[0] for one in of_group}
        parts = [one for one in what.split("|") if one.partition("=")[0] not in named]
        where = [one for one in self.where_keys if group is None or one not in {f"{name}={ANY}" for name in named}]
        return f"{base}:{'|'.join(sorted((*parts, *of_group, *where)))}"

    def step(self) -> None:
        """Raise Stopped where the user asked to stop."""
        if self.progress is not None:
            check(self.progress)

    @property
    def show(self) -> tuple[str, ...]:
        """What is printed of an estimate: with its interval, or with its n where nothing is inferred."""
        return ("estimate", "interval") if self.infers else ("estimate", "n")


def settings(study: Study, options: Options, progress: Progress | None = None) -> Settings:
    """Read the shared options."""
    import numpy as np  # numpy, 80 ms: not at start

    level = float(options["level"])
    if not 0.5 <= level < 1:
        raise AnalysisProblem(msg("problem.level"))
    rule: Lonely = options.get("lonely") or "adjust"
    study = study.with_rule(rule)
    study.prepare(progress)
    infers, reason = _inference(study, options)
    inside = study.where(options["where"], progress)
    by = study.variable(options["by"], CATEGORIES) if options.get("by") else None
    if by is not None and by.id == options.get("variable"):
        raise AnalysisProblem(msg("problem.same_variable", variable=by.labels))
    group: np.ndarray | None = None
    left: np.ndarray | None = None
    labels: tuple[Text, ...] = ()
    also: tuple[Variable, ...] = ()
    keys: tuple[str, ...] = ()
    if by is not None:
        also = tuple(study.variable(name, CATEGORIES) for name in options.get("also_by") or ())
        codes, labels, keys = crossed(study, (by, *also), bool(options.get("missing_groups")), options.get("variable"))
        group = np.where(inside, codes, -1)
        if "missing_groups" in options:  # analyses that have "All" beside their groups
            left = inside & (codes < 0)
            inside = inside & (codes >= 0)
    decimals = None if options["decimals"] in (None, "") else int(float(options["decimals"]))
    if decimals is not None and not 0 <= decimals <= MOST_DECIMALS:
        raise AnalysisProblem(msg("problem.decimals", most=MOST_DECIMALS))
    where = tuple(_condition(study, condition) for condition in options["where"] or ())
    title = options["title"] or ""
    if isinstance(title, Mapping):
        title = Labels(dict(title))
    conditions = tuple(key_of(one) for one in options["where"] or ())
    if by is not None and left is not None and left.any():  # "All" are those who are in a group
        conditions = (*conditions, *(f"{one.id}={ANY}" for one in (by, *also)))
    key = (str(options["where"] or ""), conditions, level, decimals, infers, rule)
    return Settings(
        study, inside, group, by, labels, level, decimals, infers, reason, where, title, key, also, keys, conditions,
        progress, left,
    )  # fmt: skip


def _inference(study: Study, options: Mapping[str, object]) -> tuple[bool, str]:
    """Whether SE, intervals and tests are made, and the reason to print where rows are no probability sample."""
    chosen = options["inference"]
    reason = str(options["inference_reason"] or "").strip() or study.table.inference_reason
    infers = study.infers or bool(reason) if chosen == "auto" else chosen == "on"  # a reason given is enough
    sample = study.table.how is RowOrigin.PROBABILITY
    if infers and not sample and not reason:
        raise AnalysisProblem(msg("problem.inference_reason"))
    return infers, reason if infers and not sample else ""


def crossed(
    study: Study, variables: Sequence[Variable], missing: bool, outcome: object = None
) -> tuple[np.ndarray, tuple[Text, ...], tuple[str, ...]]:
    """Group codes (rows,), −1 = in none, the groups' words and keys: the answers of the variables crossed.

    With `missing` those without an answer are groups too, one for each reason.
    """
    import numpy as np  # numpy, 80 ms: not at start

    seen = {outcome}
    parts: list[tuple[np.ndarray, list[Text], list[str]]] = []
    for variable in variables:
        if variable.id in seen:
            raise AnalysisProblem(msg("problem.same_variable", variable=variable.labels))
        seen.add(variable.id)
        parts.append(_answers(study, variable, missing))
    codes, labels, keys = parts[0]
    for other, words, names in parts[1:]:
        crossed = np.where((codes < 0) | (other < 0), -1, codes * len(words) + other)
        present = np.unique(crossed[crossed >= 0])  # crosses that nobody is in stay out
        codes = np.where(crossed < 0, -1, np.searchsorted(present, crossed))
        pairs = [divmod(int(at), len(words)) for at in present]
        labels = [msg("group.pair", first=labels[one], second=words[two]) for one, two in pairs]
        keys = [f"{keys[one]}|{names[two]}" for one, two in pairs]
    if len(labels) > MOST_GROUPS:  # a form may list many choices that nobody used
        present = np.unique(codes[codes >= 0])
        codes = np.where(codes < 0, -1, np.searchsorted(present, codes))
        labels, keys = [labels[at] for at in present], [keys[at] for at in present]
    if len(labels) > MOST_GROUPS:
        raise AnalysisProblem(msg("problem.many_groups", n=len(labels), most=MOST_GROUPS))
    return codes, tuple(labels), tuple(keys)


def _answers(study: Study, variable: Variable, missing: bool) -> tuple[np.ndarray, list[Text], list[str]]:
    import numpy as np  # numpy, 80 ms: not at start

    codes, choices = study.codes(variable), study.choices(variable)
    labels: list[Text] = [choice.labels for choice in choices]
    keys = [f"{variable.id}={choice.id}" for choice in choices]
    if missing:
        reasons = study.reasons(variable.id)
        codes = codes.copy()
        for reason in np.unique(reasons[reasons > 0]).tolist():
            codes[reasons == reason] = len(labels)
            labels.append(msg(f"group.reason.{_REASONS.get(reason, 'other')}"))
            keys.append(f"{variable.id}=?{reason}")
    return codes, labels, keys


_REASONS = {1: "not_asked", 2: "refused", 3: "dont_know", 4: "missing"}


def is_sensitive(*variables: Variable | None, groups: Iterable[Variable | None] = ()) -> bool:
    """Whether any of the variables is marked sensitive, or a group tells what happened to people."""
    asked = any(one is not None and one.role is Role.SENSITIVE for one in variables)
    return asked or any(one is not None and one.hurts_as_group for one in groups)


def narrowed(study: Study, where: Sequence[Mapping[str, object]] | None) -> tuple[Message, ...]:
    """A note on the conditions that a row fulfils to be in; none where every row is."""
    conditions = [_condition(study, condition) for condition in where or ()]
    return (msg("note.where", conditions=conditions),) if conditions else ()


def _condition(study: Study, condition: Mapping[str, object]) -> Text:
    return words_of(study.variable, condition)


def unit_text(of: Settings | Study) -> Text:
    """Who was counted: "households" … or the user's own word."""
    table = (of if isinstance(of, Study) else of.study).table
    unit = table.unit
    if table.how is RowOrigin.KEY_INFORMANTS and unit not in ("site", "session"):  # never "% of households"
        unit = "key_informant"
    return msg(f"units.{unit}") if unit in _UNITS else unit or msg("units.record")
