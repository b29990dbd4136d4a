# SPDX-License-Identifier: MIT
"""x"""

REPLICATES: dict = {}
