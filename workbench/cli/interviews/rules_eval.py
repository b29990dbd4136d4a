# SPDX-License-Identifier: MIT
"""`rules-eval`: measures the marks of rule hits on a file of sentences."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from wording import Message, Problem, msg
from wording.numbers import format_number
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.assistance.rules_eval import RulesScore


def arguments(parser: Arguments) -> None:
    """What `rules-eval` takes."""
    parser.add_argument("csv")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print accuracy, macro recall and each label's figures: for all rows, then by language."""
    from coding.spacy_pipelines import pipeline_name  # more of the program: not at start
    from projects.assistance import rules_eval  # more of the program: not at start
    from projects.worker import TextProcess  # more of the program: not at start

    rows = rules_eval.read_rows(existing_file(options.csv))
    languages = sorted({row.language for row in rows})
    for language in languages:
        if not pipeline_name(language):
            terminal.problem(msg("assistance.no_pipeline", language=language))
    if not any(pipeline_name(language) for language in languages):
        raise Problem(msg("rules_eval.nothing_parsed"))
    with TextProcess() as process:
        answers = rules_eval.predict(rows, process)
    whole = rules_eval.score(rows, answers)
    if options.json:
        terminal.line(json.dumps(rules_eval.as_json(whole), indent=2))
        return 0
    _print(msg("rules_eval.all", n=whole.n), whole, terminal)
    for language in languages if len(languages) > 1 else ():
        chosen = [number for number, row in enumerate(rows) if row.language == language]
        part = rules_eval.score([rows[number] for number in chosen], [answers[number] for number in chosen])
        _print(msg("rules_eval.language", language=language, n=part.n), part, terminal)
    return 0


def _print(title: Message, scored: RulesScore, terminal: Terminal) -> None:
    def number(value: float | None) -> str:
        return "–" if value is None else format_number(value, terminal.language, 2)

    terminal.say(title)
    terminal.say(msg("rules_eval.summary", accuracy=number(scored.accuracy), macro=number(scored.macro)))
    for label, one in scored.by_label.items():
        terminal.say(
            msg(
                "rules_eval.line", label=msg(f"marks.{label}"), recall=number(one.recall),
                precision=number(one.precision), n=one.n,
            )
        )  # fmt: skip
