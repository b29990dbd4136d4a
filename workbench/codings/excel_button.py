# SPDX-License-Identifier: MIT
"""A button that writes the tables of a page of codings to Excel, through `export_gate`. It computes them anew, whole.

Counts leave for the readers that are chosen: the team has them whole, others without small ones. Words of people
are for the team.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.declarations.records import Options
from analysis.file_writers import file_filter, table_writers
from wording import Text, msg, render
from workbench.clearance_form import ask_clearance
from workbench.codings.background_analysis import CodingsReader
from workbench.results.export import READERS, ProjectForExport, ask_file, ask_readers, said_of, write_tables
from workbench.translation import language_of, say
from workbench.widgets import Button

if TYPE_CHECKING:
    from projects.export_gate import Exported
    from projects.pages.page_clearance import PageClearance
    from workbench.jobs import Job
    from workbench.session import Session

_SUFFIX = ".xlsx"
_WORDS = ("segments",)  # analyses that list what people said: for the team only


class ExcelButton(Button):
    """Asks for whom, where there is a choice, then for the file. `options` gives what the page shows."""

    def __init__(self, reader: CodingsReader, analysis: str, title: Text, options: Callable[[], Options]) -> None:
        super().__init__(msg("framework.to_excel"), self._ask_readers)
        self._reader, self._analysis, self._title, self._options = reader, analysis, title, options
        self.session: Session | None = None
        self.readers: Sequence[str] = READERS[:1] if analysis in _WORDS else READERS
        if len(self.readers) == 1:
            say(self, tip=msg("framework.inside_only"))
        self.setEnabled(False)

    def _ask_readers(self) -> None:
        if len(self.readers) == 1:
            self._ask_file(self.readers[0])
            return
        ask_readers(self, self._ask_file)

    def _ask_file(self, to: str) -> None:
        if self.session is not None:
            ask_clearance(self, self.session, to, partial(self._ask_cleared, to))

    def _ask_cleared(self, to: str, clearance: PageClearance | None) -> None:
        name = re.sub(r"[^\w]+", "_", render(self._title, language_of())).strip("_") + _SUFFIX
        kinds = file_filter([one for one in table_writers() if one.suffix == _SUFFIX], language_of())
        ask_file(self, msg(f"codings.excel.{to}"), kinds, name, partial(self.write, to, clearance=clearance))

    def write(self, to: str, path: Path, *, clearance: PageClearance | None = None) -> None:
        """Count anew and write the file for these readers."""
        session = self.session
        if session is None:
            return
        gate, options = ProjectForExport(session), dict(self._options())

        def work(job: Job) -> Exported:
            tables = self._reader.tables(session, self._analysis, options, job)
            return write_tables(gate, tables, path, to=to, clearance=clearance)

        def done(exported: Exported) -> None:
            for logged in gate.logged:
                session.changed.emit(logged)
            said = said_of(exported, to)
            words = self._analysis in _WORDS
            session.exported.emit(
                msg("analysis.view.exported_team", file=exported.path.name) if words else said, exported.path
            )

        session.job(msg("analysis.view.exporting"), work, done, owner=self)
