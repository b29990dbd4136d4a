# SPDX-License-Identifier: MIT
"""Variables worked out from others: their forms, their panel, what the room does with them."""
