# SPDX-License-Identifier: MIT
"""Evaluates a form's expressions on the tables of a file and lists those it cannot evaluate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

import numpy as np

from projects.forms.column_values import Column, single, stretched_column, to_truths
from projects.forms.evaluate import evaluate
from projects.forms.expressions import BadExpressionError, parse
from projects.forms.records import Question, UnsupportedError
from projects.imported.findings import finding, first_names, rows_where
from projects.imported.records import Finding, Severity
from projects.importing.answers import TableAnswers, Tables
from projects.importing.columns.response_sets import BuiltColumn

_FUNCTION = re.compile(r"[\w:-]+\(\)")


class Purpose(StrEnum):
    """What an expression is for; the key of the line that lists those not evaluated."""

    CONDITION = "not_evaluated"
    CALCULATION = "calculations_not_compared"
    FILTER = "filters_not_evaluated"


class FormEvaluation:
    """The tables of a file with what was found out about them; each expression that was refused is kept by name."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.findings: list[Finding] = []
        self._refused: dict[tuple[Purpose, str], list[str]] = {}
        self._functions: dict[str, None] = {}

    def value(self, text: str, answers: TableAnswers, question: Question, purpose: Purpose) -> Column | None:
        """The value for each row; None, and listed, when the expression cannot be evaluated."""
        try:
            return stretched_column(single(evaluate(parse(text), answers)), answers.size())
        except (UnsupportedError, BadExpressionError, RecursionError) as error:
            self.refuse(text, question, purpose, str(error))
            return None

    def truths(self, text: str, answers: TableAnswers, question: Question, purpose: Purpose) -> np.ndarray | None:
        """Whether an expression holds for each row; None, and listed, when it cannot be evaluated."""
        value = self.value(text, answers, question, purpose)
        return None if value is None else to_truths(value).values

    def refuse(self, text: str, question: Question, purpose: Purpose, why: str = "") -> None:
        """Keep the name of a question whose expression is not evaluated, and of the function that is not."""
        names = self._refused.setdefault((purpose, text), [])
        if question.name not in names:
            names.append(question.name)
        function = _FUNCTION.match(why)
        if function:
            self._functions.setdefault(function[0])

    def add_finding(self, key: str, number: int, one: BuiltColumn, where: np.ndarray) -> None:
        """A line about rows of a variable that do not match; none where there are none."""
        count = int(where.sum())
        if count:
            self.findings.append(
                finding(
                    Severity.WARNING, key, table=f"t{number + 1}", variable=one.variable.id,
                    rows=rows_where(where), count=count, name=one.variable.name, n=count,
                )
            )  # fmt: skip

    def not_evaluated(self) -> Iterator[Finding]:
        """A line for each purpose, and one that names the functions."""
        for purpose in Purpose:
            refused = [names for (what, _), names in self._refused.items() if what is purpose]
            names = list(dict.fromkeys(name for listed in refused for name in listed))
            count = len(refused)
            if count:
                yield finding(Severity.WARNING, purpose.value, names=first_names(names), n=count, count=count)
        names = list(self._functions)
        if names:
            yield finding(Severity.WARNING, "functions_not_evaluated", names=names, n=len(names), count=len(names))
