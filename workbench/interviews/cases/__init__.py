# SPDX-License-Identifier: MIT
"""Cases in the Interviews room: the list, the page of one, what belongs to it, and the forms beside it."""
