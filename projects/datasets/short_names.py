# SPDX-License-Identifier: MIT
"""Names of columns as other programs accept them: letters, digits and _, short, each once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_FORM_PATH = re.compile(r"([\w.-]+/)+[\w.-]+")  # groups of a form and its question; "men/women present" is a heading


def short_names(
    names: list[str], longest: int, own: Collection[int] = (), reserved: str = "", signs: str = ""
) -> list[str]:
    """Names of letters, digits and _ that begin with a letter, at most `longest` long, each once (capitals aside).

    `own` are the places of names that came with the data: they have the first choice, made columns give way.
    A word that is `reserved` (a pattern, in any case) gets a _ behind. Inside a name `signs` may stand, too.
    """
    taken: set[str] = set()
    found = [""] * len(names)
    plain = [_plain(name, longest, signs) for name in names]
    if reserved:
        plain = [f"{name}_" if re.fullmatch(reserved, name, re.IGNORECASE) else name for name in plain]
    kept = [at for at in own if plain[at] == names[at] and len(names[at]) <= longest]
    order = [*kept, *own, *range(len(names))]
    for at in dict.fromkeys(order):
        short, number = plain[at][:longest], 1
        while short.lower() in taken:
            number += 1
            short = f"{plain[at][: longest - len(str(number)) - 1]}_{number}"
        taken.add(short.lower())
        found[at] = short
    return found


def _plain(name: str, longest: int, signs: str) -> str:
    leaf = name.rsplit("/", 1)[-1] if len(name) > longest and _FORM_PATH.fullmatch(name) else name
    plain = unicodedata.normalize("NFKD", leaf)
    plain = re.sub(rf"[^0-9A-Za-z_{re.escape(signs)}]+", "_", plain.encode("ascii", "ignore").decode()).rstrip(signs)
    plain = (plain if plain == name else plain.strip("_")) or "v"  # a name that ends in _ may keep it
    return plain if plain[0].isalpha() else "v_" + plain.lstrip("_")
