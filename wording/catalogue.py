# SPDX-License-Identifier: MIT
"""The gettext catalogues and how a text becomes a sentence. Each room of the program has a `.po` file of its own.

`languages/<language>/<room>.po` holds `msgid` = dotted key, `msgstr` = the sentence with `{name}` places. A place
`{name:,}` is for somebody's own words, often a question, and says which mark follows them: see `WordsBeforeMark`.
"""

from __future__ import annotations

import contextlib
import functools
import gettext
import io
from collections.abc import Mapping
from typing import Any

from wording.compile_catalogues import COMPILED, DIGEST, compiled, digest_of, sources_of
from wording.language_record import DEFAULT_LANGUAGE, FOLDERS, LANGUAGES, language_of_code
from wording.numbers import format_argument
from wording.texts import Labels, Message, Text

_OPEN = ("?", "!", "…", "...", "؟")
_GIVING_WAY = ".:;, \u00a0\u202f"


def render(text: Text | None, language: str) -> str:
    """The text in `language` (one of `LANGUAGES`), as plain text; "" for none.

    Raises KeyError when a message has no sentence: a sentence missing in one language is a bug.
    """
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    if isinstance(text, Labels):
        return text.in_language(language)
    return _sentence(text, language).format_map(_Arguments(text.args, language))


def render_sentence(text: Text, language: str) -> str:
    """The text as a sentence: its first letter is a capital, whatever name of the user's it begins with."""
    said = render(text, language)
    return said[:1].upper() + said[1:]


def has_message(key: str, language: str) -> bool:
    """Whether the catalogue of `language` has a sentence for `key`."""
    return _catalogue(language).gettext(key) != key


def language_word(key: str, code: str) -> Text:
    """What a language is called: the sentence `key` and its code where there is one, else its own name or its code."""
    if has_message(f"{key}.{code}", DEFAULT_LANGUAGE):
        return Message(f"{key}.{code}")
    return language_of_code(code).name if code in LANGUAGES else code


def _sentence(message: Message, language: str) -> str:
    catalogue = _catalogue(language)
    count = message.args.get("n")
    if isinstance(count, (int, float)) and not isinstance(count, bool):
        sentence = catalogue.ngettext(message.key, message.key, int(count))
        if sentence != message.key:
            return sentence
    sentence = catalogue.gettext(message.key)
    if sentence == message.key:
        raise KeyError(f"no {language} sentence for {message.key!r}")
    return sentence


class _Arguments(dict[str, str]):
    """The arguments of a sentence, each rendered when the sentence asks for it."""

    def __init__(self, args: Mapping[str, Any], language: str) -> None:
        super().__init__()
        self._args, self._language = args, language

    def __missing__(self, name: str) -> str:
        return WordsBeforeMark(self._rendered(self._args[name]))

    def _rendered(self, value: Any) -> str:
        if isinstance(value, (list, tuple)):
            return ", ".join(self._rendered(part) for part in value)
        if isinstance(value, (Message, Labels, str)):
            return render(value, self._language)
        return format_argument(value, self._language)


class WordsBeforeMark(str):
    """Words after which the sentence goes on with a mark (`{name:,}`, or a blank), without doubling their own.

    A full stop, colon or comma of theirs gives way; after a question the sentence goes on behind a dash, or ends.
    """

    __slots__ = ()

    def __format__(self, mark: str) -> str:
        if not mark:
            return str(self)
        words = self.rstrip()
        if words.endswith(_OPEN) and mark == ".":
            return words
        if words.endswith(_OPEN):
            return f"{words} –" + ("" if mark.strip() else mark)
        return words.rstrip(_GIVING_WAY) + mark


@functools.cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    """The sentences of a language: compiled at set-up, or in memory where the sources have changed since."""
    folder = FOLDERS / language
    sources = sources_of(folder)
    held = b""
    with contextlib.suppress(OSError):  # none was compiled, or its reader may not read it
        held = (folder / COMPILED).read_bytes()
    fits = held[:DIGEST] == digest_of(sources)
    return gettext.GNUTranslations(io.BytesIO(held[DIGEST:] if fits else compiled(sources, language)))
