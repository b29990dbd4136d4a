# SPDX-License-Identifier: MIT
"""Countries whose telephone numbers the interviews of a project write as at home, without a country code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coding.entities.phones import REGIONS, unknown_regions
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.store.schema import stored_setting
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

COUNTRIES = "assistance.phone_countries"
_MOST = 30  # each is another search through every text


def phone_countries(reads: Rows) -> tuple[str, ...]:
    """The countries of a project, ISO 3166 in two capitals; those of the Great Lakes while nobody named others."""
    return tuple(stored_setting(reads, COUNTRIES, list(REGIONS)))


def set_phone_countries(written: str) -> Action:
    """Read numbers without a code as of these countries, from the next search on.

    `written`: such as "BI, CD"; nothing: those of the beginning. Raises Problem for what is no country, or no change.
    """
    countries = tuple(dict.fromkeys(word.upper() for word in re.split(r"[\s,;]+", written) if word)) or REGIONS

    def perform(transaction: Transaction) -> None:
        unknown = unknown_regions(countries)
        if unknown:
            raise Problem(msg("entities.phone_country_unknown", country=unknown[0][:12]))
        if len(countries) > _MOST:
            raise Problem(msg("entities.phone_countries_many", n=_MOST))
        if countries == phone_countries(transaction):
            raise Problem(msg("interviews.nothing_to_change"))
        transaction.set_setting(COUNTRIES, list(countries))

    said = msg("entities.phone_countries_set", countries=", ".join(countries))
    return Action("assistance.phone_countries", said, perform)
