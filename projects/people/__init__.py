# SPDX-License-Identifier: MIT
"""People: consents of respondents, cases and interviews; rows and interviews of one person."""
