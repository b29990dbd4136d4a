# SPDX-License-Identifier: MIT
"""The languages an interview can be in, named in the window's language."""

from __future__ import annotations

from coding.turn_languages import KNOWN
from wording import Message, msg


def language_name(language: str) -> Message:
    """A language in words."""
    return msg(f"interviews.view.language.{language if language in KNOWN else 'other'}")


def short_language(language: str) -> str:
    """A language as a list shows it: its code, "–" where it is not known."""
    return language or "–"


def language_choices() -> list[tuple[str, Message]]:
    """What can be chosen."""
    return [(language, language_name(language)) for language in KNOWN] + [("", language_name(""))]
