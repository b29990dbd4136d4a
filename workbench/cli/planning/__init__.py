# SPDX-License-Identifier: MIT
"""Commands that plan a study before its data; no project is open yet."""
