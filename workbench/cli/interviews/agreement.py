# SPDX-License-Identifier: MIT
"""`agreement`: how two coders agree, sentence by sentence, with and without segments that came from suggestions."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from coding.agreement import Agreement
from projects.assistance.coder_agreement import coder_agreement
from projects.interviews.codes import stored_codebook
from wording import msg, render
from wording.numbers import format_number
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.assistance.coder_agreement import CoderAgreement

Facts = dict[str, object]


def arguments(parser: Arguments) -> None:
    """What `agreement` takes."""
    parser.project()
    parser.add_argument("--coders", nargs=2, metavar=("CODER", "OTHER"))
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print both figures of each code and of all together."""
    with open_project(options, terminal) as project:
        found = coder_agreement(project, options.coders or ())
        book = stored_codebook(project)
        names = {code.id: render(book.told_apart(code), terminal.language) for code in book}
    if options.json:
        terminal.line(json.dumps(_facts(found, names), ensure_ascii=False, indent=2))
        return 0
    first, second = found.coders
    counts = {"documents": found.documents, "sentences": found.sentences}
    terminal.say(msg("agreement.head", first=first, second=second, **counts))

    def number(value: float | None, digits: int) -> str:
        return "–" if value is None else format_number(value, terminal.language, digits)

    lines = _lines(found, names)
    shared = [line for line in lines if line[1].only is None]
    for at, coder in enumerate(found.coders):
        if alone := [name for name, whole, _ in lines if whole.only == at]:
            terminal.say(msg("agreement.alone", coder=coder, codes=alone, n=len(alone)))
    for name, whole, hand in [*shared, ("", _sum(found.whole), _sum(found.by_hand))]:
        said = {
            key: number(value * scale if value is not None else None, digits)
            for key, value, scale, digits in (
                ("percent", whole.observed, 100, 0),
                ("kappa", whole.kappa, 1, 2),
                ("percent_hand", hand.observed, 100, 0),
                ("kappa_hand", hand.kappa, 1, 2),
            )
        }
        key, left = "agreement.line" if name else "agreement.all", whole.units - hand.units
        terminal.say(msg(key, code=name, left=left, **said))
    return 0


def _lines(found: CoderAgreement, names: dict[str, str]) -> list[tuple[str, Agreement, Agreement]]:
    return [(names[code], one, found.by_hand[code]) for code, one in found.whole.items() if code in names]


def _sum(by_code: dict[str, Agreement]) -> Agreement:
    return sum(by_code.values(), Agreement(0, 0, 0, 0))


def _facts(found: CoderAgreement, names: dict[str, str]) -> Facts:
    return {
        "coders": list(found.coders),
        "unit": "sentence",
        "documents": found.documents,
        "sentences": found.sentences,
        "used_by_one": {name: found.coders[one.only] for name, one, _ in _lines(found, names) if one.only is not None},
        "with_suggested": _figures(found.whole, names),
        "without_suggested": _figures(found.by_hand, names),
    }


def _figures(by_code: dict[str, Agreement], names: dict[str, str]) -> Facts:
    by_name = {names[code]: _figure(one) for code, one in by_code.items() if code in names}
    return {**_figure(_sum(by_code)), "by_code": by_name}


def _figure(one: Agreement) -> Facts:
    counts = {"both": one.both, "first_only": one.first, "second_only": one.second, "neither": one.neither}
    return {"agreement": one.observed, "kappa": one.kappa, "n": one.units, **counts}
