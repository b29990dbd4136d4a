# SPDX-License-Identifier: MIT
"""Following a sample: interviews, refusals and replacements by stratum, cluster, enumerator or day against targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.analyses.sample_size import sheet_of
from analysis.declarations.records import AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem, check
from analysis.records import Choice, Kind, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import LANGUAGES, Progress, Text, msg, render
from wording.answer_order import in_order

if TYPE_CHECKING:
    import numpy as np

KINDS = frozenset({Kind.ONE, Kind.TEXT, Kind.INTEGER, Kind.DATE, Kind.DATETIME})
_EMPTY = Cell(text="", unit=Unit.TEXT)
_REPEATED = re.compile(r"\$\{([^}]+)\}")


def achieved_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Interviews by stratum, cluster, enumerator or day against `targets` {code or label: number}.

    `target_each` is the target of every name that has none of its own.
    Rows without consent count as refused, and so do those that fulfil `refused`; `replaced` says which interviews
    were held in place of another.
    """
    from analysis.survey.achieved_sample import achieved  # numpy, 80 ms: not at start

    variable = study.variable(options["variable"], KINDS)
    codes, names, known = _names(study, variable)
    check(progress)
    refused = _refused(study, options, progress)
    replaced = study.where(options["replaced"], progress) if options["replaced"] else None
    targets = _targets(options["targets"], variable, names)
    if options["target_each"]:
        if not 0 < float(options["target_each"]) < float("inf"):
            raise AnalysisProblem(msg("problem.target", name=variable.labels))
        targets = {**dict.fromkeys(names, float(options["target_each"])), **targets}
    if not names and not targets:
        raise AnalysisProblem(msg("problem.achieved_nobody", variable=variable.labels))
    check(progress)
    found = achieved(codes, names, targets, refused, replaced)
    heads = ["achieved", *(["target", "share", "short"] if targets else [])]
    heads += ["refused"] if refused is not None else []
    heads += ["replaced"] if replaced is not None else []
    parts = [{**_cells(one), "label": known.get(one.name, one.name)} for one in found]
    rows = [Row(f"a{at}", part["label"], tuple(part[head] for head in heads)) for at, part in enumerate(parts)]
    rows.append(Row("total", msg("table.total"), tuple(_total(found)[head] for head in heads), total=True))
    base = sum(one.achieved for one in found)
    table = TableSpec(
        f"achieved-{variable.id}",
        options["title"] or msg("title.achieved", variable=variable.labels),
        msg("subtitle.achieved", base=base),
        variable.labels,
        tuple(Column(name, msg(f"column.{name}"), show=("estimate",)) for name in heads),
        tuple(rows),
        _notes(study, found, refused is not None, int((codes < 0).sum())),
        base=base,
        exclusive_rows=False,
    )
    drawn = ("share",) if targets else ("achieved",)
    shown = tuple(row.id for row in rows[:-1])
    figure = FigureSpec(f"{table.id}-figure", table, Chart.BARS, table.title, rows=shown, columns=drawn)
    facts = {"n": base, "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("achieved", dict(options), (table,), (figure,), facts, msg("why.achieved"))


def _names(study: Study, variable: Variable) -> tuple[np.ndarray, list[str], dict[str, Text]]:
    """The place of each row's name, −1 for none, the names in their own order, and the words for them."""
    import numpy as np  # numpy, 80 ms: not at start
    import pandas as pd  # pandas, 380 ms: not at start

    absent = study.reasons(variable.id) != 0
    words: dict[str, Text] = {}
    if variable.kind is Kind.ONE:
        choices = study.choices(variable)
        codes, different = pd.factorize(np.where(absent, -1, study.codes(variable)))
        written = [choices[at].code if at >= 0 else "" for at in different]
        words = {**_labels(choices), **repeated_labels(variable, study.table.variables)}
    else:
        if variable.kind is Kind.INTEGER:
            study.numbers(variable)  # says what is infinite
        column = study.frame.data[variable.id].mask(absent)
        days = variable.kind in (Kind.DATE, Kind.DATETIME)
        codes, different = pd.factorize(column.dt.normalize() if days else column)
        if days:
            written = [day.date().isoformat() for day in different]
            words = {day.date().isoformat(): msg("column.day", day=day.date()) for day in sorted(different)}
        else:
            written = [f"{one:.0f}" if variable.kind is Kind.INTEGER else str(one).strip() for one in different]
            words = repeated_labels(variable, study.table.variables)
    names = {name: at for at, name in enumerate(_ordered(variable, study.choices(variable), set(written) - {""}))}
    place = np.array([*(names.get(name, -1) for name in written), -1], dtype=np.int64)
    return place[codes], list(names), words


def repeated_labels(variable: Variable, variables: Sequence[Variable]) -> dict[str, Text]:
    """The labels of the one-choice question whose answer a calculation repeats, by code; none where it does not."""
    repeated = _REPEATED.fullmatch(variable.calculation.strip())
    asked = [one for one in variables if repeated and one.name == repeated[1] and one.kind is Kind.ONE]
    return _labels(asked[0].choices) if asked else {}


def _labels(choices: Sequence[Choice]) -> dict[str, Text]:
    return {choice.code: choice.labels for choice in choices if any(choice.labels.by_language.values())}


def _ordered(variable: Variable, choices: Sequence[Choice], names: set[str]) -> list[str]:
    """Choices as the form lists them, numbers by size, days by date, texts as answers that nobody listed."""
    if variable.kind is Kind.ONE:
        return [choice.code for choice in choices if choice.code in names]
    if variable.kind is Kind.INTEGER:
        return sorted(names, key=float)
    return in_order(sorted(names))[0]


def _refused(study: Study, options: Options, progress: Progress) -> Any:
    """bool (rows,), None where nothing says who refused."""
    without = study.frame.refused
    given = study.where(options["refused"], progress) if options["refused"] else None
    if without is None or not without.any():
        return given
    return without if given is None else without | given


def _targets(given: object, variable: Variable, found: list[str]) -> dict[str, float]:
    """Targets by the code of a choice, or by the text as the data write it; labels, case and accents are forgiven."""
    from analysis.survey.calibration.frame_sheet import match_names  # numpy, 80 ms: not at start

    numbers: dict[str, float] = {}
    for name, values in sheet_of(given).items():
        if len(values) != 1 or not 0 < values[0] < float("inf"):
            raise AnalysisProblem(msg("problem.target", name=name))
        numbers[name] = values[0]
    words: dict[str, tuple[str, ...]] = {name: (name,) for name in found}
    words |= {
        choice.code: (choice.code, *(render(choice.labels, language) for language in LANGUAGES))
        for choice in variable.choices
    }
    same = match_names(numbers, words).same
    return {same.get(name, name): value for name, value in numbers.items()}


def _cells(one: Any) -> dict[str, Any]:
    known = one.target == one.target
    return {
        "achieved": _count(one.achieved),
        "target": _count(one.target) if known else _EMPTY,
        "share": Cell(one.share, unit=Unit.SHARE) if one.share == one.share else _EMPTY,
        "short": _count(one.short) if known else _EMPTY,
        "refused": _count(one.refused),
        "replaced": _count(one.replaced),
    }


def _total(found: Any) -> dict[str, Cell]:
    """All names together; what is short in one name is not made good by another."""
    aimed = [one for one in found if one.target == one.target]
    target = sum(one.target for one in aimed)
    share = sum(one.achieved for one in aimed) / target if target else None
    return {
        "achieved": _count(sum(one.achieved for one in found)),
        "target": _count(target) if aimed else _EMPTY,
        "share": Cell(share, unit=Unit.SHARE) if share is not None else _EMPTY,
        "short": _count(sum(one.short for one in aimed)) if aimed else _EMPTY,
        "refused": _count(sum(one.refused for one in found)),
        "replaced": _count(sum(one.replaced for one in found)),
    }


def _notes(study: Study, found: Any, refusals: bool, nameless: int) -> tuple[Text, ...]:
    said: list[Text] = [msg("note.achieved")]
    if refusals:
        gone, held = sum(one.refused for one in found), sum(one.achieved for one in found)
        if gone + held:
            said.append(msg("note.refusals", n=gone, visits=gone + held, share=round(100 * gone / (gone + held), 1)))
    untargeted = sum(1 for one in found if one.target != one.target)
    if 0 < untargeted < len(found):
        said.append(msg("note.no_target", n=untargeted))
    if nameless:
        said.append(msg("note.achieved_nameless", n=nameless))
    return tuple(said)


def _count(value: float) -> Cell:
    return Cell(float(value), unit=Unit.COUNT)
