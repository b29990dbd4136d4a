# SPDX-License-Identifier: MIT
"""Files that tables are written to: each module holds one `TableWriter`, see `docs/extending.md`."""
