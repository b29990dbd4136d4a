# SPDX-License-Identifier: MIT
"""Names of the parts of a code, as researchers write them over a column or before a paragraph, in English and French.

`part_of("Critères d’inclusion (fr)")` is ("inclusion", "fr"): the column of a codebook table, and the language.
"""

from __future__ import annotations

import re
import unicodedata

PARTS_BY_LANGUAGE = ("name", "definition", "inclusion", "exclusion", "keywords")
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "code_id": {
        "en": ("code id", "id", "key", "code key", "code number", "number", "short code", "code identifier"),
        "fr": ("id du code", "identifiant", "clé", "numéro", "code court", "n°"),
    },
    "parent_id": {
        "en": ("parent", "parent id", "parent code", "under", "belongs to"),
        "fr": ("code parent", "sous", "code supérieur"),
    },
    "group": {
        "en": ("theme", "category", "main category", "family", "code family", "group"),
        "fr": ("thème", "catégorie", "catégorie principale", "famille", "groupe"),
    },
    "name": {
        "en": ("name", "code", "code name", "label", "title", "sub-code", "subcode", "subcategory"),
        "fr": ("nom", "nom du code", "libellé", "intitulé", "sous-code", "sous-catégorie"),
    },
    "definition": {
        "en": ("definition", "description", "brief definition", "full definition", "meaning", "what it is"),
        "fr": ("définition", "signification"),
    },
    "inclusion": {
        "en": ("inclusion", "inclusion criteria", "when to use", "use when", "include", "includes", "apply when"),
        "fr": ("critères d'inclusion", "critère d'inclusion", "quand l'utiliser", "inclure", "inclut"),
    },
    "exclusion": {
        "en": ("exclusion", "exclusion criteria", "when not to use", "exclude", "excludes", "do not use when"),
        "fr": ("critères d'exclusion", "critère d'exclusion", "quand ne pas l'utiliser", "exclure", "exclut"),
    },
    "anchors": {
        "en": ("anchor", "anchors", "anchor example", "anchor examples", "example", "examples", "example quote",
               "example quotes", "typical example", "typical examples", "quote", "quotes"),
        "fr": ("exemple", "exemples", "exemple type", "exemples types", "exemple typique", "exemples typiques",
               "ancrage", "exemples d'ancrage", "citation", "citations", "verbatim", "verbatims"),
    },
    "keywords": {
        "en": ("keywords", "key words", "words", "rules", "search words"),
        "fr": ("mots-clés", "mots clés", "mots", "règles"),
    },
    "colour": {"en": ("colour", "color"), "fr": ("couleur",)},
    "shortcut": {"en": ("shortcut", "shortcut key"), "fr": ("raccourci", "touche")},
    "sensitivity": {"en": ("sensitivity", "sensitive"), "fr": ("sensibilité", "sensible")},
    "source": {"en": ("source", "origin"), "fr": ("origine",)},
    "category": {"en": ("groups only", "category only"), "fr": ("regroupe seulement",)},
    "retired": {"en": ("retired",), "fr": ("retiré", "code retiré")},
    "memo": {"en": ("memo", "note", "notes", "comment", "comments", "remarks"),
             "fr": ("mémo", "commentaire", "commentaires", "remarque", "remarques")},
}  # fmt: skip
_PART_OF = {
    word: (part, language)
    for part, by_language in _WORDS.items()
    for language, words in by_language.items()
    for word in words
}
_LANGUAGES = {
    "en": "en", "eng": "en", "english": "en", "anglais": "en",
    "fr": "fr", "fra": "fr", "french": "fr", "français": "fr", "francais": "fr",
}  # fmt: skip
_OWN = re.compile(r"(name|definition|inclusion|exclusion|keywords)_([a-z]{2,3})")
_WITH_LANGUAGE = re.compile(r"(.+?)\s*[(\[/–—-]\s*([^()\[\]/]+?)\s*[)\]]?")
_CODE = re.compile(r"[a-z]{2,3}")


def plain_heading(text: str) -> str:
    """The words of a heading: small letters, plain apostrophes and spaces, no mark at the end."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("’", "'").replace("_", " ")
    return " ".join(folded.split()).strip(" :*.")


def language_named(text: str) -> str:
    """The language that a heading names."""
    plain = plain_heading(text)
    return _LANGUAGES.get(plain, plain if _CODE.fullmatch(plain) else "")


def part_of(text: str) -> tuple[str, str] | None:
    """The part of a code that a heading names, and its language."""
    own = _OWN.fullmatch(text.strip().casefold())
    if own:
        return own[1], own[2]
    plain = plain_heading(text)
    found, said = _PART_OF.get(plain), ""
    if found is None and (match := _WITH_LANGUAGE.fullmatch(plain)):
        found, said = _PART_OF.get(match[1]), _LANGUAGES.get(match[2], "")
        found = found if said else None
    if found is None:
        return None
    part, language = found
    return part, (said or language) if part in PARTS_BY_LANGUAGE else ""
