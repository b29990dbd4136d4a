# SPDX-License-Identifier: MIT
"""The left part of the import conversation: what was recognised, what was guessed, what does not match."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.records import Kind
from projects.imported.records import Finding, ImportedData, Severity
from wording import Text, msg, render
from workbench.colours_and_sizes import ROW_HEIGHT
from workbench.data.preview.column_settings import FoldedColumns, mark_of
from workbench.data.preview.file_reading import ReadFile, first_rows
from workbench.data.side_column_widgets import ScrollingColumn
from workbench.icons import pixmap
from workbench.table_labels import title_among, title_of_imported
from workbench.theme import colours_of
from workbench.translation import language_of
from workbench.widgets import Label, MutedLabel, RowsColumn, RowsModel, RowsTable, SectionLabel

_LOOKS = {
    Severity.WARNING: ("triangle-alert", "warning"),
    Severity.GUESS: ("info", "accent"),
    Severity.NOTE: ("check", "good"),
}
_ORDER = (Severity.WARNING, Severity.GUESS, Severity.NOTE)
_ROWS_NAMED = 8


class FindingLine(QWidget):
    """A line of the conversation: an icon that follows the look, a sentence, where it was seen."""

    def __init__(self, severity: Severity, text: Text, where: Text = "") -> None:
        super().__init__()
        self._severity = severity
        self.picture = Label("")
        self.text = Label(text, wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 2, 0, 2)
        whole.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(10)
        whole.addLayout(row)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.text)
        if where:
            words.addWidget(MutedLabel(where, wrap=True))
        row.addLayout(words, 1)
        self._row, self._whole = row, whole
        self.retheme()

    def add_below(self, more: FoldedColumns) -> None:
        """A choice and a button at the end of the line, and what the button unfolds."""
        for widget in more.beside():
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self._row.setAlignment(self.picture, Qt.AlignmentFlag.AlignVCenter)
        self._whole.addWidget(more)

    def retheme(self) -> None:
        """The icon in the colours of the look."""
        name, role = _LOOKS[self._severity]
        self.picture.setPixmap(pixmap(name, getattr(colours_of(self), role), 16))


class FindingsColumn(ScrollingColumn):
    """Shows the findings of a file, and its first rows where no form says how it is to be read.

    `marked` carries a missing mark, a column's name ("" for all) and the reason its cells get.
    """

    marked = Signal(str, str, int)

    def __init__(self) -> None:
        super().__init__(msg("data.view.import.findings"), margins=(18, 14, 18, 14))
        self.read: ReadFile | None = None

    def show_read(self, read: ReadFile) -> None:
        """Show what was found in a file."""
        stay = self.read is not None and self.read.path == read.path
        self.read = read
        body = self.renew()
        lines: dict[Severity, list[QWidget]] = {severity: [] for severity in _ORDER}
        lines[Severity.NOTE] += [FindingLine(Severity.NOTE, text) for text in recognised(read.imported)]
        for finding in read.imported.findings:
            lines[finding.severity].append(self._line(finding, read.imported))
        for severity in _ORDER:
            if lines[severity]:
                body.addWidget(SectionLabel(msg(f"data.view.import.{severity}", n=len(lines[severity]))))
                for line in lines[severity]:
                    body.addWidget(line)
                body.addSpacing(8)
        if read.imported.kind in ("csv", "excel"):
            self._preview(read)
        body.addStretch(1)
        self.put(stay=stay)

    def _line(self, finding: Finding, imported: ImportedData) -> QWidget:
        """The line of a finding; one that stands for several columns, or for a mark, unfolds."""
        if not finding.parts and mark_of(finding) is None:
            return FindingLine(finding.severity, finding.message, _where(finding, imported))
        return self._unfolding(finding, imported)

    def _unfolding(self, finding: Finding, imported: ImportedData) -> FindingLine:
        line = FindingLine(finding.severity, finding.message, _where(finding, imported))
        below = FoldedColumns(finding)
        below.marked.connect(self.marked)
        line.add_below(below)
        return line

    def _preview(self, read: ReadFile) -> None:
        table = read.imported.tables[0]
        heads, rows = first_rows(table)
        self.body.addWidget(SectionLabel(msg("data.view.import.preview", table=title_of_imported(table))))
        shown = RowsTable(msg("data.view.import.first_rows"))
        columns = [
            # a default in a lambda has no type: mypy cannot tell
            RowsColumn(head, lambda row, _language, place=place: row[place])  # type: ignore[misc]
            for place, head in enumerate(heads)
        ]
        model = RowsModel(columns, shown)
        model.set_rows(rows)
        shown.setModel(model)
        for place, head in enumerate(heads):
            longest = max((head, *(row[place] for row in rows)), key=len)
            shown.setColumnWidth(place, min(max(shown.fontMetrics().horizontalAdvance(longest) + 32, 70), 260))
        shown.setFixedHeight(ROW_HEIGHT * (len(rows) + 1) + 26)
        self.body.addWidget(shown)
        self.body.addSpacing(8)


def recognised(imported: ImportedData) -> list[Text]:
    """What was recognised without a doubt: the form, languages, tables, sets."""
    language = language_of()
    lines: list[Text] = [msg("data.view.import.kind", kind=msg(f"data.view.import.kind.{imported.kind}"))]
    if imported.form_title:
        version = imported.form_version or "–"
        lines.append(msg("data.view.import.form_found", title=imported.form_title, version=version))
    for table in imported.tables:
        lines.append(
            msg(
                "data.view.import.table",
                table=render(title_among(table, imported.tables), language),
                n=table.rows,
                count=len(table.variables),
            )
        )
    if len([code for code in imported.languages if code]) > 1:
        lines.append(msg("data.view.import.languages", languages=", ".join(filter(None, imported.languages))))
    sets = sum(variable.kind is Kind.SET for table in imported.tables for variable in table.variables)
    if sets:
        lines.append(msg("data.view.import.sets", n=sets))
    asked = sum(bool(variable.relevant) for table in imported.tables for variable in table.variables)
    if asked:
        lines.append(msg("data.view.import.conditions", n=asked))
    return lines


def _where(finding: Finding, imported: ImportedData) -> Text:
    if len(imported.tables) < 2 and not finding.rows:
        return ""
    table = next((table for table in imported.tables if table.id == finding.table), None)
    if table is None:
        return ""
    title = title_among(table, imported.tables)
    if not finding.rows:
        return title
    rows = ", ".join(str(row + 1) for row in finding.rows[:_ROWS_NAMED])
    more = "…" if finding.count > _ROWS_NAMED else ""
    return msg("data.view.import.rows", table=title, rows=rows + more, n=max(finding.count, len(finding.rows)))
