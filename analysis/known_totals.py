# SPDX-License-Identifier: MIT
"""Known totals to which the weights of a frame's rows are adjusted, as records and in words.

`analysis.survey.calibration.weight_adjustment` makes the adjusted design of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from wording import Labels, Message, Text, msg

if TYPE_CHECKING:
    import numpy as np

Method = Literal["poststratify", "rake", "calibrate"]
METHODS: tuple[Method, ...] = ("poststratify", "rake", "calibrate")


@dataclass(frozen=True)
class AdjustedTo:
    """What the weights of a table are adjusted to, in a few words: the method, the variables, where totals are from."""

    method: Method
    variables: tuple[tuple[Labels, ...], ...]  # one per total or margin; several where they are crossed
    source: str = ""
    trimmed: bool = False


@dataclass(frozen=True)
class Margin:
    """Known totals of the categories of a variable, or of several crossed.

    `codes` (rows,) int64: place in `names`, −1 where a row has no answer to one of the variables. `totals` (k,): NaN
    for an answer without total. `names`: for each category its name in each of the variables.
    """

    variables: tuple[Labels, ...]
    names: tuple[tuple[Text, ...], ...]
    codes: np.ndarray
    totals: np.ndarray


@dataclass(frozen=True)
class Auxiliary:
    """The known total of a number: `values` (rows,), NaN where absent."""

    variable: Labels
    values: np.ndarray
    total: float


@dataclass(frozen=True)
class Adjustment:
    """How the weights of the rows are adjusted.

    `population` is the known number of all; `bounds` limit the ratio of new to old weight, `trim` the new weights, what
    is cut off being shared among the others (`strict` until no weight is outside). `leave_out`: rows without an answer
    have no weight; otherwise they are refused. `given`: they are adjusted already, in `of_table` above, and errors take
    them so. `over`: what the weights before were adjusted to. `problem`: why it cannot be.
    """

    to: AdjustedTo
    margins: tuple[Margin, ...] = ()
    auxiliaries: tuple[Auxiliary, ...] = ()
    population: float | None = None
    distance: str = "linear"
    bounds: tuple[float, float] | None = None
    trim: tuple[float, float] | None = None
    strict: bool = False
    leave_out: bool = False
    given: bool = False
    of_table: Text = ""
    over: Adjustment | None = None
    problem: Message | None = field(default=None)

    def taken(self, keep: np.ndarray) -> Adjustment:
        """The same for some of the rows."""
        return replace(
            self,
            margins=tuple(replace(one, codes=one.codes[keep]) for one in self.margins),
            auxiliaries=tuple(replace(one, values=one.values[keep]) for one in self.auxiliaries),
        )

    def as_given(self, of_table: Text) -> Adjustment:
        """The same as rows of a table below are told of it: without what it rests on."""
        return replace(self, margins=(), auxiliaries=(), given=True, of_table=of_table)

    def unanswered(self, n_rows: int) -> np.ndarray:
        """Rows without an answer to one of the variables."""
        import numpy as np  # numpy, 80 ms: not at start

        found = np.zeros(n_rows, dtype=bool)
        for margin in self.margins:
            found |= margin.codes < 0
        for auxiliary in self.auxiliaries:
            found |= np.isnan(auxiliary.values)
        return found


def category(names: Sequence[Text]) -> Text:
    """The name of a category, or of a crossing: "woman × Site A".

    Examples
    --------
    >>> category(["woman"]), category(["woman", "Site A"]).args
    ('woman', {'first': 'woman', 'second': 'Site A'})
    """
    said = names[0]
    for more in names[1:]:
        said = msg("adjusting.crossed", first=said, second=more)
    return said


def adjusted_text(to: AdjustedTo) -> Message:
    """The adjustment in words: "raked to known totals of sex and site (source: census 2024)".

    Examples
    --------
    >>> adjusted_text(AdjustedTo("rake", ((Labels({"en": "Sex"}),),))).key
    'adjusting.how.rake'
    """
    of = [category(names) for names in to.variables] or [msg("adjusting.population")]
    key = f"adjusting.how.{to.method}"
    said = msg(f"{key}_source", variables=of, source=to.source) if to.source else msg(key, variables=of)
    return msg("adjusting.how.trimmed", how=said) if to.trimmed else said
