# SPDX-License-Identifier: MIT
"""A frame made ready for many analyses: its design and coded columns are worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.declarations.conditions import rows_where
from analysis.problems import AnalysisProblem, as_number, check
from analysis.records import Choice, Frame, Kind, Reason, RowOrigin, Variable
from analysis.worded_table import worded
from wording import Labels, Problem, Progress, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey.design.sample_design import Design, Lonely

_LARGEST = 1e70  # sums of squares, and of their squares, stay numbers
_MOST_CACHED = 2_000  # results; a few kilobytes each


class Study:
    """A frame with what its analyses share; reads the frame, never changes it."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.table = worded(frame.table)
        self.codings: Any = None  # the codings beside it (CodingStudy), for analyses of both
        self._codes: dict[str, np.ndarray] = {}
        self._numbers: dict[str, np.ndarray] = {}
        self._sets: dict[str, np.ndarray] = {}
        self._known: dict[tuple[Any, ...], Any] = {}
        self.lonely: Lonely = "adjust"
        drawn = frame.table.within_household
        self.eligible: Labels | None = drawn.labels if drawn is not None else None
        self.times: np.ndarray | None = None  # (rows,) members eligible, where adjusted weights are multiplied by them
        self._others: dict[str, Study] = {}
        self._design: Design | Problem | None = None

    def once(self, key: tuple[object, ...], compute: Callable[[], object]) -> Any:
        """What `compute` gives, worked out once for the key: the same totals stand in many tables."""
        if key not in self._known:
            if len(self._known) >= _MOST_CACHED:
                self._known.clear()
            self._known[key] = compute()
        return self._known[key]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.frame.row_ids)

    @property
    def infers(self) -> bool:
        """Whether SE, intervals and tests are printed by default: of a probability sample, or as the table says why."""
        return self.table.how is RowOrigin.PROBABILITY or bool(self.table.inference_reason)

    def with_rule(self, lonely: Lonely) -> Study:
        """The same study with another rule for strata with a single cluster; made once for each rule."""
        if lonely == self.lonely:
            return self
        if lonely not in self._others:
            other = Study(self.frame)
            other.lonely, other.eligible, other.times = lonely, self.eligible, self.times
            other.codings = self.codings
            other._codes, other._numbers, other._sets = self._codes, self._numbers, self._sets
            self._others[lonely] = other
        return self._others[lonely]

    def within_household_of(self, variable: Variable) -> Study:
        """The same study where each row is one member drawn of as many as the variable counts: weights times that.

        Made once for each variable.
        """
        import numpy as np  # numpy, 80 ms: not at start

        if self.table.within_household is not None:
            raise AnalysisProblem(msg("problem.within_household_twice", variable=self.table.within_household.labels))
        if variable.id not in self._others:
            eligible, design = self.numbers(variable), self.frame.design
            weight = np.ones(self.rows) if design.weight is None else design.weight
            positive = np.where(eligible > 0, eligible, np.nan)
            if design.adjust is not None and not design.adjust.given:  # its totals are of the rows, not of the members
                other = Study(self.frame)
                other.times = positive
            else:
                replicates = design.replicates and design.replicates.times(np.nan_to_num(positive))
                other = Study(
                    replace(self.frame, design=replace(design, weight=weight * positive, replicates=replicates))
                )
            other.lonely, other.eligible = self.lonely, variable.labels
            other._codes, other._numbers, other._sets = self._codes, self._numbers, self._sets
            self._others[variable.id] = other
        return self._others[variable.id]

    @property
    def design(self) -> Design:
        """The sample design of the rows, its weights adjusted where the table has known totals."""
        self.prepare()
        if isinstance(self._design, Problem):
            raise self._design.with_traceback(None)
        assert self._design is not None
        return self._design

    def prepare(self, progress: Progress | None = None) -> None:
        """Work the design out, once, so that its user sees how far it is and can stop it.

        What is wrong with it is said where it is asked for.
        """
        if self._design is None:
            try:
                self._design = self._worked_out(progress)
            except Problem as wrong:
                self._design = wrong

    def _worked_out(self, progress: Progress | None) -> Design:
        from analysis.survey.calibration.calibrated_design import (  # numpy, 80 ms: not at start
            adjusted_design,
            multiplied,
        )

        columns, lonely = self.frame.design, self.lonely
        made = adjusted_design(columns, self.rows, lonely, self.frame.refused, progress)
        return made if self.times is None else multiplied(made, self.times)

    @property
    def weighted(self) -> bool:
        """Whether rows have weights: given, or made by known totals."""
        return self.frame.design.weight is not None or self.frame.design.adjust is not None

    @cached_property
    def weights_one(self) -> bool:
        """Whether no weight is given, or every row that counts has weight 1."""
        return not self.weighted or bool((self.design.weights[self.design.weights > 0] == 1.0).all())

    def variable(self, variable_id: str, kinds: frozenset[Kind] = frozenset()) -> Variable:
        """The variable, of one of `kinds`."""
        try:
            variable = self.table.variable(variable_id)
        except KeyError:
            raise AnalysisProblem(
                msg("problem.variable_unknown", variable=variable_id, table=self.table.name)
            ) from None
        if kinds and variable.kind not in kinds:
            raise AnalysisProblem(
                msg("problem.variable_kind", variable=variable.labels, kinds=[msg(f"kind.{k}") for k in sorted(kinds)])
            )
        return variable

    def choices(self, variable: Variable) -> tuple[Choice, ...]:
        """The choices that are answers: not those that mean refused or don't know."""
        return tuple(choice for choice in variable.choices if choice.reason == Reason.PRESENT)

    def reasons(self, variable_id: str) -> np.ndarray:
        """int8 (rows,): why each value is absent; 0 where present."""
        return self.frame.reasons[variable_id]

    def codes(self, variable: Variable) -> np.ndarray:
        """int64 (rows,): position of the answer among `choices`, −1 where there is none."""
        import numpy as np  # numpy, 80 ms: not at start

        if variable.id not in self._codes:
            column = self.frame.data[variable.id].astype("category")
            order = {choice.id: position for position, choice in enumerate(self.choices(variable))}
            places = np.array([order.get(name, -1) for name in column.cat.categories] + [-1], dtype=np.int64)
            codes = places[column.cat.codes.to_numpy()]
            codes[self.reasons(variable.id) != 0] = -1
            self._codes[variable.id] = codes
        return self._codes[variable.id]

    def numbers(self, variable: Variable) -> np.ndarray:
        """float64 (rows,), NaN where absent."""
        import numpy as np  # numpy, 80 ms: not at start

        if variable.id not in self._numbers:
            values = self.frame.data[variable.id].to_numpy(dtype=float, na_value=np.nan)
            values = np.where(self.reasons(variable.id) == 0, values, np.nan)
            if np.isinf(values).any():
                raise AnalysisProblem(msg("problem.infinite", variable=variable.labels, n=int(np.isinf(values).sum())))
            if (beyond := np.abs(values) > _LARGEST).any():
                raise AnalysisProblem(msg("problem.too_large", variable=variable.labels, n=int(beyond.sum())))
            self._numbers[variable.id] = values
        return self._numbers[variable.id]

    def indicators(self, variable: Variable, progress: Progress | None = None) -> np.ndarray:
        """float64 (rows, choices): 1 where chosen, NaN where the question has no answer."""
        import numpy as np  # numpy, 80 ms: not at start

        from analysis.survey.column_arrays import side_by_side  # numpy, 80 ms: not at start

        if variable.id not in self._sets:
            answered, choices = self.reasons(variable.id) == 0, self.choices(variable)
            chosen = (
                self.frame.data[f"{variable.id}.{choice.id}"].to_numpy(dtype=bool, na_value=False) for choice in choices
            )
            columns = (np.where(answered, one, np.nan) for one in chosen)
            self._sets[variable.id] = side_by_side(columns, self.rows, len(choices), progress)
        return self._sets[variable.id]

    def where(self, conditions: Sequence[Mapping[str, Any]] | None, progress: Progress | None = None) -> np.ndarray:
        """bool (rows,): rows where every condition holds; a missing answer fulfils none."""
        import numpy as np  # numpy, 80 ms: not at start

        inside = np.ones(self.rows, dtype=bool)
        for condition in conditions or ():
            if progress is not None:
                check(progress)
            if "is" not in condition:
                inside &= rows_where(self, condition)[0]
                continue
            variable = self.variable(condition["variable"])
            wanted = set(condition["is"])
            if variable.kind is Kind.SET:
                places = [at for at, choice in enumerate(self.choices(variable)) if choice.id in wanted]
                chosen = self.indicators(variable, progress)
                inside &= np.logical_or.reduce([chosen[:, at] == 1 for at in places]) if places else False
            elif variable.kind is Kind.ONE:
                places = [at for at, choice in enumerate(self.choices(variable)) if choice.id in wanted]
                inside &= np.isin(self.codes(variable), places)
            elif variable.kind in (Kind.INTEGER, Kind.NUMBER):
                inside &= np.isin(self.numbers(variable), [as_number(variable, value) for value in wanted])
            else:  # a text or a moment, as written
                codes, different = self.frame.data[variable.id].factorize()
                written = different.astype(str).to_numpy(dtype=object)
                named = np.append(np.isin(written, [str(value) for value in wanted]), False)
                inside &= (self.reasons(variable.id) == 0) & named[codes]
        return inside
