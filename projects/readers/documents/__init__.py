# SPDX-License-Identifier: MIT
"""Documents of word processors and PDFs read as interviews: text, headings, bold speakers, columns, comments."""
