# SPDX-License-Identifier: MIT
"""Gives the entities of a document their values: telephone numbers as dialled from anywhere, dates in ISO 8601."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from coding.entities.date_values import date_value, interview_day, is_month_first
from coding.entities.phones import REGIONS, international_forms
from coding.entities.records import Entity, EntityKind


def with_values(
    text: str, found: Sequence[Entity], language_at: Callable[[int], str], regions: Sequence[str] = REGIONS
) -> list[Entity]:
    """The entities with the values of telephone numbers and dates, as far as these are certain.

    Parameters
    ----------
    text : str
        The text of a document.
    found : sequence of Entity
        The entities of the whole document: what one number leaves open another may tell.
    language_at : callable of int to str
        The language spoken at a code point.
    regions : sequence of str
        Countries whose telephone numbers are written as at home.

    Returns
    -------
    list of Entity
        In the same order.

    Examples
    --------
    >>> text = "Called 79 555 013 on 3 May 2019."
    >>> found = [Entity(7, 17, EntityKind.PHONE), Entity(21, 31, EntityKind.DATE)]
    >>> [one.value for one in with_values(text, found, lambda place: "en")]
    ['+257 79 55 50 13', '2019-05-03']
    """
    phones = [one for one in found if one.kind is EntityKind.PHONE]
    values = dict(zip(phones, international_forms((text[one.start : one.end] for one in phones), regions), strict=True))
    day, month_first = "", False
    if any(one.kind is EntityKind.DATE for one in found):
        day, month_first = interview_day(text, language_at(0)), is_month_first(text)
    for one in found:
        if one.kind is EntityKind.DATE:
            said = text[one.start : one.end]
            values[one] = date_value(said, language_at(one.start), day, month_first=month_first)
    return [replace(one, value=values.get(one, one.value)) for one in found]
