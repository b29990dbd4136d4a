# SPDX-License-Identifier: MIT
"""Missing marks: words and numbers that stand for no answer."""
