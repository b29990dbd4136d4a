# SPDX-License-Identifier: MIT
"""The unique people beside the contacts of a register of activities: of each kind, place or month, within the period.

They come from the register of who took part; a group that it does not name is "not counted", never 0.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.analyses.registers.session_groups import MONTH, QUARTER
from analysis.declarations.conditions import Condition
from analysis.records import Kind
from wording import LANGUAGES, Text, msg, render

if TYPE_CHECKING:
    import numpy as np

    from analysis.declarations.study import Study
    from analysis.people_counts import CountedPeople, JoinedSessions, People
    from analysis.register_columns import Register


def people_of_groups(
    study: Study,
    register: Register,
    by: str,
    groups: tuple[Sequence[str], Sequence[Text]],
    period: tuple[str | None, str | None],
    where: Sequence[Condition],
) -> dict[int, People]:
    """The people of each group, by its place; without those that the register of participants does not tell."""
    from analysis.people_counts import count_people  # numpy, 80 ms: not at start

    counted = study.frame.people
    if counted is None or (counted.decided < 0).all():
        return {}
    inside = _inside(study, register, counted, period, where)
    if inside is None:
        return {}
    names, labels = groups
    found = {}
    for at, (name, label) in enumerate(zip(names, labels, strict=True)):
        rows = _of_group(counted, by, name, label)
        if rows is not None and (rows & inside).any():
            found[at] = count_people(counted, rows & inside)
    return found


def _of_group(counted: CountedPeople, by: str, name: str, label: Text) -> np.ndarray | None:
    import numpy as np  # numpy, 80 ms: not at start

    if by in (MONTH, QUARTER):
        months = counted.dates.astype("datetime64[M]")
        first = np.datetime64(name, "M")
        return np.asarray((months >= first) & (months < first + (1 if by == MONTH else 3)))
    if by not in counted.groups:
        return None
    called = {plain(name), *(plain(render(label, language)) for language in LANGUAGES)}
    return np.array([word in called for word in counted.groups[by]], dtype=bool)


def _inside(
    study: Study,
    register: Register,
    counted: CountedPeople,
    period: tuple[str | None, str | None],
    where: Sequence[Condition],
) -> np.ndarray | None:
    """The attendances within the period for which the conditions hold; None where those cannot be asked of them."""
    from analysis.attendance_counts import within  # numpy, 80 ms: not at start

    inside = within(counted.dates, *period)
    played = dict(register.parts)
    for condition in where or ():
        part = str(played.get(str(condition.get("variable")), ""))
        if set(condition) != {"variable", "is"} or part not in counted.groups:
            return None
        variable = study.table.variable(str(condition["variable"]))
        wanted = {plain(str(one)) for one in condition["is"]}
        if variable.kind is Kind.ONE:
            chosen = [choice for choice in variable.choices if choice.id in condition["is"]]
            wanted = {plain(render(one.labels, language)) for one in chosen for language in LANGUAGES}
            wanted |= {plain(one.code) for one in chosen}
        inside = inside & [word in wanted for word in counted.groups[part]]
    return inside


def joined_groups(sessions: JoinedSessions, by: str, inside: np.ndarray) -> tuple[np.ndarray, list[Text]]:
    """The group of each attendance (rows,) by what its session says, −1 = not stated, and what the groups are called.

    Groups that nobody `inside` (rows,) belongs to are left out.
    """
    import numpy as np  # numpy, 80 ms: not at start

    words = sessions.groups[by]
    met = {word for word, kept in zip(words, inside, strict=True) if kept and word}
    order = [word for word in sessions.labels[by] if word in met]
    place = {word: at for at, word in enumerate(order)}
    return np.array([place.get(word, -1) for word in words], dtype=np.int64), [sessions.labels[by][w] for w in order]


def column_label(head: str, heads: Sequence[str]) -> Text:
    """What a column of a table of reach is called; people beside "at least" are "at most"."""
    return msg(f"reach.column.{'people_most' if head == 'people' and 'people_fewest' in heads else head}")


def plain(word: str) -> str:
    """A word without case and accents, as groups of two registers are compared.

    Examples
    --------
    >>> plain(" Séance ") == plain("SEANCE") == "seance"
    True
    """
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).strip()
