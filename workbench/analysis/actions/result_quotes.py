# SPDX-License-Identifier: MIT
"""Words behind a result of codings: quotes of the chosen cell, summaries written, codes joined to the survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from analysis.codings.cell_segments import QuoteLine
from analysis.codings.records import CODINGS, place_of
from projects.findings.framework_cells import write_summary
from projects.results.coded_rows import join_codes
from wording import Text, msg, render
from wording.texts import in_quotes
from workbench.analysis.capabilities import Capabilities
from workbench.codings.audience_preview import AudiencePreview
from workbench.codings.fields import SeveralField
from workbench.results.current_analysis import CurrentAnalysis
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.analysis.actions.analysis_in_front import AnalysisInFront
    from workbench.analysis.panes.centre_pane import ResultPane
    from workbench.analysis.panes.right_pane import OptionsPane
    from workbench.analysis.state import AnalysisState
    from workbench.jobs import Job
    from workbench.results.computation import AnalysisRunner, Outcome
    from workbench.session import Session

FRAMEWORK = "framework"
JOINED = "codes_as_variables"
WORDS = "word_frequencies"
PLACES = "kwic"


class ResultQuotes(QObject):
    """Asks for the segments behind a cell and shows them; opens one in its interview, by the shell."""

    def __init__(
        self, state: AnalysisState, session: Session, front: AnalysisInFront, runner: AnalysisRunner,
        centre: ResultPane, right: OptionsPane,
    ) -> None:  # fmt: skip
        super().__init__(state)
        self._state, self._session, self._front, self._runner = state, session, front, runner
        self._grid, self._right = centre.grid, right
        self._asked = 0
        self.cell: tuple[str, str] | None = None  # row and column of the cell chosen
        self._of = ("", "")  # the analysis and the table it is of
        parts = (right.seen_as, right.quotes, centre.show_seen)
        self.seen_as = AudiencePreview(self, *parts, lambda: session, lambda: state.limits)
        centre.cell_chosen.connect(self.choose)
        centre.cell_opened.connect(self._open_cell)
        centre.shown.connect(self._shown)
        centre.grid.chosen.connect(self._choose_summary)
        centre.grid.write_requested.connect(right.summary.write)
        centre.grid.ordered.connect(lambda themes: front.set_option("variable", "; ".join(themes)))
        centre.grid.cases_ordered.connect(lambda cases: front.set_option("order", "; ".join(cases)))
        centre.grid_bar.option_requested.connect(front.set_option)
        centre.grid_bar.theme_requested.connect(self._add_theme)
        self._bar = centre.grid_bar
        right.quotes.opened.connect(self._open)
        right.quotes.quotes_requested.connect(self._quotes)
        right.summary.written.connect(self._write)
        right.summary.left.connect(centre.grid.setFocus)
        right.summary.step_requested.connect(centre.grid.step)
        right.summary.insert_requested.connect(self._insert)
        right.join.wanted.connect(self._join)

    def choose(self, row: str, column: str) -> None:
        """Show the segments behind a cell."""
        present, outcome = self._state.current, self._state.outcome
        if present is None or outcome is None or not _of_codings(present):
            return
        self.cell = (row, column)
        self._asked += 1
        number, title = self._asked, _title(outcome, row, column)
        table = self._state.tables[present.table]

        def work(job: Job) -> list[QuoteLine]:
            return self._runner.behind(self._session, present, table, row, column, job)

        def done(lines: Sequence[QuoteLine]) -> None:
            if number == self._asked:
                self._show(title, lines)

        self._session.compute(work, done, owner=self)

    def _show(self, title: Text, lines: Sequence[QuoteLine]) -> None:
        self._right.quotes.show_lines(title, lines, self._fresh())
        present = self._state.current
        if present is not None and present.declaration in (WORDS, PLACES):  # words, no segments
            self._right.quotes.facts.say(msg(f"behind.{present.declaration}"))

    def _fresh(self) -> frozenset[str]:
        """The segments that were coded after the summary of the chosen cell was written."""
        outcome, place = self._state.outcome, self._grid.place()
        if outcome is None or outcome.result.declaration != FRAMEWORK or place is None:
            return frozenset()
        themes = [column.id[1:] for column in outcome.result.tables[0].columns]
        rows = {row["case"]: row["cells"] for row in outcome.result.facts["grid"]}
        if place[0] not in rows or place[1] not in themes:
            return frozenset()
        return frozenset(rows[place[0]][themes.index(place[1])]["fresh"])

    def _add_theme(self) -> None:
        """Open the list of codes, those shown now taken already."""
        present, outcome = self._state.current, self._state.outcome
        if present is None or outcome is None:
            return
        if not present.value("variable"):
            shown = [column.id[1:] for column in outcome.result.tables[0].columns]
            self._front.set_option("variable", "; ".join(shown))
        field = self._right.form.field("variable")
        if isinstance(field, SeveralField):
            field.add.turn()

    def _open_cell(self, row: str, column: str) -> None:
        """Enter opens the first segment of the cell; of a word, its places in the texts; there, the text."""
        outcome = self._state.outcome
        if outcome is not None and outcome.result.declaration == WORDS:
            label = next((one.label for one in outcome.result.tables[0].rows if one.id == row), "")
            self._front.begin("kwic", {"query": render(label, language_of())}, CODINGS)
        elif outcome is not None and outcome.result.declaration == PLACES:
            self._state.place_requested.emit("interviews", f"passage:{row.partition(':')[2]}")
        elif self.cell == (row, column):
            self._right.quotes.open_first()
        else:
            self.choose(row, column)

    def _open(self, segment: str) -> None:
        self._state.place_requested.emit("interviews", f"segment:{segment}")

    def _quotes(self, segments: Sequence[str]) -> None:
        """A table of the quotes that may be cited, of those shown."""
        picked = {"listing": "quotes", "picked": "; ".join(segments)}
        self._front.begin("segments", picked, CODINGS)

    # The framework matrix

    def _shown(self, outcome: Outcome) -> None:
        """Another result: its cell is not chosen yet; a grid shows its summaries."""
        right, present = self._right, self._state.current
        of = (outcome.result.declaration, present.table if present is not None else "")
        another = of != self._of
        self.seen_as.shown(outcome, another=another)
        right.fit()
        if another:
            self._of, self.cell = of, None
            right.quotes.clear()
        framework = outcome.result.declaration == FRAMEWORK
        right.join.setVisible(outcome.result.declaration == JOINED and Capabilities(self._state).has_survey())
        if right.join.isVisible() and present is not None:
            right.join.offer([one for one in self._state.tables.values() if one.id != CODINGS])
        if not framework:
            right.summary.clear()
            if present is None or not _of_codings(present):
                right.quotes.clear()
            elif self.cell is not None:
                self.choose(*self.cell)
            return
        if present is not None:
            self._bar.show_options(dict(present.options), self._state.tables[CODINGS])
        place = self._grid.place()
        if place is not None:
            self._choose_summary(*place)
        else:
            self._asked += 1  # quotes of the cell that are still being read
            self.cell = None
            right.summary.forget()
            right.quotes.clear()

    def _choose_summary(self, case: str, theme: str) -> None:
        outcome = self._state.outcome
        if outcome is None or outcome.result.declaration != FRAMEWORK:
            return
        table = outcome.result.tables[0]
        columns = [column.id for column in table.columns]
        at = columns.index(f"c{theme}")
        row = next(row for row in table.rows if row.label == case)
        grid = {one["case"]: one for one in outcome.result.facts["grid"]}
        self._right.summary.show_cell(case, theme, table.columns[at].label, grid[case]["cells"][at])
        self.choose(row.id, columns[at])

    def _write(self, case: str, theme: str, text: str) -> None:
        self._session.do(lambda project: write_summary(case, theme, text, coder=project.user))

    def _insert(self, words: bool) -> None:
        """Put the quotes that are ticked into the summary: where they stand, or their words."""
        language, ticked = language_of(), self._right.quotes.list.ticked()
        for line in ticked:
            quoted = words and line.cited
            place = msg("framework.reference", place=place_of(line.paragraph, line.page))
            said = in_quotes(line.cited, line.language) if quoted else place
            self._right.summary.insert(f" {render(said, language)}")
        held = sum(not line.cited for line in ticked) if words else 0
        if held:
            self._session.notice.emit(msg("note.quotes_held", n=held))

    # Codes joined to the survey

    def _join(self, table_id: str, key: str) -> None:
        present, outcome = self._state.current, self._state.outcome
        if present is None or outcome is None:
            return
        codes = [column.id[1:] for column in outcome.result.tables[0].columns]
        how, children = str(present.value("values")), bool(present.value("children"))
        action = join_codes(table_id, codes, how, key, children, str(present.value("coder") or ""))

        def joined(changes: Changes) -> None:
            self._session.notice.emit(changes.message)

        self._session.do(action, joined)


def _of_codings(present: CurrentAnalysis) -> bool:
    return present.table == CODINGS or present.declared.with_codings


def _title(outcome: Outcome, row: str, column: str) -> Text:
    """ "Threats × Site B" """
    for table in outcome.result.tables:
        rows = [one.label for one in table.rows if one.id == row]
        if rows:
            columns = [one.label for one in table.columns if one.id == column]
            return msg("behind.title", row=rows[0], column=columns[0]) if columns else rows[0]
    return ""
