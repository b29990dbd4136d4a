# SPDX-License-Identifier: MIT
"""Groups of the rows of a register: by month or quarter, by a choice, by what is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Kind, Variable
from wording import LANGUAGES, Labels, Text, msg
from wording.numbers import format_month

if TYPE_CHECKING:
    import numpy as np

    from analysis.declarations.study import Study

MONTH, QUARTER = "month", "quarter"
_DATES = frozenset({Kind.DATE, Kind.DATETIME})


@dataclass(frozen=True)
class SessionGroups:
    """The group of each session, −1 = not stated, and what the groups are called, in order."""

    codes: np.ndarray
    names: Sequence[str]
    labels: Sequence[Text]


def row_words(study: Study, name: str) -> list[str]:
    """Say what stands in a column, row by row."""
    variable = study.table.variable(name)
    if variable.kind is Kind.ONE:
        choices = study.choices(variable)
        spoken = [next(iter(one.labels.by_language.values()), "") or one.code for one in choices]
        return [spoken[code] if code >= 0 else "" for code in study.codes(variable)]
    if variable.kind in (Kind.INTEGER, Kind.NUMBER):
        return ["" if value != value else f"{value:.15g}" for value in study.numbers(variable)]
    written = study.frame.data[variable.id].astype("string").str.strip()
    return [str(one) for one in written.mask(study.reasons(variable.id) != 0).fillna("")]


def answer_groups(study: Study, variable: Variable, inside: np.ndarray) -> SessionGroups:
    """The groups of a choice, in its order, or of what is written; groups without a row are left out."""
    import numpy as np  # numpy, 80 ms: not at start
    import pandas as pd  # pandas, 380 ms: not at start

    if variable.kind is Kind.ONE:
        codes, choices = study.codes(variable), study.choices(variable)
        met = [at for at in range(len(choices)) if (inside & (codes == at)).any()]
        place = {at: new for new, at in enumerate(met)}
        coded = np.array([*(place.get(at, -1) for at in range(len(choices))), -1])[codes]
        return SessionGroups(coded, [choices[at].code for at in met], [choices[at].labels for at in met])
    words = [word if kept and word else None for word, kept in zip(row_words(study, variable.id), inside, strict=True)]
    codes, names = pd.factorize(pd.array(words, dtype="string"), sort=True)
    return SessionGroups(codes, [str(name) for name in names], [str(name) for name in names])


def calendar_groups(dates: np.ndarray, by: str, inside: np.ndarray) -> SessionGroups:
    """Every month or quarter from the first session to the last: one without a session stands there as 0.

    Examples
    --------
    >>> import numpy as np
    >>> held = calendar_groups(np.array(["2024-01-15", "2024-03-02"], "datetime64[ns]"), "month", np.ones(2, bool))
    >>> held.codes.tolist(), held.names
    ([0, 2], ['2024-01', '2024-02', '2024-03'])
    """
    import numpy as np  # numpy, 80 ms: not at start

    months = dates.astype("datetime64[M]").astype(np.int64)
    known = ~np.isnat(dates)
    size = 1 if by == MONTH else 3
    periods = np.floor_divide(months, size)
    here = periods[known & inside]
    if not len(here):
        return SessionGroups(np.full(len(dates), -1), [], [])
    first, last = int(here.min()), int(here.max())
    codes = np.where(known, periods - first, -1)
    firsts = [np.datetime64(at * size, "M").astype(dt.date) for at in range(first, last + 1)]
    labels: list[Text] = [_month(day) if by == MONTH else _quarter(day) for day in firsts]
    return SessionGroups(codes, [day.isoformat()[:7] for day in firsts], labels)


def _month(day: dt.date) -> Labels:
    return Labels({language: format_month(day, language) for language in LANGUAGES})


def _quarter(day: dt.date) -> Text:
    return msg("reach.quarter", quarter=(day.month + 2) // 3, year=str(day.year))


def moments(study: Study, name: str | None) -> np.ndarray | None:
    """The day and time of each row, NaT where there is none; None where the column holds no dates."""
    import numpy as np  # numpy, 80 ms: not at start

    if name is None or study.table.variable(name).kind not in _DATES:
        return None
    values = study.frame.data[name].to_numpy(dtype="datetime64[ns]")
    return np.where(study.reasons(name) == 0, values, np.datetime64("NaT"))


def rows_written(study: Study, name: str) -> np.ndarray:
    """Which rows say anything in a column: an answer "no" or "none" says nothing was done."""
    import numpy as np  # numpy, 80 ms: not at start

    variable = study.table.variable(name)
    recorded = study.reasons(name) == 0
    if variable.kind is Kind.ONE:
        nothing = {choice.id for choice in variable.choices if choice.code.casefold() in ("no", "non", "none", "aucun")}
        return np.asarray(recorded & ~study.frame.data[name].astype("string").isin(list(nothing)).to_numpy(dtype=bool))
    if variable.kind is Kind.TEXT:
        words = study.frame.data[name].astype("string").str.strip().str.casefold().fillna("")
        return np.asarray(recorded & ~words.isin(["", "no", "non", "none", "aucun"]).to_numpy(dtype=bool))
    return np.asarray(recorded)
