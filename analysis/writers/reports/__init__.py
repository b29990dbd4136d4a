# SPDX-License-Identifier: MIT
"""Files that reports are written to: each module holds one `ReportWriter`, see `docs/extending.md`."""
