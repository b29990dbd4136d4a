# SPDX-License-Identifier: MIT
"""`rules-eval`: measures the marks of rule hits on a file of sentences, or the suggestions in a text without a hit."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from coding.language_guess import guess_language
from coding.rules import rules_of
from coding.spacy_pipelines import pipeline_name
from projects.assistance import rules_eval
from projects.exchange.codebook_files import read_codebook
from projects.worker import TextProcess
from wording import Message, Problem, msg
from wording.numbers import format_number
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file
from workbench.cli.terminal import Terminal
from workbench.starter_codebooks import STARTERS

if TYPE_CHECKING:
    from coding.rules import Rule
    from projects.assistance.rules_eval import RulesScore


def arguments(parser: Arguments) -> None:
    """What `rules-eval` takes."""
    parser.add_argument("file")
    parser.add_argument("--language", metavar="CODE")
    parser.add_argument("--codebook", action="append", default=[], metavar="NAME")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Measure marks on a table of sentences; of a text without a hit, say what the rules suggest there all the same."""
    path = existing_file(options.file)
    if path.suffix.lower() == ".csv":
        return _measure_sentences(options, path, terminal)
    return _measure_text(options, path, terminal)


def _measure_sentences(options: argparse.Namespace, path: Path, terminal: Terminal) -> int:
    """Print accuracy, macro recall and each label's figures: for all rows, then by language."""
    rows = rules_eval.read_rows(path)
    languages = sorted({row.language for row in rows})
    _ask_for_pipelines(languages, terminal)
    rules = [] if all(row.phrase for row in rows) else _rules(options.codebook)
    with TextProcess() as process:
        answers = rules_eval.predict(rows, process, rules)
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


def _measure_text(options: argparse.Namespace, path: Path, terminal: Terminal) -> int:
    """Print how many suggestions a text without a hit gets, in all and per 1,000 words, and each with its rule."""
    text = rules_eval.read_text(path)
    language = options.language or guess_language(text)
    _ask_for_pipelines([language], terminal)
    with TextProcess() as process:
        found = rules_eval.suggestions_in_text(text, language, _rules(options.codebook), process)
    words = len(text.split())
    rate = 1000 * len(found) / words
    quotes = [" ".join(text[one.start : one.end].split()) for one in found]
    if options.json:
        listed = [{**asdict(one), "text": quote} for one, quote in zip(found, quotes, strict=True)]
        told = {"language": language, "words": words, "suggestions": len(found), "per_1000_words": rate}
        terminal.line(json.dumps({**told, "found": listed}, indent=2, ensure_ascii=False))
        return 0
    shown = format_number(rate, terminal.language, 2)
    terminal.say(msg("rules_eval.text", words=words, n=len(found), rate=shown))
    for one, quote in zip(found, quotes, strict=True):
        terminal.say(msg("rules_eval.found", quote=quote, code=one.code, rule=one.rule))
    return 0


def _ask_for_pipelines(languages: Sequence[str], terminal: Terminal) -> None:
    """Say which language cannot be parsed; refuse where none can."""
    if not any(pipeline_name(language) for language in languages):
        raise Problem(msg("rules_eval.nothing_parsed"))
    for language in languages:
        if not pipeline_name(language):
            terminal.problem(msg("assistance.no_pipeline", language=language))


def _rules(codebooks: Sequence[str]) -> list[Rule]:
    """The rules of the codebooks named, starter codebooks or files; of all starter codebooks where none is."""
    paths = [STARTERS.get(name) or existing_file(name) for name in codebooks] or list(STARTERS.values())
    return rules_of(code for path in paths for code in read_codebook(path).codes)


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
