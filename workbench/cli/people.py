# SPDX-License-Identifier: MIT
"""`people`: finds somebody by name, number or id, and records which rows and interviews are one person's."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from projects.interviews.cases import CaseMember
from projects.people.persons import Member, member_titles, people, require_existing, tie, untie
from projects.stored_interviews import queries
from wording import Problem, Text, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
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


def arguments(parser: Arguments) -> None:
    """What `people` takes."""
    parser.project()
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--find")
    what.add_argument("--proposals", action="store_true")
    what.add_argument("--tie", nargs="+")
    what.add_argument("--untie", nargs=2)
    parser.add_argument("--person", default="")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Find, propose, tie, part, or list who is known."""
    with open_project(options, terminal) as project:
        if options.find:
            return _find(project, options.find, terminal)
        if options.proposals:
            return _proposals(project, terminal)
        if options.tie:
            members = [member_of(project, one) for one in options.tie]
            done = project.do(tie(members, person_of(project, options.person) if options.person else ""))
            terminal.say(done.message)
            terminal.say(msg("cli.person", person=str(done.result)))
        elif options.untie:
            person, member = person_of(project, options.untie[0]), member_of(project, options.untie[1])
            terminal.say(project.do(untie(person, member)).message)
        else:
            _list(project, terminal)
    return 0


def _find(project: Project, typed: str, terminal: Terminal) -> int:
    """1 when nobody is found."""
    from projects.people.identifiers import find_people  # numpy, 80 ms: not at start

    found = find_people(project, typed)
    for one in found:
        terminal.say(msg("cli.person", person=one.person) if one.person else msg("cli.nobodys"))
        _print(one.members, one.titles, terminal)
    if not project.link_open:
        terminal.say(msg("cli.link_closed"))
    if not found:
        terminal.say(msg("cli.nobody_found"))
    return 0 if found else 1


def _proposals(project: Project, terminal: Terminal) -> int:
    from projects.people.identifiers import proposals  # numpy, 80 ms: not at start

    found = proposals(project)
    for one in found:
        terminal.say(msg("cli.proposal", one=one.members[0].key, other=one.members[1].key, why=one.why))
    terminal.say(msg("cli.proposals", n=len(found)))
    return 0


def _list(project: Project, terminal: Terminal) -> None:
    known = people(project)
    for person, members in known.items():
        terminal.say(msg("cli.person", person=person))
        _print(members, member_titles(project, list(members)), terminal)
    if not known:
        terminal.say(msg("cli.no_people"))


def _print(members: tuple[Member, ...], titles: list[Text] | tuple[Text, ...], terminal: Terminal) -> None:
    for member, title in zip(members, titles, strict=True):
        terminal.say(msg("cli.member", member=member.key, title=title))


def person_of(project: Project, written: str) -> str:
    """The person with that id, or the beginning of one. Raises Problem for none, or several."""
    matches = [person for person in people(project) if person.startswith(written)]
    if len(matches) != 1:
        raise Problem(msg("cli.no_such_person", person=written))
    return matches[0]
