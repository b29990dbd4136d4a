# SPDX-License-Identifier: MIT
"""Headings of the numbers of cases, English and French: those that say so, and numbers of rows that say nothing.

A number of digits only looks like a count; its heading tells that it is the code of a case ("N° de dossier").
"""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.records import Kind, Variable
from projects.imported.records import ImportedTable
from projects.word_folding import fold

_A_NUMBER = r"(?:code|id|identifiant|identifier|numero|number|num|nr|no?[°.]?|n\.?o\.?|[°#]|ref|reference|cle|key)"
_OF_CASE = re.compile(
    rf"(?:{_A_NUMBER}\W*)*+(?:(?:of|de|du|d)\b\W*)?(?:(?:the|la|le|l)\b\W*)?(?:case|cas|dossier|case\W?file|file)(?:\W*{_A_NUMBER})*+\W*"
)
_OF_ANYTHING = re.compile(rf"\W*{_A_NUMBER}(?:\W*{_A_NUMBER})?\W*")


def names_case(heading: str) -> bool:
    """Whether a heading is that of the number or code of a case, and of nothing else.

    However long it is, it is read once: words for a number are not read again in another way.

    Examples
    --------
    >>> [names_case(one) for one in ("N° de dossier", "Case no.", "cas", "Nombre de cas", "Type de cas", "cases")]
    [True, True, True, False, False, False]
    """
    return _OF_CASE.fullmatch(fold(heading).strip().replace("_", " ")) is not None


def is_number_only(heading: str) -> bool:
    """Whether a heading says that a number or code stands there, and not of what.

    Examples
    --------
    >>> [is_number_only(one) for one in ("N°", "Numéro", "ID", "Réf.", "Nombre", "Note", "No")]
    [True, True, True, True, False, False, True]
    """
    return _OF_ANYTHING.fullmatch(fold(heading).strip().replace("_", " ")) is not None


def holds_numbers_of_cases(table: ImportedTable, variable: Variable) -> bool:
    """Whether numbers under "N°" or "ID" may be codes of cases: they do not only count the rows, 1, 2, 3 …"""
    column = table.columns.get(variable.id)
    if column is None or variable.kind is not Kind.INTEGER or not is_number_only(variable.name):
        return False
    values = [int(one) for one in column.to_pylist() if one is not None]
    return any(later - before != 1 for before, later in pairwise(values))
