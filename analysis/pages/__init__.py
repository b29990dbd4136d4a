# SPDX-License-Identifier: MIT
"""Pages of a report as PDF or PNG, set by Typst from memory; what users wrote enters as data, never as its source."""

from analysis.pages.style import OfficeStyle, StyleProblem, read_style
from analysis.pages.typesetting import PagesMade, page_pictures, write_pdf

__all__ = ["OfficeStyle", "PagesMade", "StyleProblem", "page_pictures", "read_style", "write_pdf"]
