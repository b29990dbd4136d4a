# SPDX-License-Identifier: MIT
"""The lines of the import conversation that look at whole tables.

What has no question, no column, and who is identified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis.records import Kind, Role, Variable
from projects.forms.records import Form
from projects.forms.types import WITHOUT_ANSWER
from projects.imported.findings import finding, first_names
from projects.imported.raw_tables import RawTable
from projects.imported.records import Finding, Severity
from projects.importing.columns.column_builder import BuiltColumn
from projects.importing.columns.leaf_names import leaves
from projects.importing.repeat_tables import RepeatTable

_NOT_EXPORTED = WITHOUT_ANSWER | {
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "simserial",
    "subscriberid",
}


def name_findings(scopes: Sequence[RepeatTable], form: Form) -> Iterator[Finding]:
    """Columns without a question, questions without a column, repeats without a table, tables without a repeat."""
    for number, scope in enumerate(scopes, 1):
        by_leaf = leaves(scope.raw.headers, scope.unmatched, form)
        columns = [scope.raw.headers[n] for n in scope.unmatched if n not in by_leaf]
        columns = [header for header in columns if not header.startswith("_")]
        if scope.repeat is None:
            yield finding(Severity.WARNING, "table_unknown", table=f"t{number}", name=scope.raw.name)
        elif columns:
            yield finding(
                Severity.WARNING, "columns_without_question", table=f"t{number}", count=len(columns), n=len(columns),
                names=first_names(columns),
            )  # fmt: skip
        absent = [
            match.question.name
            for match in scope.names.matches.values()
            if not match.found() and match.question.type not in _NOT_EXPORTED
        ]
        if absent:
            yield finding(
                Severity.WARNING, "questions_without_column", table=f"t{number}", count=len(absent), n=len(absent),
                names=first_names(absent),
            )  # fmt: skip
    there = {scope.repeat for scope in scopes}
    gone = [group.name for group in form.repeats() if group.path not in there and _has_questions(form, group.path)]
    if gone:
        yield finding(Severity.WARNING, "repeat_without_table", names=gone, n=len(gone), count=len(gone))


def text_number_findings(table: str, raw: RawTable, built: Iterable[BuiltColumn]) -> Iterator[Finding]:
    """One line for the cells of a table without a form that held numbers as text, or with blanks around them."""
    held = {
        one.variable.name: max(one.padded, *(raw.text_cells.get(at, 0) for at in one.headers), 0)
        for one in built
        if one.variable.kind in (Kind.INTEGER, Kind.NUMBER)
    }
    names, cells = [name for name, n in held.items() if n], sum(held.values())
    if cells:
        yield finding(
            Severity.NOTE, "text_numbers", table=table, name=raw.name, names=first_names(names), n=cells, count=cells
        )


def version_findings(scopes: Sequence[RepeatTable]) -> Iterator[Finding]:
    """A line where the answers come from several versions of the form."""
    for header in ("__version__", "_version_"):
        column = scopes[0].raw.column(header)
        if column is not None:
            versions = [version for version in column.unique().to_pylist() if version]
            if len(versions) > 1:
                yield finding(Severity.NOTE, "several_versions", n=len(versions), names=first_names(versions))
            return


def _has_questions(form: Form, path: tuple[str, ...]) -> bool:
    return any(question.repeat == path for question in form.questions)


def role_findings(table: str, variables: Iterable[Variable]) -> Iterator[Finding]:
    """One line each for direct identifiers, what may identify together, what is sensitive, refused and don't know."""
    listed = list(variables)
    roles = {
        Role.IDENTIFIER: "identifiers", Role.QUASI_IDENTIFIER: "quasi_identifiers", Role.SENSITIVE: "sensitive",
    }  # fmt: skip
    for role, key in roles.items():
        names = [variable.name for variable in listed if variable.role is role]
        if names:
            yield finding(Severity.GUESS, key, table=table, names=first_names(names), n=len(names), count=len(names))
    special = [variable.name for variable in listed if any(choice.reason for choice in variable.choices)]
    if special:
        yield finding(
            Severity.GUESS,
            "special_choices",
            table=table,
            names=first_names(special),
            n=len(special),
            count=len(special),
        )
