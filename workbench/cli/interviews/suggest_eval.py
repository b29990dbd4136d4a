# SPDX-License-Identifier: MIT
"""`suggest-eval`: measures suggestions on a file of coded segments, beside simple ways of suggesting."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.learned.encoder import UniversalEncoder, encoder_version
from wording import Problem, msg
from wording.numbers import format_number
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from coding.learned.evaluation import Evaluation
    from coding.learned.model import Example

_COLUMNS = ("document", "text", "labels")
_LARGEST = 200_000_000  # bytes


def arguments(parser: Arguments) -> None:
    """What `suggest-eval` takes."""
    parser.add_argument("csv")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print recall@3 of our suggestions, TF-IDF, the commonest codes and keywords, for each number of segments."""
    # numpy, scipy and the encoder take a second: only this command needs them
    from coding.learned.evaluation import evaluate, spoken_name  # scipy.stats, 730 ms: not at start

    examples, left_out = _examples(existing_file(options.csv))
    vectors = names = None
    if encoder_version():
        encoder = UniversalEncoder()
        vectors = encoder.encode([example.text for example in examples])
        names = encoder.encode([spoken_name(code) for code in sorted({one for each in examples for one in each.codes})])
    result = evaluate(examples, vectors, names=names)
    if options.json:
        terminal.line(json.dumps(_as_json(result), indent=2))
        return 0
    terminal.say(msg("suggest_eval.read", n=result.segments, documents=result.documents, codes=result.codes))
    if left_out:
        terminal.say(msg("suggest_eval.left_out", n=left_out))
    _print(result, terminal)
    return 0


def _examples(path: Path) -> tuple[list[Example], int]:
    """The coded segments of a file, and how many rows bear no code. Raises Problem for a file of another form."""
    from coding.learned.model import Example  # as above

    if path.stat().st_size > _LARGEST:
        raise Problem(msg("suggest_eval.too_large", file=path.name))
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            absent = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if absent:
                raise Problem(msg("suggest_eval.columns", file=path.name, columns=", ".join(absent)))
            rows = [{name: row[name] or "" for name in _COLUMNS} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Problem(msg("suggest_eval.no_csv", file=path.name)) from error
    made = [
        Example(str(number), row["document"], row["text"], frozenset(_labels(row["labels"])))
        for number, row in enumerate(rows)
    ]
    coded = [example for example in made if example.codes and example.text.strip()]
    if len({example.document for example in coded}) < 2:
        raise Problem(msg("suggest_eval.documents", file=path.name))
    return coded, len(made) - len(coded)


def _labels(cell: str) -> list[str]:
    return [label.strip() for label in cell.split(";") if label.strip()]


def _as_json(result: Evaluation) -> dict[str, Any]:
    """recall@3 by way and size at the top, as issued to whoever compares; @1, @5 and precision beside."""
    from coding.learned.evaluation import FIRST, SIZES, THRESHOLD, WAYS, size_name  # as above

    sizes = [size_name(size) for size in SIZES]

    def table(first: int) -> dict[str, dict[str, float | None]]:
        return {way: {size: result.recall.get((way, size, first)) for size in sizes} for way in WAYS}

    beside = {f"recall@{first}": table(first) for first in FIRST}
    return {
        **table(3),
        **beside,
        "precision": {
            size: {"precision": right / proposed if proposed else None, "n": proposed}
            for size, (right, proposed) in result.proposed.items()
        },
        "threshold": THRESHOLD,
        "segments": result.segments,
        "documents": result.documents,
        "codes": result.codes,
    }


def _print(result: Evaluation, terminal: Terminal) -> None:
    from coding.learned.evaluation import FIRST, SIZES, THRESHOLD, WAYS, size_name  # as above

    for size in map(size_name, SIZES):
        if ("ours", size, 3) not in result.recall:
            continue
        terminal.say(msg("suggest_eval.size_all") if size == "all" else msg("suggest_eval.size", n=int(size)))
        for way in WAYS:
            first, third, fifth = (format_number(result.recall[way, size, k], terminal.language, 2) for k in FIRST)
            terminal.say(
                msg("suggest_eval.line", way=msg(f"suggest_eval.{way}"), first=first, third=third, fifth=fifth)
            )
        right, proposed = result.proposed[size]
        if proposed:
            share = format_number(right / proposed, terminal.language, 2)
            working = format_number(THRESHOLD, terminal.language, 1)
            terminal.say(msg("suggest_eval.precision", n=proposed, share=share, threshold=working))
