# SPDX-License-Identifier: MIT
"""Variables calculated from others: their forms and their panel."""
