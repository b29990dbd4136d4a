# SPDX-License-Identifier: MIT
"""The only door through which content leaves: masked, without personal metadata, written whole or not at all, logged.

Nothing else in the program opens a file for output of content. It computes no statistic.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis.masking import Destination, Masked, MaskedOnce, Readers, mask_all
from analysis.withholding.chosen import Chosen
from analysis.writers.records import by_ending, figure_writers, report_writers, table_writers
from projects.datasets.withholding_choices import CHOSEN_SETTINGS
from projects.results.release_queries import log_release, readers_of, rows_behind_release
from projects.store.files import put_in_place, sync, sync_folder
from projects.store.keys import project_around
from wording import Message, Problem, Progress, Text, discovery, msg

if TYPE_CHECKING:
    from analysis.pages.style import OfficeStyle
    from analysis.records import Frame
    from analysis.report import Report
    from analysis.specs import FigureSpec, TableSpec

_DEFAULT = {"minimum_base_flag": 30, "minimum_base_mask": 10, "minimum_cell": 5}


class ExportProblem(Problem):
    """A file that cannot be written; nothing was."""


@dataclass(frozen=True)
class Exported:
    """What left: the file, what was masked in each table, the head of the log just before."""

    path: Path
    masked: tuple[Masked, ...] = ()
    head: str = ""
    further: tuple[Path, ...] = ()  # where a tall figure goes on
    missing: tuple[str, ...] = ()  # letters that the pages' font lacks, by name

    @property
    def masked_cells(self) -> int:
        """How many figures are not shown."""
        return sum(part.total for part in self.masked)


def mask_once(project: Any, tables: Sequence[TableSpec], destination: Destination) -> MaskedOnce:
    """Mask all tables of a run before its files are written."""
    readers = readers_of(project, destination)
    shown, parts = masked_tables(project, tables, destination, readers)
    return MaskedOnce(tuple(tables), tuple(shown), parts, readers)


def export_tables(
    project: Any, tables: Sequence[TableSpec], path: Path, *, language: str,
    destination: Destination = Destination.PARTNER, overwrite: bool = False, run: MaskedOnce | None = None,
) -> Exported:  # fmt: skip
    """Write tables to a file of a kind of `analysis/writers/kinds/`, `run` having them masked. Raises ExportProblem."""
    writers = by_ending(table_writers())
    writer = writers[_kind(path, tuple(writers))]
    readers = readers_of(project, destination) if run is None else run.readers
    masked, parts = masked_tables(project, tables, destination, readers) if run is None else run.of(tables)
    source, banner = source_line(project), banner_line(project)

    def write(stream: BinaryIO) -> None:
        writer.write(masked, stream, language, source, banner)

    return _leave(project, path, write, "export.tables", destination, overwrite, parts, readers, n=len(masked))


def export_table(project: Any, table: TableSpec, path: Path, **options: Any) -> Exported:
    """Write one table; options as for `export_tables`."""
    return export_tables(project, [table], path, **options)


def export_figure(
    project: Any, figure: FigureSpec, path: Path, *, language: str, destination: Destination = Destination.PARTNER,
    overwrite: bool = False, dpi: int | None = None, beside: Sequence[TableSpec] = (), run: MaskedOnce | None = None,
) -> Exported:  # fmt: skip
    """Draw a figure from its masked table, to a kind of `analysis/writers/figures/`; tables `beside` leave with it,
    `run` has all of them masked already.

    One higher than a page goes on in further files: `name.png`, `name-2.png` … Raises ExportProblem.
    """
    from analysis.figures import figure_parts, write_figure  # more of the program: not at start

    kind = _kind(path, tuple(by_ending(figure_writers())))
    readers = readers_of(project, destination) if run is None else run.readers
    whole, parts = masked_figure(project, figure, destination, beside, run, readers)
    drawn = figure_parts(whole, language)
    paths = [path, *(path.with_name(f"{path.stem}-{at}{path.suffix}") for at in range(2, len(drawn) + 1))]
    if not overwrite:
        for further in paths[1:]:
            refuse_existing(further)
    done = []
    for one, to in zip(drawn, paths, strict=True):

        def write(stream: BinaryIO, part: FigureSpec = one) -> None:
            write_figure(part, stream, kind, language, dpi=dpi)

        done.append(_leave(project, to, write, "export.figure", destination, overwrite, parts, readers))
    return replace(done[0], further=tuple(paths[1:]))


def export_report(
    project: Any, report: Report, path: Path, *, language: str, destination: Destination = Destination.PARTNER,
    overwrite: bool = False, progress: Progress | None = None, style: OfficeStyle | None = None,
) -> Exported:  # fmt: skip
    """Write a report, masked, to a kind of `analysis/writers/reports/`; its methods note says how much was masked.

    `style` is how the pages of the office look. Raises ExportProblem.
    """
    _kind(path, tuple(by_ending(report_writers())))
    readers = readers_of(project, destination)
    masked, parts = masked_report(project, report, destination, readers)
    return _leave_report(project, masked, path, language, destination, overwrite, parts, style, progress, readers)


def _leave_report(
    project: Any, masked: Report, path: Path, language: str, destination: Destination, overwrite: bool,
    parts: tuple[Masked, ...], style: OfficeStyle | None, progress: Progress | None, readers: Readers,
) -> Exported:  # fmt: skip
    writers = by_ending(report_writers())
    work = discovery.resolve(writers[_kind(path, tuple(writers))].work)
    missing: list[str] = []

    def write(stream: BinaryIO) -> None:
        missing.extend(work(masked, stream, language, style, progress))

    done = _leave(project, path, write, "export.report", destination, overwrite, parts, readers)
    return replace(done, missing=tuple(missing))


def export_sheets(
    project: Any, made: Sequence[tuple[Report, Path]], *, language: str, destination: Destination = Destination.PARTNER,
    overwrite: bool = False, progress: Progress | None = None, style: OfficeStyle | None = None,
    beside: Sequence[Report] = (),
) -> list[Exported]:  # fmt: skip
    """Write several sheets that leave together, `beside` those of the whole: masked as one, so that none gives away
    what another withholds. Raises ExportProblem, Stopped; none is written where one of the files is there already.
    """
    for _, path in made:
        _kind(path, tuple(by_ending(report_writers())))
        if not overwrite:
            refuse_existing(path)
    every = [*(report for report, _ in made), *beside]
    blocks = tuple(block for report in every for block in report.blocks)
    readers = readers_of(project, destination)
    shown, _ = masked_report(project, replace(every[0], blocks=blocks), destination, readers)
    done, start = [], 0
    for at, (report, path) in enumerate(made):
        own = shown.blocks[start : start + len(report.blocks)]
        start += len(report.blocks)
        sheet = replace(report, blocks=own, banner=shown.banner, source=shown.source)
        done.append(_leave_report(project, sheet, path, language, destination, overwrite, (), style, None, readers))
        if progress is not None:
            progress.report(0.5 + (at + 1) / (2 * len(made)))
    return done


def export_codebook(
    project: Any, path: Path, *, language: str, table_ids: Sequence[str] | None = None,
    destination: Destination = Destination.PARTNER, overwrite: bool = False, progress: Progress | None = None,
) -> Exported:  # fmt: skip
    """Write the questions of the data tables to .xlsx: wording, answers, base, missing kinds. Raises ExportProblem.

    Counts under the project's minimum cell are left out, and for others than the team columns nobody has confirmed.
    """
    from projects.datasets.export.writing import codebook_writer  # numpy, 80 ms: not at start

    _kind(path, ("xlsx",))
    write = codebook_writer(project, table_ids, language=language, source=source_line(project), destination=destination)
    return _leave(project, path, lambda stream: write(stream, progress), "export.codebook", destination, overwrite)


def export_frame(
    project: Any, frame: Frame, path: Path, *, destination: Destination = Destination.INSIDE, overwrite: bool = False,
    eligible: Text | None = None,
) -> Exported:  # fmt: skip
    """Write a table for the shown Python (`analysis.exported`): rows of people, so inside the team by default."""
    from analysis.exported import write_frame  # more of the program: not at start

    def write(stream: BinaryIO) -> None:
        write_frame(frame, stream, eligible)

    return _leave(project, path, write, "export.frame", destination, overwrite)


def export_data(
    project: Any, path: Path, write: Callable[[BinaryIO], None], *, destination: Destination = Destination.INSIDE,
    overwrite: bool = False,
) -> Exported:  # fmt: skip
    """Write rows of a data set by one of the stream writers of `projects.datasets`. Raises ExportProblem."""
    return _leave(project, path, write, "export.data", destination, overwrite)


def export_file(
    project: Any, path: Path, write: Callable[[BinaryIO], None], *, destination: Destination = Destination.INSIDE,
    overwrite: bool = False,
) -> Exported:  # fmt: skip
    """Write any other content (a .qdpx, a list, a picture of a view) by a function on a binary stream."""
    return _leave(project, path, write, "export.file", destination, overwrite)


def masked_tables(
    project: Any, tables: Sequence[TableSpec], destination: Destination, readers: Readers | None = None
) -> tuple[list[TableSpec], tuple[Masked, ...]]:
    """Tables that leave together as they may be shown at `destination` by the project's minimum base and cell.

    Of text columns nobody has confirmed only the title goes to others than the team.
    """
    from analysis.unconfirmed import without_content  # more of the program: not at start

    tables = [without_content(table) if _only_told(table, destination) else table for table in tables]
    readers = readers_of(project, destination) if readers is None else readers
    rows = rows_behind_release(project, tables, destination, readers)
    masked, parts = mask_all(tables, *limits(project), destination, rows, chosen_of(project), readers)
    return masked, tuple(parts)


def masked_figure(
    project: Any, figure: FigureSpec, destination: Destination, beside: Sequence[TableSpec] = (),
    run: MaskedOnce | None = None, readers: Readers | None = None,
) -> tuple[FigureSpec, tuple[Masked, ...]]:  # fmt: skip
    """The figure on its table, masked as together with the tables `beside`, with the project's source line."""
    from analysis.unconfirmed import withheld_note  # more of the program: not at start

    if _only_told(figure.table, destination):
        raise ExportProblem(withheld_note(figure.table))
    if run is not None:
        tables, parts = run.of([figure.table])
    else:
        tables, parts = masked_tables(project, [figure.table, *beside], destination, readers)
    return _drawn_from(project, figure, tables[0]), parts[:1]


def _drawn_from(project: Any, figure: FigureSpec, table: TableSpec) -> FigureSpec:
    source = table.source if table.source is not None else source_line(project)
    return replace(figure, table=replace(table, source=source))


def masked_report(
    project: Any, report: Report, destination: Destination, readers: Readers | None = None
) -> tuple[Report, tuple[Masked, ...]]:
    """The report with masked tables and figures, its methods note told what was masked, "fictitious" where it is so."""
    from analysis.report import Methods  # more of the program: not at start

    blocks, done = masked_blocks(project, report.blocks, destination, readers)
    parts = {part.table: part for part in reversed([part for part in done if part is not None])}
    counts = tuple(sum(getattr(part, name) for part in parts.values()) for name in ("bases", "cells", "complements"))
    told: dict[str, Any] = {
        "masked": counts, "limits": limits(project), "lowered": str(_setting(project, "withholding.lowered", "")),
    }  # fmt: skip
    if project is not None:
        told["head"] = project.head
    blocks = [replace(block, **told) if isinstance(block, Methods) else block for block in blocks]
    banner = report.banner if report.banner is not None else banner_line(project)
    source = report.source if report.source is not None else source_line(project)
    return replace(report, blocks=tuple(blocks), banner=banner, source=source), tuple(parts.values())


def masked_blocks(
    project: Any, blocks: Sequence[Any], destination: Destination, readers: Readers | None = None
) -> tuple[list[Any], list[Masked | None]]:
    """Blocks of one report as they may be shown at `destination`, masked together: one may give another away.

    Beside each what was masked in it; None for a block without numbers.
    """
    from analysis.report.blocks import TableBlock, tables_in, with_tables  # more of the program: not at start

    inside = [tables_in(block) if block is not None else [] for block in blocks]
    masked, done = masked_tables(project, [table for tables in inside for table in tables], destination, readers)
    source = source_line(project)
    sourced = [replace(table, source=table.source if table.source is not None else source) for table in masked]
    shown: list[Any] = []
    parts: list[Masked | None] = []
    start = 0
    for block, tables in zip(blocks, inside, strict=True):
        end = start + len(tables)
        drawn = masked[start:end] if isinstance(block, TableBlock) else sourced[start:end]
        shown.append(with_tables(block, iter(drawn)) if tables else block)
        parts.append(_together(done[start:end]))
        start = end
    return shown, parts


def _together(parts: Sequence[Masked]) -> Masked | None:
    """What was masked in all tables of one block, each counted once; None where it has none."""
    if not parts:
        return None
    each = {part.table: part for part in parts}.values()
    counts = {name: sum(getattr(part, name) for part in each) for name in ("bases", "cells", "complements")}
    return replace(parts[0], **counts)


def _only_told(table: TableSpec, destination: Destination) -> bool:
    """Whether a table holds unconfirmed text or people's words, so that only a sentence leaves and nothing is drawn."""
    return (bool(table.unconfirmed) or table.inside_only) and destination is not Destination.INSIDE


def limits(project: Any) -> tuple[int, int, int]:
    """The project's minimum base that flags, minimum base that masks, minimum cell."""
    flag, base, cell = (int(_setting(project, name, default)) for name, default in _DEFAULT.items())
    return flag, base, cell


def chosen_of(project: Any) -> Chosen:
    """What was chosen in the project about which cells are withheld."""
    first, only_total = (_setting(project, name, ()) for name in CHOSEN_SETTINGS)
    return Chosen(frozenset(first), frozenset(only_total))


def banner_line(project: Any) -> Text | None:
    """ "Fictitious sample data" for a project whose setting `fictitious` says so."""
    return msg("report.fictitious") if _setting(project, "fictitious", False) else None


def source_line(project: Any) -> Text | None:
    """The source line under its tables and figures: the project's own, else "fictitious" where it is."""
    own = _setting(project, "source_line", "")
    return own or banner_line(project)


def _setting(project: Any, name: str, default: Any) -> Any:
    return default if project is None else project.setting(name, default)


def _kind(path: Path, kinds: Sequence[str]) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in kinds:
        raise ExportProblem(msg("export.kind", file=path.name, kinds=[f".{known}" for known in kinds]))
    return kind


def _leave(
    project: Any, path: Path, write: Callable[[BinaryIO], None], key: str, destination: Destination, overwrite: bool,
    parts: tuple[Masked, ...] = (), readers: Readers | None = None, **facts: Any,
) -> Exported:  # fmt: skip
    """Write, then log with the head of the chain before it, so that the file can be told from a later one."""
    with atomic(path, overwrite) as stream:
        write(stream)
    seq, head = (0, "") if project is None else project.head
    done = Exported(path, parts, head)
    if project is not None:
        told: dict[str, Any] = {"file": path.name, "destination": msg(f"destination.{destination.value}")}
        if parts or key in ("export.tables", "export.figure", "export.report"):
            told["masked"] = done.masked_cells
        message = Message(key, {**facts, **told, "seq": seq, "head": head[:12]})
        log_release(project, key, message, destination, readers)
    return done


def refuse_existing(path: Path) -> None:
    """Raise ExportProblem where a file of that name is there."""
    if os.path.lexists(path):
        raise ExportProblem(msg("export.exists", file=path.name))


@contextmanager
def atomic(path: Path, overwrite: bool = False) -> Iterator[BinaryIO]:
    """A stream whose content appears at `path` whole, or not at all. Raises ExportProblem."""
    if not overwrite:
        refuse_existing(path)
    if not path.parent.is_dir():
        raise ExportProblem(msg("export.no_folder", folder=path.parent.name or str(path.parent)))
    if (around := project_around(path)) is not None:
        raise ExportProblem(msg("export.in_project", file=path.name, folder=around.name))
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            sync(stream.fileno())
        if os.path.lexists(path) and not overwrite:
            raise ExportProblem(msg("export.exists", file=path.name))
        put_in_place(part, path)
        sync_folder(path.parent)
    except OSError as refused:
        raise ExportProblem(msg("export.cannot_write", file=path.name)) from refused
    finally:
        with suppress(OSError):  # of a name that no disk takes
            part.unlink(missing_ok=True)
