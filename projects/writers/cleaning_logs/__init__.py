# SPDX-License-Identifier: MIT
"""Files that the cleaning log can be written to: each module holds one `LogWriter`, see `docs/extending.md`."""
