# SPDX-License-Identifier: MIT
"""Writers of tables: each takes specs, a language and a binary stream. They never compute and never open a path."""

from analysis.writers.csv_tables import write_csv
from analysis.writers.docx_tables import write_docx
from analysis.writers.html_tables import write_html
from analysis.writers.xlsx_tables import write_xlsx

__all__ = ["write_csv", "write_docx", "write_html", "write_xlsx"]
