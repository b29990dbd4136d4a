# SPDX-License-Identifier: MIT
"""`suggest --accept` and `--reject`: what a person has decided on open suggestions, by their numbers."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from typing import TYPE_CHECKING

from projects.assistance.reasons import OpenSuggestion, open_suggestions
from projects.interviews.queries import load_documents
from projects.interviews.suggestions import accept_suggestions, reject_suggestions
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.interviews.auto_code import named_code
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project


def arguments(parser: Arguments) -> None:
    """What decides."""
    parser.add_argument("--accept", nargs="+", default=[])
    parser.add_argument("--reject", nargs="+", default=[])
    parser.add_argument("--as", dest="other_code", metavar="CODE")


def decide(project: Project, options: argparse.Namespace, codes: Collection[str] | None, terminal: Terminal) -> None:
    """Accept, under another code where one is named, and reject; nothing is decided where a number is unknown."""
    waiting = {one.id: one for one in open_suggestions(project, codes)}
    accepted = _named(waiting, options.accept, codes)
    rejected = _named(waiting, options.reject, codes)
    if both := {one.id for one in accepted} & {one.id for one in rejected}:
        raise Problem(msg("assist.decided_both", number=min(both, key=int)))
    if accepted:
        held = sorted({one.document for one in accepted})
        documents = [loaded.document for loaded in load_documents(project, held)]
        code = named_code(project, options.other_code) if options.other_code else None
        action = accept_suggestions([one.id for one in accepted], documents, coder=project.user, code_id=code)
        terminal.say(project.do(action).message)
    if rejected:
        terminal.say(project.do(reject_suggestions([one.id for one in rejected], coder=project.user)).message)


def _named(
    waiting: dict[str, OpenSuggestion], numbers: list[str], codes: Collection[str] | None
) -> list[OpenSuggestion]:
    """The suggestions of these numbers; `all` is every one of the codes named, whose words say that it happened."""
    if numbers == ["all"]:
        if codes is None:
            raise Problem(msg("assist.all_of_a_code"))
        return [one for one in waiting.values() if one.mark == "hit"]
    strange = [number for number in numbers if number not in waiting]
    if strange:
        raise Problem(msg("assist.no_such_suggestion", number=strange[0]))
    return [waiting[number] for number in dict.fromkeys(numbers)]
