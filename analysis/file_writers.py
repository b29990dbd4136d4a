# SPDX-License-Identifier: MIT
"""Records of the writers of tables, figures and reports, the rows of `analysis/writers/table.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from wording import Message, Text, discovery, msg, render

if TYPE_CHECKING:
    from analysis.result_tables import TableSpec


@dataclass(frozen=True)
class FileWriter:
    """One kind of file that something leaves in. Its name in sentences is `writer.<id>`.

    Attributes:
        id: the kind, as commands name it: "docx".
        suffix: the ending of its names, with the dot.
        work: "module:function" of the function that writes to a binary stream. What it gets may be shown; it computes
            nothing and opens no file.
        also: other endings that mean the same kind.
    """

    id: str
    suffix: str
    work: str
    also: tuple[str, ...] = ()

    @property
    def label(self) -> Message:
        """What the kind is called."""
        return msg(f"writer.{self.id}")


Writer = TypeVar("Writer", bound=FileWriter)


@dataclass(frozen=True)
class TableWriter(FileWriter):
    """One kind of file for tables; its work takes (tables, stream, language, source).

    Attributes:
        banner: whether the function takes the line over all pages as its fifth argument, too.
    """

    banner: bool = False

    def write(
        self, tables: Sequence[TableSpec], stream: BinaryIO, language: str, source: Text | None, banner: Text | None
    ) -> None:
        """Write tables as they may be shown; its work is imported only now.

        Parameters
        ----------
        tables : Sequence[TableSpec]
            Tables as they may be shown, in order.
        stream : BinaryIO
            Where the bytes go.
        language : str
            Language code, "en" or "fr".
        source : Text | None
            Source line for tables that have none.
        banner : Text | None
            A line over all pages; dropped where the kind has none.
        """
        more = (banner,) if self.banner else ()
        discovery.resolve(self.work)(tables, stream, language, source, *more)


@dataclass(frozen=True)
class FigureWriter(FileWriter):
    """One kind of file for figures; its work takes (figure of matplotlib, stream, alternative text, dots an inch).

    Attributes:
        for_print: whether only a printer asks for it.
    """

    for_print: bool = False


@dataclass(frozen=True)
class ReportWriter(FileWriter):
    """One kind of file for reports; its work takes (report, stream, language, style, progress).

    It gives the letters that its font lacks, by name.
    """


def table_writers() -> tuple[TableWriter, ...]:
    """Every kind of file that tables can be written to."""
    return discovery.rows("analysis.writers.table", TableWriter)


def figure_writers() -> tuple[FigureWriter, ...]:
    """Every kind of file that figures can be drawn to."""
    return discovery.rows("analysis.writers.table", FigureWriter)


def report_writers() -> tuple[ReportWriter, ...]:
    """Every kind of file that reports can be written to."""
    return discovery.rows("analysis.writers.table", ReportWriter)


def by_ending(writers: Sequence[Writer]) -> dict[str, Writer]:
    """Writers by the endings of their files, without the dot: "tif" and "tiff" are one kind.

    Examples
    --------
    >>> endings = by_ending((FigureWriter("tiff", ".tiff", "module:function", also=(".tif",)),))
    >>> sorted(endings)
    ['tif', 'tiff']
    """
    return {ending.lstrip("."): writer for writer in writers for ending in (writer.suffix, *writer.also)}


def file_filter(writers: Sequence[FileWriter], language: str) -> str:
    """The kinds as a file dialog takes them: "Word (*.docx);;Excel (*.xlsx) …"."""
    return ";;".join(f"{render(one.label, language)} (*{one.suffix})" for one in writers)
