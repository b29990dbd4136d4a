# SPDX-License-Identifier: MIT
"""Blocks of pages filled with what the project has: figures by meaning, charts of registers and surveys, one quote.

What a block has nothing for is left out: no block ever invents a number.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.analyses.answer_shares import ramp_of
from analysis.analyses.registers.periods import parse_period
from analysis.codings.records import JOINED
from analysis.masking import Destination
from analysis.pictures import PictureProblem, read_picture
from analysis.records import Kind, Role
from analysis.report import blocks as kinds
from analysis.report.blocks import Picture
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Cell, Chart, FigureSpec, Row, TableSpec, Unit
from projects.identifiers.sensitive_words import is_sensitive_word
from projects.pages.lead_sentences import derived_title, lead_text, project_title, sex_text, women_text
from projects.pages.markup import rich_text
from projects.pages.page_options import PageOptions
from projects.pages.project_key_figures import (
    FigureSource,
    attended_of,
    counted_of,
    headline_figures,
    key_figures,
    named,
    of_period,
    one_of_each,
)
from projects.pages.reach_blocks import months_of, months_text, people_chart, period_text
from projects.pages.reach_of_kinds import FIRST, OTHERS, reach_block, shown_kinds
from projects.pages.register_results import RegisterResults
from projects.results.saved_results import PAGE_BLOCKS, SavedAnalysis, add_block, report_blocks
from projects.store.actions import Action
from projects.store.ports import Transaction
from projects.stored_tables.row_records import registers
from wording import DEFAULT_LANGUAGE, LANGUAGES, Text, msg, render, text_from_json

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.records import Variable
    from projects.pages.page_quotes import PageQuotes
    from projects.pages.register_results import PageScope
    from projects.store import Project

MOST_AUTOMATIC = 6


def of_all(project: Project, table_id: str, result: AnalysisResult, figure: FigureSpec) -> FigureSpec:
    """The figure as bars of everybody's answers, where its table has them.

    A title given to it "by sex" would then name groups that are not drawn: the question's own words stand there.
    """
    columns = {column.id for column in figure.table.columns}
    shares = any(cell.unit is Unit.SHARE for row in figure.table.rows for cell in row.cells)
    if not shares or "total" not in columns or figure.chart in (Chart.HISTOGRAM, Chart.FOREST):
        return figure
    asked = _question_of(project, table_id, result)
    named = any(asked.labels.by_language.values()) if asked is not None else False
    title = asked.labels if asked is not None and named and len(columns) > 1 else figure.title
    table = replace(figure.table, title=title)
    return replace(figure, table=table, title=title, chart=Chart.BARS, columns=("total",), ramp=ramp_of(asked))


def answer_of(figure: KeyFigure) -> str:
    """The analysis whose answer the figure is, "" for others."""
    return figure.key.split(".", 1)[1].rsplit(".", 1)[0] if figure.key.startswith("analysis.") else ""


def _question_of(project: Project, table_id: str, result: AnalysisResult) -> Variable | None:
    """The question that was asked; None where the analysis is of no single one."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    wanted = str(result.options.get("variable") or result.options.get("row") or "")
    table = next((one for one in data_tables(project) if one.id == table_id), None)
    if table is None:
        return None
    return next((one for one in table.variables if one.id == wanted), None)


def first_look(project: Project, scope: PageScope) -> list[SavedAnalysis]:
    """The first questions with a few answers, of the tables that are no registers; none that is sensitive."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    known, wanted = set(registers(project)), []
    for table in data_tables(project):
        if table.id in known or not scope.tells(table.id):
            continue
        where = list((scope.where or {}).get(table.id, ()))
        asked = {str(one["variable"]) for one in where}
        for variable in table.variables:
            fits = variable.kind in (Kind.ONE, Kind.SET) and variable.role is Role.ORDINARY
            fits = fits and variable.form_type not in ("", JOINED)
            if fits and 2 <= len(variable.choices) <= 10 and variable.id not in asked:
                options = {"variable": variable.id, "where": where, "chart": "bars"}
                wanted.append(SavedAnalysis(f"{table.id}.{variable.id}", "describe", table.id, options))
    return wanted[:MOST_AUTOMATIC]


PATHWAY, SERVICE = "pathway", "service"


def case_chart(result: AnalysisResult, what: str) -> kinds.FigureBlock | None:
    """The steps of the cases ("pathway") or the services given ("service") as bars; None where there are none.

    The figure keeps its whole table: few who did not reach a step are withheld with those who did.
    """
    known = "" if result.facts.get("presumed", True) else "_known"  # where the register says no more, presumed
    if what == PATHWAY:
        figure = result.figures[0]
        table = _with_identified(figure.table)
        title, unit = msg("page.cases.pathway"), msg(f"page.cases.steps{known}")
        shown = tuple(row.id for row in table.rows)
    else:
        found = next((one for one in result.tables if one.id.startswith("cases-service")), None)
        if found is None:
            return None
        figure, table = FigureSpec(f"{found.id}-figure", found, result.figures[0].chart, found.title), found
        title, unit = msg("page.cases.services"), msg(f"page.cases.several{known}")
        shown = ()  # in the order of the table: what is withheld stands last
        figure = replace(figure, columns=(table.columns[0].id,))
    drawn = replace(figure, table=replace(table, title=title, subtitle=unit), title=title, rows=shown)
    if what != PATHWAY:
        return kinds.FigureBlock(drawn, None, "shares")
    days = next((one for one in result.tables if one.id.startswith("cases-days")), None)
    return kinds.FigureBlock(drawn, days, "steps")


def change_chart(results: Sequence[AnalysisResult]) -> kinds.FigureBlock | None:
    """The first test before and after a training as a line from point to point; None without one."""
    result = next((one for one in results if one.figures), None)
    if result is None:
        return None
    title = msg("page.change")
    table = replace(result.tables[0], title=title)
    return kinds.FigureBlock(replace(result.figures[0], table=table, title=title), None, "change")


def _with_identified(table: TableSpec) -> TableSpec:
    """The steps below all cases identified, which is what the first of them is counted of."""
    at = [column.id for column in table.columns].index("total_before")
    every = table.rows[0].cells[at]
    nobody = Cell(text="", unit=Unit.TEXT)
    cells = tuple(every if column.id in ("reached", "total_before") else nobody for column in table.columns)
    return replace(table, rows=(Row("identified", msg("cases.step.identified"), cells), *table.rows))


def add_picture(path: Path, alt: str, credit: str = "", width: float = 1.0) -> Action:
    """Put a picture at the end of the report, before a methods note; `width` is its share of the column, 0.1 to 1.

    Raises PictureProblem without alternative text, for a width that is none, and for what is no picture.
    """
    if not alt.strip():
        raise PictureProblem(msg("picture.no_alt", file=path.name))
    if not 0.1 <= width <= 1.0:
        raise PictureProblem(msg("picture.width", file=path.name))
    data, kind = read_picture(path)
    content = {
        "data": base64.b64encode(data).decode("ascii"), "kind": kind, "alt": alt.strip(), "credit": credit.strip(),
        "width": width,
    }  # fmt: skip

    def perform(transaction: Transaction) -> str:
        methods = next((one.id for one in report_blocks(transaction) if one.kind == "methods"), None)
        return str(add_block("picture", content, methods).perform(transaction))

    return Action("pages.add_block", msg("results.block_added", kind=msg("block.picture")), perform)


def picture_block(stored: Mapping[str, Any]) -> Picture | None:
    """The picture of a block as it is stored; None where none was chosen yet."""
    data = base64.b64decode(str(stored.get("data", "")) or "")
    if not data:
        return None
    width = min(max(float(stored.get("width", 1.0)), 0.1), 1.0)
    alt, credit = (text_from_json(stored.get(name, "")) for name in ("alt", "credit"))
    return Picture(data, str(stored.get("kind", "png")), alt, credit, width)


def tells_of_harm(result: AnalysisResult) -> bool:
    """Whether a table is sensitive, or says in its title or in one of its answers what was done to people."""
    for table in result.tables:
        said = (table.title, *(row.label for row in table.rows))
        words = (render(text, language) for text in said for language in LANGUAGES)
        if table.sensitive or any(is_sensitive_word(word) for word in words):
            return True
    return False


PAGE_KINDS = PAGE_BLOCKS
_MOST_KINDS = 3  # whose numbers stand beside the heading of a section
StoredBlock = Mapping[str, Any]  # what a block says, as it is stored


class TemplateContent:
    """What the blocks of one report draw on, each worked out when first needed."""

    def __init__(
        self, project: Project, results: Mapping[str, AnalysisResult], saved: Sequence[SavedAnalysis],
        options: PageOptions | None = None,
    ) -> None:  # fmt: skip
        self.project, self.results, self.saved = project, dict(results), list(saved)
        self.options = options or PageOptions()
        self.of_all_sites: Mapping[str, SavedAnalysis] = {}  # asked for, and of no one site: no sheet of one shows them
        self._other_periods: dict[str, TemplateContent] = {}  # of tiles that have a period of their own

    @property
    def is_outgoing(self) -> bool:
        """Whether the report goes to a partner or the public."""
        return self.options.destination is not Destination.INSIDE

    @cached_property
    def period(self) -> tuple[str, str] | None:
        """The first and last day; None where none is given. Raises AnalysisProblem for what is no period."""
        start, end = parse_period(self.options.period)
        return (start, end) if start and end else None

    @cached_property
    def _registers(self) -> RegisterResults:
        return RegisterResults(self.project, self.options, self.options.run)

    @cached_property
    def reach(self) -> dict[str, dict[str, AnalysisResult]]:
        """The reach of each register of activities: by kind, month, place, topic, audience, as far as it has them."""
        return self._registers.reach()

    @property
    def sessions_stated(self) -> int:
        """How many sessions the reach rests on, where some block asked for it."""
        told = [one for by in self.__dict__.get("reach", {}).values() for one in list(by.values())[:1]]
        return sum(int(one.facts.get("n", 0)) for one in told)

    @cached_property
    def narrowed(self) -> dict[str, dict[str, dict[str, AnalysisResult]]]:
        """The reach of the largest kind of activity, and of the others: none adds kinds together."""
        return {one: self._registers.narrowed(self.reach, one) for one in (FIRST, OTHERS)}

    @cached_property
    def answers(self) -> dict[str, AnalysisResult]:
        """The saved analyses with a chart, else a first look at the questions of the surveys."""
        drawn = {one.id: self.results[one.id] for one in self.saved if one.id in self.results}
        drawn = {name: one for name, one in drawn.items() if one.figures and one.declaration != "reach"}
        if not drawn:
            wanted = first_look(self.project, self.options)
            made = self.options.run(self.project, wanted)
            drawn = {name: one for name, one in made.items() if one.figures}
        kept = {name: one for name, one in drawn.items() if not (self.options.keeps_back and tells_of_harm(one))}
        if self.options.one_site:
            self._ask_everywhere(kept)
        return kept

    def _ask_everywhere(self, asked: Mapping[str, AnalysisResult]) -> None:
        """Work out the first looks of all sites too, once for all sheets; saved analyses are there already."""
        known = self.options.everywhere
        first = [one for one in first_look(self.project, self.options) if one.id in asked]
        wanted = [replace(one, options={**one.options, "where": []}) for one in first]
        wanted = [one for one in wanted if one.id not in known]
        known.update(self.options.run(self.project, wanted))

    def _question(self, name: str, result: AnalysisResult) -> Text:
        """The words of the question where groups are compared: of all together a title "by sex" would be wrong."""
        drawn = of_all(self.project, self._table_of(name), result, result.figures[0])
        return drawn.title if drawn != result.figures[0] else ""

    def _table_of(self, name: str) -> str:
        """The table of a saved analysis; a first look is named by its table."""
        return next((one.data_table for one in self.saved if one.id == name), name.split(".")[0])

    def _overall(self, name: str) -> TableSpec | None:
        """The table of all sites beside an answer of one."""
        whole = self.options.everywhere.get(name) if self.options.one_site else None
        return whole.figures[0].table if whole is not None and whole.figures else None

    @cached_property
    def cases(self) -> dict[str, AnalysisResult]:
        """The pathway of each register of cases, by its table.

        Of a sheet of one site that leaves there is none: cases are sensitive whole.
        """
        return {} if self.options.keeps_back else self._registers.cases()

    @cached_property
    def changes(self) -> list[AnalysisResult]:
        """Tests before and after trainings."""
        return self._registers.changes()

    @cached_property
    def figures(self) -> list[KeyFigure]:
        """Every key figure there is."""
        where = self.options.where or {}
        asked = {name: question for name, one in self.answers.items() if (question := self._question(name, one))}
        earlier = {} if self.options.one_site else self._registers.a_year_before(self.reach)
        found = FigureSource(self.period, self.reach, self.answers, where, self.cases, asked, earlier)
        return [self._answer_figure(one) if answer_of(one) else one for one in key_figures(self.project, found)]

    def _answer_figure(self, figure: KeyFigure) -> KeyFigure:
        name = answer_of(figure)
        return self._registers.dated_figure(self._table_of(name), replace(figure, everywhere=self._overall(name)))

    @cached_property
    def _timely(self) -> list[KeyFigure]:
        """Those that a sheet of its days shows by itself: a survey of another year was not asked in them."""
        return self._registers.timely(self.figures) if self.period else list(self.figures)

    @cached_property
    def by_key(self) -> dict[str, KeyFigure]:
        """The key figures by key."""
        return named(self.figures)

    @cached_property
    def quotes(self) -> PageQuotes:
        """The quotes that these readers may see."""
        from projects.pages.page_quotes import page_quotes  # more of the program: not at start

        return page_quotes(self.project, self.options.destination)

    def block(self, kind: str, content: StoredBlock) -> kinds.Block | None:
        """A block of the kind filled; None where there is nothing for it."""
        makers: dict[str, Callable[[StoredBlock], kinds.Block | None]] = {
            "masthead": self._masthead,
            "section": self._section,
            "text": self._text,
            "tiles": self._tiles,
            "callout": self._callout,
            "columns": self._columns,
            "quotebox": self._quote_box,
            "picture": picture_block,
            "cover": lambda stored: kinds.Cover(
                _words(stored, "title") or project_title(self.project), _words(stored, "subtitle"), ""
            ),
            "contents": lambda _content: kinds.Contents(),
            "pagebreak": lambda _content: kinds.PageBreak(),
            "heading": self._heading,
            "paragraph": lambda stored: kinds.Paragraph(_words(stored, "text")),
            "figure": self._chart,
        }
        if not self._has(str(content.get("needs", ""))):
            return None
        return makers[kind](content)

    def _has(self, need: str) -> bool:
        """Whether the project has what a block is about."""
        alone = bool(self.reach) and not self.answers  # a register fills the sheet by itself
        has = {
            "reach": bool(self.reach),
            "answers": bool(self.answers),
            "cases": bool(self.cases),
            "reach_alone": alone,
            "kinds_alone": alone and any(shown_kinds(one, FIRST) for one in self.reach.values()),
            "several_kinds": alone and any(len(_groups(one)) > 1 for one in self.reach.values()),
            "one_other_kind": any(len(shown_kinds(one, OTHERS)) == 1 for one in self.reach.values()),
            "reach_with_cases": bool(self.reach and self.cases) and not self.options.one_site,
            "reach_without_cases": bool(self.reach) and not (self.cases and not self.options.one_site),
            "reach_only": alone and not self.cases,
            "reach_and_cases": alone and bool(self.cases),
            "answers_only": bool(self.answers) and not self.reach,
            "no_cases": not self.cases,
            "answers_whole": bool(self.answers) and not (self.cases and self.reach),  # else two pages have no room
            "cases_whole": bool(self.cases) and not self.options.one_site,
            "one_site": self.options.one_site,
            "changes": need == "changes" and bool(self.changes),
            "assessments": need == "assessments" and self._chart({"list": need}) is not None,
        }
        return has.get(need, True)

    def _masthead(self, stored: StoredBlock) -> kinds.Masthead:
        spans = [] if self.period else [span for one in self.reach.values() if (span := months_of(one)) is not None]
        months = (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None
        start, end = self.period or (tuple(day.isoformat() for day in months) if months else ("", ""))
        one_year = bool(start) and start[:4] == end[:4]
        title = self.options.name or _words(stored, "title")
        sheet = _words(stored, "sheet")
        derived = not title and bool(sheet) and project_title(self.project) == self.project.name
        if derived:
            title = derived_title(sheet, self.options.office, self.project.name)
        title = title or project_title(self.project)
        large = start[:4] if one_year else ""
        days = months_text(months, year=not large) if months else period_text(self.period, year=not large)
        at, of = self.options.sheet
        place = msg("page.sheet_of", at=at, of=of) if of > 1 else ""
        return kinds.Masthead(title, self.options.office, "" if derived else sheet, large, days, place)

    def _heading(self, stored: StoredBlock) -> kinds.Heading | kinds.FindingHeading:
        """The words that were typed; of a template's own heading that asks for a finding the first answer's."""
        words, asked = _words(stored, "text"), stored.get("text")
        if "finding" in stored and not isinstance(asked, str):
            answers = one_of_each(self.figures)
            unseen = answers[3 if self.reach else 4 :]  # of what no chart of the sheet shows, else the last chart's
            found = next(iter([*unseen, *reversed(answers[1:]), *headline_figures(self.figures, 2)]), None)
            if found is not None and found.known:
                return kinds.FindingHeading(found, words)
        return kinds.Heading(words, int(stored.get("level", 1)))

    def _section(self, stored: StoredBlock) -> kinds.Section:
        which = str(stored.get("of", ""))
        rows = [row for one in self.reach.values() for row in shown_kinds(one, which)] if which else []
        figures = counted_of(self.figures, rows[0]) if which == FIRST and rows else ()
        if which == OTHERS:
            figures = attended_of(self.figures, rows[:_MOST_KINDS])
            if len(rows) > 1:  # their contacts stand in the table of kinds
                figures = tuple(one for one in figures if one.unit == "people")
        look = (str(stored.get("theme", "survey")), str(stored.get("icon", "")))
        return kinds.Section(_words(stored, "text"), *look, "", figures)

    def _text(self, stored: StoredBlock) -> kinds.Block | None:
        if "finding" in stored and not isinstance(stored.get("text"), str):
            made = self._finding_text(str(stored["finding"]))
            if made is not None or not stored.get("text"):
                return made
        text = _words(stored, "text")
        if not text:
            return None
        if heading := _words(stored, "heading"):
            rest = {name: one for name, one in stored.items() if name != "heading"}
            body = self._text(rest)
            return None if body is None else kinds.Columns(((kinds.Heading(heading, 2), body),), (1.0,))
        size = str(stored.get("size", "body"))
        spoken = {language: render(text, language) for language in LANGUAGES}
        if len(set(spoken.values())) == 1:
            return rich_text(spoken[DEFAULT_LANGUAGE], self.by_key, size)
        return kinds.LiveText({language: rich_text(words, self.by_key, size) for language, words in spoken.items()})

    def _finding_text(self, what: str) -> kinds.LiveText | None:
        """The sentence that a template leaves to the numbers: the lead of a sheet, what a chart of sexes tells."""
        if what == "sex":
            return sex_text(self.narrowed[FIRST])
        if what == "women":
            return women_text(self.figures, self.reach)
        months = next((span for one in self.reach.values() if (span := months_of(one)) is not None), None)
        when = period_text(self.period) or (months_text(months) if months else "")
        return lead_text(self._timely, self.reach, self.narrowed[FIRST], when)

    def _tiles(self, stored: StoredBlock) -> kinds.Tiles | None:
        chosen = stored.get("figures")
        most = int(stored.get("most", 5))
        if isinstance(chosen, list):
            own = stored.get("periods") or {}
            found = [self._figure_of(str(key), str(own.get(key, ""))) for key in chosen]
            shown = [one for one in found if one is not None]
        else:
            said = self._share()
            about = "" if said is None else answer_of(said) or said.key
            others = [one for one in self._timely if about not in (one.key, answer_of(one))] if about else self._timely
            first = one_of_each(self.figures)[: int(stored.get("answers", 0))]
            shown = [*first, *(one for one in headline_figures(others, most) if one not in first)][:most]
        shown = [self._aimed(one, stored) for one in shown if one.known]
        if not shown:
            return None
        contacts = any(one.unit == "contacts" for one in shown)
        return kinds.Tiles(tuple(shown), msg("page.contact_and_person") if contacts else "")

    def _figure_of(self, key: str, period: str) -> KeyFigure | None:
        """The figure of the report's period; of one that the tile has of its own, which it then says."""
        if not period or period == self.options.period:
            return self.by_key.get(key)
        if period not in self._other_periods:
            options = replace(self.options, period=period)
            self._other_periods[period] = TemplateContent(self.project, self.results, self.saved, options)
        figure = self._other_periods[period].by_key.get(key)
        return None if figure is None else of_period(figure, period)

    def _aimed(self, figure: KeyFigure, stored: StoredBlock) -> KeyFigure:
        target = (stored.get("targets") or {}).get(figure.key)
        return replace(figure, target=float(target)) if target else figure

    def _callout(self, stored: StoredBlock) -> kinds.CallOut | None:
        key = str(stored.get("figure", "auto"))
        figure = self.by_key.get(key) if key != "auto" else self._share()
        return kinds.CallOut(figure, _words(stored, "text")) if figure is not None and figure.known else None

    def _share(self) -> KeyFigure | None:
        """The share of women and girls of the kind of activity most came to, else the largest share of an answer."""
        rows = [row.id for one in self.reach.values() for row in shown_kinds(one, FIRST)] or ["total"]
        women = [one for one in self.figures if one.key.endswith(".female_share") and one.row in rows and one.known]
        return next(iter([*women, *one_of_each(self.figures)]), None)

    def _columns(self, stored: StoredBlock) -> kinds.Columns | None:
        columns = []
        for column in stored.get("columns", ()):
            made = [self.block(str(one["kind"]), one.get("content", {})) for one in column]
            columns.append(tuple(one for one in made if one is not None))
        if not any(columns):
            return None
        widths = tuple(float(width) for width in stored.get("widths", ())) or (1.0,) * len(columns)
        return kinds.Columns(tuple(columns), widths)

    def _quote_box(self, stored: StoredBlock) -> kinds.QuoteBox | None:
        from projects.pages.page_quotes import quote_box  # more of the program: not at start

        return quote_box(self.project, self.quotes, str(stored.get("segment", "")), outside=self.is_outgoing)

    def _chart(self, stored: StoredBlock) -> kinds.Block | None:
        if "reach" in stored:
            of_others = stored["reach"] == "audience" and stored.get("of") == OTHERS
            if of_others and self._roles is not None:
                return self._roles
            narrowed = self.narrowed[stored["of"]] if stored.get("of") in (FIRST, OTHERS) else self.reach
            return reach_block(stored, self.reach, narrowed)
        if "change" in stored:
            return change_chart(self.changes)
        if "list" in stored:
            listed = self._registers.assessments(self.figures, self.reach)
            return kinds.Tiles(tuple(listed), "", "list") if listed else None
        if "cases" in stored:
            drawn_cases = (case_chart(result, str(stored["cases"])) for result in self.cases.values())
            return next((made for made in drawn_cases if made is not None), None)
        place = int(stored.get("answer", 0))
        return self._answer_charts[place] if place < len(self._answer_charts) else None

    @cached_property
    def _answer_charts(self) -> list[kinds.FigureBlock]:
        """The charts of answers, each question of all once: asked by sex and by site it is the same on a sheet."""
        found: dict[object, kinds.FigureBlock] = {}
        for name, result in self.answers.items():
            for figure in result.figures[:1]:
                whole = of_all(self.project, self._table_of(name), result, figure)
                same = (result.options.get("variable"), str(result.options.get("where"))) if whole != figure else name
                drawn = self._registers.dated_chart(self._table_of(name), whole)
                found.setdefault(same, kinds.FigureBlock(drawn, self._overall(name)))
        return list(found.values())

    @cached_property
    def _roles(self) -> kinds.FigureBlock | None:
        """People by role, where a register of participants tells it and people are counted."""
        return next((made for one in self._registers.roles().values() if (made := people_chart(one)) is not None), None)


def _groups(by: Mapping[str, AnalysisResult]) -> Sequence[str]:
    """The kinds of activity of a register, also those nobody came to."""
    return by["kind"].facts.get("groups", ()) if "kind" in by else ()


def _words(stored: StoredBlock, name: str) -> Text:
    text: Text = text_from_json(stored.get(name, ""))
    return text
