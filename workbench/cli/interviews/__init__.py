# SPDX-License-Identifier: MIT
"""Commands on interviews: cases, speakers, memos, corrections."""
