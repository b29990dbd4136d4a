# SPDX-License-Identifier: MIT
"""The cleaning log as a sheet or as delimited text: one line a change.

What may not go where the log goes stays behind: a line then says that something was changed. Inside the team these are
direct identifiers unless asked for; outside also text that nobody has confirmed and the reasons of such changes; for
the public keys, texts, all reasons in free words and who made the change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from analysis.masking import Destination
from analysis.records import DataTable, Kind, Role, Variable
from projects.datasets.cleaning_log import Edit, LogFilter, logged
from projects.datasets.export.column_names import choice_word, reason_word
from projects.datasets.export.data_writing import write_rows
from projects.datasets.export.export_content import Rewording, linking_variables, stays_behind
from projects.datasets.export.plain_cells import PlainCell, number_word
from projects.datasets.export.sheets import OPTIONS, anonymous, sheet_names, write_lines
from projects.file_writers import log_writer_of
from projects.store.ports import Reader
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import data_tables
from wording import DEFAULT_LANGUAGE, Problem, Text, discovery, msg, render

if TYPE_CHECKING:
    from projects.store.project import Project

HEADS = (
    "when", "who", "table", "row", "uuid", "variable", "wording", "old", "new", "old_label", "new_label", "why",
    "cause", "undone",
)  # fmt: skip
_ALL = 1_000_000
_LOCKED = 9


def log_writer(
    project: Project, kind: str, wanted: LogFilter | None = None, *, identifiers: bool = False,
    language: str = DEFAULT_LANGUAGE,
    destination: Destination = Destination.INSIDE, words: Rewording | None = None,
) -> Callable[[BinaryIO], None]:  # fmt: skip
    """What the check before sharing is given to write the log as a kind of `projects/writers/table.py`; `words`
    goes over its lines.

    Raises Problem for another kind, and for identifiers that would leave the team.
    """
    writer = log_writer_of(kind)
    if identifiers and destination is not Destination.INSIDE:
        raise Problem(msg("data.export.identifiers_inside"))
    lines = log_lines(
        project, wanted or LogFilter(), identifiers=identifiers, language=language, destination=destination, words=words
    )
    lines = lines if words is None else words(lines)
    heads = [render(msg(f"data.log.{head}"), language) for head in HEADS]

    def write(stream: BinaryIO) -> None:
        discovery.resolve(writer.work)(stream, heads, lines, language)

    return write


def write_csv(stream: BinaryIO, heads: Sequence[str], lines: Sequence[Sequence[PlainCell]], language: str) -> None:
    """The lines as text with commas."""
    del language
    write_rows(stream, heads, lines)


def write_xlsx(stream: BinaryIO, heads: Sequence[str], lines: Sequence[Sequence[PlainCell]], language: str) -> None:
    """The lines as a sheet with a filter over each column."""
    import xlsxwriter  # xlsxwriter, 50 ms: not at start

    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        anonymous(book)
        sheet = book.add_worksheet(sheet_names([render(msg("data.log.sheet"), language)])[0])
        write_lines(sheet, heads, lines, book.add_format({"bold": True}))
        if lines:
            sheet.autofilter(0, 0, len(lines), len(heads) - 1)


def log_lines(
    project: Reader,
    wanted: LogFilter,
    *,
    identifiers: bool,
    language: str,
    destination: Destination = Destination.INSIDE,
    words: Rewording | None = None,
) -> list[list[PlainCell]]:
    """The lines under `HEADS`, oldest first, as they may go to `destination`."""
    tables = {table.id: table for table in data_tables(project)}
    uuids = {name: _uuids(project, name) for name in tables}
    linking = {name: linking_variables(project, name) for name in tables}
    lines = []
    for edit in reversed(logged(project, wanted, limit=_ALL)):
        table = tables.get(edit.table_id)
        variable = next((one for one in table.variables if one.id == edit.variable_id), None) if table else None
        if table is not None and variable is not None:
            stays = stays_behind(variable, destination, identifiers, linking[table.id])
            hidden = _withheld(variable, variable.id in linking[table.id]) if stays else None
            variable = variable if words is None else words(variable)
            line = _line(edit, table, variable, uuids[table.id].get(edit.row_id), hidden, language)
            lines.append(_narrowed(line, hidden is not None, destination))
    return lines


def _withheld(variable: Variable, links: bool) -> Text:
    """What stands in place of values that stay behind; `links`: they lead to cases of interviews."""
    if links:
        return msg("data.log.withheld_case")
    if variable.role is Role.IDENTIFIER:
        return msg("data.log.withheld")
    return msg("data.log.withheld_key" if variable.role is Role.KEY else "data.log.withheld_text")


def _narrowed(line: list[PlainCell], hidden: bool, destination: Destination) -> list[PlainCell]:
    """The line without what leads back to a person: free words may quote what is withheld, keys lead on."""
    gone: set[str] = set()
    if destination is Destination.PUBLIC:
        gone = {"who", "uuid", "why"}
    elif destination is Destination.PARTNER and hidden:
        gone = {"why"}
    return [None if head in gone else cell for head, cell in zip(HEADS, line, strict=True)]


def _uuids(project: Reader, table_id: str) -> dict[int, str]:
    """The uuid of each row's submission, where the file had one."""
    columns = TableColumns(project, table_id)
    found = columns.keys("uuid")
    if found is None:
        return {}
    return {int(row): uuid for row, uuid in zip(columns.row_ids, found, strict=True) if uuid}


def _line(
    edit: Edit, table: DataTable, variable: Variable, uuid: str | None, hidden: Text | None, language: str
) -> list[PlainCell]:
    def words(labels: bool) -> list[PlainCell]:
        if hidden is not None:
            return [render(hidden, language)] * 2
        return [_word(variable, cell, language, labels=labels) for cell in (edit.old, edit.new)]

    return [
        edit.utc.isoformat(timespec="seconds"),
        edit.who,
        table.name,
        float(edit.row_id),
        uuid,
        variable.name,
        variable.labels.in_language(language),
        *words(labels=False),
        *words(labels=True),
        edit.why,
        render(msg(f"data.log.cause.{edit.cause}"), language),
        render(msg("data.log.yes"), language) if edit.undone else None,
    ]


def _word(variable: Variable, cell: DatasetCell | None, language: str, *, labels: bool) -> PlainCell:
    if cell is None:
        return reason_word(variable, _LOCKED, language)
    if cell.reason:
        return reason_word(variable, cell.reason, language)
    if isinstance(cell.value, tuple):
        words = [choice_word(variable.choice(one), language, labels) for one in cell.value]
        return ("; " if labels else " ").join(words)
    if variable.kind is Kind.ONE:
        return choice_word(variable.choice(str(cell.value)), language, labels)
    return number_word(cell.value) if isinstance(cell.value, float) else str(cell.value)
