# SPDX-License-Identifier: MIT
"""Whose what is: consents of respondents, cases and interviews, and which rows and interviews are one person's."""
