# SPDX-License-Identifier: MIT
"""Results with the same tables of all who were asked beside them, for readers outside the team."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.free_text_tables import words_in
from analysis.records import Role
from analysis.result_tables import AllAsked, FigureSpec, Origin, TableSpec
from analysis.withholding.disclosure import FEW_ROWS, MOST_OF_A_PLACE, Disclosure, disclosure_of
from wording import Text, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from analysis.analyses.shared_options import Settings
    from analysis.declarations.records import AnalysisResult, Options
    from analysis.declarations.study import Study
    from analysis.records import DataTable, Variable

_GROUPS = frozenset({"by", "also_by", "column"})  # options that name groups


def origin_of(table: DataTable) -> Origin:
    """The data table as its results name it."""
    register = "" if table.register is None else table.register.kind.value
    return Origin(table.id, table.unit, table.how.value, register)


def told_of(study: Study, options: Options) -> TableSpec:
    """What a table tells beside its answers, by options alike in all analyses: its groups and conditions."""
    known = {one.id: one for one in study.table.variables}
    where = options.get("where") or ()
    asked = set(words_in({name: one for name, one in options.items() if name not in _GROUPS}))
    spoken = set(words_in(options))
    secrets = tuple(
        name for name, one in known.items()
        if one.role is Role.SENSITIVE and name in (spoken if one.hurts_as_group else asked)
    )  # fmt: skip
    by = [options.get("by"), *(options.get("also_by") or ()), options.get("column")]
    groups = [known[str(one)] for one in by if str(one) in known]
    names = ("most_asked", tuple(one.id for one in groups), str(where))
    return TableSpec(
        "", "", None, None, (), (), secrets=secrets,
        sensitive=not set(words_in(where)).isdisjoint(secrets),
        telling_groups=any(one.tells_who for one in groups),
        most_asked=study.once(names, lambda: _most_asked(study, groups, options)),
    )  # fmt: skip


def with_told(table: TableSpec, told: TableSpec) -> TableSpec:
    """The table with what its groups and conditions tell, that of all who were asked too."""
    every = table.all_asked
    return replace(
        table, sensitive=table.sensitive or told.sensitive, secrets=told.secrets, most_asked=told.most_asked,
        telling_groups=told.telling_groups, joined=tuple(with_told(one, told) for one in table.joined),
        all_asked=None if every is None else replace(every, table=with_told(every.table, told)),
    )  # fmt: skip


def _most_asked(study: Study, groups: Sequence[Variable], options: Options) -> bool:
    """Whether more than a third of a place was asked: by the weights, as somebody said, or as of few rows is likely."""
    import numpy as np  # numpy, 80 ms: not at start

    design = study.design
    if not design.names_population:
        return study.table.asked == "more" if study.table.asked else study.rows < FEW_ROWS
    inside = study.where(options.get("where") or ()) & (design.weights != 0)
    codes = np.zeros(study.rows, dtype=np.int64)
    for one in groups:
        answers = study.codes(one)
        codes = np.where((codes < 0) | (answers < 0), -1, codes * (len(study.choices(one)) + 1) + answers)
    codes, weights = codes[inside], design.weights[inside]
    _, place = np.unique(codes, return_inverse=True)
    if not (codes >= 0).any():
        return False
    share = np.bincount(place) / np.bincount(place, weights=weights)
    return bool((share[np.unique(place[codes >= 0])] > MOST_OF_A_PLACE).any())


def is_guarded(study: Study, sensitive: bool) -> bool:
    """Whether of a table of this study few people without an answer are a secret."""
    like = TableSpec("", "", None, None, (), (), sensitive=sensitive, origin=origin_of(study.table))
    return disclosure_of(like) is Disclosure.SENSITIVE


def no_answers(chosen: Settings, silent: np.ndarray) -> tuple[int, ...]:
    """How many gave no answer: in each group, in all."""
    import numpy as np  # numpy, 80 ms: not at start

    silent = silent & chosen.inside & (chosen.study.design.weights != 0)
    grouped = () if chosen.group is None else chosen.group[silent & (chosen.group >= 0)]
    return (*np.bincount(grouped, minlength=1).tolist(), int(silent.sum())) if len(grouped) else (int(silent.sum()),)


def attach_all_asked(
    result: AnalysisResult, every: AnalysisResult, silent: tuple[int, ...], *asked: Variable
) -> AnalysisResult:
    """The result whose tables, drawn ones too, bear the same of all who were asked."""
    drawn = {figure.table.id: figure.table for figure in every.figures}
    others = drawn | {table.id: table for table in every.tables}
    names = tuple(one.id for one in asked)

    def with_every(table: TableSpec) -> TableSpec:
        other = others.get(table.id)
        return table if other is None else replace(table, all_asked=AllAsked(other, silent, names))

    def drawn_with(figure: FigureSpec) -> FigureSpec:
        return replace(figure, table=with_every(figure.table))

    return replace(result, tables=tuple(map(with_every, result.tables)), figures=tuple(map(drawn_with, result.figures)))


def all_asked_note(of_all: bool) -> Text | None:
    """The sentence that says of whom the shares are and why."""
    return msg("note.all_asked") if of_all else None
