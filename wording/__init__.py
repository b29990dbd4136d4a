# SPDX-License-Identifier: MIT
"""Every sentence the program says, in each of its languages; numbers and dates as each language writes them."""

from wording.catalogue import render, render_sentence
from wording.language_record import DEFAULT_LANGUAGE, LANGUAGES
from wording.problems import Problem
from wording.progress import NoProgress, PartOf, Progress, Stopped
from wording.texts import Labels, Message, Text, msg, text_from_json, text_to_json

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Labels",
    "Message",
    "NoProgress",
    "PartOf",
    "Problem",
    "Progress",
    "Stopped",
    "Text",
    "msg",
    "render",
    "render_sentence",
    "text_from_json",
    "text_to_json",
]
