# SPDX-License-Identifier: MIT
"""The languages of a form as short codes: "English (en)", "french" and "Français" become "en" and "fr"."""

from __future__ import annotations

import re
import unicodedata

_NAMES = {
    "en": ("english", "anglais", "ingles", "eng"),
    "fr": ("french", "francais", "frances", "fra", "fre"),
    "es": ("spanish", "espanol", "espagnol", "spa"),
    "pt": ("portuguese", "portugues", "portugais", "por"),
    "ar": ("arabic", "arabe", "ara", "العربية", "عربي"),
    "sw": ("swahili", "kiswahili", "swa"),
    "rn": ("kirundi", "rundi", "run"),
    "rw": ("kinyarwanda", "kin"),
    "ln": ("lingala", "lin"),
    "so": ("somali", "soomaali", "som"),
    "am": ("amharic", "amh"),
    "uk": ("ukrainian", "українська", "ukr"),
    "ru": ("russian", "русский", "russe", "rus"),
    "ku": ("kurdish", "kurmanji", "kur"),
    "fa": ("persian", "farsi", "dari", "fas"),
    "ps": ("pashto", "pus"),
    "ur": ("urdu", "urd"),
    "my": ("burmese", "myanmar", "mya"),
    "ht": ("haitian", "creole", "kreyol", "hat"),
    "de": ("german", "deutsch", "allemand", "deu"),
    "it": ("italian", "italiano", "italien", "ita"),
    "tr": ("turkish", "turkce", "turc", "tur"),
    "hi": ("hindi", "hin"),
    "bn": ("bengali", "bangla", "ben"),
    "mg": ("malagasy", "malgache", "mlg"),
    "ha": ("hausa", "hau"),
}
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names}
_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\s*\)\s*$")


def language_code(written: str) -> str:
    """The code of a language as a form writes it; "" for none; an unknown name comes back as written, lower case."""
    name = plain(written)
    if not name:
        return ""
    bracketed = _IN_BRACKETS.search(written)
    if bracketed:
        code = bracketed.group(1).lower()
        return _BY_NAME.get(code, code)
    if name in _BY_NAME:
        return _BY_NAME[name]
    first = re.split(r"[\s(_-]", name)[0]
    return _BY_NAME.get(first, first if re.fullmatch("[a-z]{2}", first) else name)


def plain(text: str) -> str:
    """`text` in lower case, without accents or spaces at its ends, for comparing what people typed."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
