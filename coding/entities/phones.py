# SPDX-License-Identifier: MIT
"""Telephone numbers by the numbering plans of phonenumbers: where they stand in a text, and their international form.

Numbers written as at home are read as of the countries a project names, else of Burundi and its neighbours. Grouping
says nothing there: of the numbers in the shared transcripts two in three are grouped otherwise than their country's
plan has it, so that the strict levels of the library lose them; its loosest takes file numbers and sums for
telephones. "Valid" is what is left.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from coding.entities.number_words import spoken_digits

REGIONS = ("BI", "RW", "CD", "TZ", "UG", "KE")  # where a project names no others
_LONGEST = 120  # characters of one number, spoken ones too


def valid_numbers(text: str, regions: Sequence[str] = REGIONS) -> list[tuple[int, int]]:
    """Where numbers stand that a country's plan knows: of any country with its code, else of `regions`.

    References
    ----------
    phonenumbers (libphonenumber), PhoneNumberMatcher at Leniency.VALID.

    Examples
    --------
    >>> text = "Call 79.55.50.13, or +968 9955 5031; they paid 120 000."
    >>> [text[start:end] for start, end in valid_numbers(text)]
    ['79.55.50.13', '+968 9955 5031']
    """
    from phonenumbers import Leniency, PhoneNumberMatcher  # 20 ms: only where a text is searched

    matchers = (PhoneNumberMatcher(text, region, leniency=Leniency.VALID) for region in regions)
    return sorted({(match.start, match.end) for matcher in matchers for match in matcher})


def international_forms(said: Iterable[str], regions: Sequence[str] = REGIONS) -> list[str]:
    """The international form of each number of a document; "" where it is not certain.

    A number written as at home may be one of several countries. It is taken for that of which the document also has
    the code.

    Examples
    --------
    >>> international_forms(["79 555 013", "0755 555 341"])
    ['+257 79 55 50 13', '']
    >>> international_forms(["seven nine, triple five, zero one three", "0755 555 341", "+255 755 555 341"])
    ['+257 79 55 50 13', '+255 755 555 341', '+255 755 555 341']
    """
    possible = [_possible_forms(one, tuple(regions)) for one in said]
    certain = {next(iter(one)) for one in possible if len(one) == 1}
    forms = []
    for one in possible:
        left = one if len(one) == 1 else one & certain
        forms.append(next(iter(left)) if len(left) == 1 else "")
    return forms


@functools.lru_cache(maxsize=10_000)
def _possible_forms(said: str, regions: tuple[str, ...]) -> frozenset[str]:
    """The international forms of the countries whose plan has such a number.

    Of these the ones that write it so at home: without its 0, 68 555 777 is no number of Kenya.
    """
    import phonenumbers  # 20 ms: only where numbers are read

    is_masked = re.search(r"\d.*[xX*•#_]", said)
    if len(said) > _LONGEST or is_masked:
        return frozenset()
    dialled = said if re.search(r"\d", said) else spoken_digits(said)
    forms = phonenumbers.PhoneNumberFormat
    possible, as_at_home = set(), set()
    for region in regions:
        try:
            number = phonenumbers.parse(dialled, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            form = phonenumbers.format_number(number, forms.INTERNATIONAL)
            possible.add(form)
            if _digits(phonenumbers.format_number(number, forms.NATIONAL)) == _digits(dialled):
                as_at_home.add(form)
    return frozenset(as_at_home or possible)


def unknown_regions(regions: Iterable[str]) -> list[str]:
    """Those that no numbering plan is of.

    Parameters
    ----------
    regions : iterable of str
        Countries, ISO 3166 in two capitals.

    Returns
    -------
    list of str
        In the same order.

    Examples
    --------
    >>> unknown_regions(["BI", "XX"])
    ['XX']
    """
    import phonenumbers  # 20 ms: only where countries are named

    return [region for region in regions if region not in phonenumbers.SUPPORTED_REGIONS]


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
