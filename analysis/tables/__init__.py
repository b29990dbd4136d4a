# SPDX-License-Identifier: MIT
"""Tables laid out for print: columns, widths, numbers and marks, and as Word sets them. Figures, reports and writers rest on it."""
