# SPDX-License-Identifier: MIT
"""The cases as a probability sample: what a team says of how they were drawn, kept as a setting of the project.

Only then tests of codings over cases are made by themselves; nothing else about the cases changes.
"""

from __future__ import annotations

from projects.store.actions import Action
from projects.store.ports import Rows, Transaction
from projects.store.schema import stored_setting
from projects.stored_interviews.row_records import no_change
from wording import Problem, msg

SAMPLED = "cases.sampled"  # setting: how the cases were drawn, "" where they are no probability sample


def how_sampled(reads: Rows) -> str:
    """How the cases were drawn at random, in the words of the team; "" where they are no probability sample."""
    return str(stored_setting(reads, SAMPLED, ""))


def set_sampled(how: str) -> Action:
    """Say how the cases were drawn as a probability sample; "" says that they were not.

    Raises `Problem` where that is said already, and for words too few to tell how.
    """
    wanted = " ".join(how.split())

    def perform(transaction: Transaction) -> None:
        if wanted == how_sampled(transaction):
            raise no_change()
        if wanted and len(wanted) < 8:
            raise Problem(msg("sampledcases.how"))
        transaction.set_setting(SAMPLED, wanted)

    said = msg("sampledcases.said", how=wanted) if wanted else msg("sampledcases.taken_back")
    return Action("interviews.set_sampled_cases", said, perform)
