# SPDX-License-Identifier: MIT
"""The only way out for content: small numbers withheld, without personal metadata, written whole or not at all, logged.

Nothing else in the program opens a file for output of content.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from analysis.exported import write_frame
from analysis.exported_codings import write_codings
from analysis.figures import figure_parts, write_figure
from analysis.file_writers import by_ending, figure_writers, report_writers, table_writers
from analysis.masking import Destination, Masked, MaskedOnce, distinct_counts
from analysis.report.blocks import tables_in
from analysis.withholding.earlier_files import Readers
from projects.datasets.export.codebook import gathered_codebook
from projects.datasets.export.codebook_sheets import codebook_sheets
from projects.file_writers import survey_codebook_writers
from projects.identifiers.sensitivity_review import waiting_lines
from projects.names_in_words import NamesInWords, names_for
from projects.release_queries import log_release, readers_of
from projects.store.keys.key_file import project_around
from projects.store.private_files import hold, replace_file, sync, sync_folder
from projects.store.staging_folder import sweep_abandoned
from projects.withheld_content import (
    ExportProblem,
    SensitivityUnseen,
    head_line,
    limits,
    mask_once,
    source_line,
    team_line,
    withhold_in_codebook,
    withhold_in_figure,
    withhold_in_report,
    withhold_in_tables,
)
from wording import Message, Progress, Text, discovery, msg

if TYPE_CHECKING:
    from analysis.codings.records import Codings
    from analysis.exported_codings import WordsRead
    from analysis.pages.style import OfficeStyle
    from analysis.records import Frame
    from analysis.report import Report
    from analysis.result_tables import FigureSpec, TableSpec
    from projects.datasets.export.codebook import SurveyCodebook
    from projects.store.ports import Reader, Releasing
    from projects.store.project import Project

    Origin = Releasing | None  # None: no project, whose limits are the usual ones

__all__ = ["ExportProblem", "mask_once", "names_for", "withhold_in_figure", "withhold_in_report", "withhold_in_tables"]


@dataclass(frozen=True)
class Exported:
    """What left: the file, what was withheld in each table, the head of the log just before."""

    path: Path
    masked: tuple[Masked, ...] = ()
    head: str = ""
    further: tuple[Path, ...] = ()  # where a tall figure goes on
    missing: tuple[str, ...] = ()  # letters that the pages' font lacks, by name
    heading: Text | None = None  # the line that heads it
    shown: tuple[TableSpec, ...] = ()  # of a report for the team: its tables as it shows them
    names: tuple[Message, ...] = ()  # what is to be told of known names in its words, and where they were replaced

    @property
    def withheld_cells(self) -> int:
        """How many figures are not shown: one that stands in several tables once."""
        return sum(distinct_counts(self.masked))


def export_tables(
    project: Origin, tables: Sequence[TableSpec], path: Path, *, language: str,
    destination: Destination = Destination.PARTNER, overwrite: bool = False, run: MaskedOnce | None = None,
) -> Exported:  # fmt: skip
    """Write tables, checked by `run`, to a file of a kind of `analysis/writers/table.py`. Raises ExportProblem."""
    writers = by_ending(table_writers())
    writer = writers[_kind(path, tuple(writers))]
    readers = readers_of(project, destination) if run is None else run.readers
    masked, parts = withhold_in_tables(project, tables, destination, readers) if run is None else run.of(tables)
    names = names_for(project, destination, language)
    source, banner = names.without(source_line(project)), head_line(project, destination, masked)
    shown = names.without(masked)

    def write(stream: BinaryIO) -> None:
        writer.write(shown, stream, language, source, banner)

    done = _write_and_log(
        project, path, write, "export.tables", destination, overwrite, parts, readers, names, n=len(masked)
    )
    return replace(done, heading=banner)


def export_table(project: Origin, table: TableSpec, path: Path, **options: Any) -> Exported:
    """Write one table; options as for `export_tables`."""
    return export_tables(project, [table], path, **options)


def export_figure(
    project: Origin, figure: FigureSpec, path: Path, *, language: str, destination: Destination = Destination.PARTNER,
    overwrite: bool = False, dpi: int | None = None, beside: Sequence[TableSpec] = (), run: MaskedOnce | None = None,
) -> Exported:  # fmt: skip
    """Draw a figure from its table as it may be shown, to a kind of `analysis/writers/table.py`; tables `beside`
    leave with it, `run` has checked all of them already.

    One higher than a page goes on in further files: `name.png`, `name-2.png` … Raises ExportProblem.
    """
    kind = _kind(path, tuple(by_ending(figure_writers())))
    readers = readers_of(project, destination) if run is None else run.readers
    whole, parts = withhold_in_figure(project, figure, destination, beside, run, readers)
    if destination is Destination.INSIDE:
        whole = replace(whole, table=replace(whole.table, source=_below(project, whole.table)))
    names = names_for(project, destination, language)
    drawn = figure_parts(names.without(whole), language)
    paths = [path, *(path.with_name(f"{path.stem}-{at}{path.suffix}") for at in range(2, len(drawn) + 1))]
    if not overwrite:
        for further in paths[1:]:
            refuse_existing(further)
    done = []
    for one, to in zip(drawn, paths, strict=True):

        def write(stream: BinaryIO, part: FigureSpec = one) -> None:
            write_figure(part, stream, kind, language, dpi=dpi)

        done.append(_write_and_log(project, to, write, "export.figure", destination, overwrite, parts, readers, names))
    return replace(done[0], further=tuple(paths[1:]))


def _below(project: Origin, table: TableSpec) -> Text:
    """The line below a figure for the team: its source, and for whom it is."""
    team = team_line(project, [table])
    return team if not table.source else msg("group.pair", first=table.source, second=team)


def export_report(
    project: Origin, report: Report, path: Path, *, language: str, destination: Destination = Destination.PARTNER,
    overwrite: bool = False, progress: Progress | None = None, style: OfficeStyle | None = None,
    run: MaskedOnce | None = None,
) -> Exported:  # fmt: skip
    """Write a report, checked, to a kind of `analysis/writers/table.py`; its methods note says how much was withheld.

    `style` is how the pages of the office look; `run` has its tables checked with those of the other files of its run.
    Raises ExportProblem.
    """
    _kind(path, tuple(by_ending(report_writers())))
    readers = readers_of(project, destination) if run is None else run.readers
    masked, parts = withhold_in_report(project, report, destination, readers, run)
    masked, names = _headed(project, masked, destination), names_for(project, destination, language)
    return _leave_report(project, masked, path, names, destination, overwrite, parts, style, progress, readers)


def _leave_report(
    project: Origin, masked: Report, path: Path, names: NamesInWords, destination: Destination, overwrite: bool,
    parts: tuple[Masked, ...], style: OfficeStyle | None, progress: Progress | None, readers: Readers | None,
) -> Exported:  # fmt: skip
    writers = by_ending(report_writers())
    work = discovery.resolve(writers[_kind(path, tuple(writers))].work)
    missing: list[str] = []
    shown = names.without(masked)

    def write(stream: BinaryIO) -> None:
        missing.extend(work(shown, stream, names.language, style, progress))

    done = _write_and_log(project, path, write, "export.report", destination, overwrite, parts, readers, names)
    told = _tables_of(masked) if destination is Destination.INSIDE else ()
    return replace(done, missing=tuple(missing), heading=masked.banner, shown=told)


def _headed(project: Origin, report: Report, destination: Destination) -> Report:
    """The report with the line on each page that says for whom it is, where it is for the team."""
    if destination is not Destination.INSIDE:
        return report
    return replace(report, banner=head_line(project, destination, _tables_of(report)))


def _tables_of(report: Report) -> tuple[TableSpec, ...]:
    return tuple(table for block in report.blocks for table in tables_in(block))


def export_sheets(
    project: Origin, made: Sequence[tuple[Report, Path]], *, language: str,
    destination: Destination = Destination.PARTNER, overwrite: bool = False, progress: Progress | None = None,
    style: OfficeStyle | None = None,
    beside: Sequence[Report] = (),
) -> list[Exported]:  # fmt: skip
    """Write several sheets that leave together, `beside` those of the whole: checked as one, so that none gives away
    what another withholds. Raises ExportProblem, Stopped; none is written where one of the files is there already.
    """
    for _, path in made:
        _kind(path, tuple(by_ending(report_writers())))
        if not overwrite:
            refuse_existing(path)
    every = [*(report for report, _ in made), *beside]
    blocks = tuple(block for report in every for block in report.blocks)
    keys = tuple(f"{at} {place}" for at, report in enumerate(every) for place in range(len(report.blocks)))
    readers = readers_of(project, destination)
    shown, _ = withhold_in_report(project, replace(every[0], blocks=blocks, keys=keys), destination, readers)
    left = dict(zip(shown.keys, shown.blocks, strict=True))  # of a block without anything left none
    names = names_for(project, destination, language)
    done = []
    for at, (report, path) in enumerate(made):
        places = [place for place in range(len(report.blocks)) if f"{at} {place}" in left]
        own, kept = (left[f"{at} {place}"] for place in places), (report.keys[place] for place in places if report.keys)
        sheet = replace(report, blocks=tuple(own), keys=tuple(kept), banner=shown.banner, source=shown.source)
        sheet = _headed(project, sheet, destination)
        done.append(_leave_report(project, sheet, path, names, destination, overwrite, (), style, None, readers))
        if progress is not None:
            progress.report(0.5 + (at + 1) / (2 * len(made)), msg("page.sheet_of", at=at + 1, of=len(made)))
    return done


def export_codebook(
    project: Origin, path: Path, *, language: str, table_ids: Sequence[str] | None = None,
    destination: Destination = Destination.PARTNER, overwrite: bool = False, progress: Progress | None = None,
    run: MaskedOnce | None = None, codebook: SurveyCodebook | None = None,
) -> Exported:  # fmt: skip
    """Write the questions of the data tables to a kind of `projects/writers/table.py`: wording, answers, base,
    missing kinds. Raises ExportProblem.

    Its small counts are withheld as those of tables are, for the team too; for others columns nobody has confirmed
    are left out. `run` has the counts of `codebook` checked with the other files of its run.
    """
    writers = by_ending(survey_codebook_writers())
    kind = _kind(path, tuple(writers))
    book = codebook or gathered_codebook(cast("Project", project), table_ids, destination, progress)
    readers = readers_of(project, destination) if run is None else run.readers
    shown, parts = withhold_in_codebook(project, book, destination, run, readers)
    names = names_for(project, destination, language)
    questions = {place: names.without(question) for place, question in book.questions.items()}
    sheets = names.without(codebook_sheets(replace(book, questions=questions), shown, language))
    source = names.without(source_line(project))

    def write(stream: BinaryIO) -> None:
        discovery.resolve(writers[kind].work)(sheets, stream, language, source)

    return _write_and_log(project, path, write, "export.codebook", destination, overwrite, parts, readers, names)


def export_frame(
    project: Origin, frame: Frame, path: Path, *, destination: Destination = Destination.INSIDE,
    overwrite: bool = False, eligible: Text | None = None,
) -> Exported:  # fmt: skip
    """Write a table for the shown Python (`analysis.exported`): rows of people, so inside the team by default."""

    def write(stream: BinaryIO) -> None:
        write_frame(frame, stream, eligible)

    return _write_and_log(project, path, write, "export.frame", destination, overwrite)


def export_codings(
    project: Origin, codings: Codings, words: WordsRead, path: Path, *, beside: Frame | None = None,
    overwrite: bool = False,
) -> Exported:  # fmt: skip
    """Write codings for the shown Python (`analysis.exported_codings`), words of people in them: inside the team."""

    def write(stream: BinaryIO) -> None:
        write_codings(codings, words, stream, beside)

    return _write_and_log(project, path, write, "export.codings", Destination.INSIDE, overwrite)


def export_data(
    project: Origin, path: Path, write: Callable[[BinaryIO], None], *, destination: Destination = Destination.INSIDE,
    overwrite: bool = False, names: NamesInWords | None = None,
) -> Exported:  # fmt: skip
    """Write rows of a data set by one of the stream writers of `projects.datasets`; `names` has gone over its words.

    Raises ExportProblem.
    """
    return _write_and_log(project, path, write, "export.data", destination, overwrite, names=names)


def export_file(
    project: Origin, path: Path, write: Callable[[BinaryIO], None], *, destination: Destination = Destination.INSIDE,
    overwrite: bool = False, names: NamesInWords | None = None,
) -> Exported:  # fmt: skip
    """Write any other content (a .qdpx, a list, a picture of a view) by a function on a binary stream; `names` has gone
    over its words."""
    return _write_and_log(project, path, write, "export.file", destination, overwrite, names=names)


def _kind(path: Path, kinds: Sequence[str]) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in kinds:
        raise ExportProblem(msg("export.kind", file=path.name, kinds=[f".{known}" for known in kinds]))
    return kind


def _write_and_log(
    project: Origin, path: Path, write: Callable[[BinaryIO], None], key: str, destination: Destination,
    overwrite: bool, parts: tuple[Masked, ...] = (), readers: Readers | None = None,
    names: NamesInWords | None = None, **facts: object,
) -> Exported:  # fmt: skip
    """Write, then log with the head of the chain before it, so that the file can be told from a later one.

    Nothing is written where a base has moved by few people since an earlier file for the same readers.
    """
    refuse_unseen(project, destination)
    if readers is not None and readers.moved is not None:
        raise ExportProblem(msg("export.moved_by_few", file=path.name, table=readers.moved, few=limits(project)[2]))
    names = names or names_for(project, destination)
    if names.names_somebody(path.stem):
        raise ExportProblem(msg("export.name_in_file", file=path.name))
    with atomic(path, overwrite) as stream:
        write(stream)
    seq, head = (0, "") if project is None else project.head
    done = Exported(path, parts, head, names=names.sentences())
    if project is not None:
        counted: dict[str, object] = {"file": path.name, "destination": msg(f"destination.{destination.value}")}
        if parts or key in ("export.tables", "export.figure", "export.report"):
            counted["masked"] = done.withheld_cells
        message = Message(key, {**facts, **counted, "seq": seq, "head": head[:12]})
        log_release(project, key, message, destination, readers)
    return done


def refuse_unseen(project: Origin, destination: Destination) -> None:
    """Raise SensitivityUnseen before a file for others where nobody has looked at what is sensitive in a survey."""
    if project is None or destination is Destination.INSIDE:
        return
    read = getattr(project, "read", None)  # from another thread
    lines = waiting_lines(cast("Reader", project)) if read is None else read(waiting_lines)
    if lines:
        unseen = SensitivityUnseen(msg("sensitivity.unseen"))
        unseen.lines = (*lines, msg("cli.sensitivity.how"))
        raise unseen


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
    sweep_abandoned(path.parent)  # what a killed export left beside
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "w+b") as stream:
            hold(handle)
            yield stream
            stream.flush()
            sync(stream.fileno())
        if os.path.lexists(path) and not overwrite:
            raise ExportProblem(msg("export.exists", file=path.name))
        replace_file(part, path)
        sync_folder(path.parent)
    except OSError as refused:
        raise ExportProblem(msg("export.cannot_write", file=path.name)) from refused
    finally:
        with suppress(OSError):  # of a name that no disk takes
            part.unlink(missing_ok=True)
