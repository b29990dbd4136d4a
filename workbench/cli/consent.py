# SPDX-License-Identifier: MIT
"""`consent`: records consents of rows, interviews and cases, shows which hold, lists where consent is missing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from projects.people.consent_tables import read_consent_table, record_consent_table, recorded, unknown_names
from projects.people.effective_consent import effective_consents, recorded_of_case
from projects.people.persons import member_titles
from projects.stored_interviews import queries
from projects.stored_interviews.tables import CONSENTS
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.people import member_of
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.people.effective_consent import Consents
    from projects.people.persons import Member
    from projects.store import Project

_ANSWERS = {"yes": True, "no": False, "unknown": None}


def arguments(parser: Arguments) -> None:
    """What `consent` takes: things as "row:TABLE:NUMBER" or "document:NAME", consents as "quotation=yes"."""
    parser.project()
    parser.add_argument("words", nargs="*")
    parser.add_argument("--case", default="")
    parser.add_argument("--table", type=Path)
    parser.add_argument("--source", default="")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--missing", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Record what is given; without a consent to record, show what is recorded."""
    from projects.people.consent_actions import record_consents, record_for_all  # numpy, 80 ms: not at start

    asked = [word for word in options.words if "=" in word and not word.startswith(("row:", "document:"))]
    with open_project(options, terminal) as project:
        if options.table:
            return _table(project, options.table, options.source, terminal)
        if options.missing:
            return _without_consent(project, terminal)
        if options.all:
            if options.case or len(asked) < len(options.words):
                raise Problem(msg("cli.wrong_call", usage=msg("cli.usage.consent")))
            terminal.say(project.do(record_for_all(project, _answers_given(asked), options.source)).message)
            return 0
        members = [member_of(project, word) for word in options.words if word not in asked]
        if asked:
            given = _answers_given(asked)
            terminal.say(project.do(record_consents(members, given, options.case, source=options.source)).message)
            return 0
        if not members and not options.case:
            raise Problem(msg("consents.of_whom"))
        _show(project, members, options.case, terminal)
    return 0


def _table(project: Project, path: Path, source: str, terminal: Terminal) -> int:
    """Record the consents of many interviews; names that no interview has are listed."""
    changes = project.do(record_consent_table(read_consent_table(path), source))
    terminal.say(changes.message)
    unknown = getattr(changes.result, "unknown", ())
    if unknown:
        terminal.say(unknown_names(unknown))
    return 0


def _answers_given(words: list[str]) -> dict[str, bool | None]:
    given = {}
    for word in words:
        name, _, answer = word.partition("=")
        if name not in CONSENTS or answer not in _ANSWERS:
            raise Problem(msg("cli.consent_words", word=word, names=list(CONSENTS)))
        given[name] = _ANSWERS[answer]
    return given


def _show(project: Project, members: list[Member], case: str, terminal: Terminal) -> None:
    """What is recorded on each, and for interviews what holds with case and respondents."""
    held = effective_consents(project)
    for member, title in zip(members, member_titles(project, members), strict=True):
        terminal.say(msg("cli.consents_of", title=title))
        _print(recorded(project, member), held.get(member.document), terminal)
        rows = project.query(queries.CONSENT_SOURCE_OF_DOCUMENT, (member.document,))
        if rows and rows[0]["consent_source"]:
            terminal.say(msg("consents.table.evidence", lines=rows[0]["consent_source"].split("\n")))
    if case:
        terminal.say(msg("cli.consents_of", title=case))
        _print(recorded_of_case(project, case), None, terminal)


def _print(own: Consents, held: Consents | None, terminal: Terminal) -> None:
    for name, given in own.items():
        what = msg(f"consents.{name}")
        if held is None or held[name] == given:
            terminal.say(msg("cli.consent", what=what, given=_word(given)))
        else:
            terminal.say(msg("cli.consent_holds", what=what, given=_word(given), holds=_word(held[name])))


def _word(given: bool | None) -> object:
    return msg(f"consents.{'unknown_value' if given is None else 'yes' if given else 'no'}")


def _without_consent(project: Project, terminal: Terminal) -> int:
    """Rows and interviews without consent to the interview, which are offered for erasure."""
    from projects.people.missing_consent import members_without_consent  # numpy, 80 ms: not at start

    members = members_without_consent(project)
    for member, title in zip(members, member_titles(project, members), strict=True):
        terminal.say(msg("cli.member", member=member.key, title=title))
    terminal.say(msg("cli.missing_consent", n=len(members)))
    return 0
