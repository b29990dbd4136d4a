# SPDX-License-Identifier: MIT
"""Projects of other programs read: REFI-QDA (.qdpx, .qdc), QualCoder, Taguette."""
