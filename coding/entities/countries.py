# SPDX-License-Identifier: MIT
"""The names of countries and territories in English and French, lower case, from the Unicode Common Locale Data.

They stand in a list of their own: the process that reads texts may not open the
pickled tables in which Babel keeps them.
"""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "third_party" / "country_names" / "names.txt"

COUNTRIES = frozenset(_FILE.read_text(encoding="utf-8").splitlines())
