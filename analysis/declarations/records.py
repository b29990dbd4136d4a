# SPDX-License-Identifier: MIT
"""Records of a declared analysis: options, results, which option invalidates which result."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from analysis.problems import AnalysisProblem
from analysis.records import Kind
from analysis.result_tables import FigureSpec, TableSpec
from wording import Message, Progress, Text, msg
from wording.discovery import resolve

if TYPE_CHECKING:
    from analysis.declarations.study import Study
    from analysis.records import DataTable


# Option → its value, as a declaration takes them. As a recursive type of JSON values it would ask 227 readings in 41
# files to narrow again what `Declaration.complete` has checked by the kind of each option.
Options = Mapping[str, Any]


class OptionKind(StrEnum):
    """What an option holds, as JSON."""

    VARIABLE = "variable"  # an id of the table: "v7"
    VARIABLES = "variables"  # a list of ids
    CHOICE = "choice"  # one of `choices`
    NUMBER = "number"
    NUMBERS = "numbers"
    FLAG = "flag"
    WHERE = "where"  # [{"variable": "v2", "is": ["c1", "c3"]}, …]: all must hold
    TEXT = "text"
    ANSWERS = "answers"  # a list of choice ids of the variable chosen in option `of`
    AMONG = "among"  # a list of ids, of those chosen in option `of`
    PAIRS = "pairs"  # a list of [id, id], both of those chosen in option `of`
    CODES = "codes"  # ids, keys or names of codes, set apart by ";"
    ATTRIBUTE = "attribute"  # the name of an attribute of cases, or document, speaker, role, coder, group, language
    REFERENCES = "references"  # {id: choice id}, the ids of those chosen in option `of`


_OTHER_WORDS = {"codes": "joined_codes"}
_WORDS = (OptionKind.CHOICE, OptionKind.ATTRIBUTE)
_LISTS = (OptionKind.VARIABLES, OptionKind.ANSWERS, OptionKind.AMONG)
NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
CATEGORIES = frozenset({Kind.ONE})


def _is_number(value: Any) -> bool:
    """Whether an option of a number holds one, or nothing."""
    try:
        return value in (None, "") or math.isfinite(float(value))
    except (TypeError, ValueError):
        return False


@dataclass(frozen=True)
class Option:
    """One option: label `option.<name>`, choices `choice.<name>.<choice>`; `invalidates` are the results it changes."""

    name: str
    kind: OptionKind
    default: Any = None
    required: bool = False
    kinds: frozenset[Kind] = frozenset()  # which variables it accepts; empty = any
    choices: tuple[str, ...] = ()
    invalidates: tuple[str, ...] = ("table", "figure")
    of: str = ""  # the option whose variables it speaks of
    fine: bool = False  # seldom changed: the form keeps it back

    @property
    def label(self) -> Message:
        """What the form calls it."""
        codes = self.kind is OptionKind.CODES and self.name == "variable"
        return msg("option.codes" if codes else f"option.{_OTHER_WORDS.get(self.name, self.name)}")


@dataclass(frozen=True)
class AnalysisResult:
    """What an analysis found: tables, pictures of them, facts for a methods note, why this test, a proposed finding.

    `facts` are JSON values: n, strata, clusters, weights, df, deff, interval, level, missing, inference.
    """

    declaration: str
    options: Options
    tables: tuple[TableSpec, ...]
    figures: tuple[FigureSpec, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    why: Message | None = None
    finding: Text | None = None


Facts = dict[str, Any]  # what a methods note needs, as JSON
Irrelevant = Callable[["DataTable", Options], frozenset[str]]


Suits = Callable[["DataTable"], bool]


def any_table(table: DataTable) -> bool:
    """Every table of data will do; codings have analyses of their own."""
    return table.id != "codings"


Reads = Callable[["DataTable", Options], frozenset[str]]


def reads_options(table: DataTable, options: Mapping[str, object]) -> frozenset[str]:
    """Only the variables that the options name are read."""
    return frozenset()


def none_irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """Every option has a meaning, whatever the others are."""
    return frozenset()


_INTERVIEWS = 300  # analyses of interviews have this rank or a higher one
_RANKS = ((70, "answers"), (99, "models"), (109, "answers"), (129, "sample"), (_INTERVIEWS, "registers"))
GROUPS = ("answers", "models", "unweighted", "sample", "registers", "interviews")  # in the order of the menu


@dataclass(frozen=True)
class Declaration:
    """One analysis, declared once: the form, live update, plan row, shown Python and help follow from it.

    Attributes:
        id: its name in projects and plans; in sentences it is `analysis.<id>`, its help `analysis.<id>.help`.
        options: what is asked, in the order of the form.
        work: "module:function" of a function (Study, options, Progress) → AnalysisResult. Raises AnalysisProblem.
        results: what it makes: tables, figures.
        irrelevant: names of the options that mean nothing beside the others: the form leaves them out.
        of_codings: it reads the codings of interviews, not the rows of a table.
        with_codings: it reads a table of data and the codings beside it (`Study.codings`).
        visits: it counts visits: rows without consent come, too, marked in `Frame.refused`.
        unweighted: it is for tables without a sample design: strata, clusters and weights would be left out of it.
        complete_cases: it leaves out rows without an answer to one of its questions.
        rank: its place among the others in menus, lowest first.
        answers: names of the options whose every answer is shown, of the question itself or as groups.
        answers_in_rows: whether each answer of its `variable` has a row.
        behind: "module:function" of a function (study, options, row, column) that gives the segments a cell counts.
    """

    id: str
    options: tuple[Option, ...]
    work: str
    results: tuple[str, ...] = ("table", "figure")
    irrelevant: Irrelevant = none_irrelevant
    reads: Reads = reads_options
    suits: Suits = any_table
    of_codings: bool = False
    with_codings: bool = False
    visits: bool = False
    unweighted: bool = False
    complete_cases: bool = False
    rank: int = 500
    behind: str = ""
    answers: tuple[str, ...] = ()
    answers_in_rows: bool = False

    def compute(self, study: Study, options: Options, progress: Progress) -> AnalysisResult:
        """Run its work, which is imported only now.

        Parameters
        ----------
        study : Study
            Rows, or codings where `of_codings`.
        options : Options
            Complete options, as `complete` gives them.
        progress : Progress
            Told how far it is, asked whether to stop.

        Returns
        -------
        AnalysisResult
            What the analysis found, not yet marked with its origin (`registry.run` does that).

        Raises
        ------
        AnalysisProblem
            Options or data that make no such analysis; what the engine raises is a Problem of its own.
        Stopped
            The user asked to stop.
        """
        found: AnalysisResult = resolve(self.work)(study, options, progress)
        return found

    @property
    def group(self) -> str:
        """The menu it stands in, as in `GROUPS`: what it reads, else its rank."""
        if self.of_codings or self.with_codings or self.rank >= _INTERVIEWS:
            return "interviews"
        if self.unweighted:
            return "unweighted"
        return next(name for last, name in _RANKS if self.rank <= last)

    @property
    def label(self) -> Message:
        """Its name: `analysis.<id>`."""
        return msg(f"analysis.{self.id}")

    @property
    def help(self) -> Message:
        """What it answers, in a sentence or two."""
        return msg(f"analysis.{self.id}.help")

    def presentation_options(self) -> frozenset[str]:
        """The options that make no table stale: they change how a result looks and no number of it.

        Returns
        -------
        frozenset of str
            Names of options.
        """
        return frozenset(option.name for option in self.options if "table" not in option.invalidates)

    @property
    def by_word(self) -> bool:
        """Whether its groups are named by a word of its own, such as "month", and not by a variable."""
        return any(one.name == "by" and one.kind in _WORDS for one in self.options)

    def option(self, name: str) -> Option:
        """The option of that name.

        Parameters
        ----------
        name : str
            Name of an option.

        Returns
        -------
        Option
            The option.

        Raises
        ------
        KeyError
            There is none.
        """
        for option in self.options:
            if option.name == name:
                return option
        raise KeyError(name)

    def complete(self, options: Mapping[str, object]) -> dict[str, Any]:
        """The options with defaults for those not given.

        Parameters
        ----------
        options : Mapping[str, object]
            Option → value; None counts as not given.

        Returns
        -------
        dict[str, Any]
            A value for each option; a single id for a list becomes a list.

        Raises
        ------
        AnalysisProblem
            `problem.option_unknown`, `problem.option_missing`, `problem.option_choice`, `problem.option_number`.
        """
        known = {option.name for option in self.options}
        unknown = sorted(set(options) - known)
        if unknown:
            raise AnalysisProblem(msg("problem.option_unknown", option=unknown[0], analysis=self.label))
        filled = {option.name: option.default for option in self.options}
        filled.update({name: value for name, value in options.items() if value is not None})
        for option in self.options:
            if option.kind in _LISTS and isinstance(filled[option.name], str):
                filled[option.name] = [filled[option.name]] if filled[option.name] else []
            if option.required and not filled[option.name]:
                raise AnalysisProblem(msg("problem.option_missing", option=option.label, analysis=self.label))
            if option.choices and filled[option.name] not in option.choices:
                raise AnalysisProblem(msg("problem.option_choice", option=option.label))
            if option.kind is OptionKind.NUMBER and not _is_number(filled[option.name]):
                raise AnalysisProblem(msg("problem.option_number", option=option.label))
        return filled
