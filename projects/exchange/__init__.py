# SPDX-License-Identifier: MIT
"""Exchange of coded projects and codebooks with other programs: REFI-QDA, QualCoder, Taguette."""
