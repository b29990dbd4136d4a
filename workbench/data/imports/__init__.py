# SPDX-License-Identifier: MIT
"""The import conversation: what was read and guessed, confirmed or changed before it is stored."""
