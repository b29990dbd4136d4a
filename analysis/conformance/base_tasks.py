# SPDX-License-Identifier: MIT
"""x"""

BASE: dict = {}
