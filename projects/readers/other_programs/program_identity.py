# SPDX-License-Identifier: MIT
"""This program's name in files for other programs, and the parts that only it writes."""

from __future__ import annotations

ORIGIN = "Protection Workbench"
PARAPHRASE = "Paraphrase"  # the title of a note that says a passage in one's own words
TRANSLATION = "Translation"  # the name of a link from a translation to its original
TRANSLATOR = "Translator"  # the variable of a translation that says who translated
LANGUAGE = "Language"  # the variable under which a document's language travels
CASE_KIND = f"{ORIGIN}: kind of case"  # the variable of a case that is no person: group, site, institution
