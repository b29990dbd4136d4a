# SPDX-License-Identifier: MIT
"""Files that figures are drawn to: each module holds one `FigureWriter`, see `docs/extending.md`."""
