# SPDX-License-Identifier: MIT
"""The age bands of the project: the default of every count by age."""

from __future__ import annotations

from analysis.age_bands import TWO, bands_of
from projects.store.actions import Action
from projects.store.ports import Rows, Transaction
from projects.store.schema import stored_setting
from wording import Problem, msg

AGE_BANDS = "registers.age_bands"


def age_bands(project: Rows) -> str:
    """The bands as they are kept, "0-17, 18+" where nobody chose others."""
    return str(stored_setting(project, AGE_BANDS, TWO))


def set_age_bands(written: str) -> Action:
    """Choose the bands, such as "0-4, 5-11, 12-17, 18-59, 60+".

    Raises Problem for what is no row of bands; done, where they are the project's already.
    """
    plain = ", ".join(band.name.replace("–", "-") for band in bands_of(written))

    def perform(transaction: Transaction) -> None:
        if plain == age_bands(transaction):
            raise Problem(msg("interviews.nothing_to_change"))
        transaction.set_setting(AGE_BANDS, plain)

    return Action("registers.age_bands", msg("registers.age_bands_set", bands=plain), perform)
