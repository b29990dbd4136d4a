# SPDX-License-Identifier: MIT
"""Which tables are registers, and whose row it is in those of participants."""
