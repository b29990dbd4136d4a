# SPDX-License-Identifier: MIT
"""Withholds small numbers once for all files of a run: tables, figures, reports, codebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from analysis.codings.heat_table_rows import figure_from
from analysis.codings.neutral_names import for_others
from analysis.codings.records import CODINGS
from analysis.free_text_tables import withheld_note, without_content
from analysis.masking import Destination, Masked, MaskedOnce, distinct_counts, mask_joined
from analysis.report.blocks import Methods, QuoteBox, Quotes, TableBlock, tables_in, with_tables
from analysis.report.withheld_words import without_withheld
from analysis.withholding.cell_limits import HIDDEN
from analysis.withholding.earlier_files import Readers, known_of_team_file, small_sensitive_numbers
from analysis.withholding.nonresponse_tables import is_of_all_asked, of_all_asked
from analysis.withholding.small_numbers import WithholdingChoice
from projects.datasets.export.withholding_choices import CHOSEN_SETTINGS
from projects.datasets.table.provenance import FICTITIOUS, OwnFiles, own_files
from projects.release_queries import readers_of, rows_behind_release
from wording import Problem, Text, msg

if TYPE_CHECKING:
    from analysis.report import Report
    from analysis.report.blocks import Block
    from analysis.result_tables import FigureSpec, TableSpec
    from projects.datasets.export.codebook import SurveyCodebook
    from projects.store.ports import Reader, Releasing

    Origin = Releasing | None  # None: no project, whose limits are the usual ones

_DEFAULT = {"minimum_base_flag": 30, "minimum_base_mask": 10, "minimum_cell": 5}


class ExportProblem(Problem):
    """A file that cannot be written; nothing was."""


class SensitivityUnseen(ExportProblem):
    """What is sensitive was not looked at yet, on which it rests what others may see; `lines` list it."""

    status = 1


def mask_once(
    project: Origin, tables: Sequence[TableSpec], destination: Destination, *, reports: Sequence[Report] = (),
    codebook: SurveyCodebook | None = None, readers: Readers | None = None,
) -> MaskedOnce:  # fmt: skip
    """Withhold before the first file of a run: in its tables, those of its reports, the counts of a codebook."""
    every = [*tables, *(one for report in reports for block in report.blocks for one in tables_in(block))]
    if codebook is not None and destination is not Destination.INSIDE:  # for the team it is checked by itself
        every += codebook.tables
    every = list({id(table): table for table in every}.values())
    readers = readers_of(project, destination) if readers is None else readers
    shown, parts = withhold_in_tables(project, every, destination, readers)
    return MaskedOnce(tuple(every), tuple(shown), parts, readers)


def withhold_in_codebook(
    project: Origin, codebook: SurveyCodebook, destination: Destination, run: MaskedOnce | None = None,
    readers: Readers | None = None,
) -> tuple[list[TableSpec], tuple[Masked, ...]]:  # fmt: skip
    """The counts of a codebook as they may be shown; small ones are withheld from the team as from a partner."""
    if destination is Destination.INSIDE:
        return withhold_in_tables(project, codebook.tables, Destination.PARTNER, Readers())
    if run is not None:
        return run.of(codebook.tables)
    return withhold_in_tables(project, codebook.tables, destination, readers)


def withhold_in_tables(
    project: Origin, tables: Sequence[TableSpec], destination: Destination, readers: Readers | None = None
) -> tuple[list[TableSpec], tuple[Masked, ...]]:
    """Tables that leave together as they may be shown at `destination` by the project's minimum base and cell.

    Of text columns nobody has confirmed only the title goes to others than the team; who coded, who spoke, interviews
    and cases bear neutral labels there; where few gave no answer to a sensitive question its tables are of all who were
    asked.
    """
    tables = [without_content(table) if _only_a_sentence(table, destination) else table for table in tables]
    readers = readers_of(project, destination) if readers is None else readers
    if destination is not Destination.INSIDE:
        public = destination is Destination.PUBLIC
        tables = of_all_asked([for_others(table) for table in tables], limits(project)[2], public, readers.known_before)
    rows = rows_behind_release(project, tables, destination, readers)
    masked, parts = mask_joined(tables, limits(project), destination, rows, chosen_of(project), readers)
    if destination is Destination.INSIDE:  # what others know once the file is passed on to them
        readers.known = known_of_team_file(masked, HIDDEN, readers.own)
    return _sourced(project, masked), tuple(parts)


def withhold_in_figure(
    project: Origin, figure: FigureSpec, destination: Destination, beside: Sequence[TableSpec] = (),
    run: MaskedOnce | None = None, readers: Readers | None = None,
) -> tuple[FigureSpec, tuple[Masked, ...]]:  # fmt: skip
    """The figure on its table, checked together with the tables `beside`, with the project's source line."""
    if _only_a_sentence(figure.table, destination):
        raise ExportProblem(withheld_note(figure.table))
    if run is not None:
        tables, parts = run.of([figure.table])
    else:
        tables, parts = withhold_in_tables(project, [figure.table, *beside], destination, readers)
    return _drawn_from(project, figure, tables[0]), parts[:1]


def _drawn_from(project: Origin, figure: FigureSpec, table: TableSpec) -> FigureSpec:
    source = table.source if table.source is not None else source_line(project)
    return figure_from(figure, replace(table, source=source))


def withhold_in_report(
    project: Origin, report: Report, destination: Destination, readers: Readers | None = None,
    run: MaskedOnce | None = None,
) -> tuple[Report, tuple[Masked, ...]]:  # fmt: skip
    """The report with tables and figures as they may be shown, "fictitious" where it is so. Its methods note tells one
    total of what was withheld: in all files of the run, where there is one."""
    once = run or mask_once(project, (), destination, reports=[report], readers=readers)
    shown, _ = withhold_in_blocks(project, report.blocks, destination, run=once)
    own = {id(table): table for block in report.blocks for table in tables_in(block)}
    _, parts = once.of(list(own.values()))
    content: dict[str, Any] = {
        "masked": distinct_counts(once.parts), "in_run": len(once.tables) > len(own),
        "all_asked": any(map(is_of_all_asked, once.shown)), "limits": limits(project),
        "lowered": str(_setting(project, "withholding.lowered", "")),
    }  # fmt: skip
    if project is not None:
        content["head"] = project.last_change  # a second export of one state has the same bytes
    kept = [at for at, block in enumerate(shown) if block is not None]
    blocks = [
        replace(block, **content) if isinstance(block, Methods) else block for block in shown if block is not None
    ]
    keys = tuple(report.keys[at] for at in kept) if report.keys else ()
    banner = report.banner if report.banner is not None else report_banner(project, blocks)
    source = report.source if report.source is not None else source_line(project)
    return replace(report, blocks=tuple(blocks), keys=keys, banner=banner, source=source), parts


def withhold_in_blocks(
    project: Origin, blocks: Sequence[Block | None], destination: Destination, readers: Readers | None = None,
    run: MaskedOnce | None = None,
) -> tuple[list[Block | None], list[Masked | None]]:  # fmt: skip
    """Blocks of one report as they may be shown at `destination`, checked together: one may give another away.

    Beside each what was withheld in it; None for a block without numbers. Of what has nothing left a sentence stays.
    """
    inside = [tables_in(block) if block is not None else [] for block in blocks]
    every = [table for tables in inside for table in tables]
    masked, done = withhold_in_tables(project, every, destination, readers) if run is None else run.of(every)
    source = source_line(project)
    sourced = [replace(table, source=table.source if table.source is not None else source) for table in masked]
    shown: list[Block | None] = []
    parts: list[Masked | None] = []
    start = 0
    for block, tables in zip(blocks, inside, strict=True):
        end = start + len(tables)
        drawn = masked[start:end] if isinstance(block, TableBlock) else sourced[start:end]
        shown.append(with_tables(block, iter(drawn)) if block is not None and tables else block)
        parts.append(_together(done[start:end]))
        start = end
    return without_withheld(shown), parts


def _together(parts: Sequence[Masked]) -> Masked | None:
    """What was withheld in all tables of one block, each counted once; None where it has none."""
    if not parts:
        return None
    bases, cells, complements = distinct_counts(parts)
    names = [frozenset[str]().union(*(part.names[kind] for part in parts)) for kind in range(3)]
    return replace(parts[0], bases=bases, cells=cells, complements=complements, names=(names[0], names[1], names[2]))


def _only_a_sentence(table: TableSpec, destination: Destination) -> bool:
    """Whether a table holds unconfirmed text or people's words, so that only a sentence leaves and nothing is drawn."""
    return (bool(table.unconfirmed) or table.inside_only) and destination is not Destination.INSIDE


def limits(project: Origin) -> tuple[int, int, int]:
    """The project's minimum base that flags, minimum base below which figures are withheld, minimum cell."""
    flag, base, cell = (int(_setting(project, name, default)) for name, default in _DEFAULT.items())
    return flag, base, cell


def chosen_of(project: Origin) -> WithholdingChoice:
    """What was chosen in the project about which cells are withheld."""
    first, only_total = (_setting(project, name, ()) for name in CHOSEN_SETTINGS)
    return WithholdingChoice(frozenset(first), frozenset(only_total))


def banner_line(project: Origin, tables: Sequence[TableSpec] = (), *, quoted: bool = False) -> Text | None:
    """ "Fictitious sample data" over what rests on the sample study alone: over all where nothing else is in it.

    Where somebody brought files of their own: over these tables, and the interviews where some are quoted.
    """
    own = _own_files(project)
    if own is None or (own.any and not (tables or quoted)):
        return None
    stands = all(_is_invented(own, table) for table in tables) and not (quoted and own.interviews)
    return msg("report.fictitious") if stands else None


def report_banner(project: Origin, blocks: Sequence[Block | None]) -> Text | None:
    """ "Fictitious sample data" over the pages of a report whose numbers and quotes came with the sample study."""
    there = [block for block in blocks if block is not None]
    quoted = any(isinstance(block, (Quotes, QuoteBox)) for block in there)
    return banner_line(project, [one for block in there for one in tables_in(block)], quoted=quoted)


def _own_files(project: Origin) -> OwnFiles | None:
    return own_files(cast("Reader", project)) if _setting(project, FICTITIOUS, False) else None


def _is_invented(own: OwnFiles, table: TableSpec) -> bool:
    """Whether a table counts only what came with the sample study; one of no data table counts codings."""
    return table.origin.table not in own.tables if table.origin is not None else not own.interviews


def _sourced(project: Origin, tables: list[TableSpec]) -> list[TableSpec]:
    """Tables of the sample study with their own source line, where others stand beside them in the project."""
    own = _own_files(project)
    if own is None or not own.any or _setting(project, "source_line", ""):
        return tables
    said = msg("report.fictitious")
    return [replace(one, source=said) if one.source is None and _is_invented(own, one) else one for one in tables]


def team_line(project: Origin, tables: Sequence[TableSpec] = ()) -> Text:
    """ "For the team", with how many small numbers of sensitive questions tables (as shown) have."""
    n = small_sensitive_numbers(tables, limits(project)[2])
    return msg("destination.for_team", n=n) if n else msg("destination.for_team_only")


def head_line(project: Origin, destination: Destination, tables: Sequence[TableSpec]) -> Text | None:
    """The line that heads a file: "fictitious" where it is so, "for the team" where it is for the team."""
    banner = banner_line(project, tables, quoted=True)  # a file of tables and quotes: its quotes count, too
    if destination is not Destination.INSIDE:
        return banner
    team = team_line(project, tables)
    return team if banner is None else msg("group.pair", first=banner, second=team)


def source_line(project: Origin, table: str = "") -> Text | None:
    """The source line under its tables and figures: the project's own, else "fictitious" where all is, or one table."""
    if own_line := _setting(project, "source_line", ""):
        return cast("Text", own_line)
    own = _own_files(project)
    if own is None or (own.any and (not table or table in own.tables)):
        return None
    return None if own.interviews and table == CODINGS else msg("report.fictitious")


def _setting(project: Origin, name: str, default: Any) -> Any:
    return default if project is None else project.setting(name, default)
