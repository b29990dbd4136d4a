# SPDX-License-Identifier: MIT
"""Files that coded segments can be written to: each module holds one `SegmentWriter`, see `docs/extending.md`."""
