# SPDX-License-Identifier: MIT
"""x"""

WEIGHTING: dict = {}
