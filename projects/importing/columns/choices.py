# SPDX-License-Identifier: MIT
"""Choices of a question, what choosing them means, and the finding of a choice by what a cell says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from analysis.records import Choice, Level, Reason
from projects.forms.records import FormChoice
from projects.forms.special_choices import choice_reason, plain
from wording import Labels
from wording.answer_order import in_order

_SCALES = (
    r"(strongly |totally |completely )?(dis)?agree|neutral|neither"
    r"|(tout a fait |pas du tout |plutot )?(pas )?d.accord|en desaccord",
    r"(very |highly |extremely )?(un)?likely|neutral|neither",
    r"(very |extremely )?(un|dis)?satisfied|neutral|neither|(tres |pas )?(in)?satisfait",
    r"never|rarely|seldom|sometimes|often|usually|always|jamais|rarement|parfois|souvent|toujours",
    r"no difficulty|some difficulty|a lot of difficulty|lot of difficulty|cannot do|can not do"
    r"|aucune difficulte|quelques difficultes",
    r"very (bad|poor)|bad|poor|fair|average|good|very good|excellent|mauvais|moyen|bon|tres bon|tres mauvais",
    r"none|not at all|a little|little|somewhat|moderate(ly)?|a lot|very much|extreme(ly)?|pas du tout|un peu|beaucoup",
    r"(very |somewhat |extremely )?(un|in)?(safe|secure|comfortable|important|concerned|worried|difficult|easy)|neither"
    r"|(tres |plutot |assez |pas )?(in|en )?(securite|sur|important|inquiet|difficile|facile)|ni l.un",
    r"(muy |algo |nada )?(in)?(seguro|importante|satisfecho|probable|dificil|facil|de acuerdo|en desacuerdo)|ni ",
    r"(muito |pouco |nada )?(in)?(seguro|importante|satisfeito|provavel|dificil|facil)|(concordo|discordo)|nem ",
    r"nunca|rara vez|raramente|casi nunca|quase nunca|a veces|as vezes|a menudo|frequentemente|siempre|sempre",
    r"ابدا|نادرا|احيانا|غالبا|دائما",
    r"(غير )?(امن|راض|موافق)( (جدا|بشدة|تماما))?|محايد",
)


def numbered(choices: Sequence[FormChoice], reasons: Mapping[str, int] | None = None) -> tuple[Choice, ...]:
    """Choices with ids c1, c2 … in their order; `reasons` (by code) overrides what is recognised."""
    return tuple(
        Choice(f"c{number}", choice.name, choice.labels, _reason(choice, reasons or {}))
        for number, choice in enumerate(choices, 1)
    )


def _reason(choice: FormChoice, given: Mapping[str, int]) -> int:
    return given[choice.name] if choice.name in given else int(choice_reason(choice))


def with_answers(
    choices: tuple[Choice, ...], codes: Iterable[str], reasons: Mapping[str, int] | None = None
) -> tuple[Choice, ...]:
    """The choices and, behind them, one for each answer that is none of them.

    No label says what these mean: a word such as "refused" is an answer until the user (`reasons`) says otherwise.
    """
    start, given = len(choices), reasons or {}
    return choices + tuple(
        Choice(f"c{start + number}", code, Labels({}), given.get(code, int(Reason.PRESENT)))
        for number, code in enumerate(codes, 1)
    )


class Finder:
    """Finds the choice a cell means: by code, by label in any language, by number ("1.0" is 1), in any case."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._by_text: dict[str, int] = {}
        for number, choice in enumerate(choices):
            self._by_text.setdefault(choice.code, number)
        self._codes = frozenset(self._by_text)
        of_label: dict[str, set[int]] = {}
        for number, choice in enumerate(choices):
            for label in choice.labels.by_language.values():
                self._by_text.setdefault(squeezed(label), number)
                of_label.setdefault(squeezed(label), set()).add(number)
        self._shared = frozenset(label for label, numbers in of_label.items() if label and len(numbers) > 1)
        for number, choice in enumerate(choices):
            self._by_text.setdefault(squeezed(choice.code), number)
        longest = sorted(self._by_text, key=len, reverse=True)
        self._longest = [text for text in longest if text]

    def find(self, cell: str) -> int | None:
        """The number (0-based) of the choice, None when the cell is none of them."""
        if cell in self._by_text:
            return self._by_text[cell]
        text = squeezed(cell)
        if text in self._by_text:
            return self._by_text[text]
        whole = re.fullmatch(r"(-?\d+)\.0+", text)
        return self._by_text.get(whole.group(1)) if whole else None

    def is_shared(self, cell: str) -> bool:
        """Whether a cell is the label of several choices, so that it cannot tell which of them was meant."""
        return cell not in self._codes and squeezed(cell) in self._shared

    def find_many(self, cell: str) -> tuple[list[int], list[str]]:
        """The choices of a cell that joins several, and the parts that are none of them."""
        parts = cell.split()
        found = [self.find(part) for part in parts]
        if None not in found:
            return [number for number in found if number is not None], []
        by_label = self._labels_in_a_row(squeezed(cell))
        if by_label is not None:
            return by_label, []
        for separator in (",", ";", "|", "\n"):
            if separator in cell:
                pieces = [part.strip() for part in cell.split(separator) if part.strip()]
                numbers = [self.find(piece) for piece in pieces]
                if any(number is not None for number in numbers):
                    strange = [piece for piece, number in zip(pieces, numbers, strict=True) if number is None]
                    return [number for number in numbers if number is not None], strange
        strange = [part for part, number in zip(parts, found, strict=True) if number is None]
        return [number for number in found if number is not None], strange

    def _labels_in_a_row(self, text: str) -> list[int] | None:
        """Labels joined by spaces or commas, the longest first; None when something is left over."""
        numbers: list[int] = []
        rest = text.strip(" ,;|")
        while rest:
            label = next((known for known in self._longest if _begins(rest, known)), None)
            if label is None:
                return None
            numbers.append(self._by_text[label])
            rest = rest[len(label) :].strip(" ,;|")
        return numbers


def _begins(text: str, label: str) -> bool:
    return text.startswith(label) and (len(text) == len(label) or text[len(label)] in " ,;|")


def squeezed(text: str) -> str:
    """Text for comparing: case and spaces do not count."""
    return " ".join(text.casefold().split())


def level_of(choices: Sequence[Choice]) -> Level:
    """ORDINAL when the answers are a known scale (agreement, frequency, difficulty …), else NOMINAL."""
    answers = [choice for choice in choices if choice.reason == Reason.PRESENT]
    if len(answers) < 3:
        return Level.NOMINAL
    languages = {language for choice in answers for language, label in choice.labels.by_language.items() if label}
    written = [[choice.labels.by_language.get(language, "") for choice in answers] for language in sorted(languages)]
    written.append([choice.code for choice in answers])
    known = in_order(written[-1])[1] or any(_is_scale(words) for words in written)
    return Level.ORDINAL if known else Level.NOMINAL


def _is_scale(words: Sequence[str]) -> bool:
    labels = [plain(word).replace("_", " ") for word in words]
    for scale in _SCALES:
        known = sum(1 for label in labels if re.match(rf"(?:\d+\W+)?(?:yes,? |no,? )?(?:{scale})\b", label))
        if known >= 3 and known >= 0.7 * len(labels):
            return True
    return False
