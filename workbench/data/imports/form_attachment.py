# SPDX-License-Identifier: MIT
"""The right part of the conversation when a form joins data that were imported without it: what changes, what stays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.records import Kind
from projects.imported.records import ImportedTable
from projects.importing.options import ImportOptions
from wording import msg
from workbench.data.preview.file_reading import ReadFile
from workbench.data.side_column_widgets import ScrollingColumn
from workbench.table_labels import title_of_imported
from workbench.variable_words import has_words
from workbench.widgets import Fact, Label, MutedLabel, SectionLabel


@dataclass(frozen=True)
class AttachTo:
    """A data set that is to get its form: its id, the name and bytes of its original, that file where it was named."""

    data_set: str
    name: str
    original: tuple[str, bytes]
    given: Path | None = None
    options: ImportOptions = ImportOptions()  # how it was read when it came


class FormAttachment(ScrollingColumn):
    """Shows what the form brings; nothing is chosen here."""

    def __init__(self) -> None:
        super().__init__(msg("data.view.attach"), margins=(16, 14, 16, 14))

    def show_read(self, read: ReadFile, name: str) -> None:
        """Count what the form knows of each table."""
        body = self.renew()
        body.addWidget(
            Label(msg("data.view.attach.brings", form=read.form.name if read.form else "", name=name), wrap=True)
        )
        body.addWidget(MutedLabel(msg("data.view.attach.stays"), wrap=True))
        for table in read.imported.tables:
            body.addSpacing(8)
            body.addWidget(
                SectionLabel(msg("data.view.import.about", table=title_of_imported(table), count=table.rows))
            )
            for key, count in _counts(table).items():
                body.addWidget(Fact(msg(f"data.view.attach.{key}"), msg("data.view.newer.count", count=count)))
        body.addStretch(1)
        self.put()


def _counts(table: ImportedTable) -> dict[str, int]:
    return {
        "worded": sum(has_words(variable.labels) for variable in table.variables),
        "with_choices": sum(
            any(has_words(choice.labels) for choice in variable.choices) for variable in table.variables
        ),
        "sets": sum(variable.kind is Kind.SET for variable in table.variables),
        "conditions": sum(bool(variable.relevant) for variable in table.variables),
    }
