# SPDX-License-Identifier: MIT
"""A plan resolved against the tables of a data set and run, each table made ready once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.analyses import AnalysisResult, Declaration, Study, declaration, declarations, failed_result, run
from analysis.analyses.joint_display import variables_beside
from analysis.analyses.registry import not_understood
from analysis.codings.options import asks_lemmas
from analysis.codings.records import CODINGS
from analysis.codings.study import CodingStudy
from analysis.declarations.conditions import variables_of_conditions
from analysis.declarations.records import OptionKind, Options
from analysis.exported import counted_only
from analysis.exported_codings import of_documents, watched
from analysis.masking import Destination
from analysis.problems import AnalysisProblem
from analysis.records import DataTable, Frame, Kind
from projects.exchange.whole_text_consent import shareable_documents
from projects.findings.coded_frames import codings_tables, load_codings
from projects.findings.coding_variables import coding_variables
from projects.findings.lemmas import with_lemmas
from projects.results.plans import CHANGES_FIGURES, Plan, PlanProblem, PlanRow, needed_columns, several
from projects.results.where_grammar import UnknownName, conditions_of, event_of, groupers, looked_up, variable_named
from projects.stored_tables.stored_table import data_table
from wording import LANGUAGES, Message, NoProgress, Progress, Stopped, Text, msg, render

if TYPE_CHECKING:
    from projects.store.project import Project

    Source = Project | Mapping[str, Frame]  # frames by the id of their table
    from analysis.codings.records import Codings
    from analysis.exported_codings import WordsRead
    from projects.export_gate import Exported
    from projects.store.ports import Releasing

NAMED_AT_MOST, LISTED = 8, 40


@dataclass(frozen=True)
class PlannedAnalysis:
    """A row with its names looked up: declaration id, table id, options as the declaration takes them."""

    row: PlanRow
    declaration: str
    table: str
    options: Options
    problem: Message | None = None  # why the line was not understood: its sentence stands in place of its table


def resolve(plan: Plan, tables: Sequence[DataTable], wrong: list[PlanProblem] | None = None) -> list[PlannedAnalysis]:
    """Look up every name of the plan. Raises one PlanProblem naming what is not there, with its lines.

    With a list `wrong`, such lines are told there, each by itself, and keep their place with their problem.
    """
    found: list[PlannedAnalysis] = []
    unknown: dict[str, list[int]] = {}
    for row in plan.rows:
        if row.problem is not None:
            if wrong is None:
                raise PlanProblem(row.problem)
            wrong.append(PlanProblem(row.problem))
            found.append(PlannedAnalysis(row, "describe", "", {}, row.problem))
            continue
        try:
            found.append(_resolved(row, tables))
        except UnknownName as missing:
            if wrong is not None:
                found.append(_without(row, _not_there(row, str(missing.args[0]), tables), wrong))
                continue
            for name in missing.args:
                unknown.setdefault(name, []).append(row.line)
        except AnalysisProblem as hindered:
            if wrong is None:
                raise PlanProblem(msg("results.plan_row", line=row.line, problem=hindered.message)) from None
            found.append(_without(row, hindered.message, wrong))
    if unknown:
        names = [f"{name} ({', '.join(map(str, lines[:3]))})" for name, lines in list(unknown.items())[:NAMED_AT_MOST]]
        raise PlanProblem(msg("results.plan_unknown", n=len(unknown), names=names))
    return found


def _not_there(row: PlanRow, name: str, tables: Sequence[DataTable]) -> Message:
    """What a line names that the data do not have: in which column, the nearest there is, and what there is."""
    word, _, code = (part.strip() for part in name.partition(" = "))
    variables = [one for table in _asked_tables(row, tables) for one in table.variables]
    known = [one.name for one in variables]
    asked = next((one for one in variables if code and word in (one.name, one.name.rpartition("/")[2])), None)
    if asked is not None:
        word, known = code, [choice.code for choice in asked.choices]
    return _nearest_of(row.heading_of(name), word, known)


def _asked_tables(row: PlanRow, tables: Sequence[DataTable]) -> Sequence[DataTable]:
    return [one for one in tables if row.table in (one.name, one.id)] or tables


def _refuse_unknown_analysis(row: PlanRow) -> None:
    kinds = declarations()
    if row.analysis and all(one.id != row.analysis for one in kinds):
        names = [render(one.label, language) for language in LANGUAGES for one in kinds]
        column = row.heading_of(row.analysis)
        there = [one.label for one in kinds]
        raise AnalysisProblem(_nearest_of(column, row.analysis, [*(one.id for one in kinds), *names], there))


def _nearest_of(column: str, word: str, known: Sequence[str], there: Sequence[Text] = ()) -> Message:
    """The sentence on a word that is not known, with the nearest and what there is (`there`, where it is said so)."""
    names = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word.casefold(), [one.casefold() for one in names], 1, 0.5)
    nearest = next((one for one in names if near and one.casefold() == near[0]), "")
    key = "results.plan_nearest" if nearest else "results.plan_not_there"
    said: list[Text] = list(there or names)
    more = max(len(said) - LISTED, 0)
    listed = [*said[:LISTED], *([msg("results.plan_more", n=more)] if more else [])]
    return msg(key, column=column, word=word, nearest=nearest, known=listed or ["–"])


def _without(row: PlanRow, message: Message, wrong: list[PlanProblem]) -> PlannedAnalysis:
    """A line that cannot be understood, in its place."""
    wrong.append(PlanProblem(msg("results.plan_row", line=row.line, problem=message)))
    return PlannedAnalysis(row, "describe", "", {}, message)


def run_plan(
    source: Source,
    plan: Plan | Sequence[PlannedAnalysis],
    progress: Progress | None = None,
    wrong: list[PlanProblem] | None = None,
) -> list[AnalysisResult]:
    """The results of a plan in order.

    `source` is a project, or frames by table id. Raises PlanProblem naming the line that cannot be done; Stopped.
    With a list `wrong`, lines that the data do not allow are told there and their sentence stands in place of a table.
    """
    progress = progress or NoProgress()
    tables = _tables(source)
    planned = resolve(plan, tables, wrong) if isinstance(plan, Plan) else list(plan)
    studies: dict[tuple[str, bool, bool], Study | CodingStudy] = {}
    results = []
    for at, one in enumerate(planned, start=1):
        if progress.stop_requested():
            raise Stopped
        if one.problem is not None:
            title = one.row.title or msg(
                "where.row_title", line=one.row.line, name=one.row.variable or one.row.analysis
            )
            results.append(not_understood(title, one.problem))
            continue
        declared = declaration(one.declaration)
        place = (one.table, declared.visits, declared.with_codings)
        if place not in studies:
            studies[place] = _study(source, *place, planned)
        try:
            results.append(run(one.declaration, studies[place], one.options, PartialProgress(progress)))
        except AnalysisProblem as hindered:
            message = PlanProblem(msg("results.plan_row", line=one.row.line, problem=hindered.message))
            if wrong is None:
                raise message from None
            wrong.append(message)
            results.append(failed_result(one.declaration, studies[place], one.options, hindered))
        progress.report(at / len(planned))
    if wrong is not None:  # names that are not there were told first, what the data do not allow after: by lines
        wrong.sort(key=lambda problem: int(str(problem.message.args["line"])))
    return results


class PartialProgress:
    """The progress of many analyses as one of them sees it: it may be stopped, it does not say how far they are."""

    def __init__(self, progress: Progress) -> None:
        self.stop_requested = progress.stop_requested

    def report(self, fraction: float, text: Text | None = None) -> None:
        """Only the whole says how far it is."""


def _tables(source: Source) -> list[DataTable]:
    if isinstance(source, Mapping):
        return [frame.table for frame in source.values()]
    return all_tables(source)


def read_study(
    project: Project, table_id: str, columns: Sequence[str], visits: bool = False,
    beside: Sequence[Options] | None = None,
) -> Study | CodingStudy:  # fmt: skip
    """What an analysis reads of a project, made ready: some columns of a table, or the codings.

    `beside`: the options of analyses that read the codings beside the table; None for those that read it alone.
    """
    if table_id == CODINGS:
        codings = load_codings(project)
        return CodingStudy(with_lemmas(project, codings) if any(map(asks_lemmas, beside or ())) else codings)
    from projects.datasets.table.frames import load_frame  # more of the program: not at start

    held = load_codings(project) if beside is not None and all_codings(project) else None
    wanted = set(columns)
    for options in beside or ():
        if held is not None:
            wanted |= variables_beside(held, data_table(project, table_id), options)
    ordered = sorted(wanted, key=lambda name: int(name[1:]))
    study = Study(load_frame(project, table_id, ordered, visits=visits))
    study.codings = CodingStudy(held) if held is not None else None
    return study


def all_codings(project: Project) -> list[DataTable]:
    """The table that stands for the codings, with codes and attributes as its variables; none without interviews."""
    return [replace(table, variables=coding_variables(project)) for table in codings_tables(project)]


def all_tables(project: Project) -> list[DataTable]:
    """What a project has to analyse: the tables of its data, and the one that stands for its codings."""
    from projects.stored_tables.stored_table import data_tables  # more of the program: not at start

    return [*data_tables(project), *all_codings(project)]


def _study(
    source: Source, table_id: str, visits: bool, beside: bool, planned: Sequence[PlannedAnalysis]
) -> Study | CodingStudy:
    if table_id == CODINGS:
        assert not isinstance(source, Mapping)  # frames hold no codings
        return read_study(source, table_id, (), beside=[one.options for one in planned])
    if not beside or isinstance(source, Mapping):
        return Study(_frame(source, table_id, visits, planned))

    table = data_table(source, table_id)
    asked = [one for one in planned if one.table == table_id and declaration(one.declaration).with_codings]
    wanted = {name for one in asked for name in variables_of(one.declaration, one.options, table)}
    return read_study(source, table_id, sorted(wanted), visits, [one.options for one in asked])


def _frame(source: Source, table_id: str, visits: bool, planned: Sequence[PlannedAnalysis]) -> Frame:
    if isinstance(source, Mapping):
        found = source[table_id]
        assert isinstance(found, Frame)
        return found
    from projects.datasets.table.frames import load_frame  # more of the program: not at start

    table = data_table(source, table_id)
    wanted = {
        name for one in planned if one.table == table_id for name in variables_of(one.declaration, one.options, table)
    }
    return load_frame(source, table_id, sorted(wanted, key=lambda name: int(name[1:])), visits=visits)


def variables_of(declaration_id: str, options: Options, table: DataTable | None = None) -> set[str]:
    """The ids of the variables that an analysis of `table` with these options reads."""
    declared = declaration(declaration_id)
    names = set(declared.reads(table, options)) if table is not None else set()
    for option in declared.options:
        value = options.get(option.name)
        if option.kind is OptionKind.VARIABLE and value:
            names.add(value)
        elif option.kind is OptionKind.VARIABLES:
            names.update([value] if isinstance(value, str) else value or ())
        elif option.kind is OptionKind.WHERE:
            names.update(variables_of_conditions(value))
    return names


def _resolved(row: PlanRow, tables: Sequence[DataTable]) -> PlannedAnalysis:
    _refuse_unknown_analysis(row)
    row = _codes_named(row, tables)
    table = _table(row, tables)
    if declaration(row.analysis).of_codings:
        return _of_codings(row, table)
    first = variable_named(table, row.variable) if row.variable else None
    name = row.analysis
    if name == "proportions" and first is not None and first.kind is Kind.SET:
        name = "set"
    elif name == "set" and first is not None and first.kind is Kind.ONE:
        name = "proportions"
    declared = declaration(name)
    known = {option.name for option in declared.options}
    for column in CHANGES_FIGURES:
        if (column in row.options or (column == "where" and row.where)) and column not in known:
            raise AnalysisProblem(msg("results.plan_not_taken", column=column, analysis=declared.label))
    options = looked_up(declared, table, row.options)
    if first is not None and known & {"variable", "numerator"}:
        options["numerator" if "numerator" in known else "variable"] = first.id
    if "event" in options and first is not None:
        options["event"] = event_of(first, str(options["event"]))
    if row.by:
        _grouped(declared, table, row.by, options)
    if row.where:
        options["where"] = conditions_of(table, row.where)
    if row.figure and "chart" in known:
        options["chart"] = row.figure.strip().lower()
    if row.title:
        options["title"] = row.title
    declared.complete(options)
    return PlannedAnalysis(row, name, table.id, options)


def _codes_named(row: PlanRow, tables: Sequence[DataTable]) -> PlanRow:
    """A row of an analysis of a survey and codings whose `variable` is no question names codes with it."""
    questions = (v for table in tables if table.id != CODINGS for v in table.variables)
    if not row.variable or not declaration(row.analysis).with_codings or "codes" in row.options:
        return row
    if any(row.variable in (one.name, one.name.rpartition("/")[2]) for one in questions):
        return row
    return replace(row, variable="", options={**row.options, "codes": row.variable})


def _of_codings(row: PlanRow, table: DataTable) -> PlannedAnalysis:
    """A row about codings: `variable` names codes, `by` an attribute; both are looked up among the codings."""
    declared = declaration(row.analysis)
    known = {option.name for option in declared.options}
    options = looked_up(declared, table, row.options)
    if row.where and "cases" not in known:
        raise AnalysisProblem(msg("results.plan_not_taken", column="where", analysis=declared.label))
    for name, value in (("variable", row.variable), ("by", row.by), ("title", row.title), ("cases", row.where)):
        if value and name in known:
            options[name] = value
    if row.variable and "query" in known:
        options["query"] = row.variable
    if row.figure and "chart" in known:
        options["chart"] = row.figure.strip().lower()
    declared.complete(options)
    return PlannedAnalysis(row, declared.id, table.id, options)


def _grouped(declared: Declaration, table: DataTable, by: str, options: dict[str, Any]) -> None:
    """Put the groups of a row among its options: a word of the analysis, or one or several variables."""
    if declared.by_word:
        options["by"] = by.strip().lower()
        return
    first_by, *more = groupers(table, by)
    options["column" if _needs_column(declared) and "column" not in options else "by"] = first_by
    if more:
        options["also_by"] = [*more, *options.get("also_by", [])]


def _needs_column(declared: Declaration) -> bool:
    """Whether an analysis is of two variables, of which a plan may call the second its groups."""
    return any(option.name == "column" and option.required for option in declared.options)


def _table(row: PlanRow, tables: Sequence[DataTable]) -> DataTable:
    if row.table:
        for table in tables:
            if row.table in (table.name, table.id):
                return table
        if row.table != "main":
            raise UnknownName(row.table)
    if declaration(row.analysis).of_codings:
        return _codings(tables)
    needed = needed_columns().get(row.analysis, "")
    if row.table and tables:
        return next(table for table in tables if table.parent is None)
    if not row.variable and needed == "analysis" and (fitting := _fitting(row, tables)) is not None:
        return fitting
    wanted = row.variable or next(iter(several(str(row.options.get(needed, "")))), "")
    for table in sorted(tables, key=lambda one: one.parent is not None):
        if table.id != CODINGS and any(variable.name == wanted for variable in table.variables):
            return table
    raise UnknownName(wanted or row.table or row.analysis)


def _codings(tables: Sequence[DataTable]) -> DataTable:
    """The table that stands for the codings. Raises AnalysisProblem where there are no interviews."""
    for table in tables:
        if table.id == CODINGS:
            return table
    raise AnalysisProblem(msg("problem.no_interviews"))


def _fitting(row: PlanRow, tables: Sequence[DataTable]) -> DataTable | None:
    """The first table that an analysis without a variable can be made of; one without a parent before others."""
    suits = declaration(row.analysis).suits
    return next((one for one in sorted(tables, key=lambda one: one.parent is not None) if suits(one)), None)


@dataclass(frozen=True)
class ProgramData:
    """What one program reads. `messages`: interviews left out; `eligible`: the variable that multiplies weights."""

    frame: Frame | None = None
    codings: Codings | None = None
    words: WordsRead | None = None
    messages: Sequence[Message] = ()
    eligible: Text | None = None


def program_data(project: Project, name: str, table_id: str, options: Options) -> ProgramData:
    """What the program of an analysis reads, for the team. Raises Problem where nothing may leave."""
    declared = declaration(name)
    if declared.of_codings or declared.with_codings:
        return _coded(project, declared, table_id, options)
    from projects.datasets.table.frames import load_frame  # numpy, 80 ms: not at start

    names = variables_of(name, options, data_table(project, table_id))
    frame = load_frame(project, table_id, sorted(names, key=_number), visits=declared.visits)
    if declared.visits:
        frame = counted_only(frame, str(options["variable"]))
    eligible = frame.table.variable(options["eligible"]) if options.get("eligible") else None
    return ProgramData(frame, eligible=None if eligible is None else eligible.labels or eligible.name)


def export_program_data(gate: Releasing, data: ProgramData, path: Path, *, overwrite: bool = False) -> Exported:
    """Write what a program reads, inside the team only. Raises ExportProblem."""
    from projects.export_gate import export_codings, export_frame  # cryptography, 10 ms: not at start

    if data.codings is None:
        assert data.frame is not None
        return export_frame(gate, data.frame, path, overwrite=overwrite, eligible=data.eligible)
    assert data.words is not None
    return export_codings(gate, data.codings, data.words, path, beside=data.frame, overwrite=overwrite)


def _coded(project: Project, declared: Declaration, table_id: str, options: Options) -> ProgramData:
    """The codings of the interviews that may leave, with the words that the analysis reads of them, no others."""
    shareable = shareable_documents(project, Destination.INSIDE)
    names: set[str] = set()
    if declared.with_codings:
        names = variables_of(declared.id, options, data_table(project, table_id))
    study = read_study(project, table_id, sorted(names, key=_number), beside=[options])
    coded = study.codings if isinstance(study, Study) else study
    if coded is None:
        return ProgramData(messages=(msg("problem.no_interviews"),))
    codings = of_documents(coded.codings, frozenset(shareable.allowed))
    seen, words = watched(codings)
    if isinstance(study, Study):
        study.codings = CodingStudy(seen)
        run(declared, study, options)
        return ProgramData(study.frame, codings, words, shareable.messages())
    run(declared, CodingStudy(seen), options)
    return ProgramData(None, codings, words, shareable.messages())


def _number(variable: str) -> int:
    return int(variable[1:])
