# SPDX-License-Identifier: MIT
"""Measures rules: their marks on sentences judged by a careful reader, their suggestions in a text that holds none."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.marks import PhraseMark
from coding.rules import Rule
from coding.rules.word_marks import marks_of_rule, marks_of_words
from projects.worker import TextProcess
from wording import Problem, Progress, msg

LABELS = ("hit", "negated", "asked", "hypothetical", "reported", "none")
COLUMNS = ("id", "language", "text", "phrase", "expected", "note")
_NEEDED = ("language", "text", "phrase", "expected")
_LARGEST = 50_000_000  # bytes


@dataclass(frozen=True)
class RuleSentence:
    """A sentence, the phrase looked for in it, and what is expected."""

    id: str
    language: str
    text: str
    phrase: str
    expected: str


@dataclass(frozen=True)
class LabelScore:
    """Of `n` rows with a label the share that got it (recall), and of those that got it the share that should;
    None where there is nothing to divide by."""

    recall: float | None
    precision: float | None
    n: int


@dataclass(frozen=True)
class RulesScore:
    """Share of rows right, unweighted mean of the labels' recall, and each label's own figures."""

    accuracy: float
    macro: float
    by_label: dict[str, LabelScore]
    n: int


def read_rows(path: Path) -> list[RuleSentence]:
    """The rows of a file. Raises Problem for a file of another form, an unknown label, or one without rows."""
    if path.stat().st_size > _LARGEST:
        raise Problem(msg("rules_eval.too_large", file=path.name))
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            absent = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
            if absent:
                raise Problem(msg("rules_eval.columns", file=path.name, columns=", ".join(absent)))
            rows = [
                RuleSentence(
                    line.get("id") or "",
                    *((line[name] or "").strip() for name in ("language", "text", "phrase", "expected")),
                )
                for line in reader
            ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Problem(msg("rules_eval.no_csv", file=path.name)) from error
    for number, row in enumerate(rows, start=2):
        if row.expected not in LABELS:
            raise Problem(msg("rules_eval.label", file=path.name, row=number, labels=", ".join(LABELS)))
    if not rows:
        raise Problem(msg("rules_eval.empty", file=path.name))
    return rows


def predict(
    rows: Sequence[RuleSentence], process: TextProcess, rules: Sequence[Rule] = (), progress: Progress | None = None
) -> list[str]:
    """The mark of each row, by the pipeline of its language; a row without a phrase is judged by all the rules."""
    asked = [[row.language, row.text, row.phrase] for row in rows]
    answers: list[str] = process.call("judge_phrases", progress=progress, rows=asked)
    for number, row in enumerate(rows):
        if not row.phrase:
            found = suggestions_in_text(row.text, row.language, rules, process)
            answers[number] = found[0].mark if found else str(PhraseMark.NONE)
    return answers


@dataclass(frozen=True)
class RuleSuggestion:
    """What a rule proposes in a text, in code points."""

    start: int
    end: int
    code: str
    rule: str
    mark: str


def suggestions_in_text(text: str, language: str, rules: Sequence[Rule], process: TextProcess) -> list[RuleSuggestion]:
    """All that rules propose in a text, in its order; the gold of a text without a hit is an empty list."""
    own = [rule for rule in rules if rule.language == language]
    nobody = {"turns": [], "roles": {}, "group": "", "interviewers": True}
    asked = [[rule.code, rule.keyword, rule.language] for rule in own]
    found = process.call("mark_rules", rules=asked, documents=[[text, language, "", nobody]])[0] if own else []
    of_words = marks_of_words(own)
    proposed = [hit for hit in found if hit[5] in marks_of_rule(hit[3], of_words[hit[2]])]
    return sorted(
        (RuleSuggestion(one[0], one[1], one[2], one[3], one[5]) for one in proposed),
        key=lambda one: (one.start, one.end),
    )


def score(rows: Sequence[RuleSentence], answers: Sequence[str]) -> RulesScore:
    """Accuracy, macro recall over the labels that occur, and recall and precision of each label."""
    right = sum(row.expected == answer for row, answer in zip(rows, answers, strict=True))
    by_label = {label: _label_score(label, rows, answers) for label in LABELS}
    recalls = [one.recall for one in by_label.values() if one.recall is not None]
    return RulesScore(right / len(rows), sum(recalls) / len(recalls), by_label, len(rows))


def _label_score(label: str, rows: Sequence[RuleSentence], answers: Sequence[str]) -> LabelScore:
    expected = sum(row.expected == label for row in rows)
    given = sum(answer == label for answer in answers)
    both = sum(row.expected == label == answer for row, answer in zip(rows, answers, strict=True))
    return LabelScore(both / expected if expected else None, both / given if given else None, expected)


def read_text(path: Path) -> str:
    """The words of a text file. Raises Problem for one that is too large, not in UTF-8, or empty."""
    if path.stat().st_size > _LARGEST:
        raise Problem(msg("rules_eval.too_large", file=path.name))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(msg("rules_eval.no_text", file=path.name)) from error
    if not text.strip():
        raise Problem(msg("rules_eval.empty", file=path.name))
    return text


def as_json(scored: RulesScore) -> dict[str, object]:
    """The figures under the names that whoever compares reads."""
    return {
        "accuracy": scored.accuracy,
        "macro": scored.macro,
        "by_label": {
            label: {"recall": one.recall, "precision": one.precision, "n": one.n}
            for label, one in scored.by_label.items()
        },
    }
