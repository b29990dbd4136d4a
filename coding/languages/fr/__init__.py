# SPDX-License-Identifier: MIT
"""French: its grammar."""
