# SPDX-License-Identifier: MIT
"""The stored report made of today's numbers: analyses run, quotes fetched, the methods note filled.

Content of a block: title {"text", "subtitle"}, heading {"text", "level"}, paragraph {"text"}, table and figure
{"analysis"} (and {"table"}, which of its tables), quotes {"code", "most"}, methods and codebook {}. A text is plain,
or as `text_to_json` stores it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses import declaration
from analysis.codings.records import CODINGS
from analysis.declarations.records import Options
from analysis.report.blocks import (
    CodebookAnnex,
    FigureBlock,
    FindingSentence,
    Heading,
    Masthead,
    Methods,
    Paragraph,
    Quote,
    Quotes,
    Report,
    TableBlock,
    Title,
)
from analysis.report.docx_report import software_versions
from analysis.report.references import unfolded
from projects.findings.methods import coding_sentences
from projects.interviews.queries import codebook, counts, quotes_for_report
from projects.pages.lead_sentences import project_title
from projects.pages.left_out import left_out
from projects.pages.template_filling import PAGE_KINDS, TemplateContent, tells_of_harm
from projects.quotes.quote_format import printed
from projects.results.saved_results import (
    ReportBlock,
    SavedAnalysis,
    add_block,
    change_block,
    report_blocks,
    run_saved,
    saved_analyses,
)
from projects.store.actions import Action
from wording import Labels, Problem, Progress, Text, msg, text_from_json, text_to_json

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult, Declaration
    from analysis.records import DataTable, Variable
    from analysis.report.blocks import Block
    from analysis.report.key_figures import KeyFigure
    from analysis.result_tables import TableSpec
    from projects.interviews.queries import SegmentQuote
    from projects.pages.page_options import PageOptions
    from projects.results.plan_run import PlannedAnalysis
    from projects.store import Project
    from projects.store.ports import Transaction

MOST_QUOTES = 3
_UNITS = frozenset(("household", "person", "site", "session", "case", "key_informant"))


def compose_report(
    project: Project,
    results: Mapping[str, AnalysisResult] | None = None,
    progress: Progress | None = None,
    *,
    blocks: Sequence[ReportBlock] | None = None,
    options: PageOptions | None = None,
    layout: str | None = None,
) -> Report:
    """The report of the project's blocks, or of those of a template. `results` spares running analyses anew.

    Raises Stopped.
    """
    blocks = report_blocks(project) if blocks is None else blocks
    asked = analyses_of(project, blocks)
    shown = [one for one in asked if options is None or not options.one_site or _is_of_one_site(one, options)]
    saved = [_narrowed(one, options) for one in shown]
    if options is not None and options.one_site:  # all sites once, for every sheet of the run
        everywhere = [_narrowed(one, options, rows=False) for one in shown if one.id not in options.everywhere]
        options.everywhere.update(run_saved(project, everywhere) if everywhere else {})
    missing = [one for one in saved if results is None or one.id not in results]
    found = {**(results or {}), **run_saved(project, missing, progress)}
    if options is not None and options.keeps_back:
        found = {name: one for name, one in found.items() if not tells_of_harm(one)}
    filling = TemplateContent(project, found, saved, options)
    filling.of_all_sites = {one.id: one for one in asked if one not in shown and _would_show(one, blocks)}
    made = blocks_of(project, blocks, found, saved, filling)
    kept = [(block.id, one) for block, one in zip(blocks, made, strict=True) if one is not None]
    layout = project.setting("page_layout", "report") if layout is None else layout
    masthead = next((one.title for one in made if isinstance(one, Masthead)), "")
    title = options.name if options is not None and options.name else title_of(project, blocks, masthead)
    keys = tuple(key for key, _ in kept)
    told = {"layout": layout, "left_out": left_out(blocks, made, filling)}
    return Report(title, tuple(one for _, one in kept), options=told, keys=keys)


def analyses_of(project: Project, blocks: Sequence[ReportBlock]) -> list[SavedAnalysis]:
    """The saved analyses that blocks show; blocks that choose for themselves may show any."""
    saved = saved_analyses(project)
    if any(block.kind in _CHOOSING or {"answer", "finding"} & set(block.content) for block in blocks):
        return saved
    wanted = {str(block.content.get("analysis")) for block in blocks}
    return [one for one in saved if one.id in wanted]


_CHOOSING = frozenset(("tiles", "callout", "columns", "text", "analyses"))


def _would_show(one: SavedAnalysis, blocks: Sequence[ReportBlock]) -> bool:
    """Whether pages of all sites show it: a block names it or lists all, or it is drawn, as blocks that choose ask."""
    named = any(block.kind == "analyses" or _names(block.content, one.id) for block in blocks)
    return named or "figure" in _declaration(one.declaration).results


def _names(content: object, name: str) -> bool:
    """Whether what a block says, columns in it too, names the analysis."""
    if isinstance(content, Mapping):
        return content.get("analysis") == name or any(_names(inside, name) for inside in content.values())
    return isinstance(content, list | tuple) and any(_names(inside, name) for inside in content)


def _is_of_one_site(one: SavedAnalysis, options: PageOptions) -> bool:
    """Whether it can be worked out for the rows of the site alone; else it would print figures of all sites there."""
    return options.tells(one.data_table) and _takes_rows(one)


def _takes_rows(one: SavedAnalysis) -> bool:
    return "where" in {option.name for option in _declaration(one.declaration).options}


def _narrowed(one: SavedAnalysis, options: PageOptions | None, *, rows: bool = True) -> SavedAnalysis:
    """The analysis of the rows that the pages are about; without `rows` the same table of all rows."""
    where = list((options.where or {}).get(one.data_table, ())) if options is not None else []
    if not where or not _takes_rows(one):
        return one
    narrowed = {**one.options, "where": [*(one.options.get("where") or ()), *(where if rows else ())]}
    fixed = {str(condition["variable"]) for condition in where}
    if narrowed.get("by") in fixed:  # nothing to compare within one site
        narrowed = {name: value for name, value in narrowed.items() if name not in ("by", "also_by", "title")}
    if one.declaration == "crosstab" and narrowed.get("column") in fixed:
        crossed = ("column", "percent", "title", "compare")
        kept = {name: value for name, value in narrowed.items() if name not in crossed}
        return replace(one, declaration="proportions", options=kept, title="")
    return replace(one, options=narrowed)


def _declaration(name: str) -> Declaration:
    return declaration(name)


def title_of(project: Project, blocks: Sequence[ReportBlock], masthead: Text = "") -> Text:
    """The text of the title block, else what the masthead says, else the project's name."""
    titles = [block.content.get("text") for block in blocks if block.kind == "title"]
    titles += [block.content.get("title") for block in blocks if block.kind in ("masthead", "cover")]
    return next((text_of(title) for title in titles if title), masthead or project_title(project))


def blocks_of(
    project: Project,
    blocks: Sequence[ReportBlock],
    results: Mapping[str, AnalysisResult],
    saved: Sequence[SavedAnalysis],
    filling: TemplateContent | None = None,
) -> list[Block | None]:
    """Each stored block made ready to write; None for one that has nothing to show, such as a deleted analysis."""
    filling = filling or TemplateContent(project, results, saved)
    made: list[Block | None] = []
    for block in blocks:
        if block.kind in PAGE_KINDS or {"needs", "reach", "answer", "finding"} & set(block.content):
            made.append(filling.block(block.kind, block.content))
        else:
            made.append(_block(project, block, results, saved, filling.is_outgoing, filling.options.keeps_back))
    sessions, female = filling.sessions_stated, _tells_sex(made)
    return [replace(one, sessions=sessions, female=female) if isinstance(one, Methods) else one for one in made]


def _tells_sex(made: Sequence[Block | None]) -> bool:
    """Whether a table shows the share of women and girls, whose base the methods line then names."""
    tables = [one.table for one in unfolded([one for one in made if one is not None]) if isinstance(one, TableBlock)]
    return any(column.id == "female_share" for table in tables for column in table.columns)


def text_of(stored: object) -> Text:
    """A text of a block's content."""
    text: Text = text_from_json(stored)
    return text


def _block(
    project: Project, block: ReportBlock, results: Mapping[str, AnalysisResult], saved: Sequence[SavedAnalysis],
    is_outgoing: bool, keeps_back: bool,
) -> Block | None:  # fmt: skip
    """The block to write; None for a table or figure whose analysis has none."""
    content = block.content
    if block.kind == "title":
        subtitle = content.get("subtitle")
        return Title(text_of(content["text"]), text_of(subtitle) if subtitle else None)
    of = results.get(str(content.get("analysis")))
    if block.kind == "heading":
        own = _title(of.tables[0], is_outgoing) if of is not None and of.tables else ""
        words = text_of(content.get("text", "")) or own
        return Heading(words, int(content.get("level", 1))) if words or "text" in content else None
    if block.kind == "paragraph":
        words = text_of(content.get("text", ""))
        return Paragraph(words) if words or of is None or not of.tables else FindingSentence(of.tables[0])
    if block.kind == "quotes":
        return _quotes(project, content, is_outgoing)
    if block.kind == "methods":
        return _methods(project, results, saved, keeps_back)
    if block.kind == "codebook":
        return CodebookAnnex(tuple(_used_variables(project, saved)))
    if of is None:
        return None
    if block.kind == "table":
        at = int(content.get("table", 0))  # its differences, tests of terms or margins stand in tables of their own
        return TableBlock(of.tables[at]) if at < len(of.tables) else None
    return FigureBlock(of.figures[0]) if of.figures else None


def _title(table: TableSpec, is_outgoing: bool) -> Text:
    """The title of a table; for others than the team the one that names no interview."""
    return table.outside if is_outgoing and table.outside is not None else table.title


def _quotes(project: Project, content: Options, is_outgoing: bool) -> Quotes | None:
    """Quotes under a code and the codes below it, from each document in turn."""
    from projects.findings.quote_attribution import attributions  # more of the program: not at start

    codes = codebook(project)
    if str(content["code"]) not in codes:
        return None
    code = codes[str(content["code"])]
    allowed, _ = quotes_for_report(project, codes.with_descendants(code.id), outgoing=is_outgoing)
    chosen = _spread(allowed, int(content.get("most", MOST_QUOTES)))
    words = printed(project, [quote.segment for quote in chosen])
    said = attributions(project, chosen, words, outside=is_outgoing)
    return Quotes(
        code.name,
        tuple(
            Quote(words[quote.segment.id].text, by, words[quote.segment.id].language)
            for quote, by in zip(chosen, said, strict=True)
        ),
        code.definition if any(code.definition.by_language.values()) else None,
    )


def _spread(allowed: Sequence[SegmentQuote], most: int) -> list[SegmentQuote]:
    """Some of the quotes, one from each document in turn, so that one voice does not speak for all."""
    by_document: dict[str, list[SegmentQuote]] = {}
    seen: set[str] = set()
    for quote in allowed:
        if quote.segment.quote not in seen:
            seen.add(quote.segment.quote)
            by_document.setdefault(quote.segment.document, []).append(quote)
    chosen: list[SegmentQuote] = []
    while by_document and len(chosen) < most:
        for document in list(by_document):
            chosen.append(by_document[document].pop(0))
            if not by_document[document]:
                del by_document[document]
            if len(chosen) == most:
                break
    return chosen


def _infers_from_codings(results: Mapping[str, AnalysisResult], saved: Sequence[SavedAnalysis]) -> bool:
    """Whether an analysis of codings tests its cases or gives intervals."""
    of_codings = [results[one.id] for one in saved if one.data_table == CODINGS and one.id in results]
    return any(result.facts and result.facts.get("inference") for result in of_codings)


def _methods(
    project: Project, results: Mapping[str, AnalysisResult], saved: Sequence[SavedAnalysis], keeps_back: bool = False
) -> Methods:  # fmt: skip
    from projects.design.sample_design import describe_design  # numpy, 80 ms: not at start
    from projects.sampling.planning import sampling_sentences  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    tables = data_tables(project)
    titles = [_table_name(table) for table in tables]
    labels: dict[str, Text] = {
        table.id: msg("table.with_name", title=title, name=table.name) if titles.count(title) > 1 else title
        for table, title in zip(tables, titles, strict=True)
    }
    facts: dict[str, Options] = {}
    for one in saved:
        if one.id in results and results[one.id].facts and one.data_table not in (CODINGS, *facts):
            rows = describe_design(project, one.data_table).rows
            facts[one.data_table] = {**results[one.id].facts, "rows": rows}
    held = counts(project)
    seq, head = project.last_change
    return Methods(
        datasets=tuple((labels[table], found) for table, found in facts.items()),
        interviews=held["documents"] - held["held_back"],
        codes=held["codes"],
        segments=held["segments"],
        sampling=sampling_sentences(project, facts),
        coding=tuple(coding_sentences(project, tested=_infers_from_codings(results, saved))),
        software=software_versions(),
        head=(seq, head[:12]),
        keeps_back=keeps_back,
    )


def _table_name(table: DataTable) -> Text:
    """Its label, else the word for its unit, else its name in the file."""
    if isinstance(table.labels, Labels) and any(table.labels.by_language.values()):
        return table.labels
    return msg(f"units.{table.unit}") if table.unit in _UNITS else str(table.name)


def _used_variables(project: Project, saved: Sequence[SavedAnalysis]) -> list[Variable]:
    from projects.results.plan_run import variables_of  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import data_table  # numpy, 80 ms: not at start

    found: dict[tuple[str, str], Variable] = {}
    for one in saved:
        if one.data_table == CODINGS:
            continue
        table = data_table(project, one.data_table)
        for name in sorted(variables_of(one.declaration, one.options, table), key=lambda name: int(name[1:])):
            found.setdefault((one.data_table, name), table.variable(name))
    return list(found.values())


def plan_report(
    project: Project, planned: Sequence[PlannedAnalysis], results: Sequence[AnalysisResult], options: PageOptions
) -> Report:
    """Compose it of results that were run already; nothing is stored in the project.

    A line that could not be done keeps the sentence that says why in place of its table.
    """
    saved = [
        SavedAnalysis(f"line-{number}", one.declaration, one.table, one.options)
        for number, one in enumerate(planned, start=1)
    ]
    found = dict(zip((one.id for one in saved), results, strict=True))
    blocks = [ReportBlock("title", "title", {"text": text_to_json(project_title(project))})]
    for one in saved:
        blocks.append(ReportBlock(f"{one.id}-table", "table", {"analysis": one.id}))
        if found[one.id].figures:
            blocks.append(ReportBlock(f"{one.id}-figure", "figure", {"analysis": one.id}))
    blocks.append(ReportBlock("methods", "methods", {}))
    understood = [one for one, line in zip(saved, planned, strict=True) if line.problem is None]
    made = blocks_of(project, blocks, found, understood, TemplateContent(project, found, understood, options))
    kept = [(block.id, one) for block, one in zip(blocks, made, strict=True) if one is not None]
    layout = project.setting("page_layout", "report")
    return Report(
        project_title(project),
        tuple(one for _, one in kept),
        options={"layout": layout},
        keys=tuple(key for key, _ in kept),
    )


MOST_TILES = 6


class TileProblem(Problem):
    """A figure that can be no tile of the report."""


def report_figures(project: Project) -> list[KeyFigure]:
    """Every key figure that a tile can show, the most telling first."""
    return [one for one in _filling(project).figures if one.known]


def tiles_shown(project: Project) -> list[str]:
    """The keys of the figures that the first tiles of the report show now; none without tiles."""
    block = _tiles(report_blocks(project))
    if block is None:
        return []
    made = _filling(project).block("tiles", block.content)
    return [] if made is None else [one.key for one in getattr(made, "figures", ())]


def add_tile(key: str, label: Text, shown: Sequence[str], target: float | None = None, period: str = "") -> Action:
    """Put a figure into the first tiles of the report, after those that `shown` names; into new ones where it has none.

    With a `period` of its own ("2025-01-01..2025-03-31") the tile keeps it whatever the report is of, and says so.

    Doing it raises TileProblem where the figure stands there already or the tiles are full.
    """

    def perform(transaction: Transaction) -> str:
        blocks = report_blocks(transaction)
        block = _tiles(blocks)
        aims: dict[str, object] = {} if target is None else {"targets": {key: target}}
        aims |= {"periods": {key: period}} if period else {}
        if block is None:
            return str(add_block("tiles", {"figures": [key], **aims}, _place(blocks)).perform(transaction))
        if key in shown:
            raise TileProblem(msg("tile.there", label=label))
        if len(shown) >= MOST_TILES:
            raise TileProblem(msg("tile.full", n=MOST_TILES))
        content: dict[str, object] = {**block.content, "figures": [*shown, key]}
        if target is not None:
            content["targets"] = {**(block.content.get("targets") or {}), key: target}
        if period:
            content["periods"] = {**(block.content.get("periods") or {}), key: period}
        change_block(block.id, content).perform(transaction)
        return block.id

    return Action("pages.add_tile", msg("tile.added", label=label), perform)


def _filling(project: Project) -> TemplateContent:
    used = analyses_of(project, report_blocks(project))
    return TemplateContent(project, run_saved(project, used) if used else {}, used)


def _tiles(blocks: Sequence[ReportBlock]) -> ReportBlock | None:
    return next((one for one in blocks if one.kind == "tiles"), None)


def _place(blocks: Sequence[ReportBlock]) -> str | None:
    """What new tiles stand before: the first block after title, masthead, cover and contents; None for the end."""
    head = ("title", "masthead", "cover", "contents")
    return next((one.id for one in blocks if one.kind not in head), None)
