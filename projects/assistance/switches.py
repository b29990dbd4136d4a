# SPDX-License-Identifier: MIT
"""Switches of assistance: all on or off, sensitive codes one by one, the precision below which a source stops."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.records import ORDINARY
from coding.rules import Rule
from projects.assistance.queries import DELETE_UNEXPECTED, SourceCount, counts_by_source
from projects.assistance.speaker_roles import INTERVIEWERS
from projects.interviews.codes import stored_codebook
from projects.interviews.suggestions import project_rules
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.store.schema import stored_settings
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from coding.records import Code
    from projects.store.ports import Transaction

ON, LEAST_PRECISION, SENSITIVE = "assistance.on", "assistance.least_precision", "assistance.sensitive"
EXPECTED = "assistance.expected"  # the share expected right from which a learned suggestion is shown
FEWEST_EXPECTED, LEAST_EXPECTED, MOST_EXPECTED = 0.3, 0.5, 0.9  # as `coding.learned.proposals`, which loads numpy
ENOUGH = 20  # decisions before a source can stop: fewer say little
RULE, MODEL = "rule", "model"
_NOT_SENSITIVE = frozenset((ORDINARY, "low", "medium", "none", "no", "faible", "moyenne", "moyen", "aucune", "non"))


@dataclass(frozen=True)
class Switches:
    """What assistance may do in a project.

    `least_precision`: a share from 0 to 1; a source that was right less often stops for that code, 0 never.
    `sensitive`: ids of sensitive codes that somebody switched on. `interviewers`: turns of interviewers count too.
    `expected`: learned suggestions are shown where at least this share is expected to be right, .3 to .9.
    """

    on: bool = True
    least_precision: float = 0.0
    sensitive: frozenset[str] = frozenset()
    interviewers: bool = False
    expected: float = LEAST_EXPECTED


def switches_of(reads: Rows) -> Switches:
    """The switches of a project."""
    kept = stored_settings(reads, (ON, LEAST_PRECISION, SENSITIVE, INTERVIEWERS, EXPECTED))
    return Switches(
        bool(kept.get(ON, True)),
        float(kept.get(LEAST_PRECISION, 0.0)),
        frozenset(str(code) for code in kept.get(SENSITIVE, ())),
        bool(kept.get(INTERVIEWERS, False)),
        float(kept.get(EXPECTED, LEAST_EXPECTED)),
    )


def set_switches(switches: Switches) -> Action:
    """Set the switches. Raises Problem for a share outside its limits; done, where nothing would change.

    Learned suggestions of which fewer are expected to be right than shall be go; rules keep theirs.
    """
    if not 0 <= switches.least_precision <= 1:
        raise Problem(msg("assist.share"))
    if not FEWEST_EXPECTED <= switches.expected <= MOST_EXPECTED:
        raise Problem(msg("assist.expected_share"))

    def perform(transaction: Transaction) -> None:
        before = switches_of(transaction)
        if before == switches:
            raise Problem(msg("interviews.nothing_to_change"))
        transaction.set_setting(ON, switches.on)
        transaction.set_setting(LEAST_PRECISION, switches.least_precision)
        transaction.set_setting(SENSITIVE, sorted(switches.sensitive))
        transaction.set_setting(INTERVIEWERS, switches.interviewers)
        transaction.set_setting(EXPECTED, switches.expected)
        if before.on != switches.on:
            transaction.set_message(msg("assist.turned_on" if switches.on else "assist.turned_off"))
        elif before.least_precision != switches.least_precision:
            transaction.set_message(msg("assist.stop_below_set", n=round(100 * switches.least_precision)))
        elif before.expected != switches.expected:
            for statement in DELETE_UNEXPECTED:
                transaction.execute(statement, (switches.expected,))
            transaction.set_message(msg("assist.expected_set", n=round(10 * switches.expected)))
        elif before.interviewers != switches.interviewers:
            transaction.set_message(msg(f"assist.interviewers_{'in' if switches.interviewers else 'out'}"))

    return Action("assistance.switches", msg("assist.switched", n=len(switches.sensitive)), perform)


def refuse_when_off(reads: Rows) -> None:
    """Raise Problem where all assistance is switched off: nothing is computed then."""
    if not switches_of(reads).on:
        raise Problem(msg("assist.is_off"))


def is_sensitive(code: Code) -> bool:
    """Whether a code is suggested only when somebody asks for it: any mark but one of little or medium sensitivity."""
    return bool(code.sensitivity) and code.sensitivity.strip().casefold() not in _NOT_SENSITIVE


def sensitive_off(reads: Rows) -> list[Message]:
    """How many sensitive codes with keywords suggest nothing until somebody switches them on, where there are any."""
    on = switches_of(reads).sensitive
    n = sum(
        is_sensitive(code) and any(code.keywords.values()) and code.id not in on
        for code in stored_codebook(reads)
        if not code.category and not code.retired
    )
    return [msg("assist.sensitive_off", n=n)] if n else []


def stopped_sources(reads: Rows) -> list[SourceCount]:
    """The sources that stopped themselves for a code: enough of what they proposed was decided, too little right."""
    least = switches_of(reads).least_precision
    return [] if not least else [count for count in counts_by_source(reads) if _is_below(count, least)]


def _is_below(count: SourceCount, least: float) -> bool:
    decided = count.accepted + count.rejected
    return decided >= ENOUGH and count.accepted < least * decided


def suggesting_rules(reads: Rows, codes: Collection[str] | None = None, asked: Collection[str] = ()) -> list[Rule]:
    """The rules that may suggest now, of all codes or some. Raises Problem where assistance is off.

    Left out are sensitive codes but those switched on or `asked` for, and codes whose rules have stopped themselves.
    """
    refuse_when_off(reads)
    switched = switches_of(reads).sensitive | set(asked)
    stopped = {count.code for count in stopped_sources(reads) if count.source == RULE}
    able = {
        code.id
        for code in stored_codebook(reads)
        if code.id not in stopped and (code.id in switched or not is_sensitive(code))
    }
    return project_rules(reads, able if codes is None else able & set(codes))
