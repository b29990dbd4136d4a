# SPDX-License-Identifier: MIT
"""English: its grammar."""
