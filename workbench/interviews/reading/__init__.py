# SPDX-License-Identifier: MIT
"""Reading in the Interviews room: the transcript with its margins and search, documents, speakers, memos, notes."""
