# SPDX-License-Identifier: MIT
"""Reading in the Interviews room: hits of a search, bookmarks, all memos, coders shown or hidden, the way back."""
