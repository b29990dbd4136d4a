# SPDX-License-Identifier: MIT
"""Texts: a message of the program, or a label that came with the data.

`wording.catalogue` turns them into sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wording.language_record import DEFAULT_LANGUAGE, LANGUAGES, quoted


@dataclass(frozen=True)
class Message:
    """A sentence of the program: a key of the catalogue and its arguments.

    Arguments are JSON values, or other texts (`Message`, `Labels`), so that a line of history
    can be stored and rendered in any language later. An argument `n` chooses the plural form.
    """

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Labels:
    """One label in the languages its author gave: `{"en": "Site", "fr": "Site"}`; never the program's own words.

    `preferred` is the language a project wants its labels in, whatever the program speaks; "" where it wants none.
    """

    by_language: Mapping[str, str]
    preferred: str = field(default="", compare=False)

    def in_language(self, language: str) -> str:
        """The label in the preferred language, else in `language`, the default, the first there is, else empty."""
        for wanted in (self.preferred or language, language, DEFAULT_LANGUAGE, ""):
            if self.by_language.get(wanted):
                return self.by_language[wanted]
        return next((text for text in self.by_language.values() if text), "")

    def with_text(self, language: str, text: str) -> Labels:
        """The labels with another text in one language; an empty text takes that language out."""
        held = {**self.by_language, language: text.strip()}
        return Labels({one: said for one, said in held.items() if said}, self.preferred)

    @classmethod
    def path(cls, names: Sequence[Labels]) -> Labels:
        """Labels from the root down, in one: "Money › Debt"; a root alone has a leading sign, "› Debt"."""
        lead = "› " if len(names) == 1 else ""
        spoken = dict.fromkeys(language for one in names for language in one.by_language)
        preferred = names[0].preferred if names else ""
        said = {language: lead + " › ".join(one.in_language(language) for one in names) for language in spoken}
        return cls(said, preferred)


Text = Message | Labels | str


def msg(key: str, **args: Any) -> Message:
    """The message `key` with its arguments."""
    return Message(key, args)


def text_to_json(text: object) -> Any:
    """A text, or any argument of one, as plain JSON; `text_from_json` reads it back."""
    if isinstance(text, Message):
        return {"key": text.key, "args": {name: text_to_json(value) for name, value in text.args.items()}}
    if isinstance(text, Labels):
        return {"labels": dict(text.by_language)}
    if isinstance(text, (list, tuple)):
        return [text_to_json(part) for part in text]
    return text


def text_from_json(stored: object) -> Any:
    """The text stored by `text_to_json`."""
    if isinstance(stored, dict) and "key" in stored:
        return Message(stored["key"], {name: text_from_json(value) for name, value in stored.get("args", {}).items()})
    if isinstance(stored, dict) and "labels" in stored:
        return Labels(stored["labels"])
    if isinstance(stored, list):
        return [text_from_json(part) for part in stored]
    return stored


def in_quotes(words: str, language: str) -> Text:
    """The words between the marks of their own language; of the reader's where that language is not known."""
    return quoted(words, language) if language in LANGUAGES else msg("joint.quote", text=words)
