# SPDX-License-Identifier: MIT
"""Timeline and journey on the command line: proposed, decided, printed with names hidden unless they are asked for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from projects.assistance.parses import in_place
from projects.assistance.timeline import case_events, decide_events, find_case_events, keep_events
from projects.store.problems import LinkLocked
from projects.worker import TextProcess
from wording import Problem, msg
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.assistance.timeline import CaseEvent
    from projects.store import Project


def change_events(project: Project, case_id: str, options: argparse.Namespace, terminal: Terminal) -> int:
    """Propose and decide what is asked, then print what there is."""
    if not project.link_open:
        raise LinkLocked
    if options.events:
        with TextProcess() as process:
            found = find_case_events(in_place(project), process, case_id)
        terminal.say(project.do(keep_events(case_id, found)).message)
    accepted = options.accept_events
    if accepted == ["all"]:
        accepted = [one.id for one in case_events(project, case_id) if not one.accepted]
    for ids, verdict in ((accepted, "accepted"), (options.reject_events, "rejected")):
        if ids:
            action = decide_events([_number(one) for one in ids], verdict, coder=project.user)
            terminal.say(project.do(action).message)
    print_events(project, case_id, options.names, terminal)
    return 0


def _number(word: str) -> str:
    if not word.isdecimal():
        raise Problem(msg("events.gone"))
    return word


def print_events(project: Project, case_id: str, names: bool, terminal: Terminal) -> None:
    """Print timeline and journey; nothing but a sentence while the identifiers are closed."""
    events = _read(project, case_id, names, terminal)
    for title, lines, is_leg in (
        (msg("events.timeline_plain"), [one for one in events if not one.event.is_leg], False),
        (msg("events.journey_plain"), [one for one in events if one.event.is_leg], True),
    ):
        if lines:
            terminal.say(title)
        for one in lines:
            fact = event_fact(one, names, terminal.language)
            state = msg("events.accepted_one" if one.accepted else "events.proposed_one")
            key = "events.leg_line" if is_leg else "events.line"
            terminal.say(msg(key, **{**fact, "state": state}))


def event_facts(project: Project, case_id: str, names: bool, terminal: Terminal) -> list[dict[str, object]]:
    """Timeline and journey as plain values."""
    return [event_fact(one, names, terminal.language) for one in _read(project, case_id, names, terminal)]


def event_fact(one: CaseEvent, names: bool, language: str) -> dict[str, object]:
    """An event as plain values, its names withheld unless they are asked for."""

    def fact(text: str) -> str:
        return text if names else one.masked(text, language)

    event = one.event
    return {
        "id": one.id, "kind": "leg" if event.is_leg else "event", "document": one.document_name, "start": one.start,
        "said": fact(event.said), "date": event.date, "quote": " ".join(fact(one.quote).split()),
        "origin": fact(event.origin), "destination": fact(event.destination), "means": event.means,
        "company": fact(event.company), "state": "accepted" if one.accepted else "proposed",
    }  # fmt: skip


def _read(project: Project, case_id: str, names: bool, terminal: Terminal) -> list[CaseEvent]:
    if not project.link_open:
        if names:
            raise Problem(msg("entities.link_closed"))
        terminal.say(msg("events.closed"))
        return []
    events = case_events(project, case_id)
    if names and events:
        project.log("assistance.names", msg("events.names_shown", n=len(events)))
    return events
