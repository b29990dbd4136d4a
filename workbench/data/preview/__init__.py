# SPDX-License-Identifier: MIT
"""The preview of an import: its pages, and the list of columns that can be changed before anything is stored."""
