# SPDX-License-Identifier: MIT
"""What can be erased, and what is offered for erasure because consent is missing. It reads and changes nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import DataTable
from projects.interviews.queries import DocumentLine
from projects.store.actions import Changes
from projects.store.eraser import erase
from projects.store.erasing import EraseReason, Subject
from wording import Text, msg
from workbench.data.words import title_of

if TYPE_CHECKING:
    from projects.store.project import Project


@dataclass(frozen=True)
class Offer:
    """Something to erase, by its name; a document brings its consents, a table asks for a row."""

    id: str
    text: Text
    note: Text = ""
    subjects: tuple[Subject, ...] = ()
    document: DocumentLine | None = None
    table: DataTable | None = None
    lacks_consent: bool = False


def offers(project: Project) -> list[Offer]:
    """First what lacks consent, then people with several interviews, interviews, and tables to choose a row of."""
    from projects.datasets.states import NO_CONSENT, rows_in_state
    from projects.datasets.stored import data_tables
    from projects.interviews.queries import documents

    tables, lines = data_tables(project), documents(project)
    found = []
    for table in tables:
        erased = set(rows_in_state(project, table.id, "erased"))
        rows = [row for row in rows_in_state(project, table.id, NO_CONSENT) if row not in erased]
        if rows:
            note = msg("safety.erase.rows", n=len(rows))
            subject = Subject("row", (table.id, rows))
            found.append(Offer(f"rows:{table.id}", title_of(table), note, (subject,), lacks_consent=True))
    found += [_document(line, True) for line in lines if line.consents["interview"] is False]
    by_case: dict[str, list[DocumentLine]] = {}
    for line in lines:
        by_case.setdefault(line.case_name, []).append(line)
    for case, held in by_case.items():
        if case and len(held) > 1:
            subjects = tuple(Subject("document", line.id) for line in held)
            found.append(Offer(f"case:{case}", case, msg("safety.held.document", n=len(held)), subjects))
    found += [_document(line, False) for line in lines]
    found += [Offer(f"table:{table.id}", title_of(table), table=table) for table in tables]
    return found


def _document(line: DocumentLine, lacking: bool) -> Offer:
    note: Text = "" if line.consents["quotation"] is True else msg("safety.erase.no_quote")
    if lacking:
        note = msg("safety.erase.refused")
    name = f"{'refused' if lacking else 'document'}:{line.id}"
    return Offer(name, line.name, note, (Subject("document", line.id),), line, lacks_consent=lacking)


def erase_all(project: Project, subjects: tuple[Subject, ...], reason: EraseReason) -> Changes:
    """Erase them as one action; the result is the `Erased`."""
    done = erase(project, subjects, reason)
    return Changes(done.changes.seq, done.changes.message, done.changes.changed, done)
