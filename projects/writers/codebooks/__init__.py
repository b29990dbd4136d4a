# SPDX-License-Identifier: MIT
"""Files that the codebook of interviews is written to: each module holds one `CodebookWriter`."""
