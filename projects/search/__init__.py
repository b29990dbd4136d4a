# SPDX-License-Identifier: MIT
"""Finding words in documents and free-text answers. The index is derived: it can be made anew."""
