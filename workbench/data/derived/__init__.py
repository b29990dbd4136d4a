# SPDX-License-Identifier: MIT
"""Variables worked out from others: their forms and their panel."""
