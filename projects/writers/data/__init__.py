# SPDX-License-Identifier: MIT
"""Files that data sets can be written to: each module holds one `DataWriter`, see `docs/extending.md`."""
