# SPDX-License-Identifier: MIT
"""Rare answers, or a small group and the next, as one: the milder way where apart they would be withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.records import Level, Variable
from analysis.result_tables import JOINED, TableSpec
from wording import LANGUAGES, Labels, Text, render

if TYPE_CHECKING:
    import numpy as np

    from analysis.analyses.shared_options import Settings
    from analysis.analyses.with_nonresponse.numbers import Categories
    from analysis.declarations.records import AnalysisResult

_FEW, _SMALL_GROUP = 5, 10  # people: the usual limits; what is taken is checked with those of the project
Members = tuple[int, ...]  # places of answers, or of groups, that become one


def rare_answers(chosen: Settings, categories: Categories, variable: Variable) -> list[Members]:
    """The answers that few people of a group gave, then these with the next rarest."""
    import numpy as np  # numpy, 80 ms: not at start

    answers = sum(name in {one.id for one in variable.choices} for name in categories.ids)
    counts = _counts(chosen, categories, answers)
    total = counts.sum(axis=0)
    members = [at for at in range(answers) if ((counts[:, at] > 0) & (counts[:, at] < _FEW)).any()]
    found: list[Members] = []
    while members and len(members) < answers:
        if len(members) > 1:
            found.append(tuple(sorted(members)))
            together = counts[:, members].sum(axis=1)
            if not ((together > 0) & (together < _FEW)).any():
                break
        beside = [at for at in range(answers) if at not in members]
        if variable.level is Level.ORDINAL:
            low, high = min(members), max(members)
            inside = [at for at in beside if low < at < high]
            members += inside
            beside = [] if inside else [at for at in beside if at in (low - 1, high + 1)]
        if beside:
            members.append(min(beside, key=lambda at: (total[at], at)))
    ordered = variable.level is Level.ORDINAL
    return [one for one in found if not ordered or one == tuple(np.arange(one[0], one[-1] + 1))]


def answers_as_one(categories: Categories, members: Members) -> Categories:
    """Categories in which some answers are one."""
    import numpy as np  # numpy, 80 ms: not at start

    order = [at for at in range(len(categories.ids)) if at not in members]
    place = sum(at < members[-1] for at in order)
    codes = np.full(len(categories.ids) + 1, -1)
    for new, at in enumerate(order):
        codes[at] = new + (new >= place)
    codes[list(members)] = place
    first, ids = categories.names[members[0]], [categories.ids[at] for at in members]

    def with_one(values: Sequence[Text], one: Text) -> tuple[Text, ...]:
        kept = [values[at] for at in order]
        return (*kept[:place], one, *kept[place:])

    return replace(
        categories,
        codes=codes[categories.codes],  # the last place is of −1
        labels=with_one(categories.labels, joined_label([categories.labels[at] for at in members])),
        ids=tuple(map(str, with_one(categories.ids, JOINED))),
        key=f"{categories.key}/{'+'.join(ids)}" if categories.key else "",
        names=tuple(map(str, with_one(categories.names, "+".join((first, *ids[1:]))))),
    )  # fmt: skip


def small_groups(chosen: Settings, used: np.ndarray) -> Members:
    """The groups under the usual minimum base with the next smallest, until they are large enough together."""
    import numpy as np  # numpy, 80 ms: not at start

    if chosen.group is None or chosen.by is None or chosen.also:
        return ()
    rows = used & chosen.inside & (chosen.study.design.weights != 0) & (chosen.group >= 0)
    sizes = np.bincount(chosen.group[rows], minlength=len(chosen.group_labels)).tolist()
    members = [at for at, size in enumerate(sizes) if 0 < size < _SMALL_GROUP]
    ordered = chosen.by.level is Level.ORDINAL
    rest = [at for at, size in enumerate(sizes) if size >= _SMALL_GROUP]
    while members and rest and (len(members) < 2 or sum(sizes[at] for at in members) < _SMALL_GROUP):
        far = {at: min(abs(at - one) for one in members) if ordered else 0 for at in rest}
        members.append(min(rest, key=lambda at: (far[at], sizes[at], at)))
        rest.remove(members[-1])
    return tuple(sorted(members)) if len(members) > 1 and rest else ()


def groups_as_one(chosen: Settings, members: Members) -> Settings:
    """Settings in which some groups are one, in the place of the first."""
    import numpy as np  # numpy, 80 ms: not at start

    assert chosen.group is not None
    order = _kept(len(chosen.group_labels), members)
    codes = np.full(len(chosen.group_labels) + 1, -1)
    codes[order] = np.arange(len(order))
    codes[list(members)] = order.index(members[0])
    keys = [chosen.group_keys[at] for at in members]
    label = joined_label([chosen.group_labels[at] for at in members])
    key = "+".join((keys[0], *(one.partition("=")[2] for one in keys[1:])))
    return replace(
        chosen,
        group=codes[chosen.group],
        group_labels=tuple(label if at == members[0] else chosen.group_labels[at] for at in order),
        group_keys=tuple(key if at == members[0] else chosen.group_keys[at] for at in order),
    )


def with_columns_of(result: AnalysisResult, groups: int, members: Members) -> AnalysisResult:
    """A result of joined groups whose other columns keep the ids that they have in the whole table."""
    order = _kept(groups, members)
    ids = [JOINED if at == members[0] else f"g{at}" for at in order]

    def with_ids(table: TableSpec) -> TableSpec:
        named = [replace(column, id=name) for column, name in zip(table.columns, ids, strict=False)]
        every = table.all_asked
        return replace(
            table, columns=(*named, *table.columns[len(named) :]),
            all_asked=None if every is None else replace(every, table=with_ids(every.table)),
        )  # fmt: skip

    return replace(result, tables=(with_ids(result.tables[0]), *result.tables[1:]))


def attach_joined(result: AnalysisResult, milder: Sequence[AnalysisResult]) -> AnalysisResult:
    """The result whose first table, and the one drawn, bear the same with answers or groups as one."""
    tables = tuple(one.tables[0] for one in milder)

    def with_milder(table: TableSpec) -> TableSpec:
        return replace(table, joined=tables) if table.id == result.tables[0].id else table

    figures = tuple(replace(one, table=with_milder(one.table)) for one in result.figures)
    return replace(result, tables=tuple(map(with_milder, result.tables)), figures=figures)


def joined_label(labels: Sequence[Text]) -> Labels:
    """What several answers are called as one.

    Examples
    --------
    >>> joined_label(["Beaten", Labels({"en": "Cut", "fr": "Coupé"})]).by_language["fr"]
    'Beaten / Coupé'
    """
    return Labels({one: " / ".join(render(label, one) for label in labels) for one in LANGUAGES})


def _counts(chosen: Settings, categories: Categories, answers: int) -> np.ndarray:
    """How many gave each answer, in each group and in all (groups + 1, answers)."""
    import numpy as np  # numpy, 80 ms: not at start

    used = chosen.inside & (chosen.study.design.weights != 0) & (categories.codes >= 0) & (categories.codes < answers)
    groups = np.full(len(used), -1) if chosen.group is None else chosen.group
    lines = [used & (groups == at) for at in range(len(chosen.group_labels))]
    return np.array([np.bincount(categories.codes[line], minlength=answers) for line in (*lines, used)])


def _kept(count: int, members: Members) -> list[int]:
    return [at for at in range(count) if at not in members[1:]]
