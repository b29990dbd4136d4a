# SPDX-License-Identifier: MIT
"""Records of the writers of data, logs and interviews, the rows of `projects/writers/table.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.file_writers import FileWriter, Writer
from wording import NoProgress, Problem, Progress, Stopped, discovery, msg


class Steps:
    """Counts rows written over all tables of a file; raises `Stopped` where the user cancelled."""

    def __init__(self, progress: Progress | None = None, total: int = 0) -> None:
        self.progress = progress or NoProgress()
        self._total, self._done = total, 0

    def expect(self, rows: int) -> None:
        """So many rows come, where nobody said how many in all."""
        self._total = max(self._total, self._done + rows)

    def done(self, rows: int) -> None:
        """So many more rows are written. Raises Stopped."""
        self.check()
        self._done += rows
        if self._total:
            self.progress.report(min(self._done / self._total, 1.0) * 0.97)

    def check(self) -> None:
        """Raises Stopped where the user cancelled."""
        if self.progress.stop_requested():
            raise Stopped


@dataclass(frozen=True)
class DataFile:
    """How data are written: language, labels or codes, reasons beside absent values; `scratch`: the project's folder.

    `steps` counts the rows written and raises Stopped.
    """

    scratch: Path
    language: str
    labels: bool
    reasons: bool
    steps: Steps


@dataclass(frozen=True)
class DataWriter(FileWriter):
    """One kind of file for rows of data; its work takes (tables, stream, `DataFile`).

    Attributes:
        labels: whether labels can stand in it instead of codes.
        reasons: whether it says beside a column why its values are absent.
        several: whether it holds several tables; others are handed one.
        dictionary: whether it holds the data dictionary itself.
        longest_name: how many letters the name of a column may have; letters, digits and _ only then. 0: any name.
        name_signs: which signs beside letters, digits and _ may stand inside such a name.
        reserved: a pattern of words that its program keeps for itself: no column may be called so. "": none.
        label_bytes, value_label_bytes: how long a label of a column and of a value may be. 0: as long as one likes.
        numbers_labels: whether a set of value labels is named after its column and the column's number.
    """

    labels: bool = False
    reasons: bool = False
    several: bool = False
    dictionary: bool = False
    longest_name: int = 0
    name_signs: str = ""
    reserved: str = ""
    label_bytes: int = 0
    value_label_bytes: int = 0
    numbers_labels: bool = False


@dataclass(frozen=True)
class LogWriter(FileWriter):
    """One kind of file for the cleaning log; its work takes (stream, heads, lines, language)."""


@dataclass(frozen=True)
class SegmentWriter(FileWriter):
    """One kind of file for coded segments; its work takes (table, stream, heads)."""


@dataclass(frozen=True)
class CodebookWriter(FileWriter):
    """One kind of file for the codebook of the interviews; its work takes (codebook, stream, language).

    Attributes:
        read_back: whether codebooks are read from it, too; others are for print.
        document: whether it is a text with headings and tables, not one table of cells.
    """

    read_back: bool = False
    document: bool = False


@dataclass(frozen=True)
class SurveyCodebookWriter(FileWriter):
    """One kind of file for the codebook of data tables; its work takes (sheets, stream, language, source)."""


@dataclass(frozen=True)
class ExchangeWriter(FileWriter):
    """One format in which interviews go to another program; its work takes (exchange, stream).

    Attributes:
        gather: "module:function" of a function (project, destination, language) that gives the exchange and what is to
            be told beforehand. It raises Problem where nothing may leave or nothing is there.
        codebook: whether it holds the codes alone, and no text.
    """

    gather: str = ""
    codebook: bool = False


def data_writers() -> tuple[DataWriter, ...]:
    """Every kind of file that rows of data can be written to."""
    return discovery.rows("projects.writers.table", DataWriter)


def data_writer(kind: str) -> DataWriter:
    """The kind of that name. Raises Problem for one there is not."""
    return _named(data_writers(), kind)


def log_writers() -> tuple[LogWriter, ...]:
    """Every kind of file that the cleaning log can be written to."""
    return discovery.rows("projects.writers.table", LogWriter)


def segment_writers() -> tuple[SegmentWriter, ...]:
    """Every kind of file that coded segments can be written to."""
    return discovery.rows("projects.writers.table", SegmentWriter)


def codebook_writers() -> tuple[CodebookWriter, ...]:
    """Every kind of file that the codebook of the interviews can be written to."""
    return discovery.rows("projects.writers.table", CodebookWriter)


def survey_codebook_writers() -> tuple[SurveyCodebookWriter, ...]:
    """Every kind of file that the codebook of data tables can be written to."""
    return discovery.rows("projects.writers.table", SurveyCodebookWriter)


def table_patterns() -> str:
    """The endings of the small tables that are read, such as consents, as a file dialog takes them."""
    return discovery.patterns(
        writer.suffix for writer in codebook_writers() if writer.read_back and not writer.document
    )


def codebook_patterns() -> str:
    """The endings of the codebooks that are read, as a file dialog takes them."""
    own = (writer.suffix for writer in codebook_writers() if writer.read_back)
    return discovery.patterns((*own, *(writer.suffix for writer in exchange_writers() if writer.codebook)))


def exchange_writers() -> tuple[ExchangeWriter, ...]:
    """Every format in which interviews go to another program."""
    return discovery.rows("projects.writers.table", ExchangeWriter)


def log_writer_of(kind: str) -> LogWriter:
    """The kind of file for the cleaning log of that name. Raises Problem for one there is not."""
    return _named(log_writers(), kind)


def _named(writers: Sequence[Writer], kind: str) -> Writer:
    found = {writer.id: writer for writer in writers}
    if kind not in found:
        raise Problem(msg("data.export.unknown_kind", kinds=list(found)))
    return found[kind]
