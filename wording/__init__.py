# SPDX-License-Identifier: MIT
"""Every sentence the program says, in English and French; numbers and dates as each language writes them."""

from wording.catalogue import LANGUAGES, render, render_sentence
from wording.problems import Problem
from wording.progress import NoProgress, PartOf, Progress, Stopped
from wording.texts import Labels, Message, Text, msg, text_from_json, text_to_json

__all__ = [
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
