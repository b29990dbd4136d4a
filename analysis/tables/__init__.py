# SPDX-License-Identifier: MIT
"""Tables laid out for print: columns, widths, numbers, marks, and as Word sets them.

Public: `layout`, `page_columns`, `precision`, `docx_page`, `docx_tables`. Figures, reports and writers rest on them.
"""
