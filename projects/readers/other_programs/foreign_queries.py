# SPDX-License-Identifier: MIT
"""SQL asked of the databases of other programs."""

from __future__ import annotations


def first_rows_of(quoted: object, table: object, most_rows: object) -> str:
    """The first rows of a table of a foreign file; names are quoted by the caller."""
    return f'SELECT {quoted} FROM "{table}" LIMIT {most_rows}'
