# SPDX-License-Identifier: MIT
"""Records of the writers of tables: the kinds of file that tables leave in, found by listing their folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from wording import Message, Text, discovery, msg, render

if TYPE_CHECKING:
    from analysis.specs import TableSpec


@dataclass(frozen=True)
class TableWriter:
    """One kind of file for tables. Its name in sentences is `writer.<id>`.

    Attributes:
        id: the kind, as commands name it: "docx".
        suffix: the ending of its names, with the dot.
        work: "module:function" of a function (tables, stream, language, source) that writes to a binary stream. The
            tables it is given are masked; it computes nothing and opens no file.
        banner: whether the function takes the line over all pages as its fifth argument, too.
        rank: its place in file dialogs, lowest first.
    """

    id: str
    suffix: str
    work: str
    banner: bool = False
    rank: int = 50

    @property
    def label(self) -> Message:
        """What the kind is called."""
        return msg(f"writer.{self.id}")

    def write(
        self, tables: Sequence[TableSpec], stream: BinaryIO, language: str, source: Text | None, banner: Text | None
    ) -> None:
        """Write masked tables; its work is imported only now."""
        more = (banner,) if self.banner else ()
        discovery.resolve(self.work)(tables, stream, language, source, *more)


def table_writers() -> tuple[TableWriter, ...]:
    """Every kind of file that tables can be written to."""
    return discovery.records("analysis.writers.kinds", TableWriter)


def table_file_filter(language: str) -> str:
    """The kinds as a file dialog takes them: "Word (*.docx);;Excel (*.xlsx) …"."""
    return ";;".join(f"{render(one.label, language)} (*{one.suffix})" for one in table_writers())
