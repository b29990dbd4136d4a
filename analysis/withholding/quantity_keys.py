# SPDX-License-Identifier: MIT
"""Keys of quantities: whom a figure counts, as a base and conditions.

A key reads "base:condition|condition …", each condition "v3=c1", "v3=c1+c2", "v3=*" (any answer; "v3=*asked" with
refused and don't know; "v3=*all" with all who were asked), "v3=?2" (none, for this reason), "v3=?any" (asked, and
none), "v7.c2" (chosen in a set; "v7.c2+c3" one of them) or "v5" (has a number).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.withholding.printed_numbers import Print

Conditions = frozenset[str]
EVERYONE = "everyone"  # the base of counts of all rows, those without a weight too, as a codebook has them
ALL_ASKED = "*all"  # as the answer of a condition: was asked, whether there is an answer or not
NO_ANSWER = "?any"  # was asked and gave none of the answers that are counted
NO_STATEMENT = "?rest"  # was asked, gave none of them, and did not refuse or say "don't know" either
WEIGHTED = "@weight=1"  # the condition that every other base has beside its own


@dataclass(frozen=True)
class Told:
    """A number of a sensitive question that readers have: its data table and key, the mark of its file.

    `base`: the key of those of whom it stands there as a whole per cent, without its count; "": so that all know it.
    `fives`: as a per cent to the nearest five.
    """

    table: str
    key: str
    file: str
    base: str = ""
    fives: bool = False

    @property
    def printed(self) -> Print:
        """How exactly it stands there."""
        return Print.EXACT if not self.base else Print.FIVES if self.fives else Print.WHOLE


def read_key(key: str) -> tuple[str, Conditions]:
    """The base and the conditions of a key.

    Examples
    --------
    >>> base, conditions = read_key("answered:v3=c1|v7.c2")
    >>> base, sorted(conditions)
    ('answered', ['v3=c1', 'v7.c2'])
    """
    base, _, conditions = key.partition(":")
    return base, frozenset(filter(None, conditions.split("|")))


def variable_of(condition: str) -> str:
    """The variable a condition speaks of.

    Examples
    --------
    >>> [variable_of(condition) for condition in ("v3=c1+c2", "v7.c2", "v5")]
    ['v3', 'v7', 'v5']
    """
    return condition.partition("=")[0].partition(".")[0]


def key_of_any(keys: Iterable[str]) -> str:
    """The key of those whom any of some keys counts, where they differ in the answer to one question.

    Examples
    --------
    >>> key_of_any(["answered:v1=c2|v3=c1", "answered:v1=c2|v3=c4"]), key_of_any([":v7.c1", ":v7.c3"])
    ('answered:v1=c2|v3=c1+c4', ':v7.c1+c3')
    """
    read = [read_key(key) for key in keys]
    common = frozenset.intersection(*(conditions for _, conditions in read))
    own = [conditions - common for _, conditions in read]
    if len({base for base, _ in read}) > 1 or any(len(one) != 1 for one in own):
        return ""
    parts = [part for one in own for part in one]
    sign = "." if "." in parts[0].partition("=")[0] else "="
    answers = [part.partition(sign) for part in parts]
    if any(mark != sign or name != answers[0][0] for name, mark, _ in answers):
        return ""
    joined = f"{answers[0][0]}{sign}{'+'.join(answer for _, _, answer in answers)}"
    return f"{read[0][0]}:{'|'.join(sorted({*common, joined}))}"


def is_single(condition: str) -> bool:
    """Whether a condition asks for one certain answer.

    Examples
    --------
    >>> [is_single(one) for one in ("v3=c1", "v3=c1+c2", "v3=*", "v7.c2", "v3=?2")]
    [True, False, False, False, True]
    """
    _, sign, answer = condition.partition("=")
    return bool(sign) and not answer.startswith(("*", "@")) and "+" not in answer


def is_silence(condition: str) -> bool:
    """Whether a condition asks for those who were asked and gave no answer, for whatever reason."""
    return condition.partition("=")[2] in (NO_ANSWER, NO_STATEMENT)
