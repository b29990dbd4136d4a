# SPDX-License-Identifier: MIT
"""Rows, interviews and speakers as the command line writes them: "row:TABLE:NUMBER", "document:NAME"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.people.members import Member, require_existing
from projects.stored_interviews import queries
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.interviews.cases import CaseMember
    from projects.store import Project

DOCUMENT_ID_BY_ID = "SELECT id FROM document WHERE id = ?"


def member_of(project: Project, written: str) -> Member:
    """The row or interview meant. Raises Problem for what there is not."""
    kind, _, rest = written.partition(":")
    if kind == "document" and rest:
        return Member(document=_document(project, rest))
    if kind == "row" and ":" in rest:
        table, _, row = rest.rpartition(":")
        if row.isdecimal():
            member = Member(table_of(project, table), int(row))
            require_existing(project, [member])
            return member
    raise Problem(msg("cli.member_words", word=written))


def case_member_of(project: Project, written: str) -> CaseMember:
    """The row, interview or "speaker:NAME@DOCUMENT" meant, as a case holds it. Raises Problem for what there is not."""
    from projects.interviews.cases import CaseMember  # more of the program: not at start

    kind, _, rest = written.partition(":")
    if kind == "speaker" and "@" in rest:
        speaker, _, document = rest.rpartition("@")
        return CaseMember(member_of(project, f"document:{document}").document, speaker)
    member = member_of(project, written)
    return CaseMember(member.document) if member.document else CaseMember(table=member.table, row=member.row)


def table_of(project: Project, name: str) -> str:
    """The id of a table by its name or id. Raises Problem for one there is not, or several."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    known = data_tables(project)
    matches = [table.id for table in known if name in (table.name, table.id)]
    if len(matches) != 1:
        raise Problem(msg("cli.no_such_table", name=name, tables=[table.name for table in known]))
    return matches[0]


def _document(project: Project, name: str) -> str:
    rows = project.query(queries.DOCUMENTS_CALLED, (name,))
    if not rows and name.isdecimal():
        rows = project.query(DOCUMENT_ID_BY_ID, (name,))
    if not rows:
        raise Problem(msg("cli.no_such_interview", name=name))
    return str(rows[0]["id"])
