# SPDX-License-Identifier: MIT
"""Pathway of cases: how many of those identified were referred, of those assisted, and of those have an outcome.

Each step counts cases that reached all steps before it, so that "of" has one meaning. Counts only, no interval: the
register lists the cases known, not a sample. The whole is sensitive; a step and those who did not reach it are parts of
the step before, and what gives few cases away is withheld.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.analyses.registers.periods import parse_period, period_text
from analysis.analyses.registers.register_of_cases import (
    any_formal,
    case_rows,
    piece_labels,
    pieces,
    services_notes,
    with_services,
)
from analysis.analyses.registers.session_groups import moments, rows_written
from analysis.analyses.shared_options import narrowed
from analysis.attendance_counts import within
from analysis.declarations.conditions import RANGE_MARK, Condition, variables_of_conditions
from analysis.declarations.records import AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem, check
from analysis.records import DataTable, Kind
from analysis.register_columns import Part, Register, RegisterKind
from analysis.result_tables import Cell, Chart, Column, FigureSpec, NestedCount, Row, TableSpec, Tally, Unit
from analysis.withholding.overlapping_cases import ASKED, READS
from wording import Labels, Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.people_counts import CaseRows

STEP_PARTS = {
    "referred": (Part.REFERRED,),
    "assisted": (Part.GIVEN, Part.SERVICE),
    "outcome": (Part.OUTCOME,),
}
COUNTED = (Part.SERVICE, Part.STATUS, Part.KIND, Part.OUTCOME)  # the tables beside the pathway


def with_definitions(table: TableSpec, register: Register, where: Sequence[Condition] | None) -> TableSpec:
    """The table of counts of cases whose keys tell what they count."""

    asked = dict.fromkeys(variables_of_conditions(where))
    about = [*(f"{ASKED}{name}" for name in asked), *map(_condition_key, where or ())]

    def defined(key: str) -> str:
        if not key:
            return key
        what = key.split(".", 2)[2].rstrip(":")
        return key + "|".join([*_reads(what, register), *about])

    return replace(
        table,
        columns=tuple(replace(one, key=defined(one.key)) for one in table.columns),
        rows=tuple(
            replace(row, cells=tuple(replace(cell, key=defined(cell.key)) for cell in row.cells)) for row in table.rows
        ),
    )


def conditions_of(definition: Iterable[str]) -> list[Condition]:
    """The conditions in the definition of a count.

    Examples
    --------
    >>> conditions_of(["~v6", 'v6=@{"is": ["c1"], "variable": "v6"}'])
    [{'is': ['c1'], 'variable': 'v6'}]
    """
    marked = (part.partition(f"={RANGE_MARK}")[2] for part in sorted(definition))
    return [json.loads(one) for one in marked if one]


def _reads(what: str, register: Register) -> list[str]:
    """The variables that decide about a step or an answer, as parts of a key."""
    name = what.removeprefix("not_").partition(".")[0]
    parts = STEP_PARTS.get(name) or tuple(part for part in COUNTED if part == name)
    return [f"{READS}{one}" for part in parts for one in register.columns(part)]


def _condition_key(condition: Condition) -> str:
    first = next(variables_of_conditions([condition]), "")
    return f"{first}={RANGE_MARK}" + json.dumps(condition, sort_keys=True, default=str).replace("|", "\\u007c")


STEPS = tuple(STEP_PARTS)
_HEADS = {Part.KIND: "type"}  # the kind of a case is no kind of activity


def case_pathway_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """The steps, the services given, what people are (displaced, refugee …), and the days until a service was given."""
    _register(study.table)
    told, study = study, with_services(study)
    register = _register(study.table)
    cases = case_rows(study, register)
    rows = cases.of_any(study.where(options["where"], progress)) & _in_period(study, register, options["period"], cases)
    inside = rows & cases.first
    check(progress)
    n = int(inside.sum())
    asked = [options["period"], options["where"], *([told.table.id] if told.frame.services else [])]
    first, last = parse_period(options["period"])
    name = "~".join((_digest(asked), _digest(asked[1:]), first or "", last or ""))
    said = period_text(options["period"])
    presumed = not any_formal(study, register, rows)
    subtitle = _subtitle(said, presumed)
    left = study.frame.totals_left_out
    decided = study.frame.rows_left_out
    gone = (("totals", left), ("rows", decided))
    out = tuple(msg(f"note.{what}_left_out", n=many) for what, many in gone if many)
    key = register.column(Part.PERSON)
    joined = study.frame.cases is not None or key in study.frame.data
    apart = () if key is None or joined else (msg("note.cases_by_row"),)
    notes = (
        msg("note.cases_presumed"),
        msg("note.cases_steps"),
        *services_notes(told),
        *apart,
        *out,
        *narrowed(study, options["where"]),
    )
    steps: dict[str, np.ndarray] = {"identified": inside}
    steps |= _steps(study, register, inside, rows, cases)
    path = _pathway(study, steps, name, _title(options, presumed), subtitle, notes)
    tables = [path]
    for part in COUNTED:
        counted = _counted(study, register, part, rows, cases)
        if counted:
            table = _counts(counted, part, inside, name, subtitle, presumed)
            tables.append(replace(table, nests=tuple(_within_steps(counted, part, steps, name))))
    days = _days(study, register, inside, cases)
    if days is not None:
        tables.append(_waiting(*days, steps, name, subtitle))
    tables = [with_definitions(one, register, options["where"]) for one in tables]
    path = tables[0]
    figure = FigureSpec(f"{path.id}-figure", path, Chart.BARS, path.title, columns=("reached",))
    facts = {"n": n, "inference": False, "how": study.table.how.value, "rows": told.rows, "presumed": presumed}
    return AnalysisResult("case_pathway", dict(options), tuple(tables), (figure,), facts, msg("why.cases"))


def _register(table: DataTable) -> Register:
    if table.register is None or table.register.kind is not RegisterKind.CASES:
        raise AnalysisProblem(msg("problem.no_register_of_cases", table=table.labels))
    return table.register


def _in_period(study: Study, register: Register, period: str, cases: CaseRows) -> np.ndarray:
    import numpy as np  # numpy, 80 ms: not at start

    start, end = parse_period(period)
    if start is None and end is None:
        return np.ones(study.rows, dtype=bool)
    dates = moments(study, register.column(Part.DATE) or register.column(Part.ASKED))
    if dates is None:
        raise AnalysisProblem(msg("problem.cases_date", table=study.table.labels))
    return within(cases.earliest(dates), start, end)


def sets_of_cases(study: Study, where: Sequence[Condition], period: str) -> dict[str, np.ndarray]:
    """The cases behind each count of the pathway and of the tables beside it."""
    study = with_services(study)
    register = _register(study.table)
    cases = case_rows(study, register)
    rows = cases.of_any(study.where(where)) & _in_period(study, register, period, cases)
    steps = {"identified": rows & cases.first}
    steps |= _steps(study, register, steps["identified"], rows, cases)
    found = dict(steps)
    found |= {f"not_{step}": steps[before] & ~steps[step] for before, step in pairwise(steps)}
    for part in COUNTED:
        counted = {f"{part}.{key}": one for key, _, one in _counted(study, register, part, rows, cases)}
        answered = cases.of_any(sum(counted.values(), start=~cases.first & cases.first))
        found |= {**counted, f"{part}.none": steps["identified"] & ~answered}
    days = _days(study, register, steps["identified"], cases)
    return found if days is None else {**found, "days": days[1]}


def _steps(
    study: Study, register: Register, inside: np.ndarray, every: np.ndarray, cases: CaseRows
) -> dict[str, np.ndarray]:  # fmt: skip
    """The cases that reached each step and all before it, of those `inside`; `every`: all their rows."""
    steps, before = {}, inside
    for step in STEPS:
        column = next((one for part in STEP_PARTS[step] if (one := register.column(part)) is not None), None)
        if column is not None:
            steps[step] = before = before & cases.of_any(every & rows_written(study, column))
    return steps


def _pathway(
    study: Study, steps: Mapping[str, np.ndarray], name: str, title: Text, subtitle: Text, notes: tuple[Text, ...]
) -> TableSpec:  # fmt: skip
    """Each step with those who reached it, those who did not, and the step before: nested counts."""
    rows = []
    for last, step in pairwise(steps):
        n, base = int(steps[step].sum()), int(steps[last].sum())
        cells = (
            _count(n, f"path.{name}.{step}:"),
            _count(base - n, f"path.{name}.not_{step}:"),
            _count(base, f"path.{name}.{last}:"),
        )
        rows.append(Row(step, msg(f"cases.step.{step}"), cells))
    if not rows:
        raise AnalysisProblem(msg("problem.cases_steps", table=study.table.labels))
    heads = ("reached", "not_reached", "total_before")
    columns = tuple(Column(head, msg(f"cases.column.{head}"), show=("estimate",)) for head in heads)
    return TableSpec(
        f"pathway-{name[:8]}", title, subtitle, msg("cases.stub"), columns, tuple(rows),
        notes, base=int(steps["identified"].sum()), exclusive_rows=False, exclusive_columns=True, sensitive=True,
    )  # fmt: skip


def _count(n: int, key: str) -> Cell:
    return Cell(float(n), n=n, unit=Unit.COUNT, key=key)


def _counted(
    study: Study, register: Register, part: Part, inside: np.ndarray, cases: CaseRows
) -> list[tuple[str, Text, np.ndarray]]:
    """The cases of each answer, the most first: its key, its words, the rows (rows,) of bool.

    Of services in one cell ("shelter; legal aid") or in several rows of a case each counts; else the first answer.
    """
    import numpy as np  # numpy, 80 ms: not at start

    found: defaultdict[str, np.ndarray] = defaultdict(lambda: np.zeros(study.rows, dtype=bool))
    labels: dict[str, Text] = {}
    every = inside
    for name in register.columns(part):
        variable = study.table.variable(name)
        inside = every if part is Part.SERVICE else cases.first_of(every & (study.reasons(name) == 0))
        if variable.kind is Kind.SET:
            chosen = study.indicators(variable)
            for at, choice in enumerate(study.choices(variable)):
                labels[choice.code] = choice.labels
                found[choice.code] |= inside & (chosen[:, at] == 1)
        elif variable.kind is Kind.ONE:
            codes, called = study.codes(variable), {one.code: one.labels for one in study.choices(variable)}
            for at, choice in enumerate(study.choices(variable)):
                for word in pieces(choice.code, part):
                    labels.setdefault(word, called.get(word) or piece_labels(choice, word))
                    found[word] |= inside & (codes == at)
        elif variable.kind is Kind.TEXT:
            recorded = inside & (study.reasons(name) == 0)
            texts = study.frame.data[name].astype("string")
            for row in np.flatnonzero(np.asarray(recorded)):
                for word in pieces(str(texts.iloc[row]), part):
                    labels.setdefault(word, word)
                    found[word][row] = True
    found = defaultdict(found.default_factory, {word: cases.of_any(one) & cases.first for word, one in found.items()})
    held = sorted(found.items(), key=lambda one: -int(one[1].sum()))  # stable: of as many the first named first
    return [(_key_of(word), labels[word], rows) for word, rows in held if rows.any()]


def _digest(asked: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()[:8]


def counts_all(scope: str, study: Study) -> bool:
    """Whether the mark of conditions in the name of a count is that of none; "" is what a program asks for itself."""
    return scope in ("", _digest([[]]), _digest([[], study.table.id]))


def _key_of(word: str) -> str:
    """The key of an answer: the same in each table and release, whatever place it has."""
    return hashlib.sha256(word.encode()).hexdigest()[:8]


def _counts(
    held: Sequence[tuple[str, Text, np.ndarray]], part: Part, inside: np.ndarray, name: str, subtitle: Text,
    presumed: bool,
) -> TableSpec:  # fmt: skip
    counted = [(key, label, int(rows.sum())) for key, label, rows in held]
    n, head = int(inside.sum()), msg(f"register.head.{_HEADS.get(part, part)}")
    alone = part is not Part.SERVICE
    silent = n - sum(many for _, _, many in counted)
    shown = [*counted, ("none", msg("reach.not_stated"), silent)] if alone and silent > 0 else list(counted)
    rows = tuple(Row(f"r{key}", label, (_count(many, f"path.{name}.{part}.{key}:"),)) for key, label, many in shown)
    label = msg("cases.column.presumed" if presumed else "cases.column.cases")
    column = Column("cases", label, base=n, show=("estimate",), key=f"path.{name}.identified:")
    notes = () if alone else (msg("note.cases_services"),)
    return TableSpec(
        f"cases-{part}-{name[:8]}", msg(f"cases.title.{part}"), subtitle, head, (column,), rows,
        notes, base=n, exclusive_rows=alone, sensitive=True, largest_first="cases",
    )  # fmt: skip


def _within_steps(
    counted: Sequence[tuple[str, Text, np.ndarray]], part: Part, steps: Mapping[str, np.ndarray], name: str
) -> Iterator[NestedCount]:
    """The step that holds all services given, or the cases with an outcome: what is said of one tells the other."""
    import numpy as np  # numpy, 80 ms: not at start

    if part not in (Part.SERVICE, Part.OUTCOME):
        return
    parts = [(Tally(f"path.{name}.{part}.{key}:", int(rows.sum())), rows) for key, _, rows in counted]
    if part is Part.OUTCOME:  # an answer such as "none" is no outcome
        done = steps.get("outcome")
        inner = [] if done is None else [(tally, rows) for tally, rows in parts if not (rows & ~done).any()]
        if done is not None and inner and np.array_equal(np.logical_or.reduce([rows for _, rows in inner]), done):
            yield NestedCount(_step_tally("outcome", steps, name), tuple(tally for tally, _ in inner), disjoint=True)
        return
    every = np.logical_or.reduce([rows for _, rows in parts])
    step = _last_common_step(every, steps)
    if np.array_equal(every, steps[step]):  # each got something: the step is at most all services together
        yield NestedCount(
            _step_tally(step, steps, name), tuple(tally for tally, _ in parts), disjoint=False, each_secret=True
        )
    for one in dict.fromkeys((step, "identified")):
        whole = _step_tally(one, steps, name)
        for tally, _ in parts:
            yield NestedCount(whole, (tally,), disjoint=True, rest=whole.size - tally.size)


def _last_common_step(rows: np.ndarray, steps: Mapping[str, np.ndarray]) -> str:
    """The last step that all of these cases reached."""
    return [step for step, reached in steps.items() if not (rows & ~reached).any()][-1]


def _step_tally(step: str, steps: Mapping[str, np.ndarray], name: str) -> Tally:
    return Tally(f"path.{name}.{step}:", int(steps[step].sum()))


def _days(
    study: Study, register: Register, inside: np.ndarray, cases: CaseRows
) -> tuple[np.ndarray, np.ndarray] | None:
    """Days from asked (else identified) to given, of the cases that have both, and which those are."""
    import numpy as np  # numpy, 80 ms: not at start

    asked = moments(study, register.column(Part.ASKED) or register.column(Part.DATE))
    given = moments(study, register.column(Part.GIVEN))
    if asked is None or given is None:
        return None
    asked, given = cases.earliest(asked), cases.earliest(given)
    both = inside & ~np.isnat(asked) & ~np.isnat(given)
    days = (given[both] - asked[both]).astype("timedelta64[D]").astype(float)
    return (days, both) if len(days) else None


def _waiting(
    days: np.ndarray, both: np.ndarray, steps: Mapping[str, np.ndarray], name: str, subtitle: Text
) -> TableSpec:  # fmt: skip
    """The median and the quarters of the days; of fewer than ten cases they are withheld."""
    import numpy as np  # numpy, 80 ms: not at start

    n = len(days)
    rows = tuple(
        Row(f"q{share}", msg(f"cases.days.{share}"), (Cell(float(np.quantile(days, share / 100)), n=n, base=n,
                                                           unit=Unit.NUMBER, decimals=0),))
        for share in (25, 50, 75)
    )  # fmt: skip
    part, whole = Tally(f"path.{name}.days:", n), _step_tally(_last_common_step(both, steps), steps, name)
    nest = NestedCount(whole, (part,), disjoint=True, rest=whole.size - n)
    column = Column("days", msg("cases.column.days"), base=n, show=("estimate",), key=part.name)
    return TableSpec(
        f"cases-days-{name[:8]}", msg("cases.title.days"), msg("cases.days_of"), msg("cases.stub_days"), (column,),
        rows, (subtitle,), base=n, exclusive_rows=False, sensitive=True, nests=(nest,),
    )  # fmt: skip


def _subtitle(period: Text | None, presumed: bool) -> Text:
    """Cases within which period, presumed where the register tells no more.

    How many they are stands in cells and bases alone, where few of them are withheld.
    """
    key = "subtitle.cases_presumed" if presumed else "subtitle.cases"
    return msg(key, period=period) if period else msg(f"{key}_all")


def _title(options: Options, presumed: bool) -> Text:
    title = options["title"]
    if isinstance(title, Mapping):
        return Labels(dict(title))
    return title or msg("title.case_pathway_presumed" if presumed else "title.case_pathway")
