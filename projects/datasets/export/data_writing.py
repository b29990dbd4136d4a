# SPDX-License-Identifier: MIT
"""Selects the writer of data by kind of file. `export_gate` gives the stream."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from analysis.masking import Destination
from projects.datasets.export import codebook_sheets
from projects.datasets.export.column_names import renamed, without_formula, write_names_csv
from projects.datasets.export.export_content import ExportTable, Rewording, export_table
from projects.datasets.export.plain_cells import PlainCell, Wording, heads, number_word, pieces
from projects.file_writers import DataFile, DataWriter, Steps, data_writer
from projects.stored_tables.stored_table import data_tables
from wording import DEFAULT_LANGUAGE, Problem, Progress, discovery, msg

if TYPE_CHECKING:
    from projects.store.ports import ProjectFolder


def write_csv(
    export: ExportTable,
    stream: BinaryIO,
    *,
    language: str = DEFAULT_LANGUAGE,
    labels: bool = False,
    reasons: bool = True,
    steps: Steps | None = None,
) -> None:
    """Write one table to `stream`, comma separated, one line a row, a piece of rows at a time."""
    how, steps = Wording(language, labels, reasons, without_formula), steps or Steps()
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([without_formula(head) for head in heads(export, how)])
    steps.expect(export.rows)
    for columns in pieces(export, how):
        writer.writerows(zip(*columns, strict=True))
        steps.done(len(columns[0]))
    text.detach()


def write_rows(stream: BinaryIO, heads: Sequence[str], lines: Iterable[Sequence[PlainCell]]) -> None:
    """Write heads and lines of texts and numbers to `stream`."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([without_formula(head) for head in heads])
    writer.writerows([_word(cell) for cell in line] for line in lines)
    text.detach()


def _word(cell: PlainCell) -> str:
    if cell is None:
        return ""
    return without_formula(cell) if isinstance(cell, str) else number_word(float(cell))


def write_dictionary_csv(
    exports: Sequence[ExportTable], stream: BinaryIO, *, language: str = DEFAULT_LANGUAGE, kind: str = "csv"
) -> None:
    """The data dictionary of tables that leave as CSV, Parquet or anything else without room for it."""
    write_rows(stream, codebook_sheets.heads(exports, language), codebook_sheets.rows(exports, language, kind))


def export_data(
    exports: Sequence[ExportTable],
    kind: str,
    stream: BinaryIO,
    *,
    scratch: Path,
    language: str = DEFAULT_LANGUAGE,
    labels: bool = False,
    reasons: bool = True,
    progress: Progress | None = None,
) -> None:
    """Write tables to `stream` as a kind of `projects/writers/table.py`: several where it holds several.

    `labels` writes labels instead of codes, `reasons` puts beside a column why its values are absent, where the kind
    can; `scratch` is the project's folder.
    Raises Problem for an unknown kind, no table, or several where one is possible; Stopped.
    """
    writer = data_writer(kind)
    if not exports:
        raise Problem(msg("data.export.nothing"))
    if not writer.several and len(exports) > 1:
        raise Problem(msg("data.export.one_table", kind=kind))
    write_data(writer, exports, stream, DataFile(scratch, language, labels, reasons, Steps(progress)))


@dataclass(frozen=True)
class Order:
    """What of a project is to leave: all tables when `table_ids` is None; how it is written."""

    kind: str
    table_ids: Sequence[str] | None = None
    edited: bool = True
    identifiers: bool = False
    consent_only: bool = True
    destination: Destination = Destination.INSIDE
    language: str = DEFAULT_LANGUAGE
    labels: bool = False
    reasons: bool = True


@dataclass(frozen=True)
class PreparedTables:
    """Tables ready to be written. `write` may run elsewhere than on the database's thread, and later."""

    order: Order
    exports: tuple[ExportTable, ...]
    scratch: Path

    def reworded(self, words: Rewording) -> PreparedTables:
        """What leaves, with its words gone over."""
        return replace(self, exports=tuple(export.reworded(words) for export in self.exports))

    def write(self, stream: BinaryIO, progress: Progress | None = None) -> None:
        """What the check before sharing (`export_gate`) is given."""
        order = self.order
        export_data(
            self.exports, order.kind, stream, scratch=self.scratch, language=order.language, labels=order.labels,
            reasons=order.reasons, progress=progress,
        )  # fmt: skip

    def write_dictionary(self, stream: BinaryIO) -> None:
        """The data dictionary of what leaves, as CSV."""
        write_dictionary_csv(self.exports, stream, language=self.order.language, kind=self.order.kind)

    def write_names(self, stream: BinaryIO) -> None:
        """The columns that are called otherwise in the file, as CSV."""
        write_names_csv(self.renamed, stream, self.order.language)

    @property
    def withheld(self) -> int:
        """How many variables stay behind for their role."""
        return sum(len(export.withheld) for export in self.exports)

    @property
    def unconfirmed(self) -> list[str]:
        """The names of those that stay behind as text nobody has confirmed."""
        return [one.name for export in self.exports for one in export.withheld if one.content_unconfirmed]

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """Columns that are called otherwise in the file, with their new names."""
        return [pair for export in self.exports for pair in renamed(export, self.order.kind)]


def names_beside(path: Path) -> Path:
    """Where the list of columns called otherwise in the file `path` stands: `data.sav` has `data.names.csv`."""
    return path.with_suffix(".names.csv")


def gather(project: ProjectFolder, order: Order) -> PreparedTables:
    """Make ready what is to leave. Raises KeyError for a table there is not."""
    ids = order.table_ids
    wanted = [table.id for table in data_tables(project)] if ids is None else list(ids)
    exports = [
        export_table(
            project, table, edited=order.edited, identifiers=order.identifiers, consent_only=order.consent_only,
            destination=order.destination,
        )
        for table in wanted
    ]  # fmt: skip
    return PreparedTables(order, tuple(exports), project.folder)


def write_data(writer: DataWriter, exports: Sequence[ExportTable], stream: BinaryIO, how: DataFile) -> None:
    """Write tables of data; the work of the kind is imported only now."""
    discovery.resolve(writer.work)(exports, stream, how)
