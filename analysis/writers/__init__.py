# SPDX-License-Identifier: MIT
"""Writers of tables: each takes specs, a language and a binary stream.

Results come computed, with small numbers withheld; the caller opens the file.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.tables.docx_tables import write_docx
    from analysis.writers.csv_tables import write_csv
    from analysis.writers.html_tables import write_html
    from analysis.writers.xlsx_tables import write_xlsx

__all__ = ["write_csv", "write_docx", "write_html", "write_xlsx"]

_IN = {
    "write_csv": "analysis.writers.csv_tables",
    "write_docx": "analysis.tables.docx_tables",
    "write_html": "analysis.writers.html_tables",
    "write_xlsx": "analysis.writers.xlsx_tables",
}


def __getattr__(name: str) -> Any:
    """The functions above, imported when asked for: whoever lists the kinds of file needs none of them."""
    if name not in _IN:
        raise AttributeError(name)
    return getattr(importlib.import_module(_IN[name]), name)
