# SPDX-License-Identifier: MIT
"""Values of dates, in ISO 8601 to the day, month or year said, read by dateparser; and the day of an interview."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import TYPE_CHECKING

from coding.entities.dates import date_patterns
from coding.entities.phones import spoken_digits
from wording.word_lists import all_word_lists, word_lists

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_LONGEST = 80  # characters of a time as said
_LEAD = re.compile(
    r"^(?:in|on|by|since|until|around|from|of|the|en|le|la|du|depuis|vers|au|dès|jusqu'en|jusqu'au|de|d')(?: +|(?<='))"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d\d)(?!\d)")
_TWO_DAYS = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|e)? ?(to|and|or|-|–|au|et|ou) (\d{1,2})(?=(?:st|nd|rd|th|er|e)?\b)"
)
_FROM_TODAY = re.compile(r"\b(?:yesterday|ago|last|hier|il y a|derni(?:er|ère)|passée?)\b")
_BY_PERIOD = {"day": "%Y-%m-%d", "week": "%Y-%m", "month": "%Y-%m", "year": "%Y"}
_LEAP_YEAR = "2000"
_HEADING_LINES = 10
_LABEL = re.compile(r"^(?P<label>[^\n:]{1,40}?)[ \u00a0\u202f]*:(?:[ \u00a0]|$)")
_OF_HEADING = re.compile(
    r"(?i)\b(?:dates?|days?|jour|place|lieu|site|location|commune|province|language|langue|duration|durée|code|audio"
    r"|recorded|enregistré|interview|entretien|transcri\w+)\b"
)


def date_value(said: str, language: str, interview: str = "", *, month_first: bool = False) -> str:
    """A date as said, in ISO 8601 as far as it was told: "2019", "2019-03", "2019-03-12", two days with "/" between.

    Without a year a day of a month is "--01-12". "Yesterday" or "two years ago" are counted from the interview; "two
    days later" is not: it counts from what was told before.

    References
    ----------
    dateparser, DateDataParser; its periods are the precision.

    Examples
    --------
    >>> date_value("third of June 2018", "en"), date_value("vers août 2020", "fr"), date_value("two days later", "en")
    ('2018-06-03', '2020-08', '')
    >>> date_value("hier", "fr", "2021-03-01"), date_value("19 avril", "fr")
    ('2021-02-28', '--04-19')
    """
    return _value(said, language, interview, month_first) if len(said) <= _LONGEST else ""


@functools.lru_cache(maxsize=10_000)
def _value(said: str, language: str, interview: str, month_first: bool) -> str:
    plain = said.casefold().replace("’", "'").replace("\u00a0", " ").strip()
    while (lead := _LEAD.match(plain)) is not None and not _FROM_TODAY.search(plain):
        plain = plain[lead.end() :]
    own = word_lists(language)
    for lists in (own,) if own is not None else all_word_lists().values():
        in_words = rf"(?<!\w){lists.times.days}(?!\w)"
        plain = re.sub(in_words, lambda words: spoken_digits(words[0]) or words[0], plain)
    if _YEAR.fullmatch(plain):
        return plain
    two = _TWO_DAYS.search(plain)
    if two is not None:
        rest = plain[two.end() :]
        days = [_parsed(f"{day}{rest}", language, interview, month_first) for day in (two[1], two[3])]
        if not all(days) or two[2] not in ("or", "ou"):
            return "/".join(days) if all(days) else ""
        return days[0][:7] if days[0][:7] == days[1][:7] and not days[0].startswith("-") else ""
    return _parsed(plain, language, interview, month_first)


def _parsed(plain: str, language: str, interview: str, month_first: bool) -> str:
    """The value of one date that holds no other words."""
    from_today = bool(_FROM_TODAY.search(plain))
    has_year = from_today or bool(_YEAR.search(plain) or _NUMERIC.search(plain))
    if (from_today and not interview) or not (has_year or _names_month(plain)):
        return ""
    found = _parser(language, interview, month_first).get_date_data(plain if has_year else f"{plain} {_LEAP_YEAR}")
    if found.date_obj is None or (not has_year and found.period != "day"):
        return ""
    value = found.date_obj.strftime(_BY_PERIOD[found.period])
    return value if has_year else f"--{value[5:]}"


def _names_month(plain: str) -> bool:
    return any(re.search(rf"(?i)\b{lists.times.months}", plain) for lists in all_word_lists().values())


@functools.lru_cache(maxsize=100)
def _parser(language: str, interview: str, month_first: bool) -> DateDataParser:
    from dateparser.data.languages_info import language_order  # with the next: at the first date
    from dateparser.date import DateDataParser  # 130 ms and 13 MB: in the process that reads texts, at the first date

    settings: dict[str, object] = {"DATE_ORDER": "MDY" if month_first else "DMY", "PREFER_DATES_FROM": "past"}
    settings |= {"PREFER_DAY_OF_MONTH": "first", "PREFER_MONTH_OF_YEAR": "first"}
    if interview:
        settings["RELATIVE_BASE"] = dt.datetime.fromisoformat(interview)
    known = [one for one in all_word_lists() if one in language_order]
    return DateDataParser(languages=[language] if language in known else known, settings=settings)


def is_month_first(text: str) -> bool:
    """Whether the numeric dates of a text put the month first: one must, and none may put the day first.

    Examples
    --------
    >>> is_month_first("on 03/14/2021 and 04/05/2021"), is_month_first("on 04/05/2021")
    (True, False)
    """
    pairs = [(int(match[1]), int(match[2])) for match in _NUMERIC.finditer(text)]
    return any(second > 12 >= first for first, second in pairs) and not any(first > 12 for first, _ in pairs)


def interview_day(text: str, language: str) -> str:
    """The day of an interview as its heading tells it: the only full date in the lines before somebody speaks.

    Examples
    --------
    >>> interview_day("Interview 3, Gitega, 14 February 2021\\nI: Hello. On 3 May 2019?", "en")
    '2021-02-14'
    """
    days = set()
    for line in text[:2_000].split("\n")[:_HEADING_LINES]:
        label = _LABEL.match(line)
        if label is not None and not _OF_HEADING.search(label["label"]):
            break
        for pattern in date_patterns(language):
            said = (match["date"] for match in pattern.finditer(line))
            days |= {date_value(one, language, month_first=is_month_first(line)) for one in said}
    full = {day for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day)}
    return full.pop() if len(full) == 1 else ""
