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

from wording.word_lists import all_word_lists


@functools.cache
def _values() -> dict[str, int]:
    """The number that a word of any language stands for."""
    found: dict[str, int] = {}
    for lists in all_word_lists().values():
        units, tens = lists.numbers.units, lists.numbers.tens
        found |= {word: value for value, said in enumerate(units) for word in said.split()}
        found |= {word: 10 * value for value, said in enumerate(tens, start=2) for word in said.split()}
    return found


@functools.cache
def _times() -> dict[str, int]:
    """How many times a word of any language has the digit behind it said."""
    return {word: times for lists in all_word_lists().values() for word, times in lists.numbers.times.items()}


@functools.cache
def _hundreds() -> frozenset[str]:
    return frozenset[str]().union(*(lists.numbers.hundreds for lists in all_word_lists().values()))


def spoken_digits(said: str) -> str:
    """The digits that words name one number after the other, as a telephone number is dictated.

    Examples
    --------
    >>> spoken_digits("seventy-nine, double five, oh one"), spoken_digits("quatre-vingt-dix-sept, cinq cent deux")
    ('795501', '97502')
    """
    made, held, times = "", 0, 1
    values, repeated, hundreds = _values(), _times(), _hundreds()
    for word in re.findall(r"[^\W\d_]+|,", said.casefold()):
        value = values.get(word)
        if word in hundreds:
            held = (held or 1) * 100
        elif held == 4 and word.startswith("vingt"):
            held = 80
        elif value and times == 1 and _continues(held, value):
            held += value
        elif value is not None or word in repeated or word == ",":
            made, held = made + (str(held) if held else ""), 0
            if word in repeated:
                times = repeated[word]
            elif value is not None and (times > 1 or value == 0):
                made, times = made + str(value) * times, 1
            else:
                held = value or 0
    return made + (str(held) if held else "")


def _continues(held: int, value: int) -> bool:
    """Whether a number goes on with this: twenty-one, soixante-douze, dix-sept, two hundred and six."""
    rest = held % 100
    return bool(held) and (
        (rest == 0 and value < 100)
        or (rest >= 20 and rest % 10 == 0 and value < 10)
        or (rest in (60, 80) and 10 <= value < 20)
        or (rest == 10 and 7 <= value <= 9)
    )


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
