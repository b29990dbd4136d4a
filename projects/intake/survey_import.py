# SPDX-License-Identifier: MIT
"""Turns a survey file, with or without its form, into `ImportedData`.

`import_survey` runs in this process, `import_process.import_survey_in_worker` in a throw-away one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Role
from projects.datasets.registers.headings import keyless_participants
from projects.forms.expressions import BadExpressionError, names_in, parse
from projects.forms.records import Form
from projects.forms.survey_sheet import empty_form
from projects.forms.types import WITHOUT_ANSWER
from projects.forms.xlsform import references
from projects.imported.findings import finding
from projects.imported.problems import import_problem
from projects.imported.raw_tables import RawBook
from projects.imported.records import Finding, ImportedData, ImportedTable, Severity
from projects.importing.answers import DAY_COLUMNS
from projects.importing.columns.column_names import column_names, with_groups
from projects.importing.columns.confirmable_texts import with_choices_taken
from projects.importing.columns.number_date_conventions import header_findings, with_date_order, with_decimals
from projects.importing.columns.question_names import Match, leaves
from projects.importing.columns.response_sets import BuiltColumn
from projects.importing.columns.variables import VariableMaker
from projects.importing.finding_causes import by_cause
from projects.importing.flattened_repeats import unflattened
from projects.importing.import_proposals import finished, name_findings, text_number_findings, version_findings
from projects.importing.missing.marked_tables import mark_findings, read_marks, read_marks_of_form
from projects.importing.options import ImportOptions, kept_reading
from projects.importing.parent_rows import infer_form, is_survey_export, keys_of, link, repeated_keys
from projects.importing.repeat_tables import RepeatTable, assign
from projects.importing.skip_logic import apply_skips
from projects.readers.tabular.reader_selection import read_book, read_form
from projects.registers.totals_words import words_of_totals_apart
from wording import NoProgress, Progress, Stopped

if TYPE_CHECKING:
    import pyarrow as pa

_METADATA = frozenset(
    ("start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "audit")
)
_LEAST_MATCHED = 0.1  # of the form's questions or of the columns; below it the form is another form


def import_survey(
    path: Path, form: Path | None = None, options: ImportOptions | None = None, progress: Progress | None = None
) -> ImportedData:
    """The tables of a survey file as Arrow columns, with what the form knows and what was found.

    Raises ImportProblem for a file of an unknown kind, a damaged one, or a form that does not match; Stopped on cancel.
    """
    options, progress = options or ImportOptions(), progress or NoProgress()
    given = read_form(form) if form is not None else None
    read = read_book(path, given, options, progress)
    if isinstance(read, ImportedData):
        return with_choices_taken(keyed_data(read, options.key) if options.key is not None else read)
    if read.book.kind == "excel" and _is_form(read.book):
        raise import_problem("is_a_form", file=path.name)
    known = given if given is not None else read.form
    return with_choices_taken(assemble(read.book, known, options, progress, form.name if form is not None else ""))


def assemble(
    book: RawBook, form: Form | None, options: ImportOptions, progress: Progress, form_name: str
) -> ImportedData:
    """The imported data of a file's raw tables; without a form, what a survey export shows of its form is inferred."""
    is_export = form is not None or is_survey_export(book)
    if is_export:
        book.tables = unflattened(book.tables)
    if form is None and not is_export:
        for table in book.tables:
            table.headers = with_groups(table.headers, table.groups)
    totals = words_of_totals_apart(book.tables) if form is None and not is_export else []
    if form is None:
        read_marks(book.tables, options)
    used = form if form is not None else (infer_form(book) if is_export else empty_form())
    scopes = assign(book.tables, used) if is_export else _apart(book)
    if form is not None:
        _refuse_other_form(scopes, form, book.name, form_name)
        read_marks_of_form(scopes, form, options)
    findings = [*book.findings, *totals, *used.warnings]
    if options.date_order is not None:
        options = replace(options, dates_by_column=False)
    if book.kind == "csv":
        options = with_decimals(book.tables[0], options, findings)
    ways = [
        with_date_order(scope.raw, f"t{number}", options, findings) if book.kind in ("csv", "excel") else options
        for number, scope in enumerate(scopes, 1)
    ]
    findings += version_findings(scopes)
    for number, scope in enumerate(scopes, 1):
        findings += header_findings(scope.raw.headers, f"t{number}")
    needed = _needed(used)
    keys = [keys_of(scope.raw) for scope in scopes]
    findings += _repeated(scopes, options)
    links = [_link(scope, scopes, findings, f"t{number}") for number, scope in enumerate(scopes, 1)]
    built = [
        _build(scope, used, ways[number], needed, progress, (number, len(scopes)))
        for number, scope in enumerate(scopes)
    ]
    if used.questions:
        findings += apply_skips(scopes, built, links, used, progress)
    tables = _finished(scopes, built, links, keys, used, findings)
    if options.key is not None:
        tables[0] = _keyed(tables[0], options.key)
    findings += [] if is_export else _kept_by_hand(scopes, built, tables)
    findings += mark_findings(
        [(f"t{n}", [(one.variable.name, one.marks) for one in made]) for n, made in enumerate(built, 1)]
    )
    if form is not None:
        findings += name_findings(scopes, form)
    kind = "kobo" if is_export and book.kind in ("excel", "csv", "json") else book.kind
    return ImportedData(
        kind, book.name, tuple(tables), by_cause(findings), tuple(used.languages), used.title, used.version,
        used.beside, kept_reading(options), book.left_out,
    )  # fmt: skip


def _kept_by_hand(
    scopes: Sequence[RepeatTable], built: Sequence[Sequence[BuiltColumn]], tables: Sequence[ImportedTable]
) -> Iterator[Finding]:
    """What is said of tables that no form made: numbers written as text, participants without a key."""
    for number, (scope, made, table) in enumerate(zip(scopes, built, tables, strict=True), 1):
        yield from text_number_findings(f"t{number}", scope.raw, made)
        yield from filter(None, [keyless_participants(table)])


def _is_form(book: RawBook) -> bool:
    """Whether a workbook is an XLSForm itself: its sheets, and the headings they always have."""
    headed = {
        table.name.strip().casefold(): {head.strip().casefold() for head in table.headers} for table in book.tables
    }
    asked, answers = headed.get("survey", set()), headed.get("choices", headed.get("settings"))
    return {"type", "name"} <= asked and answers is not None


def _finished(
    scopes: Sequence[RepeatTable],
    built: Sequence[Sequence[BuiltColumn]],
    links: Sequence[np.ndarray | None],
    keys: Sequence[Mapping[str, pa.Array]],
    form: Form,
    findings: list[Finding],
) -> list[ImportedTable]:
    tables: list[ImportedTable] = []
    for number, scope in enumerate(scopes):
        table = finished(
            f"t{number + 1}",
            scope.repeat[-1] if scope.repeat else scope.raw.name,
            built[number],
            scope.raw.rows,
            form,
            findings,
            labels=form.groups[scope.repeat].labels if scope.repeat else None,
            parent=None if scope.parent is None else f"t{scope.parent + 1}",
            parent_rows=links[number],
            keys=keys[number],
        )
        # the rows of a repeat came about as the rows of its parent did
        tables.append(table if scope.parent is None else replace(table, how=tables[scope.parent].how))
    return tables


def _apart(book: RawBook) -> list[RepeatTable]:
    """Tables without a form: none is the parent of another."""
    scopes = assign(book.tables, empty_form())
    for scope in scopes:
        scope.parent = None
    return scopes


def _refuse_other_form(scopes: Sequence[RepeatTable], form: Form, file: str, form_name: str) -> None:
    found = sum(1 for scope in scopes for match in scope.names.matches.values() if match.found())
    found += len(
        {question.path for scope in scopes for question in leaves(scope.raw.headers, scope.unmatched, form).values()}
    )
    columns = sum(len(scope.raw.headers) for scope in scopes)
    matched = columns - sum(len(scope.unmatched) for scope in scopes)
    asked = sum(
        1 for question in form.questions if question.type not in ("note", "audit", "start", "end", "today", "deviceid")
    )
    metadata_only = found - sum(
        1
        for scope in scopes
        for match in scope.names.matches.values()
        if match.found() and match.question.type in ("start", "end", "today", "deviceid", "username", "audit")
    )
    too_few = found < _LEAST_MATCHED * asked and matched < _LEAST_MATCHED * 2 * columns
    inside = [question for question in form.questions if not question.repeat and question.type not in WITHOUT_ANSWER]
    asked_outside = [question for question in inside if question.type not in _METADATA]
    if not asked_outside and form.repeats() and any(_is_sent(scope) for scope in scopes):
        return  # the form asks all in repeats: its main table holds keys and times only
    if metadata_only == 0 or too_few:
        raise import_problem("other_form", form=form_name or form.title, file=file)


def _repeated(scopes: Sequence[RepeatTable], options: ImportOptions) -> list[Finding]:
    """A line for a table in which the key of a row stands again. Raises ImportProblem for a key there is not."""
    findings = []
    for number, scope in enumerate(scopes, 1):
        if scope.parent is not None:
            continue
        if options.key is not None and number == 1 and scope.raw.column(options.key) is None:
            raise import_problem("no_such_key", name=options.key)
        found = repeated_keys(scope.raw, options.key if number == 1 else None)
        if found is not None and found[1].any():
            count = int(found[1].sum())
            findings.append(
                finding(
                    Severity.WARNING, "key_repeats", table=f"t{number}", rows=np.flatnonzero(found[1])[:20],
                    count=count, n=count, name=found[0], lines=[int(row) + 1 for row in np.flatnonzero(found[1])[:8]],
                )
            )  # fmt: skip
    return findings


def keyed_data(read: ImportedData, key: str) -> ImportedData:
    """Data of a file that carries its own types, with the row key a person named. Raises ImportProblem."""
    if not any(variable.name == key for variable in read.tables[0].variables):
        raise import_problem("no_such_key", name=key)
    return replace(read, tables=(_keyed(read.tables[0], key), *read.tables[1:]))


def _keyed(table: ImportedTable, key: str) -> ImportedTable:
    """The table with the column a person named as its row key; what identifies somebody stays an identifier."""
    roles = {v.id: Role.KEY for v in table.variables if v.name == key and v.role is not Role.IDENTIFIER}
    variables = tuple(replace(v, role=roles.get(v.id, v.role), content_unconfirmed=False) if v.id in roles else v
                      for v in table.variables)  # fmt: skip
    return replace(table, variables=variables)


def _is_sent(scope: RepeatTable) -> bool:
    """Whether a table has the columns that a server adds to each submission."""
    return bool({"_uuid", "_id", "_submission_time", "KEY", "SubmissionDate", "meta/instanceID", "_index"} & set(
        scope.raw.header_index()
    ))  # fmt: skip


def _needed(form: Form) -> frozenset[str]:
    """The names that some expression of the form refers to, or that have one themselves."""
    names: set[str] = set()
    texts = [text for q in form.questions for text in (q.relevant, q.constraint, q.calculation, q.choice_filter)]
    for text in dict.fromkeys([*texts, *(group.relevant for group in form.groups.values())]):
        names.update(references(text))
        names.update(_paths(text))
    names.update(q.name for q in form.questions if q.constraint or q.calculation or q.choice_filter)
    if any("today()" in text or "now()" in text for text in texts):
        names.update(DAY_COLUMNS)
    return frozenset(names)


def _paths(text: str) -> set[str]:
    """Names an expression gives as a path, as `../age`."""
    if "/" not in text:
        return set()
    try:
        return names_in(parse(text))
    except BadExpressionError:
        return set()


def _link(scope: RepeatTable, scopes: list[RepeatTable], findings: list[Finding], table_id: str) -> np.ndarray | None:
    if scope.parent is None:
        return None
    found = link(scopes[scope.parent].raw, scope.raw)
    if found is None:
        findings.append(finding(Severity.WARNING, "no_parent_key", table=table_id, name=scope.raw.name))
        return np.full(scope.raw.rows, -1, np.int64)
    lost = found.rows < 0
    if lost.any():
        count = int(lost.sum())
        findings.append(
            finding(
                Severity.WARNING, "rows_without_parent", table=table_id, rows=np.flatnonzero(lost)[:20],
                count=count, n=count, name=scope.raw.name,
            )
        )  # fmt: skip
    return found.rows


def _build(
    scope: RepeatTable,
    form: Form,
    options: ImportOptions,
    needed: frozenset[str],
    progress: Progress,
    place: tuple[int, int],
) -> list[BuiltColumn]:
    """Every variable of a table in the order of the file's columns."""
    maker = VariableMaker(scope.raw, form, options, needed)
    starts: dict[int, Match] = {}
    for match in scope.names.matches.values():
        if match.found():
            starts[min([*match.split.values(), *([] if match.column is None else [match.column])])] = match
    names = column_names(scope.raw.headers)
    by_leaf = leaves(scope.raw.headers, scope.unmatched, form) if scope.repeat is not None else {}
    unmatched = set(scope.unmatched)
    built: list[BuiltColumn] = []
    width = max(len(scope.raw.headers), 1)
    for number in range(len(scope.raw.headers)):
        if progress.stop_requested():
            raise Stopped
        variable_id = f"v{len(built) + 1}"
        if number in starts:
            built.append(maker.of_question(starts[number], variable_id))
            if starts[number].question.type == "rank":
                built += maker.ranks(built[-1], len(built) + 1)
        elif number in by_leaf:
            built.append(maker.of_leaf(number, by_leaf[number], variable_id, names[number]))
        elif number in unmatched:
            built.append(maker.of_column(number, variable_id, names[number]))
        progress.report(0.4 + 0.5 * (place[0] + number / width) / place[1])
    return built
